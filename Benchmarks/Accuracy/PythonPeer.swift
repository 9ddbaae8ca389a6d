import Foundation

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
    static func answer<Answer: Decodable>(of script: String, to texts: [String]) throws -> Answer {
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("copydesk-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: input) }
        try JSONEncoder().encode(texts).write(to: input)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "Benchmarks/python")
        process.arguments = ["Benchmarks/\(script)", input.path]
        let output = Pipe()
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw Failed(script: script)
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(script: script) }
        return try JSONDecoder().decode(Answer.self, from: data)
    }
}
