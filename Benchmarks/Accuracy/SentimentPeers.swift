import Foundation

/// The lexicon methods that Python users have, on the same rows in the same run.
enum SentimentPeers {
    /// Why there is no comparison.
    struct Failed: Error, CustomStringConvertible {
        let description = "Benchmarks/python Benchmarks/sentiment_peers.py failed: run it from the repository's root."
    }

    /// Prints a line for each peer.
    static func printRows(_ file: String, _ judgements: [SentimentAccuracy.Judgement]) throws {
        let scores = try scores(of: judgements.map(\.text))
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
    static func scores(of texts: [String]) throws -> [String: [Double]] {
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("copydesk-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: input) }
        try JSONEncoder().encode(texts).write(to: input)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "Benchmarks/python")
        process.arguments = ["Benchmarks/sentiment_peers.py", input.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
        return try JSONDecoder().decode([String: [Double]].self, from: data)
    }
}
