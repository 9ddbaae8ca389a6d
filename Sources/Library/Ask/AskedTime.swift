/// A day or a moment, as people write it.
///
/// Days are those of UTC, as months are in answers: so a day's documents are in its month, and the same question has the same
/// answer on every machine.
package struct AskedTime: Hashable, Sendable {
    /// Seconds since 1970.
    package let seconds: Int

    private static let secondsOfDay = 86_400

    /// Reads what somebody wrote at a moment, in seconds since 1970; nil where it is no time.
    package init?(_ text: String, now: Int) {
        let today = now - now % Self.secondsOfDay
        switch text {
        case "today": seconds = today
        case "yesterday": seconds = today - Self.secondsOfDay
        default:
            if let exact = PublishedTime.seconds(text), Self.isDay(text, exact) || text.contains("T") {
                seconds = exact
            } else if let unit = ["h": 3_600, "d": Self.secondsOfDay, "w": 7 * Self.secondsOfDay][text.suffix(1)],
                let count = Int(text.dropLast()), (0...100_000).contains(count)
            {
                seconds = now - count * unit
            } else {
                return nil
            }
        }
    }

    /// Whether a text is a day of the calendar and nothing else.
    private static func isDay(_ text: String, _ seconds: Int) -> Bool {
        text + "T00:00:00Z" == PublishedTime.text(seconds)
    }
}
