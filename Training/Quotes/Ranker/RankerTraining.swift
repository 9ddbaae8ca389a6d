import AnalyzerKit
import Corpora
import Entities
import Foundation
import Quotes
import References

/// Trains the ranker of speakers and the confidence: `train-quote-ranker --from TABLE [option value]… FILE…`.
///
/// A file is one that `accuracy quotes` reads. Options: `--write FOLDER` trains on all and writes `ranker.tsv` and
/// `confidence.tsv`; `--penalty NUMBER` sets how strong the pull toward the hand-set weights of `TABLE` is, else
/// several are compared; `--half FILE` counts half and is no part of the figures; of `--marks FILE` only marked words
/// are labelled; `--turns FILE` serves the confidence of turns alone, `--hard FILE` is harder than what desks get and
/// no part of what the confidence is fitted on. `--reading auto` finds the names of what follows as
/// the reader does where doubt is; `--decisions FILE` writes what was decided in cross-validation (`DecisionLine`).
///
/// Printed are, by cross-validation over documents, how often the right speaker is among the candidates and how often
/// chosen.
@main
enum RankerTraining {
    static func main() throws {
        var penalties: [Double] = [4, 16, 64]
        var prior: RankerTable?
        var output: String?
        var decisions: String?
        var documents: [RankerDocument] = []
        var arguments = CommandLine.arguments.dropFirst()
        var reading = ReadingDepth.fast
        let entities = try Entities()
        func read(
            _ path: String?, weight: Double = 1, labels: RankerDocument.Labels = .all, isHard: Bool = false
        ) throws {
            guard let path else { return }
            documents += try QuoteGold.documents(at: path).map {
                try RankerDocument($0, entities, reading, weight: weight, labels: labels, isHard: isHard)
            }
        }
        while let argument = arguments.popFirst() {
            switch argument {
            case "--from":
                prior = try arguments.popFirst().map { try RankerTable(String(contentsOfFile: $0, encoding: .utf8)) }
            case "--write": output = arguments.popFirst()
            case "--decisions": decisions = arguments.popFirst()
            case "--penalty": penalties = arguments.popFirst().flatMap(Double.init).map { [$0] } ?? penalties
            case "--reading": reading = arguments.popFirst().flatMap { ReadingDepth(rawValue: $0) } ?? reading
            case "--half": try read(arguments.popFirst(), weight: 0.5)
            case "--hard": try read(arguments.popFirst(), isHard: true)
            case "--marks": try read(arguments.popFirst(), labels: .marks)
            case "--turns": try read(arguments.popFirst(), labels: .turns)
            default: try read(argument)
            }
        }
        guard let prior, documents.contains(where: \.isScored) else {
            FileHandle.standardError.write(Data("usage: train-quote-ranker --from TABLE [option value]… FILE…\n".utf8))
            exit(64)
        }
        show("hand-set", Tally(documents, weights: prior))
        var best: (penalty: Double, right: Int, folds: CrossValidation)?
        for penalty in penalties {
            let folds = CrossValidation(documents, from: prior, penalty: penalty)
            show("penalty \(penalty)", folds.tally)
            let right = folds.tally.marked.right + folds.tally.reports.right
            if right > best?.right ?? -1 { best = (penalty, right, folds) }
        }
        guard let best else { return }
        if let decisions { try DecisionLine.write(best.folds.lines, to: decisions) }
        let confidence = ConfidenceFit(best.folds.tally.decisions)
        print("\nconfidence, cross-validated:\n\(confidence.table)")
        guard let output else { return }
        let weights = RankerFit(documents, from: prior, penalty: best.penalty).weights
        show("\non the training data", Tally(documents, weights: weights))
        try TableFile.text(weights).write(toFile: output + "/ranker.tsv", atomically: true, encoding: .utf8)
        try TableFile.text(confidence.weights)
            .write(toFile: output + "/confidence.tsv", atomically: true, encoding: .utf8)
    }

    private static func show(_ name: String, _ tally: Tally) {
        print("\(name)\n  marked words \(tally.marked.line)\n  reports      \(tally.reports.line)")
        fflush(nil)
    }
}
