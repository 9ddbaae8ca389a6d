import Foundation
import Testing

/// Words are rows of the table, not lists in the sources.
@Suite struct WordListTests {
    /// A list of five or more words, as a literal of strings or in one string.
    struct List: CustomStringConvertible {
        var place: String
        var words: [Substring]
        /// Whether a comment stands above it or above the declaration that holds it.
        var hasReason: Bool

        var description: String { "\(place): \(words.prefix(5).joined(separator: " ")) …" }
    }

    @Test func findsListsAsTheyAreWritten() throws {
        let lists = Self.lists(
            in: """
                /// Why.
                let first = ["a", "b", "c", "d", "e"]
                let few = ["a", "b", "c", "d"]
                let second = Set(
                    ["a", "b", "c", "d",
                     "e"].map { WordHash(folding: $0) })
                let third = "one two three four five six " + "seven eight nine ten eleven twelve"
                let fourth = [WordHash("a"), WordHash("b"), WordHash("c"), WordHash("d"), WordHash("e")]
                let fifth = \"""
                    one two three four five six
                    seven eight nine ten eleven twelve
                    \"""
                // one two three four five six seven eight nine ten eleven twelve
                let message = "A sentence, which ends as sentences do and is no list of words at all."

                """, "some.swift")
        #expect(
            lists.map(\.description) == [
                "some.swift:2: a b c d e …", "some.swift:5: a b c d e …", "some.swift:7: one two three four five …",
                "some.swift:8: a b c d e …", "some.swift:9: one two three four five …",
            ])
        #expect(lists.map(\.hasReason) == [true, false, false, false, false])
    }

    @Test func fewListsStandInTheSources() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        var lists: [List] = []
        for part in [
            "Plugins", "Sources/AnalyzerKit", "Sources/Discourse", "Sources/English", "Sources/HTML", "Sources/Ingest",
            "Sources/Linguistics", "Sources/XML",
        ] {
            let folder = root.appending(path: part)
            let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                let found = Self.lists(in: try String(contentsOf: file, encoding: .utf8), file.lastPathComponent)
                for list in found { #expect(list.hasReason, "\(list) has no comment that says why it is no data") }
                // Names of elements, members, fields and properties are a format's vocabulary and stand with its reader.
                if !file.pathComponents.contains("Formats") { lists += found }
            }
        }
        #expect(lists.count <= 20, "\(lists.map(\.description).joined(separator: "\n"))")
    }

    static func lists(in source: String, _ file: String) -> [List] {
        let string = #/"(?:[^"\\\n]|\\.)*"/#
        let array = #/\[\s*(?:(?:WordHash\()?"(?:[^"\\\n]|\\.)*"\)?\s*,?\s*){5,}\]/#
        let joined = #/"(?:[^"\\\n]|\\.)*"(?:\s*\+\s*"(?:[^"\\\n]|\\.)*")*/#
        let block = #/"""\n(?:[^"]|"(?!""))*"""/#
        var lists: [List] = []
        func add(_ range: Range<String.Index>, _ words: [Substring]) {
            let before = source[..<range.lowerBound]
            let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
            var line = lines.count - 1
            guard !lines[line].contains("//") else { return }
            let place = "\(file):\(lines.count)"
            while line > 0, !lines[line].contains(#/\b(let|var|case|func)\b/#) { line -= 1 }
            let isExplained = [line, lines.count - 1].contains { $0 > 0 && lines[$0 - 1].contains("//") }
            lists.append(List(place: place, words: words, hasReason: isExplained))
        }
        for match in source.matches(of: array) {
            add(match.range, source[match.range].matches(of: string).map { source[$0.range].dropFirst().dropLast() })
        }
        for match in source.matches(of: joined) + source.matches(of: block) {
            let text = source[match.range]
            let words = text.split { "\"+ \n".contains($0) }
            let isList = words.allSatisfy { $0.wholeMatch(of: #/[\p{Ll}'’\/-]+\.?/#) != nil }
            if words.count >= 12, isList { add(match.range, words) }
        }
        return lists.sorted {
            Int($0.place.split(separator: ":")[1]) ?? 0 < Int($1.place.split(separator: ":")[1]) ?? 0
        }
    }
}
