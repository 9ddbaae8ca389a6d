import AnalyzerKit
import Discourse

/// Transcripts in plain text as services export them, with the name and the time above what somebody says, or before it.
///
/// As *Ada Reyes  0:01*, *Ada Reyes (00:01):*, *00:00:01 Speaker 1*, *[00:00:01] Ada Reyes: Why?*
enum HeadedTranscript: SourceFormat {
    static let mediaType = "text/plain"
    static let name = "a transcript"
    static let pathExtensions: [String] = []

    /// Who says what stands below, from when on.
    struct Head {
        var name: String
        var time: Double
        /// What is said on the same line.
        var words = ""
    }

    /// So many heads in a file's beginning make it a transcript, where a name comes again.
    private static let fewest = 3
    /// A transcript begins no later in what was recorded, in seconds: timetables and programmes do.
    private static let latestStart = 600.0
    /// The longest line that is a head, in bytes.
    private static let longest = 80

    static func matches(_ file: SourceFile) -> Bool {
        guard file.head.utf8.contains(UInt8(ascii: ":")) else { return false }
        var counts: [String: Int] = [:]
        var (last, count) = (-1.0, 0)
        var isBehindHead = false
        for line in file.bytes.prefix(SourceFile.headBytes).split(separator: 0x0A)
        where line.contains(where: { $0 > 0x20 }) {
            guard let head = head(line) else {
                isBehindHead = false
                continue
            }
            // Words stand between two, and time goes on.
            guard !isBehindHead, head.time >= last, last >= 0 || head.time <= latestStart else { return false }
            isBehindHead = head.words.isEmpty
            last = head.time
            count += 1
            counts[head.name, default: 0] += 1
        }
        return count >= fewest && counts.values.contains { $0 > 1 }
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        var text = SourceText()
        var (head, paragraph): (Head?, [String]) = (nil, [])
        var isLabelled = false
        func end(_ text: inout SourceText) {
            defer { paragraph = [] }
            guard !paragraph.isEmpty else { return }
            let words = paragraph.joined(separator: " ")
            guard let head else { return text.append(words) }
            // What the service says of itself.
            if isLabelled, words.utf8.count <= longest, words.holds("://") || words.holds("www.") {
                text.endTurn()
                return text.append(words)
            }
            text.append(
                words, as: .paragraph, place: Blocks.Place(time: head.time), speaker: isLabelled ? nil : head.name)
            isLabelled = true
        }
        for line in decoded.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let words = String(decoding: line, as: UTF8.self).trimmingBlanks()
            if words.isEmpty {
                end(&text)
            } else if let next = Self.head(line) {
                end(&text)
                if head != nil { text.endTurn() }
                (head, isLabelled) = (next, false)
                if !next.words.isEmpty { paragraph.append(next.words) }
            } else {
                paragraph.append(words)
            }
        }
        end(&text)
        guard !text.isEmpty else { throw .empty(format: name) }
        text.charset = decoded.charset
        text.notices = decoded.notices
        return [text]
    }

    /// The head that a line is, or begins with; nil for any other line.
    static func head(_ line: ArraySlice<UInt8>) -> Head? {
        // Every line of every text is asked.
        guard let start = line.first(where: { $0 > 0x20 }), let end = line.last(where: { $0 > 0x20 }),
            isOfTime(start) || isOfTime(end)
        else { return nil }
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count > 1, let first = words.first, let last = words.last else { return nil }
        let isShort = line.count <= longest
        if let time = time(first) {
            let isDashed = words[1] == "-" || words[1] == "–"
            let rest = words.dropFirst(isDashed ? 2 : 1).joined(separator: " ")
            if let label = CaptionLabel(in: rest, isBehindMark: false) {
                return Head(name: label.name, time: time, words: rest.dropFirst(label.length).trimmingBlanks())
            }
            guard isShort, let label = CaptionLabel(in: rest + ":", isBehindMark: false) else { return nil }
            return Head(name: label.name, time: time)
        }
        guard isShort, let time = time(last) else { return nil }
        let name = words.dropLast().joined(separator: " ")
        return CaptionLabel(in: name + ":", isBehindMark: false).map { Head(name: $0.name, time: time) }
    }

    private static func isOfTime(_ byte: UInt8) -> Bool { (0x30...0x3A).contains(byte) || brackets.contains(byte) }

    private static let brackets = Set("[]()".utf8)

    /// The time that a word is: *0:01*, *[00:00:01]*, *(00:01):*.
    private static func time(_ word: Substring) -> Double? {
        var time = word.utf8.filter { !brackets.contains($0) }[...]
        while time.last == UInt8(ascii: ":") { time = time.dropLast() }
        guard time.contains(UInt8(ascii: ":")), time.first.map({ (0x30...0x39).contains($0) }) == true else {
            return nil
        }
        return CaptionTime.seconds(time)
    }
}
