/// Times in data that people and programs have written in whatever form, where the form is plain: as `WireTime` and
/// `PageDate` have them, and as seconds since 1970.
enum WrittenTime {
    /// A time of JSON: a string, seconds or milliseconds since 1970, or an object that a database wraps one in.
    static func normalized(_ value: JSONValue) -> String? {
        switch value {
        case .number(let number): sinceEpoch(number)
        case .string(let text): normalized(text)
        case .object(let members): members.count == 1 ? members["$date"].flatMap(normalized) : nil
        case .null, .bool, .array: nil
        }
    }

    /// A time as written, where the whole of it is understood.
    ///
    /// As *28 November 2026, 14:05 GMT*, *11/28/2026*, `1795910400`.
    static func normalized(_ text: String) -> String? {
        let text = text.trimmingBlanks()
        if let time = WireTime.normalized(text) { return time }
        if text.utf8.count >= fewestDigits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return Double(text).flatMap(sinceEpoch)
        }
        // What JavaScript adds: *(Central European Standard Time)*.
        let words = text.last == ")" ? text.prefix { $0 != "(" } : text[...]
        let names = words.split { !$0.isLetter }.map { $0.lowercased() }
        guard names.allSatisfy(isOfTime) else { return nil }
        return PageDate.machine(String(words))?.text
    }

    /// Whether a word may stand in a time.
    private static func isOfTime(_ word: String) -> Bool {
        DateWords.months[word] != nil || DateWords.zones[word] != nil || PageWords.dateWord.contains(word)
            || word == "a" || word == "p" || word == "m" || word == "t" || word == "of"
    }

    /// Figures of fewer digits may be anything.
    private static let fewestDigits = 9
    /// The times that are taken, in seconds since 1970: from 1973 to 2100, so that none is a count of milliseconds as well.
    private static let times = 100_000_000.0..<4_102_444_800.0

    /// A time in seconds, or in milliseconds, since 1970.
    private static func sinceEpoch(_ number: Double) -> String? {
        let seconds = times.contains(number) ? number : number / 1000
        guard times.contains(seconds) else { return nil }
        let whole = Int(seconds)
        // Day 0 is a Thursday of 1970; 400 years have 146,097 days.
        var (year, days) = (1970, whole / 86_400)
        while case let length = WireTime.Parts.days(in: 2, of: year) + 337, days >= length {
            days -= length
            year += 1
        }
        var month = 1
        while case let length = WireTime.Parts.days(in: month, of: year), days >= length {
            days -= length
            month += 1
        }
        var parts = WireTime.Parts(year: year, month: month, day: days + 1)
        (parts.hour, parts.minute, parts.second) = (whole / 3600 % 24, whole / 60 % 60, whole % 60)
        parts.offset = 0
        return parts.description
    }
}
