import Linguistics

/// A date or time as pages write it, checked and in one form.
struct PageDate: Hashable, Comparable, Sendable {
    var year: Int
    var month: Int
    var day: Int
    /// Seconds since midnight, where the time is known.
    var seconds: Int?
    /// The fraction of a second as written, with its point; empty where there is none.
    var fraction = ""
    /// Minutes east of Greenwich, where the zone is known.
    var zone: Int?
    /// The name of a zone that says more with the day and the country.
    private var zoneName: String?

    init?(year: Int, month: Int, day: Int, seconds: Int? = nil, fraction: String = "", zone: Int? = nil) {
        guard (1900...2100).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(in: month, of: year), (0..<86_401).contains(seconds ?? 0), abs(zone ?? 0) <= 15 * 60
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.seconds = seconds
        self.fraction = fraction
        self.zone = zone
    }

    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1 March 0000, in which leap days come last.
    private var dayNumber: Int {
        let shifted = month < 3 ? year - 1 : year
        let months = (month + 9) % 12
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (months * 306 + 5) / 10 + day - 1
    }

    private var instant: Int { dayNumber * 86_400 + (seconds ?? 0) - (zone ?? 0) * 60 }

    static func < (left: PageDate, right: PageDate) -> Bool { left.instant < right.instant }

    /// RFC 3339: in UTC where the zone is known, without a zone where it is not, the date alone where there is no time.
    var text: String {
        guard var seconds else { return Self.text(year, month, day) }
        var (year, month, day) = (year, month, day)
        if let zone {
            seconds -= zone * 60
            if seconds < 0 {
                seconds += 86_400
                day -= 1
                if day == 0 {
                    month -= 1
                    if month == 0 { (year, month) = (year - 1, 12) }
                    day = Self.days(in: month, of: year)
                }
            } else if seconds >= 86_400 {
                seconds -= 86_400
                day += 1
                if day > Self.days(in: month, of: year) {
                    (month, day) = (month + 1, 1)
                    if month == 13 { (year, month) = (year + 1, 1) }
                }
            }
        }
        let time = "T\(Self.two(seconds / 3600)):\(Self.two(seconds / 60 % 60)):\(Self.two(seconds % 60))"
        return Self.text(year, month, day) + time + fraction + (zone == nil ? "" : "Z")
    }

    private static func text(_ year: Int, _ month: Int, _ day: Int) -> String {
        "\(year)-\(two(month))-\(two(day))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension PageDate {
    /// What stands first in a date in figures.
    enum Order: Sendable { case day, month }

    /// The first date in some words, with the time behind it; nil where there is none.
    ///
    /// Dates in figures alone count where the order of day and month is plain, or known.
    ///
    /// - Parameters:
    ///   - words: The words.
    ///   - order: The order of day and month where the page comes from, if that is known.
    ///   - region: The country that it comes from, if that is known.
    /// - Returns: The date.
    static func first(in words: String, order: Order? = nil, region: String? = nil) -> PageDate? {
        let parts = Self.parts(of: words)
        for index in parts.indices {
            guard var date = date(parts, at: index, order) else { continue }
            if date.zone == nil, let name = date.zoneName {
                date.zone = ZoneName.offset(of: name, year: date.year, month: date.month, day: date.day, region: region)
            }
            return date
        }
        return nil
    }

    /// A machine's date: ISO 8601, RFC 822 and their like, and nothing else in the string.
    static func machine(_ words: String) -> PageDate? {
        guard words.utf8.count <= 60 else { return nil }
        return first(in: words)
    }

    /// A word, a number, or a sign.
    private enum Part: Equatable {
        case word(String)
        case number(Int, digits: Int)
        case sign(UInt8)
    }

    /// No more of a text is looked at for one date.
    private static let longest = 400

    private static func parts(of words: String) -> [Part] {
        var parts: [Part] = []
        let bytes = Array(words.utf8.prefix(longest))
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let start = index
            if byte.isASCIIDigit {
                while index < bytes.count, bytes[index].isASCIIDigit {
                    index += 1
                }
                let digits = String(decoding: bytes[start..<index], as: UTF8.self)
                parts.append(.number(Int(digits) ?? -1, digits: index - start))
            } else if let width = markWidth(bytes, index) {
                parts.append(.sign(UInt8(ascii: "|")))
                index += width
            } else if byte.isASCIILetter || byte >= 0x80 {
                while index < bytes.count,
                    bytes[index].isASCIILetter
                        || bytes[index] >= 0x80 && markWidth(bytes, index) == nil
                { index += 1 }
                parts.append(.word(String(decoding: bytes[start..<index], as: UTF8.self).lowercased()))
            } else {
                if byte != 0x20 && byte != 0x0A && byte != 0x09 {
                    parts.append(.sign(byte))
                } else if parts.last != .sign(0x20) {
                    parts.append(.sign(0x20))
                }
                index += 1
            }
        }
        return parts
    }

    /// The width of a middle dot or of a sign of general punctuation at a byte: they part words, U+2019 too.
    private static func markWidth(_ bytes: [UInt8], _ index: Int) -> Int? {
        if bytes[index] == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0xB7 || bytes[index + 1] == 0xA0 {
            return 2
        }
        return bytes[index] == 0xE2 && index + 2 < bytes.count && bytes[index + 1] == 0x80 ? 3 : nil
    }

    private static func date(_ parts: [Part], at index: Int, _ order: Order?) -> PageDate? {
        // 2014-03-04, 2014/3/4, 2014.03.04, 20140304
        if case .number(let year, digits: 4) = parts[index], index + 4 < parts.count,
            case .sign(let sign) = parts[index + 1],
            [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(sign), parts[index + 3] == .sign(sign),
            case .number(let month, let monthDigits) = parts[index + 2], monthDigits <= 2,
            case .number(let day, let dayDigits) = parts[index + 4], dayDigits <= 2,
            let date = PageDate(year: year, month: month, day: day)
        {
            return date.with(timeFrom: parts, index + 5)
        }
        if case .number(let value, digits: 8) = parts[index],
            let date = PageDate(year: value / 10_000, month: value / 100 % 100, day: value % 100), date.year >= 1990
        {
            return date.with(timeFrom: parts, index + 1)
        }
        let rest = parts[index..<min(parts.count, index + 14)].enumerated().filter {
            $0.element != .sign(0x20) && $0.element != .sign(0x2C)
        }.prefix(6)
        let items = rest.map(\.element)
        func end(_ count: Int) -> Int { index + rest[rest.startIndex + count - 1].offset + 1 }
        // March 4, 2014; Mar. 4th 2014
        if case .word(let name) = items.first, let month = DateWords.months[name] {
            var next = 1
            if items.count > next, items[next] == .sign(UInt8(ascii: ".")) { next += 1 }
            if items.count > next, case .number(let day, let digits) = items[next], digits <= 2 {
                next += 1
                if items.count > next, case .word(let ending) = items[next], ordinals.contains(ending) { next += 1 }
                if items.count > next, case .number(let year, digits: 4) = items[next],
                    let date = PageDate(year: year, month: month, day: day)
                {
                    return date.with(timeFrom: parts, end(next + 1))
                }
            }
        }
        // 4 March 2014; 4th of March, 2014; 04-Mar-2014; 4. März 2014
        if case .number(let day, let digits) = items.first, digits <= 2 {
            var next = 1
            while next < items.count {
                if case .word(let word) = items[next], ordinals.contains(word) || word == "of" || word == "de" {
                    next += 1
                } else if items[next] == .sign(UInt8(ascii: ".")) || items[next] == .sign(UInt8(ascii: "-")) {
                    next += 1
                } else {
                    break
                }
            }
            if next < items.count, case .word(let name) = items[next], let month = DateWords.months[name] {
                next += 1
                while next < items.count,
                    items[next] == .sign(UInt8(ascii: ".")) || items[next] == .sign(UInt8(ascii: "-"))
                        || items[next] == .word("de")
                { next += 1 }
                if next < items.count, case .number(let year, digits: 4) = items[next],
                    let date = PageDate(year: year, month: month, day: day)
                {
                    return date.with(timeFrom: parts, end(next + 1))
                }
            }
            // 04/13/2014, 13.04.2014, 13.04.14: where one of the two can be no month, both are the same, or points say it.
            if items.count >= 5, case .sign(let sign) = items[1], [0x2F, 0x2E, 0x2D].contains(sign),
                items[3] == .sign(sign),
                case .number(let second, let secondDigits) = items[2], secondDigits <= 2,
                case .number(let given, let yearDigits) = items[4], yearDigits == 4 || yearDigits == 2 && sign != 0x2D
            {
                let year = yearDigits == 4 ? given : given + (given < 70 ? 2000 : 1900)
                if day > 12 || sign == 0x2E || day == second || second <= 12 && order == .day {
                    return PageDate(year: year, month: second, day: day)?.with(timeFrom: parts, end(5))
                }
                if second > 12 || order == .month {
                    return PageDate(year: year, month: day, day: second)?.with(timeFrom: parts, end(5))
                }
            }
        }
        return nil
    }

    /// What follows a day's number.
    private static let ordinals: Set<String> = ["st", "nd", "rd", "th", "er", "º"]

    /// Whether a word in lower case names a month.
    static func isMonth(_ word: String) -> Bool { DateWords.months[word] != nil }

    /// The date with the time that stands behind it within a few signs: `T10:00:00.123+02:00`, `at 5:15 p.m. EST`.
    private func with(timeFrom parts: [Part], _ start: Int) -> PageDate {
        var index = start
        let limit = min(parts.count, start + 7)
        while index < limit {
            if case .number(let hour, let digits) = parts[index] {
                if digits > 2 { return self }
                let isTime = index + 2 < parts.count && parts[index + 1] == .sign(UInt8(ascii: ":"))
                if isTime, case .number(let minute, digits: 2) = parts[index + 2], hour < 25, minute < 60 {
                    return with(hour: hour, minute: minute, rest: parts, index + 3)
                }
                // *10.15 GMT*, *7.05pm*
                if index + 2 < parts.count, parts[index + 1] == .sign(UInt8(ascii: ".")),
                    case .number(let minute, digits: 2) = parts[index + 2], hour < 25, minute < 60,
                    Self.half(parts, index + 3) != nil || Self.namesZone(parts, index + 3)
                {
                    return with(hour: hour, minute: minute, rest: parts, index + 3)
                }
                if index + 2 < parts.count, let isAfternoon = Self.half(parts, index + 1)?.isAfternoon,
                    (1...12).contains(hour)
                {
                    return with(hour: hour, minute: 0, rest: parts, index + 1, isAfternoon: isAfternoon)
                }
                return self
            }
            if case .word(let word) = parts[index], DateWords.months[word] != nil { return self }
            index += 1
        }
        return self
    }

    /// Whether `a.m.` or `p.m.` stands at a part, in any form, and what comes behind it.
    private static func half(_ parts: [Part], _ start: Int) -> (isAfternoon: Bool, end: Int)? {
        var index = start
        while index < parts.count, parts[index] == .sign(0x20) { index += 1 }
        guard index < parts.count, case .word(let word) = parts[index] else { return nil }
        if word == "am" || word == "pm" { return (word == "pm", index + 1) }
        guard word == "a" || word == "p", index + 2 < parts.count, parts[index + 1] == .sign(UInt8(ascii: ".")),
            parts[index + 2] == .word("m")
        else { return nil }
        index += 3
        if index < parts.count, parts[index] == .sign(UInt8(ascii: ".")) { index += 1 }
        return (word == "p", index)
    }

    private func with(
        hour: Int, minute: Int, rest parts: [Part], _ start: Int, isAfternoon: Bool? = nil
    ) -> PageDate {
        var index = start
        var second = 0
        var fraction = ""
        if index + 1 < parts.count, parts[index] == .sign(UInt8(ascii: ":")),
            case .number(let value, digits: 2) = parts[index + 1],
            value <= 60
        {
            second = min(59, value)
            index += 2
            if index + 1 < parts.count,
                parts[index] == .sign(UInt8(ascii: ".")) || parts[index] == .sign(UInt8(ascii: ",")),
                case .number(let value, let digits) = parts[index + 1], value >= 0
            {
                let text = "\(value)"
                fraction = "." + String(repeating: "0", count: max(0, digits - text.count)) + text
                if value == 0 { fraction = "" }
                index += 2
            }
        }
        var hour = hour
        if let half = Self.half(parts, index) {
            if hour <= 12 { hour = hour % 12 + (half.isAfternoon ? 12 : 0) }
            index = half.end
        }
        guard
            var date = PageDate(
                year: year, month: month, day: day, seconds: hour * 3600 + minute * 60 + second, fraction: fraction,
                zone: Self.zone(parts, index))
        else { return self }
        let behind = parts[min(index, parts.count)...].first { $0 != .sign(0x20) && $0 != .sign(UInt8(ascii: "(")) }
        if case .word(let name) = behind, ZoneName.isKnown(name) { date.zoneName = name }
        return date
    }

    /// Whether the name of a zone stands at a part.
    private static func namesZone(_ parts: [Part], _ start: Int) -> Bool {
        guard case .word(let name)? = parts[min(start, parts.count)...].first(where: { $0 != .sign(0x20) }) else {
            return false
        }
        return DateWords.zones[name] != nil || ZoneName.isKnown(name)
    }

    private static func zone(_ parts: [Part], _ start: Int) -> Int? {
        var index = start
        while index < parts.count, parts[index] == .sign(0x20) || parts[index] == .sign(UInt8(ascii: "(")) {
            index += 1
        }
        guard index < parts.count else { return nil }
        if case .word(let name) = parts[index] {
            // *GMT+2*
            let isShifted = index + 2 < parts.count && [.sign(0x2B), .sign(0x2D)].contains(parts[index + 1])
            guard isShifted, DateWords.zones[name] == 0, case .number(_, let digits) = parts[index + 2], digits <= 4
            else {
                return DateWords.zones[name]
            }
            index += 1
        }
        guard case .sign(let sign) = parts[index], sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            index + 1 < parts.count,
            case .number(let value, let digits) = parts[index + 1]
        else { return nil }
        let direction = sign == UInt8(ascii: "+") ? 1 : -1
        if digits == 4 { return direction * (value / 100 * 60 + value % 100) }
        guard digits <= 2 else { return nil }
        if index + 3 < parts.count, parts[index + 2] == .sign(UInt8(ascii: ":")),
            case .number(let minutes, digits: 2) = parts[index + 3]
        {
            return direction * (value * 60 + minutes)
        }
        return direction * value * 60
    }

    /// So many words in small letters behind a date are a sentence's.
    private static let longestBehind = 3

    /// Whether a line is a sentence that goes on behind its date: *Published on 3 March, the study runs to 400 pages.*
    static func isOfSentence(_ line: String) -> Bool {
        guard line.last == ".", let comma = line.firstIndex(of: ",") else { return false }
        let rest = line[line.index(after: comma)...].split(separator: " ")
        guard let first = rest.first, first.first?.isLowercase == true, first != "at", first != "by" else {
            return false
        }
        return rest.count { $0.first?.isLowercase == true } >= longestBehind
    }
}
