import Linguistics

/// SubRip captions: a number, `00:00:01,000 --> 00:00:02,000`, lines, a blank line; any of these may be wrong.
enum SubRip: SourceFormat {
    static let mediaType = "application/x-subrip"
    static let name = "SubRip"
    static let pathExtensions = ["srt"]

    /// Among how many lines the first time must be.
    private static let firstLines = 6

    static func matches(_ file: SourceFile) -> Bool {
        guard file.head.holds("-->") else { return false }
        let lines = CaptionLines(Array(file.head.utf8)).lazy.filter { !CaptionLines.isBlank($0) }
        return lines.prefix(firstLines).contains { CaptionTime.range($0) != nil }
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        let captions = RollUp.withoutRepeats(captions(in: CaptionLines(decoded.bytes)))
        var text = CaptionTranscript(captions).text()
        guard !text.isEmpty else { throw .empty(format: name) }
        text.charset = decoded.charset
        text.notices = decoded.notices
        return [text]
    }

    /// The captions: what lies between two times, but for the number before the second one.
    private static func captions(in lines: CaptionLines) -> [Caption] {
        let markup = CaptionMarkup(isStrict: false)
        var captions: [Caption] = []
        var index = 0
        while index < lines.count {
            guard let (start, end) = CaptionTime.range(lines[index]) else {
                index += 1
                continue
            }
            let first = index + 1
            index = first
            while index < lines.count, CaptionTime.range(lines[index]) == nil { index += 1 }
            var last = index
            if index < lines.count, last > first, isNumber(lines[last - 1]) { last -= 1 }
            let words = (first..<last).filter { !isCounter(at: $0, lines, behind: first) }.map { lines[$0] }
            captions.append(Caption(start: start, end: end, lines: markup.lines(of: words)))
        }
        return captions
    }

    /// Whether a line is the number of a caption that has neither time nor words: between blank lines, behind words.
    private static func isCounter(at index: Int, _ lines: CaptionLines, behind first: Int) -> Bool {
        index > first && isNumber(lines[index]) && CaptionLines.isBlank(lines[index - 1])
            && (index + 1 >= lines.count || CaptionLines.isBlank(lines[index + 1]))
    }

    private static func isNumber(_ line: ArraySlice<UInt8>) -> Bool {
        let digits = line.drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
        return !digits.isEmpty && digits.count <= 7 && digits.allSatisfy(\.isASCIIDigit)
            && line[digits.endIndex...].allSatisfy { $0 <= 0x20 }
    }
}
