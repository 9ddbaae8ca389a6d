import Discourse
import English
import Linguistics

/// Embargoes that only words tell.
///
/// As *EMBARGOED UNTIL 0001 GMT, OCT. 15, 2026* or *Not for publication before 12:30, 15 October*.
enum WireEmbargo {
    /// The embargo that notes for editors say, as a time, or as their words where no time can be read in them.
    ///
    /// - Parameters:
    ///   - notes: The notes.
    ///   - reference: A time of the item as written, for a date without a year.
    /// - Returns: The embargo; nil where none says one.
    static func said(in notes: [String], reference: String?) -> String? {
        for note in notes {
            guard let words = holdingWords(note) else { continue }
            return time(in: words, reference: reference) ?? String(note.prefix(80))
        }
        return nil
    }

    /// The embargo that a line begins with, and what comes behind it.
    ///
    /// As *EMBARGOED until 6 a.m. EDT Thursday: Budget passes*.
    ///
    /// - Returns: Nil where it begins with none, as *Embargoed goods pile up* does.
    static func clause(of line: some StringProtocol) -> (note: String, rest: String)? {
        let text = String(line).trimmingBlanks()
        let before = text.prefix { !$0.isLetter }
        guard before.count <= 4, let start = holdingWords(text) else { return nil }
        var end = start.startIndex
        var hasFigure = false
        var count = 0
        var words = start.split { $0.isWhitespace || $0 == "/" || $0 == "," }[...]
        while let word = words.first, count < Self.longestClause, isPart(word, before: words.dropFirst().first, count) {
            if word.contains(where: \.isNumber) || WireWords.all.weekdays[bare(word)] != nil { hasFigure = true }
            end = word.endIndex
            count += 1
            words = words.dropFirst()
            // A colon ends it, but not that behind its first word.
            if word.last == ":", hasFigure { break }
            if let next = words.first,
                !text[end..<next.startIndex].allSatisfy({ $0.isWhitespace || $0 == "," || $0 == "/" })
            {
                break
            }
        }
        guard count > 0 else { return nil }
        let rest = text[end...].drop { " .,:;)]/|*-–—=<\t".contains($0) }
        let note = text[..<end].drop { "([*^".contains($0) || $0.isWhitespace }.droppingLast { " :-–—,)]".contains($0) }
        if rest.isEmpty { return (String(note), "") }
        let gap = text[end..<rest.startIndex]
        let isParted = text[..<end].last == ":" || gap.contains { ":;)]/|-–—".contains($0) }
        let isShouted = !note.contains(where: \.isLowercase) && rest.contains(where: \.isLowercase)
        // *Embargo: the long road* and *Embargoed goods* are headlines.
        let isNamed = hasFigure || isShouted || LeadingWords(note).words.count > 1
        return isNamed && (isParted || isShouted) ? (String(note), String(rest)) : nil
    }

    /// How many words an embargo's clause has at most.
    private static let longestClause = 20

    /// Whether a word is part of an embargo's clause: what it begins with, figures, months, days, zones.
    private static func isPart(_ word: Substring, before next: Substring?, _ count: Int) -> Bool {
        let bare = bare(word)
        let isFirst = count < 4
        // *EMBARGOED - Hold for release until …*
        if bare.isEmpty, let next { return ["hold", "until", "not", "strictly"].contains(Self.bare(next)) }
        if isFirst,
            bare.hasPrefix("embargo") || bare == "strictly" || bare == "under" || bare == "hold" || bare == "sperrfrist"
        {
            return true
        }
        guard let first = bare.first else { return false }
        return first.isNumber || WireWords.all.clock.contains(bare) || WireWords.all.weekdays[bare] != nil
            || isMonth(bare) || WireTime.zone(named: bare) != nil || ZoneName.isKnown(bare)
    }

    private static func bare(_ word: some StringProtocol) -> String {
        word.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    /// What holds an item back, to the note's end; nil where nothing does.
    ///
    /// It may be said to editors (*Editors: Embargoed until …*) or of the item (*This story is embargoed until …*).
    private static func holdingWords(_ note: String) -> Substring? {
        var rest = note.drop { !$0.isLetter }
        if holds(LeadingWords(rest)) { return rest }
        let leading = LeadingWords(rest)
        var skipped = leading.count(in: WireWords.all.notes)
        if skipped == 0 {
            while skipped < leading.words.count, WireWords.all.pointers[leading.words[skipped]] != nil { skipped += 1 }
            guard skipped > 0, skipped + 1 < leading.words.count, WireWords.all.items[leading.words[skipped]] != nil,
                WireWords.all.is.contains(leading.words[skipped + 1])
            else { return nil }
            skipped += 2
        }
        rest = rest[leading.ends[skipped - 1]...].drop { !$0.isLetter }
        return holds(LeadingWords(rest)) ? rest : nil
    }

    private static func holds(_ leading: LeadingWords) -> Bool {
        let phrase = leading.words
        guard let first = phrase.first else { return false }
        return first == "embargoed" || first == "sperrfrist" || phrase.starts(with: ["hold", "for", "release"])
            || phrase.starts(with: ["strictly", "embargoed"]) || phrase.starts(with: ["under", "embargo", "until"])
            || (first == "embargo" && phrase.count > 1 && !WireWords.all.free.contains(phrase[1]))
            || (first == "not" && phrase.count > 3 && phrase[1] == "for"
                && (phrase[3] == "before" || phrase[3] == "until"))
    }

    /// The time that words say: hours with a zone, and a date or the day of the week that comes next.
    ///
    /// - Parameters:
    ///   - text: The words.
    ///   - reference: A time of the item, for a date without a year and for a day of the week.
    /// - Returns: The time; nil where hours or day are not said.
    static func time(in text: some StringProtocol, reference: String?) -> String? {
        let reference = reference.flatMap(WireTime.normalized)
        let words = text.split { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "/" }.map { word in
            String(word.drop { "([\"".contains($0) }.droppingLast { ")].\"".contains($0) })
        }
        var clock: (hour: Int, minute: Int)?
        var offset: Int?
        var month: Int?
        var day: Int?
        var weekday: Int?
        var zoneName: String?
        var year = reference.flatMap { Int($0.prefix(4)) }
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1] : ""
            if month == nil, let found = WireTime.month(word), word.allSatisfy({ $0.isLetter }), isMonth(word) {
                month = found
                // *15 October* or *October 15*
                day = number(next, 1...31) ?? (index > 0 ? number(words[index - 1], 1...31) : nil)
            } else if let found = hours(word, next), clock == nil {
                clock = found
            } else if let zone = WireTime.zone(named: word), word.first?.isLetter ?? false, word.count >= 2 {
                offset = zone
            } else if ZoneName.isKnown(word), index > 0 {
                zoneName = word
            } else if let number = number(word, 2000...2100), month != nil {
                year = number
            } else if weekday == nil, let found = WireWords.all.weekdays[bare(word)] {
                weekday = found
            }
        }
        let known = offset
        func zone(on day: WireTime.Parts) -> Int? {
            known
                ?? zoneName.flatMap { ZoneName.offset(of: $0, year: day.year, month: day.month, day: day.day) }
        }
        if month == nil, let weekday, let clock, let reference {
            return WireTime.next(
                weekday, hour: clock.hour, minute: clock.minute, offset: zone(on:), behind: reference)
        }
        guard let month, let day, let year else { return nil }
        var parts = WireTime.Parts(year: year, month: month, day: day)
        if let clock {
            parts.hour = clock.hour
            parts.minute = clock.minute
            parts.offset = zone(on: parts)
        }
        return parts.isValid && clock != nil ? parts.description : nil
    }

    private static func isMonth(_ word: String) -> Bool {
        BlockWords.months.contains(WordHash(folding: word)) && WireTime.month(word) != nil
    }

    /// *0001*, *00:01*, *6 a.m.*, *6:30 pm*, *noon*, *midnight*; four digits alone are a time only before a zone.
    private static func hours(_ word: String, _ next: String) -> (hour: Int, minute: Int)? {
        let lower = word.lowercased()
        if lower == "noon" || lower == "12noon" { return (12, 0) }
        if lower == "midnight" { return (0, 0) }
        let digits = lower.prefix { $0.isNumber || $0 == ":" || ($0 == "." && lower.count > 3) }.droppingLast {
            $0 == "." || $0 == ":"
        }
        let ending =
            lower.dropFirst(digits.count).filter { $0.isLetter }
            + (lower.count == digits.count ? next.lowercased().filter { $0.isLetter } : "")
        let half = ending == "am" ? 0 : ending == "pm" ? 12 : nil as Int?
        let parts = digits.split { $0 == ":" || $0 == "." }.map { String($0) }
        if parts.count == 2, let hour = number(parts[0], 0...24), let minute = number(parts[1], 0...59),
            parts[1].count == 2
        {
            return (half.map { hour % 12 + $0 } ?? hour, minute)
        }
        if parts.count == 1, let half, let hour = number(parts[0], 1...12) { return (hour % 12 + half, 0) }
        if parts.count == 1, digits.count == 4,
            WireTime.zone(named: next) != nil || ["hrs", "hours", "h"].contains(next.lowercased())
                || ["hrs", "h"].contains(ending),
            let value = number(String(digits), 0...2400)
        {
            return (value / 100, value % 100)
        }
        return nil
    }

    private static func number(_ word: String, _ range: ClosedRange<Int>) -> Int? {
        let digits = word.droppingLast { $0 == "," || $0 == "." }
        guard !digits.isEmpty, digits.utf8.count <= 4, digits.utf8.allSatisfy(\.isASCIIDigit),
            let number = Int(digits), range.contains(number)
        else { return nil }
        return number
    }
}
