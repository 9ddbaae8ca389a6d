/// Where the log goes and how it looks there.
package enum LogFormat: String, CaseIterable, Sendable {
    /// The journal when standard error is connected to it, else lines for people.
    case automatic = "auto"
    /// The journal, with fields.
    case journal
    /// Lines for people.
    case text
    /// One JSON object a line.
    case json
}
