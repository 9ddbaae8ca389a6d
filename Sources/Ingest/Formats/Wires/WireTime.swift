import Linguistics

/// Times as news formats write them, made into one form: RFC 3339, in UTC where a zone is given, as given where not.
///
/// A time is taken only where the whole of it is understood and its parts are in range.
enum WireTime {
    /// A time of ISO 8601 (extended or basic, with or without seconds, fraction and zone), of RFC 5322 as feeds have it, or
    /// a date alone.
    static func normalized(_ text: some StringProtocol) -> String? {
        let text = text.trimmingBlanks()
        guard (8...64).contains(text.utf8.count) else { return nil }
        return (iso(text) ?? feed(text))?.description
    }

    /// A point in time or a day, with what of it is known.
    struct Parts: Hashable, CustomStringConvertible {
        var year: Int
        var month: Int
        var day: Int
        var hour: Int?
        var minute = 0
        var second = 0
        /// The digits of a fraction of a second as written.
        var fraction = ""
        /// Minutes east of UTC; nil where no zone is given.
        var offset: Int?

        /// Whether its parts are in range.
        var isValid: Bool {
            guard (1...12).contains(month), (1...9999).contains(year),
                (1...Self.days(in: month, of: year)).contains(day)
            else { return false }
            guard let hour else { return true }
            let isMidnight = hour == 24 && minute == 0 && second == 0
            let isLeap = second == 60 && minute == 59
            return ((0...23).contains(hour) || isMidnight) && (0...59).contains(minute)
                && ((0...59).contains(second) || isLeap) && offset.map { abs($0) <= 14 * 60 } ?? true
        }

        static func days(in month: Int, of year: Int) -> Int {
            let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        }

        var description: String {
            guard let hour else { return Self.date(year, month, day) }
            // Minutes since the first day of the era that is counted in, then back.
            var minutes = Self.daysSinceEra(year, month, day) * 1440 + hour * 60 + minute - (offset ?? 0)
            let second = second == 60 ? 59 : second
            let days = minutes >= 0 ? minutes / 1440 : (minutes - 1439) / 1440
            minutes -= days * 1440
            let date = Self.civil(days)
            var fraction = fraction[...]
            while fraction.last == "0" { fraction = fraction.dropLast() }
            return Self.date(date.year, date.month, date.day) + "T" + Self.padded(minutes / 60) + ":"
                + Self.padded(minutes % 60) + ":" + Self.padded(second) + (fraction.isEmpty ? "" : "." + fraction)
                + (offset == nil ? "" : "Z")
        }

        /// The day of the week, Sunday as 0: day 0 of the era was a Wednesday.
        var weekday: Int { (Self.daysSinceEra(year, month, day) + 3) % 7 }

        private static func date(_ year: Int, _ month: Int, _ day: Int) -> String {
            padded(year, 4) + "-" + padded(month) + "-" + padded(day)
        }

        private static func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }

        /// Days since 1 March of year 0 (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms, days_from_civil).
        private static func daysSinceEra(_ year: Int, _ month: Int, _ day: Int) -> Int {
            let year = month <= 2 ? year - 1 : year
            let era = year / 400
            let ofEra = year - era * 400
            let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
            return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear
        }

        /// The date of such a day (civil_from_days).
        private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
            let era = (days >= 0 ? days : days - 146_096) / 146_097
            let ofEra = days - era * 146_097
            let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
            let ofYear = ofEra - (365 * year + year / 4 - year / 100)
            let shifted = (5 * ofYear + 2) / 153
            let month = shifted < 10 ? shifted + 3 : shifted - 9
            return (year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shifted + 2) / 5 + 1)
        }
    }

    /// The next time that a clock on a day of the week shows, behind another time.
    ///
    /// - Parameters:
    ///   - weekday: The day, Sunday as 0.
    ///   - hour: The hour.
    ///   - minute: The minute.
    ///   - offset: Minutes east of UTC of the zone that the hour is in, on a day; nil where none is known.
    ///   - reference: The other time, normalized.
    /// - Returns: The time; nil where it has passed on that very day.
    static func next(_ weekday: Int, hour: Int, minute: Int, offset: (Parts) -> Int?, behind reference: String)
        -> String?
    {
        guard var start = iso(reference) else { return nil }
        let hasTime = start.hour != nil
        // The day that it is where the hour is meant.
        if start.offset != nil, let offset = offset(start) { start.minute += offset }
        start.offset = nil
        start.hour = start.hour ?? 0
        guard let local = iso(start.description) else { return nil }
        let ahead = (weekday - local.weekday + 7) % 7
        if ahead == 0, hasTime, (local.hour ?? 0) * 60 + local.minute >= hour * 60 + minute { return nil }
        var parts = Parts(year: local.year, month: local.month, day: local.day)
        parts.hour = hour + 24 * ahead
        parts.minute = minute
        guard var time = iso(parts.description) else { return nil }
        time.offset = offset(time)
        return time.description
    }

    private static func iso(_ text: String) -> Parts? {
        var reader = Reader(text)
        guard let year = reader.digits(4) else { return nil }
        let isExtended = reader.take("-")
        guard let month = reader.digits(2), reader.take("-") == isExtended, let day = reader.digits(2) else {
            return nil
        }
        var parts = Parts(year: year, month: month, day: day)
        if reader.take("T") || reader.take("t") || reader.take(" ") {
            guard let hour = reader.digits(2) else { return nil }
            parts.hour = hour
            let hasColon = reader.take(":")
            if let minute = reader.digits(2) {
                parts.minute = minute
                if hasColon ? reader.take(":") : reader.isAtDigit {
                    guard let second = reader.digits(2) else { return nil }
                    parts.second = second
                    if reader.take(".") || reader.take(",") {
                        guard let fraction = reader.fraction() else { return nil }
                        parts.fraction = fraction
                    }
                }
            } else if hasColon {
                return nil
            }
            _ = reader.take(" ")
            guard reader.zone(&parts.offset) else { return nil }
        } else if reader.take("Z") || reader.take("z") {
            // A date alone with a zone is a date alone.
        }
        return reader.isAtEnd && parts.isValid ? parts : nil
    }

    /// *Tue, 14 Oct 2026 09:30:00 +0200*, also without the day's name or seconds.
    private static func feed(_ text: String) -> Parts? {
        var words = text.split(separator: " ").map(String.init)
        if let first = words.first, first.last == "," || first.allSatisfy(\.isLetter) { words.removeFirst() }
        guard (3...5).contains(words.count), let day = number(words[0], 1...2), let year = number(words[2], 2...4),
            let month = month(words[1])
        else { return nil }
        // RFC 5322, 4.3: years of two digits.
        var parts = Parts(year: year < 50 ? year + 2000 : year < 1000 ? year + 1900 : year, month: month, day: day)
        if words.count > 3 {
            let time = words[3].split(separator: ":").map(String.init)
            guard (2...3).contains(time.count), let hour = number(time[0], 1...2), let minute = number(time[1], 2...2)
            else { return nil }
            parts.hour = hour
            parts.minute = minute
            if time.count == 3 {
                guard let second = number(time[2], 2...2) else { return nil }
                parts.second = second
            }
        }
        if words.count > 4 {
            let offset =
                zone(named: words[4])
                ?? ZoneName.offset(of: words[4], year: parts.year, month: parts.month, day: parts.day)
            guard offset != nil || ZoneName.isKnown(words[4]) else { return nil }
            parts.offset = offset
        }
        return parts.isValid ? parts : nil
    }

    /// The minutes east of UTC of a zone such as *EDT*, *GMT* or *+0200*; nil for one that is not known.
    static func zone(named name: String) -> Int? {
        if let minutes = DateWords.zones[name.lowercased()] { return minutes }
        var reader = Reader(name)
        var offset: Int?
        return reader.zone(&offset) && reader.isAtEnd ? offset : nil
    }

    /// The number of a month by its name or the first three letters of it.
    static func month(_ name: some StringProtocol) -> Int? {
        let name = name.lowercased()
        // RFC 5322 writes three letters, others more of the English name.
        return name.utf8.count < 3 ? nil : DateWords.months[name] ?? DateWords.months[String(name.prefix(3))]
    }

    private static func number(_ text: String, _ length: ClosedRange<Int>) -> Int? {
        length.contains(text.utf8.count) && text.utf8.allSatisfy(\.isASCIIDigit) ? Int(text) : nil
    }

    private struct Reader {
        private var rest: Substring.UTF8View

        init(_ text: String) { rest = text[...].utf8 }

        var isAtEnd: Bool { rest.isEmpty }
        var isAtDigit: Bool { rest.first.map { $0.isASCIIDigit } ?? false }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            let taken = rest.prefix(count)
            guard taken.count == count, taken.allSatisfy(\.isASCIIDigit) else { return nil }
            rest.removeFirst(count)
            return Int(String(decoding: taken, as: UTF8.self))
        }

        mutating func fraction() -> String? {
            let taken = rest.prefix { $0.isASCIIDigit }
            guard !taken.isEmpty else { return nil }
            rest.removeFirst(taken.count)
            return String(decoding: taken, as: UTF8.self)
        }

        /// Reads *Z*, *+02:00*, *+0200*, *+02* or nothing.
        mutating func zone(_ offset: inout Int?) -> Bool {
            if isAtEnd { return true }
            if take("Z") || take("z") {
                offset = 0
                return true
            }
            let isWest = take("-")
            guard isWest || take("+"), let hours = digits(2) else { return false }
            let hasColon = take(":")
            let minutes = digits(2)
            guard !hasColon || minutes != nil, minutes ?? 0 < 60 else { return false }
            let total = hours * 60 + (minutes ?? 0)
            offset = isWest ? -total : total
            return true
        }
    }
}
