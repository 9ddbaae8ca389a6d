import English

/// The people whom a byline names.
extension PageAuthors {
    /// Whether a word is an address of mail or the web, or an account's name.
    static func isAddress(_ word: Substring) -> Bool {
        word.contains("@") || word.contains("://") || word.hasPrefix("www.")
    }

    /// The names of people in a byline; one word will do where the source says that it names a person.
    func people(in text: String, isSure: Bool) -> [String] {
        var text = withoutSite(text.split(separator: " ").filter { !Self.isAddress($0) }.joined(separator: " "))[...]
        // By, Written by, Story by.
        while let word = text.split(separator: " ", maxSplits: 1).first,
            PageWords.role.contains(word.lowercased().filter { $0.isLetter }), text.contains(" ")
        {
            if PageWords.image.contains(word.lowercased()) { return [] }
            text = text.dropFirst(word.count).drop { $0 == " " || $0 == ":" }
        }
        var names: [String] = []
        // Behind a paper's name stands its place.
        var isBehindPaper = false
        for (part, isJoined) in Self.parts(of: String(text)) {
            let words = part.split(separator: " ")
            // `Photographs by …` begins other people.
            if let first = words.first, PageWords.image.contains(first.lowercased().filter(\.isLetter)) { break }
            if isJoined { isBehindPaper = false }
            // *KWND | By Ada Reyes*
            var part = part
            if words.count > 2, PageWords.byword.contains(words[0].lowercased()) {
                part = words.dropFirst().joined(separator: " ")
            }
            guard let name = Self.person(part, isSure: isSure) else {
                if names.isEmpty { continue }
                // What follows the names is their post, place or paper.
                if words.count > 6 { break }
                let isTrade = words.contains { PageWords.trade.contains($0.lowercased().filter(\.isLetter)) }
                if !isTrade { isBehindPaper = true }
                continue
            }
            // *Ada Reyes, Oberwies*, *Ada Reyes, RS Oberwies*: where somebody writes from or for.
            if !names.isEmpty, !isJoined, isBehindPaper || words.count == 1 || Self.isOutlet(words) { continue }
            names.append(name)
            if names.count == 12 { break }
        }
        return names
    }

    /// Whether a name has the letters of a station or paper in it: *RS Altenfurt*.
    private static func isOutlet(_ words: [Substring]) -> Bool {
        words.contains { (2...4).contains($0.count) && $0.allSatisfy(\.isUppercase) && !PersonName.isSuffix($0) }
            && words.contains { $0.contains(where: \.isLowercase) }
    }

    /// A byline cut at commas, bars, *and*, and brackets; and whether *and* stands before each part.
    static func parts(of text: String) -> [(text: String, isJoined: Bool)] {
        var parts: [(text: String, isJoined: Bool)] = []
        var words: [Substring] = []
        var isJoined = false
        func end() {
            if !words.isEmpty {
                parts.append((words.joined(separator: " "), isJoined))
                isJoined = false
            }
            words = []
        }
        for word in text.split(whereSeparator: \.isWhitespace) {
            let lower = word.lowercased()
            // A date follows, its month before the day or behind it.
            if word.first?.isNumber == true {
                if words.count > 2, let last = words.last, PageDate.isMonth(last.lowercased().filter(\.isLetter)) {
                    words.removeLast()
                }
                break
            }
            if PageWords.leave.contains(lower) { break }
            if PageWords.join.contains(lower) || lower.count == 1 && "&|•·-–—/".contains(lower) {
                end()
                isJoined = isJoined || PageWords.join.contains(lower) || lower == "&"
                continue
            }
            var core = word
            // *Ada Reyes Political Editor*: a post behind a name.
            if words.count >= 2, PageWords.trade.contains(lower.filter { $0.isLetter }) { end() }
            var ends = false
            // `Words by Ada Reyes. Photographs by …`; initials and titles keep their stop.
            if core.last == ".", core.count > 4 {
                core = core.dropLast()
                ends = true
            }
            while let last = core.last, last == "," || last == ";" || last == "|" || last == ":" {
                core = core.dropLast()
                ends = true
            }
            if core.first == "(" || core.first == "[" {
                end()
                continue
            }
            if !core.isEmpty { words.append(core) }
            if ends { end() }
        }
        end()
        return parts
    }

    /// The name, if it is a person's, without letters of degree and courtesies.
    static func person(_ text: String, isSure: Bool) -> String? {
        var words = text.split(separator: " ")
        while words.count > 2, let first = words.first, PersonName.isCourtesy(first) { words.removeFirst() }
        guard (isSure ? 1 : 2)...6 ~= words.count else { return nil }
        var capitals = 0
        for word in words {
            let lower = word.lowercased()
            let letters = lower.filter { $0.isLetter }
            if PageWords.notPerson.contains(letters) || PageWords.trade.contains(letters) { return nil }
            if word.contains(where: \.isNumber) { return nil }
            guard let first = word.first, word.allSatisfy({ $0.isLetter || "-.'’‘".contains($0) }) else { return nil }
            if first.isUppercase || !first.isLowercase {
                capitals += 1
            } else if !PersonName.isParticle(lower), !lower.contains("'"), !lower.contains("’") {
                return nil
            }
        }
        guard capitals >= 1 else { return nil }
        var kept = words
        while let last = kept.last, kept.count > 2, PersonName.isDegree(last) { kept.removeLast() }
        // *Text: Ada Reyes.* ends a line, *Tom Ode Jr.* does not.
        if let last = kept.last, last.last == ".", last.count > 3, !PersonName.isSuffix(last) {
            kept[kept.count - 1] = last.dropLast()
        }
        if kept.count == 1, let word = kept.first, word.count < 3 || word.allSatisfy({ $0.isUppercase }) { return nil }
        return kept.joined(separator: " ")
    }
}
