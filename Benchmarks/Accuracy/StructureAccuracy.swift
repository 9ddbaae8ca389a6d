import AnalyzerKit
import Corpora
import English
import Foundation
import Linguistics

/// Scores tokens and sentences against corpora whose tokens people marked, from text rebuilt of them, and sentences
/// against texts in which a bar marks where each begins (`Tests/LinguisticsTests/Sentences`).
enum StructureAccuracy {
    private struct Counts {
        var right = 0
        var found = 0
        var gold = 0

        mutating func add(_ found: [Range<Int>], _ gold: [Range<Int>]) {
            right += Set(found).intersection(gold).count
            self.found += found.count
            self.gold += gold.count
        }

        func line(_ name: String) -> String {
            let precision = 100 * Double(right) / Double(max(1, found))
            let recall = 100 * Double(right) / Double(max(1, gold))
            let f1 = 200 * Double(right) / Double(max(1, found + gold))
            let figures = [f1, precision, recall].map { String(format: "%6.2f", $0) }.joined(separator: " ")
            return
                "  \(name.padding(toLength: 10, withPad: " ", startingAt: 0)) \(figures)  (\(right) right of \(found) found, "
                + "\(gold) in the gold)"
        }
    }

    static func run(_ arguments: [String]) throws {
        for file in arguments where !file.hasPrefix("--") {
            let showsErrors = arguments.contains("--errors")
            try file.hasSuffix(".txt") ? scoreMarked(file, showsErrors) : score(file, showsErrors: showsErrors)
        }
    }

    private static func score(_ file: String, showsErrors: Bool) throws {
        let corpus = try TaggedCorpus(contentsOf: file)
        let name = URL(fileURLWithPath: file).lastPathComponent
        let joinsHyphens = name.hasPrefix("gum") || name.hasPrefix("uner")
        var tokens = Counts()
        var sentences = Counts()
        for document in corpus.documents {
            let gold = TaggedCorpus.render(document, layout: .running, joinsHyphens: joinsHyphens)
            let text = UTF8Text(gold.text)
            let structure = LinguisticStructure(text, rules: .english)
            let found = (0..<structure.tokens.count).map { structure.tokens[$0].indices }
            let bounds = structure.sentences.map { structure.tokens.range($0).indices }
            tokens.add(found, gold.tokens)
            sentences.add(bounds, gold.sentences)
            guard showsErrors else { continue }
            printDifferences("token", found, gold.tokens, in: text)
            printDifferences("sentence", bounds, gold.sentences, in: text)
        }
        print("\(name): F1, precision, recall")
        print(tokens.line("tokens"))
        print(sentences.line("sentences"))
    }

    /// Counts the lines that are split wholly as marked.
    private static func scoreMarked(_ file: String, _ showsErrors: Bool) throws {
        var right = 0
        var all = 0
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        where !line.hasPrefix("# ") {
            let marked = String(line.replacing("\\n", with: "\n"))
            let text = UTF8Text(marked.replacing("|", with: ""))
            let structure = LinguisticStructure(text, rules: .english)
            let found = structure.sentences.map { text.string(in: structure.tokens.range($0)) }
            let expected = marked.split(separator: "|").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            all += 1
            if found == expected {
                right += 1
            } else if showsErrors {
                print("  \(found.joined(separator: " ⏐ "))   marked: \(expected.joined(separator: " ⏐ "))")
            }
        }
        print("\(URL(fileURLWithPath: file).lastPathComponent): \(right) of \(all) texts")
    }

    /// Each stretch between two starts that both have, where what lies between differs.
    private static func printDifferences(_ kind: String, _ found: [Range<Int>], _ gold: [Range<Int>], in text: UTF8Text)
    {
        let shared = Set(found.map(\.lowerBound)).intersection(gold.map(\.lowerBound)).sorted() + [text.count]
        var left = found[...]
        var right = gold[...]
        for end in shared.dropFirst() {
            let ours = left.prefix { $0.lowerBound < end }
            let theirs = right.prefix { $0.lowerBound < end }
            left = left.dropFirst(ours.count)
            right = right.dropFirst(theirs.count)
            guard Array(ours) != Array(theirs) else { continue }
            func words(_ ranges: ArraySlice<Range<Int>>) -> String {
                ranges.map { text.string(in: ByteRange($0.lowerBound, $0.upperBound)) }.joined(separator: " ⏐ ")
            }
            print("  \(kind): \(words(ours))   gold: \(words(theirs))")
        }
    }
}
