import AnalyzerKit
import Corpora
import Entities
import Foundation
import Linguistics
import Quotes
import References

/// Trains the ranker of speakers and its confidence: `train-quote-ranker [--write FILE] [--penalty NUMBER] [--half FILE]… FILE…`.
///
/// A file is one that `accuracy quotes` reads; documents of a `--half` file count half and are no part of the figures. Without
/// `--penalty` several strengths of the pull toward the hand-set weights are compared by cross-validation over documents.
/// Printed are how often the right speaker is among the candidates, and how often it is chosen in documents that the weights
/// were not trained on. `--write` trains on all and writes the weights as Swift.
@main
enum RankerTraining {
    static func main() throws {
        var penalties: [Double] = [1, 4, 16]
        var output: String?
        var documents: [RankerDocument] = []
        var arguments = CommandLine.arguments.dropFirst()
        let entities = try Entities()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--write": output = arguments.popFirst()
            case "--penalty": penalties = arguments.popFirst().flatMap(Double.init).map { [$0] } ?? penalties
            case "--half":
                guard let path = arguments.popFirst() else { break }
                documents += try QuoteGold.documents(at: path).map { try RankerDocument($0, entities, weight: 0.5) }
            default:
                documents += try QuoteGold.documents(at: argument).map { try RankerDocument($0, entities, weight: 1) }
            }
        }
        guard documents.contains(where: { $0.weight == 1 }) else {
            FileHandle.standardError.write(
                Data("usage: train-quote-ranker [--write FILE] [--penalty NUMBER] [--half FILE]… FILE…\n".utf8))
            exit(64)
        }
        let hand = Tally(documents.filter { $0.weight == 1 }, weights: HandSetWeights.ranker)
        print("hand-set        \(hand.line)")
        var best: (penalty: Double, right: Int, folds: CrossValidation)?
        fflush(nil)
        for penalty in penalties {
            let folds = CrossValidation(documents, penalty: penalty)
            print("penalty \(penalty)\t\(folds.tally.line)")
            fflush(nil)
            if folds.tally.right > best?.right ?? -1 { best = (penalty, folds.tally.right, folds) }
        }
        guard let best else { return }
        let confidence = ConfidenceFit(best.folds.tally.decisions)
        print("\nconfidence, cross-validated:\n\(confidence.table)")
        guard let output else { return }
        let weights = RankerFit(documents, penalty: best.penalty).weights
        print("\non the training data  \(Tally(documents.filter { $0.weight == 1 }, weights: weights).line)")
        try WeightsFile.text(weights, confidence.weights).write(toFile: output, atomically: true, encoding: .utf8)
    }
}

/// A document with its gold, its names found.
struct RankerDocument {
    let document: Document
    let references: References.Findings
    let gold: [Range<Int>: QuoteGold.Quote]
    let weight: Double
    /// The marked quotations that somebody said.
    let speechCount: Int

    init(_ gold: QuoteGold, _ recogniser: Entities, weight: Double) throws {
        document = Document(UTF8Text(gold.text))
        references = References().findings(
            in: document, try recogniser.analyze(document, in: AnalysisContext(for: Entities.self)))
        self.weight = weight
        let text = Array(gold.text.unicodeScalars)
        var places: [Range<Int>: QuoteGold.Quote] = [:]
        for quote in gold.quotes where quote.kind != "indirect" && quote.kind != "turn" {
            places[QuoteGold.trimmed(quote.start..<quote.end, in: text)] = quote
        }
        self.gold = places
        speechCount = places.values.count { $0.kind != "scare" && !$0.optional && !$0.speakerUnknown }
    }

    /// The spans decided with some weights, each with its gold.
    func spans(_ weights: RankerWeights) -> [(span: AttributionStudy.Span, gold: QuoteGold.Quote?)] {
        let text = Array(document.text.string(in: ByteRange(0, Int32(document.text.bytes.count))).unicodeScalars)
        return AttributionStudy.spans(in: document, references, weights: weights).map {
            ($0, gold[QuoteGold.trimmed($0.range, in: text)])
        }
    }
}

/// How many speakers are right.
struct Tally {
    /// An attribution with what its confidence is told by.
    struct Decision {
        var features: ConfidenceFeatures
        var isRight: Bool
    }

    private(set) var right = 0
    private(set) var among = 0
    private(set) var matched = 0
    private(set) var found = 0
    private(set) var gold = 0
    private(set) var decisions: [Decision] = []

    init() {}

    init(_ documents: [RankerDocument], weights: RankerWeights) {
        for document in documents { add(document, weights) }
    }

    mutating func add(_ document: RankerDocument, _ weights: RankerWeights) {
        gold += document.speechCount
        for (span, quote) in document.spans(weights) {
            if let quote, quote.optional || quote.speakerUnknown { continue }
            if !span.isScare { found += 1 }
            guard let quote, quote.kind != "scare", !span.isScare else { continue }
            matched += 1
            if span.candidates.contains(where: { RankerFit.isRight($0, quote) }) { among += 1 }
            let isRight = quote.names(span.name, entityCount: span.entityCount)
            if isRight { right += 1 }
            if let features = span.confidence { decisions.append(Decision(features: features, isRight: isRight)) }
        }
    }

    var line: String {
        String(
            format: "right %.3f (%d of %d), among the candidates %.3f, joint F1 %.3f",
            Double(right) / Double(max(1, matched)), right, matched, Double(among) / Double(max(1, matched)),
            2 * Double(right) / Double(max(1, found + gold)))
    }
}

/// Decides each document with weights trained on the others.
struct CrossValidation {
    static let folds = 5
    private(set) var tally = Tally()

    init(_ documents: [RankerDocument], penalty: Double) {
        var order = Array(documents.indices)
        var state: UInt64 = 20
        for index in order.indices.dropFirst().reversed() {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            order.swapAt(index, Int(state >> 33) % (index + 1))
        }
        for fold in 0..<Self.folds {
            let held = order.enumerated().filter { $0.offset % Self.folds == fold }.map(\.element)
            let others = order.enumerated().filter { $0.offset % Self.folds != fold }.map { documents[$0.element] }
            let weights = RankerFit(others, penalty: penalty).weights
            for index in held where documents[index].weight == 1 { tally.add(documents[index], weights) }
        }
    }
}
