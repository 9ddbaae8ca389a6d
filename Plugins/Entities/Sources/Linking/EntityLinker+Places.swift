import AnalyzerKit
import English
import Linguistics

extension EntityLinker {
    /// Joins the names of one country, and the demonyms of one country.
    mutating func joinCountries() {
        var countries: [String: Int] = [:]
        for form in forms.indices where forms[form].type != .person {
            let name = text(forms[form].tokens)
            guard let code = Countries.code(name), !isPronoun(form) else { continue }
            codes[form] = code
            // Scots and Welshmen are not one people, as a noun and an adjective for Swedes are.
            let part = Countries.isOfPart(name) ? name.prefix(3).lowercased() : ""
            let key = Countries.isCountry(name) ? code : "-" + code + part
            if let other = countries[key] { join(form, other) } else { countries[key] = form }
        }
    }

    /// `us` in small letters is no country.
    func isPronoun(_ form: Int) -> Bool {
        let token = forms[form].tokens.lowerBound
        return forms[form].tokens.count == 1 && tokens[token].count == 2
            && !tokens.flags[token].contains(.capitalized)
    }

    /// Joins `Everest` with `Mount Everest`, `Baltic` with `Baltic Sea`, `New York` with `New York City`.
    mutating func joinPlaces() {
        var bare: [UInt64: [Int]] = [:]
        for form in forms.indices where forms[form].type == .location && forms[form].words.count > 1 {
            let words = forms[form].words
            let joined = WordKey.joined(words)
            if let short = Self.cities[joined] {
                bare[short, default: []].append(form)
                continue
            }
            var names: [ArraySlice<UInt64>] = []
            if Self.leadingFeatures.contains(WordHash(words[0])) {
                names.append(words.dropFirst())
                // Lake of the Woods has no shorter name.
                if WordHash(words[1]) == Self.of { names.removeLast() }
            }
            if let last = words.last, Self.trailingFeatures.contains(WordHash(last)) { names.append(words.dropLast()) }
            for name in names where bare[WordKey.joined(name), default: []].count < Self.mostCandidates {
                bare[WordKey.joined(name), default: []].append(form)
            }
        }
        joinPlacesByLastWord()
        guard !bare.isEmpty else { return }
        for form in forms.indices where forms[form].type == .location && !isAttached(form) {
            let key = WordKey.joined(forms[form].words)
            guard let longer = bare[key] else { continue }
            let isKnown =
                forms[form].words.count == 1
                && !lexicon.flags(WordHash(forms[form].words[0])).isDisjoint(with: [.country, .state, .city])
            let fitting = longer.filter { mayBeCalled(form, $0) }
            if !isKnown || Self.cities.values.contains(key) { attach(form, to: fitting) }
        }
    }

    /// Whether a place's name may go without its last word: *the Bicol* for `Bicol River`, where *Bicol* is a region, and no
    /// *the Derwent* for the `Derwent Valley`.
    private func mayBeCalled(_ form: Int, _ longer: Int) -> Bool {
        guard let last = forms[longer].words.last else { return true }
        if WordHash(last) == WordHash("valley") { return forms[form].articles == 0 }
        return !Self.waters.contains(WordHash(last)) || forms[form].articles > 0
    }

    /// Joins *the Seaway* with `St. Lawrence Seaway`.
    private mutating func joinPlacesByLastWord() {
        var endings: [UInt64: [Int]] = [:]
        for form in forms.indices where forms[form].type == .location && forms[form].words.count > 1 {
            // Newcastle upon Tyne is not the Tyne.
            guard let last = forms[form].words.last, endings[last, default: []].count < Self.mostCandidates,
                tokens.flags[forms[form].tokens.upperBound - 2].contains(.capitalized)
            else { continue }
            endings[last, default: []].append(form)
        }
        for form in forms.indices where forms[form].type == .location && forms[form].words.count == 1 {
            guard !isAttached(form), forms[form].articles == forms[form].count,
                let longer = endings[forms[form].words[0]], longer.count == 1,
                lexicon.flags(WordHash(forms[form].words[0])).isDisjoint(with: [.country, .state, .city, .town])
            else { continue }
            attach(form, to: longer)
        }
    }

    /// Joins `Odile` with `Hurricane Odile`, `Republicans` with `Republican`, `World Cup` with `FIFA World Cup`.
    mutating func joinMiscellaneous() {
        var named: [UInt64: [Int]] = [:]
        var endings: [UInt64: [Int]] = [:]
        var singulars: [WordHash: Int] = [:]
        for form in forms.indices where forms[form].type == .miscellaneous {
            let words = forms[form].words
            if words.count == 1 {
                singulars[WordHash(words[0])] = form
                continue
            }
            if words.dropLast().allSatisfy({ Self.namedThings.contains(WordHash($0)) }), let last = words.last {
                named[last, default: []].append(form)
            }
            for length in 2..<max(2, min(words.count, 4)) {
                let key = WordKey.joined(words.suffix(length))
                if endings[key, default: []].count < Self.mostCandidates { endings[key, default: []].append(form) }
            }
        }
        for form in forms.indices where !isAttached(form) {
            let words = forms[form].words
            if words.count > 1 {
                if forms[form].type == .miscellaneous { attach(form, to: endings[WordKey.joined(words)] ?? []) }
            } else if let longer = named[words[0]], !wordsOfPeople.contains(words[0]) {
                attach(form, to: longer)
                retyped[form] = .miscellaneous
            } else if forms[form].type == .miscellaneous, let singular = singular(of: forms[form].tokens.lowerBound),
                let other = singulars[singular], other != form
            {
                join(form, other)
            }
        }
    }

    /// The word without its plural `s`.
    private func singular(of token: Int) -> WordHash? {
        let range = tokens[token].indices
        guard range.count > 4, document.text.bytes[range.upperBound - 1] | 0x20 == UInt8(ascii: "s") else { return nil }
        return WordHash(folding: document.text.bytes.span, range.dropLast())
    }

    private static let of = WordHash("of")
    private static let leadingFeatures = WordQuery.english(.leadingFeature)
    private static let trailingFeatures = WordQuery.english(.trailingFeature)
    /// Waters, which have an article where they go without this word.
    private static let waters: WordSet = ["river", "canal"]
    private static let namedThings = WordQuery.english(.namedEvent)
    private static let cities = Dictionary(
        uniqueKeysWithValues: [("new york city", "new york"), ("washington dc", "washington")].map { long, short in
            (key(long), key(short))
        })

    private static func key(_ name: String) -> UInt64 {
        WordKey.joined(name.split(separator: " ").map { WordKey.key(String($0)) })
    }
}
