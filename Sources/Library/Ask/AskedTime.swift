package import Foundation

/// A day or a moment, as people write it; days are those of a calendar's time zone.
package struct AskedTime: Hashable, Sendable {
    /// Seconds since 1970.
    package let seconds: Int

    package init?(_ text: String, now: Date, calendar: Calendar) {
        let today = calendar.startOfDay(for: now)
        let day: Date?
        switch text {
        case "today": day = today
        case "yesterday": day = calendar.date(byAdding: .day, value: -1, to: today)
        default: day = Self.day(text, calendar)
        }
        if let day {
            seconds = Int(day.timeIntervalSince1970)
        } else if text.contains("T"), let exact = PublishedTime.seconds(text) {
            seconds = exact
        } else if let unit = ["h": 3_600, "d": 86_400, "w": 604_800][text.suffix(1)], let count = Int(text.dropLast()),
            (0...100_000).contains(count)
        {
            seconds = Int(now.timeIntervalSince1970) - count * unit
        } else {
            return nil
        }
    }

    /// The beginning of a day that is written as `2026-01-31`.
    private static func day(_ text: String, _ calendar: Calendar) -> Date? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return nil }
        let components = DateComponents(year: year, month: month, day: day)
        guard let date = calendar.date(from: components),
            calendar.dateComponents([.year, .month, .day], from: date) == components
        else { return nil }
        return date
    }
}
