import AnalyzerKit

/// What the text messages of teleprinter lines have in common: control characters, and several messages in one file.
enum WireMessage {
    static let startOfHeader: Character = "\u{1}"
    static let startOfText: Character = "\u{2}"
    static let endOfText: Character = "\u{3}"
    static let endOfTransmission: Character = "\u{4}"

    /// A file's text, without the zeros and idle characters of lines.
    static func decoded(
        _ bytes: [UInt8]
    ) throws(DecodeError) -> (text: String, charset: String, notices: [Document.Notice]) {
        // NUL, DEL and SYN fill pauses.
        let decoded = try TextDecoding.decode(bytes.filter { $0 != 0 && $0 != 0x7F && $0 != 0x16 })
        let text = String(decoding: decoded.bytes, as: UTF8.self).withLineFeeds()
        return (text, decoded.charset, decoded.notices)
    }

    /// Reads a file of messages, each to the story that a format makes of its lines.
    static func read(
        _ file: SourceFile, in format: any SourceFormat.Type, begin isHeader: (String, String) -> Bool,
        _ story: ([String]) -> WireStory
    ) throws(DecodeError) -> [SourceText] {
        let reading = try decoded(file.bytes)
        let texts = messages(reading.text, begin: isHeader).compactMap { message -> SourceText? in
            var text = story(message).sourceText()
            text?.charset = reading.charset
            text?.notices.insert(contentsOf: reading.notices, at: 0)
            return text
        }
        guard !texts.isEmpty else { throw .empty(format: format.name) }
        return texts
    }

    /// The first lines of bytes, in ASCII, without control characters.
    static func lines(_ bytes: ArraySlice<UInt8>) -> [String] {
        bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D || $0 == 0x02 }).map { line in
            String(decoding: line.filter { $0 >= 0x20 && $0 < 0x7F }, as: UTF8.self)
        }
    }

    /// The messages of a text as lines: each begins with SOH, or with a line that begins one, behind EOT, behind NNNN or
    /// where the text has lost such characters.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - isHeader: Whether a line begins a message, with the next line that is not empty.
    /// - Returns: The lines of each.
    static func messages(_ text: String, begin isHeader: (String, String) -> Bool) -> [[String]] {
        var messages: [[String]] = []
        var current: [String] = []
        var hasEnded = true
        let hasControls = text.contains { $0 == startOfHeader || $0 == endOfText || $0 == endOfTransmission }
        // A line may send EOT and the next message's SOH in one.
        let parted = String(endOfTransmission) + "\n" + String(startOfHeader)
        let lines = text.replacing(String(endOfTransmission) + String(startOfHeader), with: parted)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // What begins behind each line, found from the end, so that empty lines are passed once.
        var following = [String](repeating: "", count: lines.count)
        for index in lines.indices.dropLast().reversed() {
            following[index] = lines[index + 1].contains { !$0.isWhitespace } ? lines[index + 1] : following[index + 1]
        }
        for (index, line) in lines.enumerated() {
            let begins =
                line.contains(startOfHeader) || ((hasEnded || !hasControls) && isHeader(line, following[index]))
            if begins {
                if !current.isEmpty { messages.append(current) }
                current = []
                hasEnded = false
            }
            if line.contains(endOfText) || line.contains(endOfTransmission) || line.foldingBlanks() == "NNNN" {
                hasEnded = true
            }
            current.append(line)
        }
        if !current.isEmpty { messages.append(current) }
        return messages.filter { $0.contains { !$0.foldingBlanks().isEmpty } }
    }
}
