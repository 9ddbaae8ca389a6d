import AnalyzerKit

/// What the first lines of a text without any fields say against publishing it.
///
/// Releases and kills reach desks as plain text too, and nothing but their words tells that they are no story to run.
enum WireHold {
    /// How much of a text is looked at, in bytes.
    private static let head = 2000
    /// So many of its first lines.
    private static let lines = 6
    /// A longer line is text, in bytes.
    private static let longestLine = 300

    /// Reads the first lines of a text.
    ///
    /// - Parameter bytes: The text in UTF-8.
    /// - Returns: What a wire would say in fields, and what was noticed; nil where the lines say nothing against it.
    static func read(_ bytes: some Collection<UInt8>) -> (wire: Document.Metadata.Wire, notices: [Document.Notice])? {
        var story = WireStory()
        let head = String(decoding: bytes.prefix(head), as: UTF8.self).withLineFeeds()
        let lines = head.split(separator: "\n").map { $0.foldingBlanks() }.filter { !$0.isEmpty }.prefix(lines)
        for line in lines.prefix(while: { $0.utf8.count <= longestLine }) where isHold(line) {
            story.lines.append(WireStory.Line(words: line))
        }
        guard !story.lines.isEmpty else { return nil }
        // A story's reader says what such lines mean; what else there is to read does not matter to it.
        story.lines.append(WireStory.Line(words: ".."))
        story.headline = "."
        guard let text = story.sourceText(), let wire = text.metadata.wire, wire.status != nil || wire.embargo != nil
        else { return nil }
        return (wire, text.notices)
    }

    private static func isHold(_ line: String) -> Bool {
        if WireEmbargo.clause(of: line) != nil || WireKill.signal(in: line) != nil { return true }
        var marks = WireSignals()
        return marks.strip(head: line) != nil && marks.takingBack != nil
    }
}
