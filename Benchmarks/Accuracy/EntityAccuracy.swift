import AnalyzerKit
import Corpora
import Entities
import Foundation
import Linguistics

/// Scores entities: exact spans and types against annotated text, and the grouping of mentions against gold entities.
///
/// `split=test` takes the held-out documents alone.
enum EntityAccuracy {
    static func run(_ files: [String]) throws {
        let analyzer = try Entities()
        let reading = ReadingDepth(flags: files)
        let gold = files.filter { $0.hasSuffix(".gold.json") }
        let showsErrors = files.contains("--errors")
        if !gold.isEmpty { try LinkingAccuracy.run(gold, analyzer, reading, showsErrors: showsErrors) }
        if files.contains("--confidences") {
            for file in files where file.hasSuffix(".tsv") || file.hasSuffix(".txt") {
                try printConfidences(file, analyzer, reading)
            }
            return
        }
        let part: TaggedCorpus.Part? = files.contains("split=test") ? .test : nil
        for file in files where file.hasSuffix(".tsv") || file.hasSuffix(".txt") {
            for layout in [TaggedCorpus.Layout.running, .lines] {
                try score(
                    file, part, analyzer, reading, layout, showsErrors: showsErrors && layout == .running)
            }
        }
    }

    /// Prints of each name found how sure it is and whether it is right.
    private static func printConfidences(_ file: String, _ analyzer: Entities, _ reading: ReadingDepth) throws {
        let corpus = try TaggedCorpus(contentsOf: file)
        let annotated = Set(corpus.documents.joined().flatMap { $0.names.map(\.type) })
        let name = URL(fileURLWithPath: file).lastPathComponent
        for sentences in corpus.documents {
            let gold = TaggedCorpus.render(
                sentences, layout: .running, joinsHyphens: name.hasPrefix("gum") || name.hasPrefix("uner"))
            let document = Document(UTF8Text(gold.text))
            let expected = Set(gold.spans)
            for name in try analyzer.recognise(document, reading: reading) where annotated.contains(name.type.rawValue)
            {
                let (first, last) = (
                    document.tokens[name.tokens.lowerBound], document.tokens[name.tokens.upperBound - 1]
                )
                let range = first.indices.lowerBound..<last.indices.upperBound
                let isRight = expected.contains(TaggedCorpus.Span(range: range, type: name.type.rawValue))
                print("\(name.confidence)\t\(isRight ? 1 : 0)")
            }
        }
    }

    private struct Counts {
        var right = 0
        var found = 0
        var gold = 0

        var f1: Double { found + gold == 0 ? 0 : 200 * Double(right) / Double(found + gold) }
        var precision: Double { found == 0 ? 0 : 100 * Double(right) / Double(found) }
        var recall: Double { gold == 0 ? 0 : 100 * Double(right) / Double(gold) }

        func line(_ name: String) -> String {
            let figures = [f1, precision, recall].map { String(format: "%6.2f", $0) }.joined(separator: " ")
            return "  \(name.padding(toLength: 6, withPad: " ", startingAt: 0)) \(figures)  (\(right) right of "
                + "\(found) found, \(gold) in the gold)"
        }
    }

    private static func score(
        _ file: String, _ part: TaggedCorpus.Part?, _ analyzer: Entities, _ reading: ReadingDepth,
        _ layout: TaggedCorpus.Layout, showsErrors: Bool
    ) throws {
        var corpus = try TaggedCorpus(contentsOf: file)
        if let part { corpus = corpus.part(part) }
        let name = URL(fileURLWithPath: file).lastPathComponent
        // Corpora of Universal Dependencies split words at hyphens.
        let joinsHyphens = name.hasPrefix("gum") || name.hasPrefix("uner")
        let annotated = Set(corpus.documents.joined().flatMap { $0.names.map(\.type) })
        var counts: [String: Counts] = [:]
        var total = Counts()
        var untyped = Counts()
        for sentences in corpus.documents {
            let gold = TaggedCorpus.render(sentences, layout: layout, joinsHyphens: joinsHyphens)
            let document = Document(UTF8Text(gold.text))
            let findings = try analyzer.analyze(document, in: AnalysisContext(for: Entities.self, reading: reading))
            let found = findings.mentions.map { TaggedCorpus.Span(range: $0.range.indices, type: $0.type.rawValue) }
                .filter { annotated.contains($0.type) }
            let expected = Set(gold.spans)
            let ranges = Set(gold.spans.map(\.range))
            for span in gold.spans { counts[span.type, default: Counts()].gold += 1 }
            for span in found {
                counts[span.type, default: Counts()].found += 1
                if expected.contains(span) { counts[span.type, default: Counts()].right += 1 }
                if ranges.contains(span.range) { untyped.right += 1 }
            }
            if showsErrors { printErrors(found, gold.spans, in: gold.text) }
            total.found += found.count
            total.gold += expected.count
            total.right += found.count { expected.contains($0) }
        }
        untyped.found = total.found
        untyped.gold = total.gold
        print("\(name), \(layout.rawValue): F1, precision, recall")
        for type in counts.keys.sorted() { print(counts[type, default: Counts()].line(type)) }
        print(total.line("all"))
        print(untyped.line("spans"))
    }

    /// Prints the spans that are wrong, each with the words around it: `ORG>LOC` was taken for a place.
    private static func printErrors(_ found: [TaggedCorpus.Span], _ gold: [TaggedCorpus.Span], in text: String) {
        var types = Dictionary(gold.map { ($0.range, (gold: $0.type, found: "-")) }) { first, _ in first }
        for span in found { types[span.range] = (types[span.range]?.gold ?? "-", span.type) }
        let bytes = Array(text.utf8)
        for (range, type) in types.sorted(by: { $0.key.lowerBound < $1.key.lowerBound }) where type.gold != type.found {
            let before = String(decoding: bytes[max(0, range.lowerBound - 40)..<range.lowerBound], as: UTF8.self)
            let name = String(decoding: bytes[range], as: UTF8.self)
            let after = String(
                decoding: bytes[range.upperBound..<min(bytes.count, range.upperBound + 30)], as: UTF8.self)
            print("  \(type.gold)>\(type.found)  \(before)‹\(name)›\(after)".replacing("\n", with: " "))
        }
    }
}

extension ReadingDepth {
    /// How much is read by `--auto` or `--deep` among a command's arguments.
    init(flags: [String]) { self = flags.contains("--deep") ? .deep : flags.contains("--auto") ? .auto : .fast }
}
