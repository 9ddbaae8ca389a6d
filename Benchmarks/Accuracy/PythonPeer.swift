import Foundation
import Subprocess
import SystemPackage

/// A script of `Benchmarks` that has a Python library analyse texts, so that it is measured in the same run.
enum PythonPeer {
    /// Why there is no comparison.
    struct Failed: Error, CustomStringConvertible {
        let script: String

        var description: String {
            "Benchmarks/python Benchmarks/\(script) failed: run it from the repository's root."
        }
    }

    /// What the script prints about the texts, decoded from JSON.
    static func answer<Answer: Decodable>(of script: String, to texts: [String]) async throws -> Answer {
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("copydesk-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: input) }
        try JSONEncoder().encode(texts).write(to: input)
        let result = try? await Subprocess.run(
            .path("Benchmarks/python"), arguments: ["Benchmarks/\(script)", input.path],
            output: .bytes(limit: longestAnswer), error: .currentStandardError)
        guard let result, result.terminationStatus.isSuccess else { throw Failed(script: script) }
        return try JSONDecoder().decode(Answer.self, from: Data(result.standardOutput))
    }

    /// As many bytes as the peer of the largest corpus prints, many times over.
    private static let longestAnswer = 1 << 28
}
