import AnalyzerKit
import Foundation
@testable import Ingest
import Linguistics
import Testing

@Suite struct DecoderTests {
    @Test(arguments: ["", "plain", "Łódź – “curly”\r\n\tend", "😀", "\u{FEFF} inside \u{FEFF}"])
    func validUTF8IsTakenAsItIs(_ text: String) throws {
        let document = try Decoder.document(from: Array(("." + text).utf8), path: "x")
        #expect(document.text.bytes == Array(("." + text).utf8))
        #expect(document.source.byteCount == text.utf8.count + 1)
    }

    @Test func aByteOrderMarkIsNotPartOfTheText() throws {
        let document = try Decoder.document(from: [0xEF, 0xBB, 0xBF] + Array("Hi.".utf8), path: "x")
        #expect(document.text.bytes == Array("Hi.".utf8))
        #expect(document.source.byteCount == 6)
    }

    /// What is no UTF-8 and reads like no language in another charset.
    @Test(arguments: [
        ("Good until here" as StaticString, [0xFF, 0x41] as [UInt8], 15),
        ("\u{FEFF}a", [0xFF], 4),
    ])
    func theFirstBadByteIsNamed(_ start: StaticString, _ bad: [UInt8], _ offset: Int) {
        let bytes = Array(start.description.utf8) + bad
        let error = #expect(throws: DecodeError.self) { try Decoder.document(from: bytes, path: "x") }
        #expect(error?.byteOffset == offset)
    }

    @Test(arguments: [
        (String.Encoding.utf16LittleEndian, [0xFF, 0xFE] as [UInt8], "UTF-16LE"),
        (.utf16BigEndian, [0xFE, 0xFF], "UTF-16BE"), (.utf16LittleEndian, [], "UTF-16LE"),
        (.utf16BigEndian, [], "UTF-16BE"), (.utf32LittleEndian, [0xFF, 0xFE, 0, 0], "UTF-32LE"),
        (.windowsCP1252, [], "windows-1252"),
    ])
    func otherEncodingsAreDecodedAndNamed(_ encoding: String.Encoding, _ mark: [UInt8], _ name: String) throws {
        let text = "“It’s closed,” said José, who bakes for the café."
        let bytes = mark + Array(try #require(text.data(using: encoding)))
        let document = try Decoder.document(from: bytes, path: "x")
        #expect(document.text.bytes == Array(text.utf8) && document.source.charset == name)
        #expect(document.source.byteCount == bytes.count && document.notices.isEmpty)
    }

    @Test(
        "Text that a program has escaped for HTML is read with its marks; what is about HTML stays",
        arguments: [
            (
                "&quot;The dam is safe,&quot; Tamm said. It&#39;s old.",
                "\"The dam is safe,\" Tamm said. It's old."
            ),
            ("&ldquo;Caf&eacute;&rdquo;, AT&amp;T said.", "“Café”, AT&T said."),
            ("Write &quot; for a mark.", nil), ("AT&T and P&G; fish &amp; chips", nil),
            ("Write \"&quot;\" and &quot; here.", nil), ("In HTML <b> is bold; &quot; and &quot; are marks.", nil),
            ("He wrote “&quot;” and &quot;.", nil),
        ] as [(String, String?)])
    func escapedText(_ text: String, _ plain: String?) throws {
        let document = try Decoder.document(from: Array(text.utf8), path: "a.txt")
        #expect(String(decoding: document.text.bytes, as: UTF8.self) == plain ?? text)
        #expect(document.notices.map(\.reason) == (plain == nil ? [] : ["format"]))
    }

    @Test("What Outlook packs for itself is named") func outlookPack() {
        let bytes: [UInt8] = [0x78, 0x9F, 0x3E, 0x22, 1, 0, 1] + [UInt8](repeating: 0, count: 40)
        let error = #expect(throws: DecodeError.self) { try Decoder.document(from: bytes, path: "winmail.dat") }
        #expect(error?.reason == "unsupported-format" && error?.description.contains("winmail.dat") == true)
    }

    @Test(
        arguments: [
            (Array("a café ".utf8) + [0xE2, 0x80], "a café ", "at byte offset 8, is cut off"),
            (
                Array("Zoë, José, André – naïf caf".utf8) + [0xE9, 0x2E], "Zoë, José, André – naïf café.",
                "at byte offset 33:"
            ),
        ] as [([UInt8], String, String)])
    func whatWasWrongOfTheBytesIsNoted(_ bytes: [UInt8], _ text: String, _ message: String) throws {
        let document = try Decoder.document(from: bytes, path: "x")
        #expect(document.text.bytes == Array(text.utf8) && document.source.charset == "UTF-8")
        #expect(document.notices.map(\.reason) == ["charset"])
        #expect(document.notices.first?.message.contains(message) == true, "\(document.notices)")
    }

    @Test func aDeclaredCharsetIsCheckedAgainstTheBytes() throws {
        let decoded = try TextDecoding.decode(Array("a café –".utf8), declared: "iso-8859-1")
        #expect(decoded.charset == "UTF-8" && decoded.bytes == Array("a café –".utf8))
        #expect(
            decoded.notices == [
                Document.Notice(reason: "charset", message: "It says that it is in iso-8859-1, but is not.")
            ])
    }

    @Test(
        arguments: [
            [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0], [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0],
            Array("text\0text".utf8),
        ] as [[UInt8]])
    func bytesWithNULAreNoText(_ bytes: [UInt8]) {
        let offset = bytes.firstIndex(of: 0) ?? -1
        #expect(throws: DecodeError.notText(byteOffset: offset)) { try Decoder.document(from: bytes, path: "x") }
    }

    /// The example of FIPS 180-4 and the digest of nothing.
    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ])
    func theDigestIsOfTheOriginalBytes(_ text: String, _ digest: String) throws {
        #expect(try Decoder.document(from: Array(text.utf8), path: "x").source.sha256 == digest)
    }

    @Test(arguments: [
        ("Rain ends\n\nIt stopped raining on Monday.", "Rain ends"),
        ("Will the rain end?\n\nIt may.", "Will the rain end?"),
        ("What they said in the U.S.\n\nNothing.", "What they said in the U.S."),
        ("It stopped raining on Monday.\n\nNobody minded.", nil),
        ("Q: Why does it rain?\n\nA: Nobody knows.", nil),
        ("# Rain ends #1\n\nIt did.", "Rain ends #1"), ("#rain ends\n\nIt did.", "#rain ends"),
        ("Rain: an interview\n\nIt did.", "Rain: an interview"), ("Just one line", nil), ("", nil), ("\n\n\n", nil),
    ])
    func theTitleIsAFirstLineThatIsNoSentence(_ text: String, _ title: String?) throws {
        #expect(try Decoder.document(from: Array(text.utf8), path: "x").title == title)
    }

    /// The line with the site's name stands before the text and in `<title>` as a title's line does.
    @Test(arguments: [
        ("Kilns - Overview | Office of Pots and Glazed Pans", "Office of Pots and Glazed Pans", "Kilns - Overview"),
        (
            "The Vale Echo - Sport - Late own goal sends Vale through", "Late own goal sends Vale through",
            "Late own goal sends Vale through"
        ),
    ])
    func theLineOfATitleIsNotTheSitesName(_ title: String, _ line: String, _ expected: String) throws {
        let paragraph =
            "<p>Potters in the valley fired four kilns on Sunday, and the smoke was seen from the far shore of the lake.</p>"
        let page = """
            <html><head><title>\(title)</title></head><body><div class="top"><b>\(line)</b></div>
            <div>\(paragraph)\(paragraph.replacingOccurrences(of: "four", with: "nine"))</div></body></html>
            """
        #expect(try Decoder.document(from: Array(page.utf8), path: "a.html").title == expected)
    }

    @Test(arguments: [
        ("The minister said that she had not seen the report, but that it was of no interest to her.", "en"),
        ("Der Minister sagte, dass er den Bericht nicht gesehen habe und dass es ihn auch nicht interessiere.", "de"),
        ("Le ministre a dit qu'il ne savait pas si le rapport était dans les mains de la commission.", "fr"),
        ("El ministro dijo que no había visto el informe, pero que la comisión lo tiene en sus manos.", "es"),
        ("Il ministro ha detto che non ha letto il rapporto della commissione e che non è una priorità.", "it"),
        ("O ministro disse que não viu o relatório da comissão, mas que não é uma prioridade para ele.", "pt"),
        ("De minister zei dat hij het rapport niet had gezien en dat het ook niet van belang is voor hem.", "nl"),
        ("Ministern sade att han inte har sett rapporten och att det inte är av intresse för honom.", "sv"),
        ("Minister powiedział, że nie widział raportu i że nie jest to dla niego ważne, ale się tym zajmie.", "pl"),
        ("大臣は報告書を見ていないと述べた。", "ja"), ("", "und"), ("12 34 56", "und"),
    ])
    func theLanguageIsTheTexts(_ text: String, _ language: String) throws {
        #expect(try Decoder.document(from: Array(text.utf8), path: "x").language == language)
    }

    @Test(arguments: ["a.rtf", "a.txt", "a"])
    func richTextIsKnownByItsContent(_ path: String) throws {
        let text = "{\\rtf1\\ansi\\deff0 {\\fonttbl{\\f0 Times;}}\\par It rained.\\par}"
        let document = try Decoder.document(from: Array(text.utf8), path: path)
        #expect(document.source.mediaType == "application/rtf")
        #expect(document.text.bytes == Array("It rained.".utf8))
    }

    @Test(arguments: [
        ("It rained for two days.\n\nNobody minded.\n", "text/plain"),
        ("It costs < 5 crowns, and x <y> means less.\n\nNobody minded.\n", "text/plain"),
        ("It rained.<br>Nobody minded.\n", "text/html"), ("<b>It rained.</b> Nobody minded.\n", "text/html"),
    ])
    func plainTextUnderAnotherNameIsPlain(_ text: String, _ mediaType: String) throws {
        #expect(try Decoder.document(from: Array(text.utf8), path: "a.html").source.mediaType == mediaType)
    }

    @Test func aMailThatIsTextIsAMail() throws {
        let mail = "From: ada@alden.example\nSubject: Rain\n\nIt rained for two days.\n"
        let document = try Decoder.document(from: Array(mail.utf8), path: "a.eml")
        #expect(document.whole == "Rain\n\nIt rained for two days.")
        #expect(document.title == "Rain" && document.source.mediaType == "message/rfc822")
        #expect(document.notices.isEmpty)
    }

    private static let page =
        "<html><head><title>A plant opens</title></head><body><h1>A plant opens</h1><p>It bakes caf=C3=A9s=2E =\r\nAll day lo=\r\nng.</p></body></html>"

    @Test(arguments: [
        (
            "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://alden.example/1\r\n\r\n\(page)\r\n--b1\r\nContent-Type: text/css\r\n\r\np {}\r\n--b1--\r\n",
            "It bakes cafés. All day long."
        ),
        (
            "From: ada@alden.example\nMIME-Version: 1.0\nSubject: Rain\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nSXQgcmFpbmVkIGZvciB0d28gZGF5cy4=\n--b\nContent-Type: text/html\n\n<p>No</p>\n--b--\n",
            "It rained for two days."
        ),
        (
            "From: ada@alden.example\nMIME-Version: 1.0\nSubject: Rain\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nCaf=E9s closed for two =\ndays, he said.\n",
            "Cafés closed for two days, he said."
        ),
    ])
    func messagesAreReadWithoutTheirEncoding(_ message: String, _ words: String) throws {
        let document = try Decoder.document(from: Array(message.utf8), path: "a.eml")
        let text = String(decoding: document.text.bytes, as: UTF8.self)
        #expect(text.hasSuffix(words) || text.hasSuffix(words + "\n"))
        #expect(!text.contains("=C3") && !text.contains("--b") && !text.contains("MIME"))
    }

    @Test(arguments: [
        ("Rain", "Rain"), ("=?utf-8?Q?Caf=C3=A9?=", "Café"), ("=?UTF-8?B?Q2Fmw6k=?= closes", "Café closes"),
        ("=?iso-8859-1?q?Caf=E9_closes?=", "Café closes"), ("=?utf-8?Q?Caf=C3?= =?utf-8?Q?=A9s?= close", "Cafés close"),
        ("=?utf-8*fr?Q?Caf=C3=A9?=", "Café"), ("=?utf-8?X?Caf?=", "=?utf-8?X?Caf?="), ("=?", "=?"),
        ("a =?b?", "a =?b?"),
        ("=?utf-8?Q?A=0AB?=", "A B"), ("Ad=?utf-8?Q?_=C3=A9?= now", "Ad é now"),
    ])
    func encodedWordsAreDecoded(_ value: String, _ words: String) {
        #expect(EncodedWords.decoded(value) == words)
    }

    @Test func aMailsHeadIsDecoded() throws {
        let mail =
            "From: =?utf-8?Q?Ad=C3=A8le?= Roy <ada@alden.example>\nMIME-Version: 1.0\nSubject: =?utf-8?Q?Caf=C3=A9s?=\n =?utf-8?Q?_close?=\nContent-Type: text/plain; charset=utf-8\n\nIt rained.\n"
        let document = try Decoder.document(from: Array(mail.utf8), path: "a.eml")
        #expect(document.title == "Cafés close" && document.authors == ["Adèle Roy"])
        #expect(document.whole == "Cafés close\n\nIt rained.")
    }
}
