/// Web Video Text Tracks (https://www.w3.org/TR/webvtt1/).
enum WebVTT: SourceFormat {
    static let mediaType = "text/vtt"
    static let name = "WebVTT"
    static let pathExtensions = ["vtt"]

    static func matches(_ file: SourceFile) -> Bool {
        guard file.head.hasPrefix("webvtt") else { return false }
        return file.head.dropFirst(6).first?.isWhitespace ?? true
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes, declared: "utf-8")
        let lines = CaptionLines(decoded.bytes)
        let captions = RollUp.withoutRepeats(captions(in: lines))
        var text = CaptionTranscript(captions).text()
        guard !text.isEmpty else { throw .empty(format: name) }
        text.declaredLanguage = language(in: lines)
        text.charset = decoded.charset
        text.notices = decoded.notices
        return [text]
    }

    /// The captions; notes, styles and regions are left out, with what looks like captions in them.
    private static func captions(in lines: CaptionLines) -> [Caption] {
        let markup = CaptionMarkup(isStrict: true)
        var captions: [Caption] = []
        var index = 0
        var startsBlock = true
        while index < lines.count {
            if startsBlock, isOther(lines[index]) {
                while index < lines.count, !CaptionLines.isBlank(lines[index]) { index += 1 }
            }
            guard index < lines.count, let (start, end) = CaptionTime.range(lines[index]) else {
                startsBlock = index < lines.count && CaptionLines.isBlank(lines[index])
                index += 1
                continue
            }
            let first = index + 1
            index = first
            // Only an empty line ends a caption: a blank in its first is how roll-up leaves that line out.
            while index < lines.count, !lines[index].isEmpty, CaptionTime.range(lines[index]) == nil {
                index += 1
            }
            captions.append(Caption(start: start, end: end, lines: markup.lines(of: lines[first..<index])))
            startsBlock = false
        }
        return captions
    }

    /// Whether a block's first line says that it is no caption.
    private static func isOther(_ line: ArraySlice<UInt8>) -> Bool {
        let word = String(decoding: line.prefix(7).prefix { $0 > 0x20 }, as: UTF8.self)
        return word == "NOTE" || word == "STYLE" || word == "REGION"
    }

    /// What some tools say in the header: `Language: en`.
    private static func language(in lines: CaptionLines) -> String? {
        for line in lines.prefix(10) {
            if CaptionLines.isBlank(line) { return nil }
            let words = String(decoding: line.prefix(60), as: UTF8.self)
            guard words.lowercased().hasPrefix("language:") else { continue }
            let tag = words.dropFirst(9).trimmed
            return tag.isEmpty ? nil : tag
        }
        return nil
    }
}
