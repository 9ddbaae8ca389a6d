import AnalyzerKit
import Corpora
import Entities
import Foundation
import Linguistics
import Quotes
import References

/// Scores quotes: spans, kinds, speakers, links and calibration.
///
/// A file is JSON Lines with a document a line (`text`, `quotes`), a `.gold.json` beside its `.txt`, or a folder of these.
///
/// textacy's `direct_quotations` is scored on the same documents in the same run, unless `--alone` is given.
/// With `--auto` or `--deep` the names are those that the reader finds where doubt is, or everywhere.
/// `--min-confidence NUMBER` sets `analyzers.quotes.minConfidence`.
/// `--errors` lists what is wrong; `--fuzz COUNT FILE…` analyses mutated documents instead and checks every span.
///
/// - A **span** matches when both ends agree but for white space, quotation marks and closing punctuation at them; an indirect
///   one when intersection over union of its characters is at least 0.8. Gold marked `optional` counts neither way.
/// - A **speaker** is right when the name, or the words, agree with one of the gold's names: equal, or with the same last word
///   (names) or head word (others), case, articles and possessives aside. Of joint speakers all must be named.
///   A name that is a part of the other (*Matthew*, *Matthew Collins*) agrees as well.
/// - **Joint** F1 counts a span as right only if its speaker is too. Gold without a speaker is right with none.
enum QuoteAccuracy {
    typealias Gold = QuoteGold

    static func run(_ given: [String]) async throws {
        var arguments = given
        let isVerbose = arguments.contains("--errors")
        var settings = AnalyzerSettings()
        if let flag = arguments.firstIndex(of: "--min-confidence"), flag + 1 < arguments.count {
            settings = AnalyzerSettings(["quotes.minConfidence": arguments[flag + 1]])
            arguments.removeSubrange(flag...flag + 1)
        }
        if arguments.count > 2, arguments[0] == "--fuzz", let count = Int(arguments[1]) {
            let texts = try arguments.dropFirst(2).flatMap { try QuoteGold.documents(at: $0).map(\.text) }
            print("\(try QuoteFuzz.run(texts, count: count)) documents, no span outside its text")
            return
        }
        let reading = ReadingDepth(flags: arguments)
        let pipeline = try Pipeline(
            [Entities.self, References.self, Quotes.self], settings: settings, reading: reading)
        _ = pipeline.analyze(Document(UTF8Text("“Yes,” she said.")))  // builds the lexicons before the clock runs
        let paths = arguments.filter { !$0.hasPrefix("--") }
        let corpora = try paths.map { try QuoteGold.documents(at: $0) }
        for (path, documents) in zip(paths, corpora) {
            var score = QuoteScore(isVerbose: isVerbose)
            let clock = ContinuousClock()
            var words = 0
            var duration = Duration.zero
            var referring = Duration.zero
            for gold in documents {
                let document = Document(UTF8Text(gold.text))
                let sections = pipeline.analyze(document)
                guard
                    let names = try sections.first(where: { $0.name == Entities.name })?.outcome.get()
                        as? Entities.Findings,
                    let references = try sections.first(where: { $0.name == References.name })?.outcome.get()
                        as? References.Findings,
                    let findings = try sections.first(where: { $0.name == Quotes.name })?.outcome.get()
                        as? Quotes.Findings
                else { continue }
                let context = AnalysisContext(for: Quotes.self, with: References.self, references)
                let analyzer = try Quotes()
                // The best of some runs, since a machine that does other things beside only ever adds time.
                duration +=
                    try (0..<5).map { _ in
                        try clock.measure { _ = try analyzer.analyze(document, in: context) }
                    }.min() ?? .zero
                // A document anew each time, since it keeps what was read of it.
                referring +=
                    (0..<5).map { _ in
                        let document = Document(UTF8Text(gold.text))
                        _ = document.blocks
                        return clock.measure { _ = References().findings(in: document, names) }
                    }.min() ?? .zero
                words += document.structure.wordCount
                score.add(gold, findings)
            }
            print("\(path): \(documents.count) documents, \(words) words")
            score.print()
            func speed(_ duration: Duration) -> Int {
                let seconds = Double(duration.components.attoseconds) / 1e18 + Double(duration.components.seconds)
                return Int(Double(words) / max(seconds, 1e-9))
            }
            print(
                "  speed: \(speed(duration)) words/s given tokens, entities and references; "
                    + "\(speed(duration + referring)) with references")
            if !arguments.contains("--alone") {
                try await QuotePeer(documents.map(\.text)).print(documents, words: words)
            }
            print()
        }
    }
}
