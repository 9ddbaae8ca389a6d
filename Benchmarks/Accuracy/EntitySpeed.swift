import AnalyzerKit
import Entities
import Foundation
import Linguistics

/// Times the entity analyzer on one core, tokens and sentences given; `--deep` and `--auto` with the reader, `--once` for tools that
/// count instructions.
enum EntitySpeed {
    static func run(_ arguments: [String]) throws {
        let files = arguments.filter { !$0.hasPrefix("--") }
        let analyzer = try Entities()
        let reading = ReadingDepth(flags: arguments)
        let documents = try files.map { Document(UTF8Text(try String(contentsOfFile: $0, encoding: .utf8))) }
        let words = documents.reduce(0) { $0 + $1.structure.wordCount }
        let clock = ContinuousClock()
        var best = Duration.seconds(1_000_000)
        var mentions = 0
        for _ in 0..<(arguments.contains("--once") ? 1 : 5) {
            mentions = 0
            let time = try clock.measure {
                for document in documents {
                    mentions += try analyzer.analyze(
                        document, in: AnalysisContext(for: Entities.self, reading: reading)
                    ).mentions
                        .count
                }
            }
            best = min(best, time)
        }
        let seconds = Double(best.components.attoseconds) / 1e18 + Double(best.components.seconds)
        let rate = Int(Double(words) / seconds)
        print(
            "{\"words\": \(words), \"seconds\": \(seconds), \"wordsPerSecond\": \(rate), \"mentions\": \(mentions)}"
        )
    }
}
