import AnalyzerKit
import CReader
import English
import Foundation
import Linguistics
import Reader
import Testing

@testable import Entities

@Suite struct NameReadingTests {
    private func names(_ text: String, _ reading: ReadingDepth) throws -> [String] {
        try Entities().recognise(Document(UTF8Text(text)), reading: reading).map { name in
            let document = Document(UTF8Text(text))
            let words = name.tokens.map { document.text.string(in: document.tokens[$0]) }
            return "\(name.type.rawValue) \(words.joined(separator: " "))"
        }
    }

    @Test(arguments: [
        (
            "Chancellor Angela Merkel met Russian diplomats in Berlin.",
            ["PER Angela Merkel", "MISC Russian", "LOC Berlin"]
        ),
        ("Shares of Siemens fell, the United Nations said.", ["ORG Siemens", "ORG United Nations"]),
        ("yesterday angela merkel flew to paris to meet emmanuel macron", ["PER angela merkel", "LOC paris"]),
        ("No name stands here.", []),
    ])
    func readsNames(_ text: String, _ expected: [String]) throws {
        let found = try names(text, .deep)
        for name in expected { #expect(found.contains(name), "\(found)") }
        if expected.isEmpty { #expect(found.isEmpty) }
    }

    @Test(arguments: [
        "yesterday angela merkel flew to paris to meet emmanuel macron",
        "YESTERDAY ANGELA MERKEL FLEW TO PARIS TO MEET EMMANUEL MACRON",
    ])
    func textWithoutCaseIsReadWhereDoubtIs(_ text: String) throws {
        #expect(try names(text, .auto) == names(text, .deep))
    }

    @Test func whatNoNetworkDoubtsIsNotReadAgain() throws {
        let text = "It rained. The roads were wet, and nobody came."
        let document = Document(UTF8Text(text))
        #expect(try Entities().recognise(document, reading: .auto).isEmpty)
    }

    @Test func doubtHasAWeightForEachFeature() { #expect(Doubt.weights.count == Doubt.featureCount) }

    /// A text without case is read, but not all of a long one.
    @Test func readsSoManyWordsOfADocument() throws {
        let line = "angela merkel flew to paris to meet emmanuel macron.\n\n"
        let text = UTF8Text(String(repeating: line, count: 2_500))
        let structure = LinguisticStructure(text, rules: .english)
        #expect(structure.tokens.count > NameReading.mostChecked + 1_000)
        let analyzer = try Entities()
        let features = TokenFeatures(of: structure, in: text, lexicon: analyzer.lexicon)
        let tagging = try analyzer.tagging(of: structure, in: text, features, .auto)
        let read = structure.sentences.indices.filter(tagging.isRead)
        let words = read.reduce(0) { $0 + structure.sentences[$1].count }
        #expect((NameReading.mostChecked - 20...NameReading.mostChecked).contains(words), "\(words)")
        #expect(read == Array(0..<read.count))
    }

    /// Where the reader's tags meet the network's in the middle of names without end, no name begins before the last one's end.
    @Test(arguments: ["Ann ", "ANN ", "Ann Orr Bank of ", "ann "])
    func namesOfAnEndlessSentenceStandBehindEachOther(_ words: String) throws {
        let text = String(repeating: words, count: 21_000)
        let found = try Entities().recognise(Document(UTF8Text(text)), reading: .auto)
        for (name, next) in zip(found, found.dropFirst()) where next.tokens.lowerBound < name.tokens.upperBound {
            Issue.record("\(name) \(next)")
            break
        }
    }

    @Test func readsNothingOfNothing() throws {
        #expect(try names("", .deep).isEmpty)
        #expect(try names("", .auto).isEmpty)
        #expect(try names(" \n\n", .deep).isEmpty)
    }

    private static let others = [COPYDESK_READER_AVX2, COPYDESK_READER_AVX512_VNNI].filter {
        $0.rawValue <= ReaderInstructions.best.rawValue
    }

    /// The beginnings of the seeds: whole ones take too long without optimization.
    private static let beginnings: [String] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../seeds")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.compactMap {
            (try? String(contentsOf: $0, encoding: .utf8)).map { String($0.prefix(150)) }
        }
    }()

    @Test func hasBeginnings() { #expect(Self.beginnings.count >= 7) }

    @Test(arguments: beginnings, others)
    func readsAlikeByAllInstructions(_ text: String, _ instructions: ReaderInstructions) throws {
        let model = try #require(EncoderModel())
        let lexicon = try #require(Lexicon())
        let bytes = UTF8Text(text)
        let structure = LinguisticStructure(bytes, rules: .english)
        let traits = NameReading.traits(TokenFeatures(of: structure, in: bytes, lexicon: lexicon))
        let one = PretrainedReader(model, instructions: COPYDESK_READER_PORTABLE)
        let two = PretrainedReader(model, instructions: instructions)
        let scores = one.scores(of: structure, in: bytes, traits: traits)
        #expect(scores.count == structure.tokens.count * Tag.count && !scores.isEmpty)
        #expect(
            scores.map(\.bitPattern) == two.scores(of: structure, in: bytes, traits: traits).map(\.bitPattern))
    }
}
