/// Why an attempt, or a document, failed: one line of a document's history.
///
/// Its JSON stands in the record of a claim and in `<name>.error.json`.
package struct Failure: Error, Hashable, Codable, Sendable {
    /// The kind of trouble in one word, as `invalid-utf8`, `too-large`, `crash`.
    package var reason: String
    /// All that a document can fail for.
    package static let reasons = [
        "attempts", "changed", "crash", "deadline", "empty", "exit", "invalid-utf8", "killed", "malformed", "memory",
        "not-text", "protocol", "start", "too-large", "undecodable", "unreadable", "unsupported-format",
    ]

    /// One sentence for a person.
    package var message: String
    /// Where in the document the trouble is, in bytes from its start.
    package var byteOffset: Int?
    /// The analyzer whose code ran when a worker was lost.
    package var analyzer: String?

    package init(reason: String, message: String, byteOffset: Int? = nil, analyzer: String? = nil) {
        self.reason = reason
        self.message = message
        self.byteOffset = byteOffset
        self.analyzer = analyzer
    }
}
