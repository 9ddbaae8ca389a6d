/// A time as reports have it (RFC 3339), in seconds since 1970.
///
/// One without a zone counts as UTC, and one without a time of day as its first second.
package enum PublishedTime {
    /// - Returns: Nil where the text begins with no date.
    package static func seconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            return bytes[start..<(start + count)].reduce(0) { sum, byte in
                guard let sum, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                return sum * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-"), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var seconds = days(year, month, day) * 86_400
        guard let hour = number(11, 2), let minute = number(14, 2) else { return seconds }
        seconds += hour * 3_600 + minute * 60 + (number(17, 2) ?? 0)
        guard bytes.count > 17,
            let sign = bytes[16...].lastIndex(where: { [UInt8(ascii: "+"), UInt8(ascii: "-")].contains($0) }),
            let hours = number(sign + 1, 2)
        else { return seconds }
        let offset = hours * 3_600 + (number(sign + 4, 2) ?? 0) * 60
        return seconds - (bytes[sign] == UInt8(ascii: "-") ? -offset : offset)
    }

    /// - Returns: Nil, too, for what is not after a moment.
    static func seconds(_ text: String?, after now: Int) -> Int? {
        text.flatMap { seconds($0) }.flatMap { $0 > now ? $0 : nil }
    }

    /// Days since 1970 of a date of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let ofEra = year - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    /// The date of a day since 1970 (Hinnant, as above); months and days from 1.
    private static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
        let day = number + 719_468
        let era = (day >= 0 ? day : day - 146_096) / 146_097
        let ofEra = day - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func day(of seconds: Int) -> Int { (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 }

    /// A time as RFC 3339 has it, in UTC.
    package static func text(_ seconds: Int) -> String {
        let day = day(of: seconds)
        let (year, month, dayOfMonth) = date(ofDay: day)
        let rest = seconds - day * 86_400
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
            + "\(padded(rest / 3_600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))Z"
    }

    /// A time of a stored file; a number of seconds, too, as earlier versions wrote it.
    static func decode<Key: CodingKey>(_ key: Key, of fields: KeyedDecodingContainer<Key>) throws -> Int {
        if let seconds = try? fields.decode(Int.self, forKey: key) { return seconds }
        let text = try fields.decode(String.self, forKey: key)
        guard let seconds = seconds(text) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: fields, debugDescription: "'\(text)' is no time")
        }
        return seconds
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The month of a time, as a number of months since the year 0.
    package static func month(of seconds: Int) -> Int {
        let date = date(ofDay: day(of: seconds))
        return date.year * 12 + date.month - 1
    }

    /// A month as people write it: `2026-01`.
    package static func text(ofMonth month: Int) -> String {
        "\(padded(month / 12, 4))-\(padded(month % 12 + 1, 2))"
    }
}
