import Corpora
import Foundation

/// Writes a page of sentences with what Copydesk and VADER say of them.
enum SentimentPage {
    private static let sentences = 30

    /// Takes rows of the files at equal distances.
    static func write(_ files: [String], to path: String, _ predictor: Predictor) async throws {
        let rows = try files.flatMap(SentimentRow.rows(at:))
        let chosen = (0..<min(sentences, rows.count)).map { rows[$0 * rows.count / sentences] }
        let vader = try await SentimentPeers.scores(of: chosen.map(\.text))["VADER"] ?? []
        var page = """
            # Thirty sentences

            What Copydesk and VADER say of sentences that are hard in a way each, and what readers would say. For a name
            Copydesk also gives the stance toward it and, after the stroke, the writer's own. Bold is not what readers would
            say. Made by `Benchmarks/accuracy sentiment --page docs/SENTENCES.md Benchmarks/data/sentiment-hard-dev.jsonl`.

            | sentence | readers | Copydesk | VADER | toward |
            | --- | --- | --- | --- | --- |

            """
        for (row, other) in zip(chosen, vader) {
            let found = try predictor.predict(row).predictions
            let label = other >= 0.05 ? "positive" : other <= -0.05 ? "negative" : "neutral"
            let names = row.targets.enumerated().map { index, target in
                let (stance, author) = (found[1 + 2 * index], found[2 + 2 * index])
                return "\(target.target ?? "") \(cell(stance.label, stance.score, target.label))"
                    + " / \(cell(author.label, author.score, target.author))"
            }
            page +=
                "| \(row.text) | \(row.label ?? "") | \(cell(found[0].label, found[0].score, row.label)) "
                + "| \(cell(label, other, row.label)) | \(names.joined(separator: "; ")) |\n"
        }
        try page.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private static func cell(_ label: String, _ score: Double, _ gold: String?) -> String {
        let text = "\(label) \(String(format: "%+.2f", score))"
        return gold == nil || gold == label ? text : "**\(text)**"
    }
}
