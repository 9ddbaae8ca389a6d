import AnalyzerKit
import Corpora
import Entities
import Foundation
import Linguistics
import Testing

/// The grouping of names in documents that people annotated.
@Suite struct HardDocumentTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let seeds = root.deletingLastPathComponent().deletingLastPathComponent().appending(path: "seeds")

    private static func gold(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(".gold.json") }
            .sorted { $0.path < $1.path }
    }

    private let analyzer: Entities
    init() throws { analyzer = try Entities() }

    private func pairs(_ gold: EntityGold, _ findings: Entities.Findings) -> [(gold: String, group: String)] {
        let groups = Dictionary(
            findings.mentions.map { ($0.start..<$0.end, $0.entity) }, uniquingKeysWith: { first, _ in first })
        return gold.mentions.compactMap { mention in groups[mention.range].map { (mention.entity, $0) } }
    }

    @Test(arguments: try gold(in: seeds))
    func groupsTheNamesThatItFinds(_ file: URL) throws {
        let gold = try EntityGold(contentsOf: file.path)
        let findings = try analyzer.analyze(
            Document(UTF8Text(gold.text)), in: AnalysisContext(for: Entities.self))
        let pairs = pairs(gold, findings)
        #expect(pairs.count * 3 >= gold.mentions.count * 2)
        #expect(BCubed(pairs).f1 >= 0.93)
    }

    @Test(arguments: try gold(in: root.appending(path: "Hard")) + gold(in: seeds))
    func groupsTheNamesOfTheGold(_ file: URL) throws {
        let gold = try EntityGold(contentsOf: file.path)
        let document = Document(UTF8Text(gold.text))
        let names = gold.mentions.compactMap { mention -> Name? in
            guard let type = Entities.EntityType(rawValue: mention.type ?? "") else { return nil }
            let bytes = ByteRange(
                document.text.byteOffset(ofCodePoint: mention.start), document.text.byteOffset(ofCodePoint: mention.end)
            )
            return Name(tokens: document.tokens.indices(overlapping: bytes), type: type, confidence: 1)
        }
        let findings = analyzer.link(document, names: names)
        #expect(BCubed(pairs(gold, findings)).f1 >= 0.93)
        let found = Set(findings.entities.map(\.name))
        #expect(gold.entities.count { found.contains($0.name) } * 10 >= gold.entities.count * 9)
    }
}

@Suite struct BCubedTests {
    @Test(arguments: [
        ("a1 a1 b2 b2", 1.0, 1.0), ("a1 a2", 1.0, 0.5), ("a1 b1", 0.5, 1.0), ("a1 a1 a1 b1", 0.625, 1.0),
    ])
    func countsSharedParts(_ mentions: String, _ precision: Double, _ recall: Double) {
        let score = BCubed(mentions.split(separator: " ").map { (String($0.prefix(1)), String($0.suffix(1))) })
        #expect(score.precision == precision)
        #expect(score.recall == recall)
    }

    @Test func countsMissedMentionsAsNotRecalled() {
        #expect(BCubed([("a", "1")], missed: ["a"]).recall == 0.25)
    }
}
