/// One thing that `copydesk doctor` found out.
struct Finding: Hashable, Encodable {
    /// How much it matters.
    enum Severity: String, Encodable, CaseIterable {
        /// As it should be.
        case fine
        /// Good to know; nothing needs to be done.
        case note
        /// Documents are still worked on, but worse than they could be, or not for long.
        case warning
        /// Documents are not worked on, or not safely.
        case problem
    }

    var severity: Severity
    /// What it is about: `folders`.
    var area: String
    /// Whole sentences.
    var message: String
    /// What to paste into a shell, in this order, a line each.
    var commands: [String] = []
}

/// A part of the machine that `copydesk doctor` looks at.
protocol Check: Sendable {
    /// The part, as a heading.
    static var area: String { get }
    /// Looks; changes nothing.
    static func look(at machine: Examination) -> [Finding]
}

extension Check {
    static func finding(_ severity: Finding.Severity, _ message: String, _ commands: String...) -> Finding {
        Finding(severity: severity, area: area, message: message, commands: commands)
    }
}
