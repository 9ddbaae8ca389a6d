import Foundation

/// What an old office file says of itself: the property set of its stream *SummaryInformation* ([MS-OLEPS]).
///
/// Whatever its numbers say, nothing outside of the stream is read.
struct SummaryInformation {
    private(set) var title: String?
    private(set) var author: String?
    /// RFC 3339, in UTC.
    private(set) var created: String?
    private(set) var saved: String?

    static let stream = "\u{05}SummaryInformation"

    private enum Property: Int { case codePage = 1, title = 2, author = 4, created = 12, saved = 13 }

    /// More properties than any program writes.
    private static let mostProperties = 64
    /// No longer words are a title or a name, in bytes.
    private static let longest = 1024

    private let bytes: [UInt8]

    /// Reads a stream; nil where it is no property set.
    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard bytes.count >= 56, bytes[0] == 0xFE, bytes[1] == 0xFF, let set = number(at: 44),
            let count = number(at: set + 4)
        else { return nil }
        var places: [Property: Int] = [:]
        for index in 0..<min(count, Self.mostProperties) {
            guard let name = number(at: set + 8 + 8 * index), let place = number(at: set + 12 + 8 * index) else {
                break
            }
            if let property = Property(rawValue: name) { places[property] = set + place }
        }
        let charset = places[.codePage].flatMap { number(at: $0 + 4) }.flatMap(Self.charset)
        title = places[.title].flatMap { words(at: $0, charset) }
        author = places[.author].flatMap { words(at: $0, charset) }
        created = places[.created].flatMap(time)
        saved = places[.saved].flatMap(time)
    }

    /// The charset of a code page, as iconv names it; nil for UTF-16.
    private static func charset(_ page: Int) -> String? {
        switch page & 0xFFFF {
        case 1200: nil
        case 65001: "utf-8"
        case 10000: "macintosh"
        case let page where (1250...1258).contains(page): "windows-\(page)"
        case 932: "shift_jis"
        case 936: "gbk"
        case 949: "euc-kr"
        case 950: "big5"
        default: "windows-1252"
        }
    }

    /// An unsigned number of four bytes, as far as it lies in the stream.
    private func number(at offset: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - 4 else { return nil }
        return (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    private func words(at place: Int, _ charset: String?) -> String? {
        // VT_LPSTR counts bytes, VT_LPWSTR units of two.
        guard let type = number(at: place), type == 0x1E || type == 0x1F, let count = number(at: place + 4) else {
            return nil
        }
        let isWide = type == 0x1F || charset == nil
        let size = min(type == 0x1F ? count * 2 : count, Self.longest, bytes.count - place - 8)
        guard size > 0 else { return nil }
        let raw = bytes[(place + 8)..<(place + 8 + size)]
        let text: String
        if isWide {
            let units = stride(from: raw.startIndex, to: raw.endIndex - 1, by: 2).map {
                UInt16(raw[$0]) | UInt16(raw[$0 + 1]) << 8
            }
            text = String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
        } else {
            let single = Array(raw.prefix { $0 != 0 })
            guard let decoded = try? TextDecoding.decode(single, declared: charset) else { return nil }
            text = String(decoding: decoded.bytes, as: UTF8.self)
        }
        let words = text.foldingBlanks()
        return words.isEmpty ? nil : words
    }

    /// Tenths of microseconds since 1601 (VT_FILETIME); none where a program knows no time.
    private func time(at place: Int) -> String? {
        guard number(at: place) == 0x40, let low = number(at: place + 4), let high = number(at: place + 8) else {
            return nil
        }
        let seconds = (high << 32 | low) / 10_000_000 - 11_644_473_600
        guard seconds > 0, seconds < 253_402_300_800 else { return nil }
        return Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }
}
