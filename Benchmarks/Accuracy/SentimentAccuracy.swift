import AnalyzerKit
import Corpora
import Entities
import Foundation
import Linguistics
import Quotes
import References
import Sentiment

/// `accuracy sentiment [--predictions OUT] [--no-peers] [--page OUT] [--speed] [--flips] [--reading DEPTH] FILE…`: scores the
/// sentiment plugin.
///
/// The files hold `SentimentRow`s. Beside the plugin stand vaderSentiment and textblob on the same rows. Of files whose targets
/// have `stance` and `news`, as Training/Annotations/stance-rows.py writes them, it prints how well the report's are found.
enum SentimentAccuracy {
    /// One line of `--predictions`.
    ///
    /// Its id is the row's for its text, or for its target where it has one; `<id>/<n>` for the stance toward the n-th
    /// of `targets`, from 0, and `<id>/<n>@author` for the writer's own.
    struct Prediction: Encodable {
        var id: String
        var score: Double
        var label: String
    }

    /// A prediction beside what it should be.
    struct Judgement {
        /// What is judged: `text`, `target`, `author`.
        var level: String
        var kind: String
        var text: String
        var gold: Double?
        var goldLabel: String?
        var score: Double
        var label: String
    }

    /// What is wrong with the arguments.
    private struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    static func run(_ arguments: [String]) async throws {
        var files: [String] = []
        var predictionsPath: String?
        var withPeers = true
        var pagePath: String?
        var measuresSpeed = false
        var measuresFlips = false
        var depth = ReadingDepth.auto
        var iterator = arguments.makeIterator()
        while let argument = iterator.next() {
            switch argument {
            case "--predictions":
                guard let path = iterator.next() else { throw Unusable(description: "--predictions needs a path") }
                predictionsPath = path
            case "--no-peers": withPeers = false
            case "--page": pagePath = iterator.next()
            case "--speed": measuresSpeed = true
            case "--flips": measuresFlips = true
            case "--reading":
                guard let found = iterator.next().flatMap({ ReadingDepth(rawValue: $0) }) else {
                    throw Unusable(description: "--reading needs fast, auto or deep")
                }
                depth = found
            default: files.append(argument)
            }
        }
        guard !files.isEmpty else { throw Unusable(description: "no file") }
        let predictor = try Predictor()
        if let pagePath { return try await SentimentPage.write(files, to: pagePath, predictor) }
        if measuresFlips { return try SentimentFlips.measure(files, predictor) }
        if measuresSpeed { return try await SentimentSpeed.measure(files) }
        let (judged, rated) = try (
            files.filter(StanceTable.isLabelled), files.filter { try !StanceTable.isLabelled($0) }
        )
        for file in judged {
            StanceTable.print(file, try predictor.verdicts(of: SentimentRow.rows(at: file), depth), depth)
        }
        guard !rated.isEmpty else { return }
        var predictions = Data()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(SentimentTable.header)
        for file in rated {
            let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
            var judgements: [Judgement] = []
            for row in try SentimentRow.rows(at: file) {
                let found = try predictor.predict(row, depth)
                judgements += found.judgements
                for prediction in found.predictions { predictions += try encoder.encode(prediction) + [0x0A] }
            }
            SentimentTable.printRows(name, "Copydesk", judgements)
            if withPeers { try await SentimentPeers.printRows(name, judgements) }
            if Set(judgements.map(\.kind)).count > 1 { SentimentTable.printKinds(judgements) }
            SentimentTable.printCalibration(judgements)
        }
        if let predictionsPath { try predictions.write(to: URL(fileURLWithPath: predictionsPath)) }
    }
}

/// Runs the real analyzers over one row after another.
struct Predictor {
    let entities: Entities
    let quotes: Quotes
    let sentiment: Sentiment

    init() throws {
        entities = try Entities()
        quotes = try Quotes()
        sentiment = try Sentiment()
    }

    func predict(
        _ row: SentimentRow, _ depth: ReadingDepth = .auto
    ) throws -> (predictions: [SentimentAccuracy.Prediction], judgements: [SentimentAccuracy.Judgement]) {
        let document = Document(UTF8Text(row.text))
        let found = try entities.analyze(document, in: AnalysisContext(for: Entities.self, reading: depth))
        let names = References().findings(in: document, found)
        let speech = try quotes.analyze(document, in: AnalysisContext(for: Quotes.self, with: References.self, names))
        var predictions: [SentimentAccuracy.Prediction] = []
        var judgements: [SentimentAccuracy.Judgement] = []
        func add(_ id: String, _ score: Sentiment.Score, _ level: String, _ gold: Double?, _ label: String?) {
            predictions.append(.init(id: id, score: score.score, label: score.label.rawValue))
            judgements.append(
                .init(
                    level: level, kind: row.kind ?? "", text: row.text, gold: gold, goldLabel: label,
                    score: score.score, label: score.label.rawValue))
        }
        let id = row.id
        let spans = row.spans(inTextOf: document.text.codePointCount).map { target, span in
            guard let span else {
                warn(id, "no text at \(target.start)..<\(target.end): neutral")
                return ByteRange(0, 0)
            }
            if span.upperBound < target.end { warn(id, "the target ends behind the text: cut to \(span)") }
            return ByteRange(
                document.text.byteOffset(ofCodePoint: span.lowerBound),
                document.text.byteOffset(ofCodePoint: span.upperBound))
        }
        let stances = try sentiment.stances(toward: spans, in: document, names, speech, reading: depth)
        if row.target != nil, let last = stances.last {
            add(id, last.portrayal, "target", row.score, row.label)
        } else {
            let overall = try sentiment.findings(in: document, names, speech, reading: depth).document
            var score = Sentiment.Score(score: overall.score, strength: overall.strength)
            score.label = overall.label
            add(id, score, "text", row.score, row.label)
        }
        for (index, target) in row.targets.enumerated() {
            add("\(id)/\(index)", stances[index].portrayal, "target", nil, target.label)
            add("\(id)/\(index)@author", stances[index].author, "author", nil, target.author)
        }
        return (predictions, judgements)
    }

    /// What is found of each target beside what annotators said.
    func verdicts(of rows: [SentimentRow], _ depth: ReadingDepth) throws -> [StanceTable.Row] {
        try rows.flatMap { row in
            let document = Document(UTF8Text(row.text))
            let found = try entities.analyze(document, in: AnalysisContext(for: Entities.self, reading: depth))
            let names = References().findings(in: document, found)
            let speech = try quotes.analyze(
                document, in: AnalysisContext(for: Quotes.self, with: References.self, names))
            let spans = row.targets.map { target in
                ByteRange(
                    document.text.byteOffset(ofCodePoint: target.start),
                    document.text.byteOffset(ofCodePoint: target.end))
            }
            let verdicts = try sentiment.verdicts(on: spans, in: document, names, speech, reading: depth)
            return zip(row.targets, verdicts).map { target, verdict in
                StanceTable.Row(
                    kind: row.kind ?? "", target: target.target ?? "", text: row.text, start: target.start,
                    gold: (StanceTable.sign(target.stance), StanceTable.sign(target.news)), found: verdict)
            }
        }
    }

    private func warn(_ id: String, _ message: String) {
        FileHandle.standardError.write(Data("accuracy sentiment: \(id): \(message)\n".utf8))
    }
}
