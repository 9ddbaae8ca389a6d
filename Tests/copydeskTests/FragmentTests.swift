import Foundation
import TestSupport
import Testing

/// Sentences torn from their text: rules that look at neighbours meet the edges of a document in every place.
struct FragmentTests {
    /// Each sentence's ends from each word on, and its beginnings up to each word.
    private static func fragments(of text: String) -> [String] {
        var sentences: [[Substring]] = [[]]
        for line in text.split(whereSeparator: \.isNewline) {
            for word in line.split(separator: " ") {
                sentences[sentences.count - 1].append(word)
                if word.contains(where: { ".!?".contains($0) }) { sentences.append([]) }
            }
            sentences.append([])
        }
        return sentences.flatMap { words in
            words.indices.flatMap { [words[$0...], words[...$0]] }.map { $0.joined(separator: " ") }
        }
    }

    @Test func anyPartOfATextIsADocument() throws {
        let root = ToolRun.root.appending(path: "seeds")
        let files = try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }
        let fragments = try files.flatMap { Self.fragments(of: try String(contentsOf: $0, encoding: .utf8)) }
        #expect(fragments.count > 5000)
        let lines = try fragments.map { try JSONSerialization.data(withJSONObject: ["text": $0]) }
        let run = try ToolRun(
            ToolRun.copydesk, ["analyze", "--reading", "fast", "--quiet", "-"],
            input: Data(lines.joined(separator: [0x0A])))
        let reports = run.output.split(separator: "\n").count
        #expect(
            run.status == 0, "behind \(reports) reports: \(fragments[min(reports, fragments.count - 1)]) \(run.errors)")
        #expect(reports == fragments.count)
    }
}
