/// Standing queries, by what each asks for: a report is compared with those that it may answer, and no others.
struct AlertIndex: Sendable {
    private struct Query: Sendable {
        let alert: Alert
        let speaker: String?
        let entity: String?
        let phrase: Phrase?
    }

    private var queries: [Query] = []
    /// By the name that must be there.
    private var byName: [String: [Int]] = [:]
    /// By the first word of what must be said, whole.
    private var byWord: [String: [Int]] = [:]
    /// By how that word begins, where it may go on.
    private var byBeginning: [String: [Int]] = [:]
    /// The lengths of those, in letters.
    private var lengths: Set<Int> = []
    /// Those that ask for a judgement alone.
    private var others: [Int] = []

    init(_ alerts: [Alert]) {
        for alert in alerts where !alert.isEmpty {
            let query = Query(
                alert: alert, speaker: alert.speaker.map(Folding.key), entity: alert.entity.map(Folding.key),
                phrase: alert.text.flatMap(Phrase.init))
            // A text of no word at all is met by nothing.
            guard alert.text == nil || query.phrase != nil else { continue }
            let number = queries.count
            queries.append(query)
            if let name = query.speaker ?? query.entity {
                byName[name, default: []].append(number)
            } else if let phrase = query.phrase, let word = phrase.words.first {
                if phrase.isPrefix && phrase.words.count == 1 {
                    byBeginning[word, default: []].append(number)
                    lengths.insert(word.unicodeScalars.count)
                } else {
                    byWord[word, default: []].append(number)
                }
            } else {
                others.append(number)
            }
        }
    }

    var isEmpty: Bool { queries.isEmpty }

    /// The alerts that a report answers, in the order in which they were given.
    ///
    /// - Complexity: O(words and names of the report), and a comparison for each alert that shares its rarest condition.
    func matches(_ entry: ReportEntry) -> [Alert] {
        guard !queries.isEmpty else { return [] }
        var names: [String: [Int]] = [:]
        for (number, appearance) in entry.appearances.enumerated() {
            for key in Set([appearance.key] + appearance.aliases.map(Folding.key)) {
                names[key, default: []].append(number)
            }
        }
        var candidates = Set(others)
        for name in names.keys { candidates.formUnion(byName[name] ?? []) }
        for quote in entry.quotes where quote.speakers.isEmpty {
            guard let speaker = quote.speaker else { continue }
            candidates.formUnion(byName[Folding.key(speaker)] ?? [])
        }
        var words: [String]?
        if !byWord.isEmpty || !byBeginning.isEmpty {
            let all = Self.words(of: entry)
            for word in Set(all) {
                if let found = byWord[word] { candidates.formUnion(found) }
                for length in lengths {
                    let beginning = String(String.UnicodeScalarView(word.unicodeScalars.prefix(length)))
                    if let found = byBeginning[beginning] { candidates.formUnion(found) }
                }
            }
            words = all
        }
        return candidates.sorted().filter { meets(queries[$0], entry, names, &words) }.map { queries[$0].alert }
    }

    private static func words(of entry: ReportEntry) -> [String] {
        // A title that the text lacks is a sentence of its own: no phrase goes on from one to the other.
        (entry.document.title.map { Folding.words($0) + [""] } ?? []) + Folding.words(entry.text)
    }

    private func meets(
        _ query: Query, _ entry: ReportEntry, _ names: [String: [Int]], _ words: inout [String]?
    ) -> Bool {
        if let speaker = query.speaker {
            let isQuoted = names[speaker]?.contains { entry.appearances[$0].quotes > 0 } ?? false
            guard
                isQuoted
                    || entry.quotes.contains(where: { $0.speakers.isEmpty && $0.speaker.map(Folding.key) == speaker })
            else { return false }
        }
        if let entity = query.entity, names[entity] == nil { return false }
        if let stance = query.alert.stance {
            let judged = query.entity.map { names[$0] ?? [] } ?? Array(entry.appearances.indices)
            guard judged.contains(where: { entry.appearances[$0].stance?.label == stance.rawValue }) else {
                return false
            }
        }
        guard let phrase = query.phrase else { return true }
        let all = words ?? Self.words(of: entry)
        words = all
        return phrase.firstPlace(in: all) != nil
    }
}
