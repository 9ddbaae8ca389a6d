import Testing

@testable import Charsets

/// What bytes are decoded to, and what is said of them.
@Suite struct TextDecoderTests {
    private func text(_ decoded: DecodedText) -> String { String(decoding: decoded.utf8, as: UTF8.self) }

    @Test(arguments: [
        ("windows-1252", [0x63, 0x61, 0x66, 0xE9, 0x20, 0x96, 0x20, 0x80, 0x35] as [UInt8], "café – €5"),
        (
            "macintosh", Array("He said ".utf8) + [0xD2] + Array("it".utf8) + [0xD5] + Array("s late".utf8) + [0xD3],
            "He said “it’s late”"
        ),
        // Central Europe's windows-1250 has these letters at the same places.
        (
            "windows-1252", Array("said Jos".utf8) + [0xE9, 0x20, 0xC1] + Array("lvarez, who bakes".utf8),
            "said José Álvarez, who bakes"
        ),
        ("UTF-8", [0xEF, 0xBB, 0xBF] + Array("Hi.".utf8), "Hi."),
        ("UTF-16LE", [0xFF, 0xFE, 0x48, 0, 0x69, 0], "Hi"), ("UTF-16BE", [0xFE, 0xFF, 0, 0x48, 0, 0x69], "Hi"),
        ("UTF-32LE", [0xFF, 0xFE, 0, 0, 0x48, 0, 0, 0], "H"), ("UTF-32BE", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x48], "H"),
        ("HZ-GB-2312", Array("~{VPND~} ~~ text".utf8), "中文 ~ text"),
        ("UTF-8", Array("a ~{ b".utf8), "a ~{ b"), ("UTF-8", [], ""),
    ])
    func aTextIsDecoded(_ charset: String, _ bytes: [UInt8], _ expected: String) throws {
        let decoded = try TextDecoder.decode(bytes)
        #expect(text(decoded) == expected && decoded.charset == charset && decoded.faults.isEmpty)
    }

    /// Windows-1252 is what says that it is ISO 8859-1 and has quotation marks where that has controls.
    @Test func controlsOfISO8859AreWindows1252() throws {
        let bytes = Array("The ".utf8) + [0x93] + Array("caf".utf8) + [0xE9, 0x94] + Array(" is closed.".utf8)
        let decoded = try TextDecoder.decode(bytes, declared: ["ISO-8859-1"])
        #expect(text(decoded) == "The “café” is closed." && decoded.charset == "windows-1252" && decoded.faults.isEmpty)
    }

    @Test(
        arguments: [
            // UTF-8 that says it is something else, and is taken for what it is.
            ("é–ü", "UTF-8", "iso-8859-1", "UTF-8", true), ("Жители города", "UTF-8", "koi8-r", "UTF-8", true),
            // Right declarations, under any of their names.
            ("Жители готовят протест.", "CP1251", "Windows_1251", "windows-1251", false),
            ("Жители готовят протест.", "CP1251", "koi8-r", "windows-1251", true),
            ("Жители готовят протест.", "CP1251", "UTF-8", "windows-1251", true),
            ("Die Straße heißt Börse.", "CP1252", "latin1", "windows-1252", false),
            // No charset that is known.
            ("Die Straße heißt Börse.", "CP1252", "x-own", "windows-1252", true),
            // ASCII is of most charsets, but not of two bytes a character.
            ("plain", "UTF-8", "us-ascii", "windows-1252", false), ("plain", "UTF-8", "utf-16", "UTF-8", true),
            ("plain", "UTF-8", "shift_jis", "Shift_JIS", false),
            // Where bytes say little a declaration decides.
            ("10 €", "ISO-8859-15", "iso-8859-15", "ISO-8859-15", false),
        ] as [(String, String, String, String, Bool)])
    func aDeclarationIsCheckedAgainstTheBytes(
        _ words: String, _ charset: String, _ declared: String, _ found: String, _ isWrong: Bool
    ) throws {
        let bytes = try #require(OwnTexts.encoded(words, as: charset))
        let decoded = try TextDecoder.decode(bytes, declared: [declared])
        #expect(text(decoded) == words && decoded.charset == found)
        #expect(decoded.faults == (isWrong ? [.wrongDeclaration(declared)] : []))
    }

    /// What the order of bytes is, the mark tells.
    @Test func aMarkSettlesTheOrderOfBytes() throws {
        let decoded = try TextDecoder.decode([0xFE, 0xFF, 0, 0x48], declared: ["utf-16"])
        #expect(decoded.charset == "UTF-16BE" && decoded.faults.isEmpty)
    }

    @Test func theFirstOfTwoDeclarationsThatFitsIsTaken() throws {
        let bytes = try #require(OwnTexts.encoded("Жители готовят протест.", as: "KOI8-R"))
        let decoded = try TextDecoder.decode(bytes, declared: ["utf-8", "koi8-r"])
        #expect(decoded.charset == "KOI8-R" && decoded.faults == [.wrongDeclaration("utf-8")])
    }

    @Test(
        arguments: [
            ("a café – ", [0xE2, 0x80], 12), ("a café ", [0xF0, 0x9F, 0x98], 8), ("cafe", [0xC3], 4),
            ("a – b", [0xE2], 7),
        ] as [(String, [UInt8], Int)])
    func aLastCharacterThatIsCutIsLeftOut(_ start: String, _ end: [UInt8], _ offset: Int) throws {
        let decoded = try TextDecoder.decode(Array(start.utf8) + end)
        #expect(text(decoded) == start && decoded.charset == "UTF-8")
        #expect(decoded.faults == [.cut(byteOffset: offset)])
    }

    @Test func aLastCharacterOfUTF16ThatIsCutIsLeftOut() throws {
        let decoded = try TextDecoder.decode([0xFF, 0xFE, 0x48, 0, 0x69, 0, 0x21])
        #expect(text(decoded) == "Hi" && decoded.faults == [.cut(byteOffset: 6)])
    }

    /// UTF-8 in which bytes of windows-1252 were pasted, or a character was broken.
    @Test(
        arguments: [
            (
                Array("Zoë, José, André – “naïf”, caf".utf8) + [0xE9, 0x20, 0x93] + Array("yes".utf8) + [0x94],
                "Zoë, José, André – “naïf”, café “yes”", 3, 40
            ),
            (
                Array("Zoë, José – ".utf8) + [0xE2, 0x80] + Array(" “naïf”.".utf8), "Zoë, José – \u{FFFD} “naïf”.", 1,
                16
            ),
            // Beyond U+FFFF as two surrogates.
            (
                Array("Zoë ".utf8) + [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80] + Array(" é".utf8) + [0xE9, 0x2E],
                "Zoë 😀 éé.", 2, 5
            ),
        ] as [([UInt8], String, Int, Int)])
    func otherBytesAmongUTF8AreRead(_ bytes: [UInt8], _ expected: String, _ count: Int, _ offset: Int) throws {
        let decoded = try TextDecoder.decode(bytes)
        #expect(text(decoded) == expected && decoded.charset == "UTF-8")
        #expect(decoded.faults == [.brokenUTF8(count: count, byteOffset: offset)])
    }

    /// A line of UTF-8 among lines in windows-1252.
    @Test func linesInTwoCharsetsAreRead() throws {
        let own = Array("The café’s owner, José, said “no”.\n".utf8)
        let other = try #require(OwnTexts.encoded("The jury’s verdict – “guilty” – wasn’t a surprise.\n", as: "CP1252"))
        let decoded = try TextDecoder.decode(own + other + other)
        #expect(decoded.charset == "UTF-8")
        #expect(
            text(decoded) == "The café’s owner, José, said “no”.\n"
                + String(repeating: "The jury’s verdict – “guilty” – wasn’t a surprise.\n", count: 2))
    }

    /// What was decoded wrongly before it came is left as it is.
    @Test func doublyEncodedTextIsLeftAlone() throws {
        let decoded = try TextDecoder.decode(Array("The cafÃ©â€™s owner".utf8))
        #expect(text(decoded) == "The cafÃ©â€™s owner" && decoded.faults.isEmpty)
    }

    @Test(
        arguments: [
            (Array("Good until here".utf8) + [0xFF, 0x41], UndecodableText.unreadable(byteOffset: 15)),
            (
                Array("The key ".utf8) + [0x90, 0x2C, 0x81, 0x31, 0x9D, 0x2C, 0xFF, 0x41] + Array(" is it".utf8),
                .unreadable(byteOffset: 8)
            ),
            ([0xEF, 0xBB, 0xBF, 0x61, 0xFF], .undecodable(charset: "UTF-8", byteOffset: 4)),
            (Array("text".utf8) + [0] + Array("text".utf8), .notText(byteOffset: 4)),
            ([0x61, 0], .notText(byteOffset: 1)),
            ([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0], .notText(byteOffset: 7)),
            ([0x1F, 0x8B, 8, 8, 0xE6, 0x11, 0x7A, 0x69, 3, 0xFF], .notText(byteOffset: 0)),
            // Half a pair of surrogates.
            ([0xFF, 0xFE, 0x41, 0, 0x00, 0xDC, 0x42, 0], .undecodable(charset: "UTF-16LE", byteOffset: 4)),
        ] as [([UInt8], UndecodableText)])
    func whatIsNoTextIsRefusedWithItsPlace(_ bytes: [UInt8], _ error: UndecodableText) {
        #expect(throws: error) { try TextDecoder.decode(bytes) }
    }

    /// A broken character among others is told, not taken for another charset.
    @Test func aBrokenCharacterOfShiftJISIsNamed() throws {
        let line = "市議会は火曜日、プールを閉鎖することを決めた。"
        let half = try #require(OwnTexts.encoded(line, as: "SHIFT_JIS"))
        #expect(throws: UndecodableText.undecodable(charset: "Shift_JIS", byteOffset: half.count)) {
            try TextDecoder.decode(half + [0xFD] + Array(" ".utf8) + half)
        }
    }
}
