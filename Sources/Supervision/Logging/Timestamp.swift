package import FoundationEssentials

/// Times as RFC 3339 has them, in UTC.
package enum Timestamp {
    /// To the millisecond.
    static func text(_ time: Date) -> String {
        time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// A time given in whole seconds since 1970.
    static func text(second: Int) -> String {
        Date(timeIntervalSince1970: Double(second)).formatted(.iso8601)
    }

    /// The time that `text(second:)` wrote; nil where it is none.
    package static func date(_ text: String) -> Date? {
        try? Date(text, strategy: .iso8601)
    }
}
