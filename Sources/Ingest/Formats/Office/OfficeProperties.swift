import AnalyzerKit

/// What a word processor's document says of itself, as its properties have it.
///
/// They are often what a program or an older document left there: nothing is taken that looks like that.
struct OfficeProperties {
    var title: String?
    /// Names as written, several in one or each apart.
    var creators: [String] = []
    var created: String?
    var modified: String?
    /// As a BCP 47 tag.
    var language: String?
    /// Whether its author wrote them with the text, so that nothing in them is left from elsewhere.
    var areAuthored = false
    /// The path of the file, whose name is no title.
    var path: String

    /// Says of a text what its properties tell and what it does not tell itself.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - own: Its own headline.
    func apply(to text: inout SourceText, own: String?) {
        text.title = own
        if let title = usefulTitle, areAuthored || own.map({ Self.agree($0, title) }) ?? true { text.title = title }
        text.creators = people
        text.metadata.published = time(created)
        text.metadata.modified = time(modified)
        if let language, language.utf8.count >= 2 { text.declaredLanguage = language }
    }

    /// Whether two titles have half of their words in common, little ones aside.
    private static func agree(_ first: String, _ second: String) -> Bool {
        let (words, others) = (tellingWords(first), tellingWords(second))
        return words.intersection(others).count * 2 >= min(words.count, others.count)
    }

    /// The words of more than three letters, or all where there are none.
    private static func tellingWords(_ title: String) -> Set<Substring> {
        let words = Set(title.lowercased().split { !$0.isLetter && !$0.isNumber })
        let telling = words.filter { $0.count > 3 }
        return telling.isEmpty ? words : telling
    }

    /// Whether two titles are the same, whatever stands between their words.
    static func isSame(_ first: String, _ second: String) -> Bool {
        first.lowercased().filter { $0.isLetter || $0.isNumber }
            == second.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    // MARK: The title

    /// The title, where it is one.
    var usefulTitle: String? {
        guard let title = title?.foldingBlanks(), title.utf8.count >= 3 else { return nil }
        let lower = title.lowercased()
        if lower.hasPrefix("microsoft ") && lower.holds(" - ") { return nil }
        if lower.holds("://") || lower.holds("\\") { return nil }
        // *minutes_final-2.docx*
        if let dot = lower.lastIndex(of: "."), PageWords.fileEnding.contains(String(lower[lower.index(after: dot)...]))
        {
            return nil
        }
        let words = lower.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        let plain = words.droppingLast { $0.isNumber || $0 == " " }
        if plain.isEmpty || PageWords.stockTitle.contains(String(plain)) || PageWords.stockTitle.contains(words) {
            return nil
        }
        // *harbour_v3*, *HARBOUR-1014*, *story*: a name of a file or of nothing.
        let isOneWord = !title.contains(" ")
        if isOneWord, title.contains(where: { $0 == "_" || $0.isNumber }) || title.first?.isLowercase == true {
            return nil
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        return isOneWord && stem.lowercased() == lower ? nil : title
    }

    // MARK: People

    /// The people that are named as its creators.
    var people: [String] {
        var people: [String] = []
        for creator in creators {
            for part in creator.split(whereSeparator: { ";|/\n".contains($0) }) {
                for name in Self.names(in: part.foldingBlanks()) where !people.contains(name) { people.append(name) }
            }
        }
        return people
    }

    /// The people named in a list: *Ada Brandt, Tom Ode and Mia Lund*, *Brandt, Ada*.
    private static func names(in list: String) -> [String] {
        let parts = list.replacing(" and ", with: ",").replacing(" & ", with: ",").split(separator: ",").map {
            $0.trimmingBlanks()
        }
        // The surname first.
        if parts.count == 2, parts.allSatisfy({ !$0.contains(" ") }), list.contains(",") {
            return person(parts[1] + " " + parts[0]).map { [$0] } ?? []
        }
        return parts.compactMap(person)
    }

    private static func person(_ name: String) -> String? {
        // Scripts that know no capitals write a name in one word.
        let isCased = name.contains { $0.isLowercase || $0.isUppercase }
        return PageAuthors.person(name, isSure: !isCased).map(PersonName.cased)
    }

    // MARK: Times

    /// Years before which no such program was; programs write them where they know no time.
    private static let firstYear = "1985"

    private func time(_ text: String?) -> String? {
        guard let text, let time = WireTime.normalized(text), time >= Self.firstYear else { return nil }
        // The day on which python-docx's template was made, which all its documents tell.
        return time.hasPrefix("2013-12-23T23:15:00") ? nil : time
    }
}
