import Foundation
import Testing

@testable import Charsets

/// Texts of our own in many languages, and the charsets that they were written in before Unicode.
enum OwnTexts {
    struct Line: Sendable, CustomTestStringConvertible {
        let language: String
        let text: String
        var testDescription: String { "\(language): \(text.prefix(24))" }
    }

    /// The lines of `Texts/texts.tsv`.
    static let lines: [Line] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Texts/texts.tsv")
        let contents = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return contents.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            return parts.count == 2 ? Line(language: parts[0], text: parts[1]) : nil
        }
    }()

    /// What each language is written in, by the names that iconv(3) has.
    static let charsets: [(languages: Set<String>, charsets: [String])] = [
        (
            ["en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is", "ca", "gl", "ga", "sq"],
            ["CP1252", "ISO-8859-1", "ISO-8859-15", "MACINTOSH"]
        ),
        (["pl", "cs", "sk", "sl", "hr", "hu", "ro"], ["CP1250", "ISO-8859-2", "IBM852"]),
        (["ru", "uk", "be", "bg", "sr", "mk"], ["CP1251", "ISO-8859-5", "KOI8-R", "KOI8-U", "IBM866"]),
        (["el"], ["CP1253", "ISO-8859-7", "CP737"]), (["tr"], ["CP1254", "ISO-8859-9", "IBM857"]),
        (["he"], ["CP1255", "ISO-8859-8", "IBM862"]), (["ar", "fa"], ["CP1256", "ISO-8859-6"]),
        (["et", "lv", "lt"], ["CP1257", "ISO-8859-13"]), (["vi"], ["CP1258"]), (["th"], ["CP874", "TIS-620"]),
        (["zh-Hans"], ["GB18030", "GBK", "EUC-CN"]), (["zh-Hant"], ["BIG5", "GB18030"]),
        (["ja"], ["SHIFT_JIS", "CP932", "EUC-JP", "ISO-2022-JP"]), (["ko"], ["EUC-KR", "CP949", "ISO-2022-KR"]),
        (["eo"], ["ISO-8859-3"]), (["cy"], ["ISO-8859-14"]),
    ]

    /// A text in a charset; `nil` where the charset cannot write it.
    static func encoded(_ text: String, as charset: String) -> [UInt8]? {
        guard let converter = Converter(from: "UTF-8", to: charset) else { return nil }
        let (bytes, end) = converter.convert(Array(text.utf8).span)
        return end == .whole ? bytes : nil
    }
}
