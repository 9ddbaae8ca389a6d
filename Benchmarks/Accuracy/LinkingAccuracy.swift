import AnalyzerKit
import Corpora
import Entities
import Foundation
import Linguistics
import References

/// Scores what becomes of names: their groups, canonical names and codes, and whom pronouns and descriptions stand for.
///
/// Each document is scored twice: as the analyzer finds the names, and with the names of the gold given to it.
struct LinkingAccuracy {
    private struct Tally {
        var right = 0
        var found = 0
        var gold = 0

        static func += (sum: inout Tally, other: Tally) {
            sum.right += other.right
            sum.found += other.found
            sum.gold += other.gold
        }
    }

    private struct Score {
        var found = BCubed([])
        var all = BCubed([])
        var names = Tally()
        var codes = Tally()
        var references = Tally()
        var mentions = Tally()
    }

    private let analyzer: Entities
    private let reading: ReadingDepth
    private let showsErrors: Bool
    private var scores: [[Score]] = [[], []]

    /// Scores `.gold.json` files, each with its text beside it, and prints a line for each and their mean.
    static func run(_ files: [String], _ analyzer: Entities, _ reading: ReadingDepth, showsErrors: Bool) throws {
        var accuracy = LinkingAccuracy(analyzer: analyzer, reading: reading, showsErrors: showsErrors)
        print(
            "Names found by the analyzer or given: B³ F1 (precision, recall) over the names that both have, F1 over all of "
                + "the gold | names of both and of the gold, canonical names and codes right, references right/found/gold"
        )
        for file in files {
            let gold = try EntityGold(contentsOf: file)
            let name = URL(fileURLWithPath: file).lastPathComponent.replacing(".gold.json", with: "")
            for (index, source) in ["found", "given"].enumerated() {
                let score = try accuracy.score(gold, givesNames: index == 1)
                accuracy.scores[index].append(score)
                accuracy.printLine(index == 0 ? name : "", source, [score])
            }
        }
        for (index, source) in ["found", "given"].enumerated() {
            accuracy.printLine(index == 0 ? "mean, sums" : "", source, accuracy.scores[index])
        }
    }

    private func printLine(_ name: String, _ source: String, _ scores: [Score]) {
        func mean(_ value: (Score) -> Double) -> String {
            String(format: "%.3f", scores.reduce(0) { $0 + value($1) } / Double(max(1, scores.count)))
        }
        func sum(_ value: (Score) -> Tally) -> Tally { scores.reduce(into: Tally()) { $0 += value($1) } }
        let mentions = sum(\.mentions)
        let names = sum(\.names)
        let codes = sum(\.codes)
        let references = sum(\.references)
        print(
            name.padding(toLength: 30, withPad: " ", startingAt: 0), source,
            "\(mean { $0.found.f1 }) (\(mean { $0.found.precision }), \(mean { $0.found.recall }))",
            mean { $0.all.f1 }, "|", "\(mentions.right)/\(mentions.gold)", "names \(names.right)/\(names.gold)",
            "codes \(codes.right)/\(codes.gold)",
            "references \(references.right)/\(references.found)/\(references.gold)")
    }

    private func score(_ gold: EntityGold, givesNames: Bool) throws -> Score {
        let document = Document(UTF8Text(gold.text))
        let findings: Entities.Findings
        if givesNames {
            findings = analyzer.link(
                document,
                names: gold.mentions.compactMap { mention in
                    guard let type = Entities.EntityType(rawValue: mention.type ?? "") else { return nil }
                    let bytes = ByteRange(
                        document.text.byteOffset(ofCodePoint: mention.start),
                        document.text.byteOffset(ofCodePoint: mention.end))
                    return Name(tokens: document.tokens.indices(overlapping: bytes), type: type, confidence: 1)
                })
        } else {
            findings = try analyzer.analyze(document, in: AnalysisContext(for: Entities.self, reading: reading))
        }
        var entityAt: [Range<Int>: Int] = [:]
        for mention in findings.mentions { entityAt[mention.start..<mention.end] = mention.entityIndex }
        var score = Score()
        var pairs: [(gold: String, group: String)] = []
        var missed: [String] = []
        var groups: [String: [Int: Int]] = [:]
        for mention in gold.mentions {
            guard let entity = entityAt[mention.range] else {
                missed.append(mention.entity)
                continue
            }
            pairs.append((mention.entity, findings.entities[entity].id))
            groups[mention.entity, default: [:]][entity, default: 0] += 1
        }
        score.found = BCubed(pairs)
        score.all = BCubed(pairs, missed: missed)
        score.mentions = Tally(right: pairs.count, found: findings.mentions.count, gold: gold.mentions.count)
        let counterpart = groups.compactMapValues { counts in
            counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
        }
        for entity in gold.entities {
            guard let index = counterpart[entity.key] else { continue }
            let found = findings.entities[index]
            score.names.gold += 1
            score.codes.gold += 1
            if found.name == entity.name { score.names.right += 1 }
            if found.codes == entity.codes { score.codes.right += 1 }
            if showsErrors {
                if found.name != entity.name { print("  name: \(found.name) for \(entity.name)") }
                if found.codes != entity.codes { print("  code: \(found.codes) for \(entity.name)") }
                if let parts = groups[entity.key], parts.count > 1 {
                    print("  split: \(entity.name): \(parts.keys.sorted().map { findings.entities[$0].name })")
                }
            }
        }
        if showsErrors {
            for (index, keys) in Dictionary(grouping: pairs, by: \.group).sorted(by: { $0.key < $1.key }) {
                let kinds = Set(keys.map(\.gold))
                if kinds.count > 1 { print("  merged: \(index): \(kinds.sorted())") }
            }
        }
        if let references = gold.references {
            score.references = self.references(
                references, gold, References().findings(in: document, findings), document, counterpart)
        }
        return score
    }

    /// A reference is right that ends where one of the gold ends and stands for the same entity.
    private func references(
        _ expected: [EntityGold.Span], _ gold: EntityGold, _ findings: References.Findings, _ document: Document,
        _ counterpart: [String: Int]
    ) -> Tally {
        var tally = Tally(right: 0, found: findings.references.count, gold: expected.count)
        var found: [Int: Int] = [:]
        for reference in findings.references {
            found[document.text.codePointOffset(ofByte: reference.range.upper)] = reference.entityIndex
        }
        for reference in expected {
            let entity = found.removeValue(forKey: reference.end)
            if let entity, entity == counterpart[reference.entity] {
                tally.right += 1
            } else if showsErrors {
                let words = String(gold.text.unicodeScalars.dropFirst(reference.start).prefix(reference.range.count))
                let name = entity.map { findings.names.entities[$0].name } ?? "nobody"
                print("  reference: \(words) at \(reference.start): \(name) for \(reference.entity)")
            }
        }
        if showsErrors {
            for (end, entity) in found.sorted(by: { $0.key < $1.key }) {
                print("  reference: none in the gold before \(end): \(findings.names.entities[entity].name)")
            }
        }
        return tally
    }
}
