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
            let year = reference.flatMap(WireTime.normalized).flatMap { Int($0.prefix(4)) }
            return time(in: words, year: year) ?? String(note.prefix(80))
        }
        return nil
    }

    /// What follows the words that hold an item back; nil where nothing does.
    private static func holdingWords(_ note: String) -> Substring? {
        let leading = LeadingWords(note.drop { !$0.isLetter })
        let phrase = leading.words
        guard let first = phrase.first else { return nil }
        let holds =
            first == "embargoed" || first == "sperrfrist" || phrase.starts(with: ["hold", "for", "release"])
            || phrase.starts(with: ["strictly", "embargoed"]) || phrase.starts(with: ["under", "embargo", "until"])
            || (first == "embargo" && phrase.count > 1 && !WireWords.all.free.contains(phrase[1]))
            || (first == "not" && phrase.count > 3 && phrase[1] == "for"
                && (phrase[3] == "before" || phrase[3] == "until"))
        return holds ? note[...] : nil
    }

    /// The time that words say: hours with a zone, and a date.
    static func time(in text: some StringProtocol, year: Int?) -> String? {
        let words = text.split { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "/" }.map { word in
            String(word.drop { "([\"".contains($0) }.droppingLast { ")].\"".contains($0) })
        }
        var clock: (hour: Int, minute: Int)?
        var offset: Int?
        var month: Int?
        var day: Int?
        var year = year
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
            } else if let number = number(word, 2000...2100), month != nil {
                year = number
            }
        }
        guard let month, let day, let year else { return nil }
        var parts = WireTime.Parts(year: year, month: month, day: day)
        if let clock {
            parts.hour = clock.hour
            parts.minute = clock.minute
            parts.offset = offset
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
        guard !digits.isEmpty, digits.utf8.count <= 4, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(digits), range.contains(number)
        else { return nil }
        return number
    }
}
