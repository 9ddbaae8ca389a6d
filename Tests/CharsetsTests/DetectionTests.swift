import TestSupport
import Testing

@testable import Charsets

/// Whether texts are decoded to what they were before they were written in a charset.
@Suite struct DetectionTests {
    /// Of as many letters and signs that are not ASCII a text must be, to be told.
    private static let distinctive = 4

    @Test(arguments: OwnTexts.lines)
    func aTextIsTheSameFromEveryCharsetOfItsLanguage(_ line: OwnTexts.Line) throws {
        let entry = try #require(OwnTexts.charsets.first { $0.languages.contains(line.language) })
        var written = 0
        for charset in entry.charsets + ["UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"] {
            for text in [line.text, line.text + "\r\n\r\n" + line.text + "\r\n"] {
                guard let bytes = OwnTexts.encoded(text, as: charset) else { continue }
                guard text.unicodeScalars.count(where: { $0.value >= 0x80 }) >= Self.distinctive else { continue }
                let decoded = try TextDecoder.decode(bytes)
                // Canonically the same: windows-1258 takes letters and marks apart.
                #expect(String(decoding: decoded.utf8, as: UTF8.self) == text, "\(charset) as \(decoded.charset)")
                #expect(decoded.faults.isEmpty)
                written += 1
            }
        }
        #expect(written > 0 || line.language == "en")
    }

    /// Neither markup nor scripts, which are most of a page, nor words of English among the text are taken for its language.
    @Test(arguments: OwnTexts.lines)
    func markupDoesNotHideTheLanguage(_ line: OwnTexts.Line) throws {
        let entry = try #require(OwnTexts.charsets.first { $0.languages.contains(line.language) })
        let script = String(
            repeating: "window.dataLayer = window.dataLayer || []; function track(name) {}\n", count: 40)
        let page = """
            <!DOCTYPE html>
            <html><head><title>Harbour Gazette</title><script>\(script)</script></head>
            <body><nav><a href="/politics" class="link">Politics</a> <a href="/sport" class="link">Sport</a></nav>
            <div class="article-body paragraph standard"><p class="lead text-large">\(line.text)</p>
            <p class="body text-normal">\(line.text)</p></div>
            <footer><p>Terms of use. Privacy. All rights reserved. Read more of our stories.</p></footer></body></html>

            """
        guard line.text.unicodeScalars.count(where: { $0.value >= 0x80 }) >= Self.distinctive else { return }
        for charset in entry.charsets {
            guard let bytes = OwnTexts.encoded(page, as: charset) else { continue }
            let decoded = try TextDecoder.decode(bytes)
            #expect(String(decoding: decoded.utf8, as: UTF8.self) == page, "\(charset) as \(decoded.charset)")
        }
    }

    /// A right declaration never makes it worse, and of a wrong one nothing is left where the bytes say more.
    @Test(arguments: OwnTexts.lines)
    func declarationsDoNoHarm(_ line: OwnTexts.Line) throws {
        let entry = try #require(OwnTexts.charsets.first { $0.languages.contains(line.language) })
        for charset in entry.charsets {
            guard let bytes = OwnTexts.encoded(line.text, as: charset) else { continue }
            for declared in [charset, "utf-8"] {
                let decoded = try TextDecoder.decode(bytes, declared: [declared])
                #expect(
                    String(decoding: decoded.utf8, as: UTF8.self) == line.text
                        || line.text.unicodeScalars.count(where: { $0.value >= 0x80 }) < Self.distinctive,
                    "\(charset), declared \(declared), as \(decoded.charset)")
            }
        }
    }

    /// Bytes of any kind are text or an error at a place inside them, and a text is valid UTF-8.
    @Test(arguments: 0..<40)
    func anyBytesAreReadOrRefused(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func random() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        for _ in 0..<50 {
            let isHigh = random() % 2 == 0
            let bytes = (0..<Int(random() % 200)).map { _ in
                let byte = UInt8(truncatingIfNeeded: random() >> 20)
                return isHigh ? byte | 0x80 : max(0x20, byte)
            }
            do throws(UndecodableText) {
                let decoded = try TextDecoder.decode(bytes, declared: seed % 2 == 0 ? ["shift_jis"] : [])
                #expect((try? UTF8Span(validating: decoded.utf8.span)) != nil)
            } catch {
                switch error {
                case .notText(let offset), .unreadable(let offset), .undecodable(_, let offset):
                    #expect(bytes.indices.contains(offset))
                }
            }
        }
    }

    /// Twice the bytes take about twice the time, whatever they are.
    @Test(arguments: ["é", "Ж", "\u{93}", "~{VP", "\u{1B}$B", "é–\u{FF}", "語"])
    func theTimeIsLinearInTheBytes(_ pattern: String) {
        let small = Array(
            repeatElement(Array(pattern.utf8.dropLast(pattern.utf8.count > 3 ? 1 : 0)), count: 20_000).joined())
        let large = Array(repeatElement(small, count: 8).joined())
        func time(_ bytes: [UInt8]) -> Duration {
            (0..<3).map { _ in processorTime { _ = try? TextDecoder.decode(bytes) } }.min() ?? .zero
        }
        _ = try? TextDecoder.decode(small)
        #expect(time(large) < time(small) * 24 + .milliseconds(50))
    }
}

/// The names of charsets.
@Suite struct CharsetNameTests {
    @Test(arguments: [
        ("latin1", "windows-1252"), (" US-ASCII ", "windows-1252"), ("Windows 1251", "windows-1251"),
        ("iso-8859-9", "windows-1254"), ("GB2312", "GB18030"), ("x-sjis", "Shift_JIS"), ("ks_c_5601-1987", "EUC-KR"),
        ("unicode-1-1-utf-8", "UTF-8"), ("utf-16", "UTF-16LE"), ("TIS-620", "windows-874"), ("mac", "macintosh"),
        ("koi8-ru", "KOI8-U"), ("logical", "ISO-8859-8"), ("big5-hkscs", "Big5"), ("l6", "ISO-8859-10"),
    ])
    func aNameMeansWhatItMeansInPages(_ label: String, _ name: String) {
        #expect(Charset.named(label)?.name == name)
    }

    @Test(arguments: ["", "x-own", "utf", "8859", "binary"])
    func otherNamesAreNone(_ label: String) { #expect(Charset.named(label) == nil) }

    /// The system's iconv(3) has all of them.
    @Test func everyCharsetCanBeConverted() {
        for charset in Charset.all { #expect(Converter(charset) != nil, "\(charset.name)") }
    }
}
