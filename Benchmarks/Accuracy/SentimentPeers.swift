import Foundation

/// The lexicon methods that Python users have, on the same rows in the same run.
enum SentimentPeers {
    /// Prints a line for each peer.
    static func printRows(_ file: String, _ judgements: [SentimentAccuracy.Judgement]) async throws {
        let scores = try await scores(of: judgements.map(\.text))
        for (name, threshold) in [("VADER", 0.05), ("TextBlob", 0.05)] {
            guard let values = scores[name] else { continue }
            let judged = zip(judgements, values).map { judgement, value in
                var copy = judgement
                copy.score = value
                copy.label = value >= threshold ? "positive" : value <= -threshold ? "negative" : "neutral"
                return copy
            }
            SentimentTable.printRows(file, name, judged)
        }
    }

    /// The scores of each peer.
    static func scores(of texts: [String]) async throws -> [String: [Double]] {
        try await PythonPeer.answer(of: "sentiment_peers.py", to: texts)
    }
}
