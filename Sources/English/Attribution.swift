import Linguistics

/// Whether a line is a sentence of a story, though it begins as notices, credits and invitations do.
package enum Attribution {
    /// Whether a line ends with who said it: *Reporting by officers was sloppy, the court found.*
    ///
    /// - Complexity: O(bytes).
    package static func ends(_ line: String) -> Bool {
        guard isEnded(line) else { return false }
        return line.split(separator: ",").dropFirst().suffix(mostClauses).contains(where: isAttribution)
    }

    /// Whether a line is a sentence with a verb in it, as no byline is: *By contrast, Arlen has three bridges.*
    ///
    /// - Complexity: O(bytes).
    package static func isSentence(_ line: String) -> Bool {
        guard isEnded(line) else { return false }
        return line.split { !$0.isLetter && $0 != "'" && $0 != "’" }.contains {
            Words.english.classes(of: WordHash(folding: String($0))).contains(.auxiliary)
        }
    }

    /// The last clauses that may tell who said it: *…, Lund said, and wept.*
    private static let mostClauses = 2
    private static let wordsOfAttribution = 2...8
    private static let perceiving = WordQuery.english(.perceivingVerb)

    private static func isEnded(_ line: String) -> Bool {
        line.last { !"\"”’') ".contains($0) } == "."
    }

    /// *the court found*, *said the mail*.
    private static func isAttribution(_ clause: Substring) -> Bool {
        let words = clause.split { !$0.isLetter && $0 != "'" && $0 != "’" && $0 != "-" }
        guard wordsOfAttribution.contains(words.count) else { return false }
        // *the court found*, *Holt told them*, *said the mail*
        return (words.prefix(1) + words.suffix(2)).contains { word in
            let hash = WordHash(folding: String(word))
            return CueLexicon.shared.entry(hash) != nil || perceiving.contains(hash)
        }
    }
}
