import AnalyzerKit
import Corpora
import Entities
import Foundation
import Linguistics
import Quotes
import References
import Sentiment

/// Measures the plugin on one core, given tokens, entities and quotes, beside VADER on the same texts.
enum SentimentSpeed {
    private static let shortest = Duration.seconds(3)

    static func measure(_ files: [String]) async throws {
        let (entities, quotes, sentiment) = (try Entities(), try Quotes(), try Sentiment())
        var work: [(document: Document, names: References.Findings, speech: Quotes.Findings)] = []
        var texts: [String] = []
        for file in files {
            for row in try SentimentRow.rows(at: file) {
                let document = Document(UTF8Text(row.text))
                let found = try entities.analyze(document, in: AnalysisContext(for: Entities.self))
                let names = References().findings(in: document, found)
                let context = AnalysisContext(for: Quotes.self, with: References.self, names)
                work.append((document, names, try quotes.analyze(document, in: context)))
                texts.append(row.text)
            }
        }
        let clock = ContinuousClock()
        var words = 0
        let began = clock.now
        while clock.now - began < shortest, !work.isEmpty {
            for item in work {
                _ = try sentiment.findings(in: item.document, item.names, item.speech)
                words += item.document.structure.wordCount
            }
        }
        let seconds = (clock.now - began) / .seconds(1)
        let peers = try await SentimentPeers.scores(of: texts)["words/s"] ?? []
        let names = zip(["VADER", "TextBlob"], peers).map { "\($0) \(Int($1)) words/s" }.joined(separator: ", ")
        print("documents \(work.count), Copydesk \(Int(Double(words) / seconds)) words/s, \(names)")
    }
}
