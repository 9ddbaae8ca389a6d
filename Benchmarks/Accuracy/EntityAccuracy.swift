import AnalyzerKit
import Corpora
import Entities
import Foundation
import Linguistics

/// Scores entities: exact spans and types against annotated text, and the grouping of mentions against gold entities.
enum EntityAccuracy {
    static func run(_ files: [String]) {
        do {
            let pipeline = try Entities()
            for file in files {
                if file.hasSuffix(".json") {
                    try scoreClustering(file, pipeline)
                } else {
                    for layout in [TaggedCorpus.Layout.running, .lines] { try score(file, pipeline, layout) }
                }
            }
        } catch {
            FileHandle.standardError.write(Data("accuracy: \(error)\n".utf8))
            exit(65)
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

    private static func score(_ file: String, _ analyzer: Entities, _ layout: TaggedCorpus.Layout) throws {
        let corpus = try TaggedCorpus(contentsOf: file)
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
            let findings = try analyzer.analyze(document, in: AnalysisContext(for: Entities.self))
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

    // MARK: Clustering

    private struct Gold: Decodable {
        struct Mention: Decodable {
            var start: Int
            var end: Int
            var entity: String
        }
        struct Section: Decodable { var mentions: [Mention] }
        var text: String?
        var mentions: [Mention]?
        var entities: Section?
    }

    /// B³ (Bagga & Baldwin 1998) over the mentions that gold and system share.
    private static func scoreClustering(_ file: String, _ analyzer: Entities) throws {
        let gold = try JSONDecoder().decode(Gold.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        let mentions = gold.mentions ?? gold.entities?.mentions ?? []
        let text =
            try gold.text
            ?? String(
                contentsOfFile: file.replacingOccurrences(of: ".gold.json", with: ".txt"), encoding: .utf8)
        let findings = try analyzer.analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        var system: [Range<Int>: String] = [:]
        for mention in findings.mentions { system[mention.start..<mention.end] = mention.entity }
        let pairs = mentions.compactMap { mention in
            system[mention.start..<mention.end].map { (gold: mention.entity, system: $0) }
        }
        var precision = 0.0
        var recall = 0.0
        for pair in pairs {
            let sameSystem = pairs.filter { $0.system == pair.system }
            let sameGold = pairs.filter { $0.gold == pair.gold }
            let both = Double(sameSystem.count { $0.gold == pair.gold })
            precision += both / Double(sameSystem.count)
            recall += both / Double(sameGold.count)
        }
        let count = Double(max(1, pairs.count))
        let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) / count
        print(
            "\(URL(fileURLWithPath: file).lastPathComponent): B³ F1 \(String(format: "%.3f", f1)), precision "
                + String(format: "%.3f", precision / count) + ", recall " + String(format: "%.3f", recall / count)
                + " over \(pairs.count) mentions of \(mentions.count) in the gold, \(findings.mentions.count) found")
    }
}
