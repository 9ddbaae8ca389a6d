import ArgumentParser

/// What is wrong with the settings; all of it, so that one look mends it.
struct SettingsError: Error, Hashable, CustomStringConvertible {
    /// One sentence each, with the place first.
    let problems: [String]

    init(_ problems: [String]) { self.problems = problems }

    var description: String { problems.joined(separator: "\n") }

    /// Says on standard error what is wrong, and gives what the command then ends with: 78 (EX_CONFIG of sysexits).
    var said: ExitCode {
        for problem in problems { StandardError.say("copydesk: \(problem)") }
        return ExitCode(Sysexits.configuration)
    }
}

/// Finds the word that somebody may have meant.
enum Suggestion {
    /// The nearest of some words, where one is near.
    ///
    /// Levenshtein's distance, at most a third of the word.
    static func nearest(to word: String, among words: [String]) -> String? {
        let folded = Array(word.lowercased().utf8)
        let candidates = words.map { (distance(folded, Array($0.lowercased().utf8)), $0) }
        guard let best = candidates.min(by: { $0.0 < $1.0 }), best.0 <= max(2, word.utf8.count / 3) else {
            // Somebody may have left out the level: `maxBytes` for `limits.maxBytes`.
            return words.first { $0.lowercased().hasSuffix("." + word.lowercased()) }
        }
        return best.1
    }

    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substitution = diagonal + (right[column] == byte ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
