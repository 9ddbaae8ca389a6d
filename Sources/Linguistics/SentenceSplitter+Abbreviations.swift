/// Whether the dot of an abbreviation ends a sentence too.
///
/// What can follow it inside a sentence depends on what it abbreviates: a day behind a time, an office behind a firm,
/// almost any name behind a country. Against that stands how the next word is written elsewhere: a word that is hardly
/// ever capitalised (`Thousands`) has its capital from a sentence's beginning, unless the next one has it too
/// (`Special Forces`).
extension SentenceSplitter {
    /// Whether the sentence from `first` ends with the abbreviation `index` when `begins` is the next word.
    static func ends(
        withAbbreviation index: Int, from first: Int, before begins: Int, _ limit: Int, _ tokens: Tokens,
        _ text: Span<UInt8>, _ rules: LanguageRules
    ) -> Bool {
        let use = rules[tokens.hashes[index]]
        guard tokens.flags[begins].contains(.capitalized) else { return false }
        let next = rules[tokens.hashes[begins]]
        let isOpener = next.contains(.opener)
        let isInitial = tokens.ends[index] - tokens.starts[index] == 2
        // "V." is somebody's initial or number, not "Reed v. Harlow".
        let isCapital = tokens.flags[index].contains(.capitalized)
        if !use.isDisjoint(with: LanguageRules.Use.goesOn), !(isInitial && isCapital) {
            // "St." before a name is a saint's; behind one it is a street.
            guard use.contains(.street), index > first,
                !tokens.flags[index - 1].isDisjoint(with: [.capitalized, .hasDigit]),
                rules[tokens.hashes[index - 1]].isDisjoint(with: [.opener, .title])
            else { return false }
            return isOpener || next.contains(.courtesy) || isSmall(begins, limit, tokens, rules)
        }
        // "A. He did": the letter of an item, or an answer's.
        if isInitial && index == first { return false }
        if isOpener { return true }
        // "At 6 a.m. Mr. Hale left": the subject is still to come.
        if index - first < 5, rules[tokens.hashes[first]].contains(.fronts) { return false }
        if isInitial {
            // "Plan B. Doctors say", but "by J. Smith".
            return index > first && !tokens.flags[index - 1].contains(.capitalized)
                && isSmall(begins, limit, tokens, rules)
        }
        if next.contains(.courtesy) { return true }
        if use.contains(.andSoOn) { return true }
        if use.contains(.time) {
            // "The 10 a.m. Train to Leeds"
            let isAttribute = index - first == 2 && rules[tokens.hashes[first]].isSuperset(of: [.subject, .leadsOn])
            return !next.contains(.afterTime) && !isAttribute
        }
        if use.contains(.firm) && next.contains(.afterFirm) { return false }
        if use.contains(.person) && next.contains(.afterPerson) { return false }
        if !use.isDisjoint(with: [.firm, .person]) {
            if !isCapitalized(begins + 1, limit, tokens) || next.contains(.title) { return true }
            return behindName(index, from: first, tokens, rules) && isOwn(begins, limit, tokens, rules)
        }
        if use.contains(.place) {
            let standsAlone = standsAlone(index, from: first, tokens, rules)
            if next.contains(.afterPlace) {
                // "in the U.S. President Holt disagreed", but: "the U.S. President"
                return next.contains(.office) && standsAlone && isOwn(begins + 1, limit, tokens, rules)
            }
            if standsAlone, isOwn(begins, limit, tokens, rules) { return true }
            return isSmall(begins, limit, tokens, rules, mayLeadOn: true)
        }
        return isSmall(begins, limit, tokens, rules)
    }

    /// Whether words before the abbreviation of a firm or a degree make it one, and a sentence with it.
    ///
    /// `The plant belongs to Velo Ltd.`, `She has a Ph.D.`, but: `He works at M.D. Anderson Cancer Center.`
    private static func behindName(_ index: Int, from first: Int, _ tokens: Tokens, _ rules: LanguageRules) -> Bool {
        guard index - first > 2 else { return false }
        let flags = tokens.flags[index - 1]
        return flags.contains(.capitalized) || tokens.kinds[index - 1] != .word
            || rules[tokens.hashes[index - 1]].contains(.subject)
    }

    /// Whether a place stands by itself and tells no more of the word behind it: `the U.S.`, `Boston, Mass.`, `to D.C.`,
    /// but: `U.S. Steel`, `the D.C. Council`.
    private static func standsAlone(_ index: Int, from first: Int, _ tokens: Tokens, _ rules: LanguageRules) -> Bool {
        guard index - first > 2 else { return false }
        let before = tokens.hashes[index - 1]
        if rules[tokens.hashes[index]].contains(.article) { return rules[before].contains(.article) }
        return before == comma || rules[before].contains(.beforePlace)
    }

    private static let comma = WordHash(",")

    /// Whether a capitalised word is no word of a body's or an office's name, so most likely somebody's.
    private static func isOwn(_ index: Int, _ limit: Int, _ tokens: Tokens, _ rules: LanguageRules) -> Bool {
        let use = rules[tokens.hashes[index]]
        guard index + 1 < limit, tokens.flags[index].contains(.capitalized),
            !tokens.flags[index].contains(.allCapitals), tokens.kinds[index] == .word,
            use.isDisjoint(with: [.afterPlace, .afterFirm, .afterTime, .title]),
            !rules.isUsuallySmall(tokens.hashes[index])
        else { return false }
        return !tokens.flags[index + 1].isAttached || tokens.flags[index + 1].contains(.clitic)
            || tokens.kinds[index + 1] == .punctuation && index + 2 < limit && !tokens.flags[index + 2].isAttached
    }

    /// Whether a capitalised word has its capital from a sentence's beginning.
    ///
    /// `mayLeadOn` says that a name may follow behind `in` or `of`, where the names of bodies are known (`Police in Leeds`).
    static func isSmall(
        _ index: Int, _ limit: Int, _ tokens: Tokens, _ rules: LanguageRules, mayLeadOn: Bool = false
    ) -> Bool {
        guard !tokens.flags[index].contains(.allCapitals) else { return false }
        var next = index + 1
        if next < limit, tokens.flags[next].contains(.clitic) { next += 1 }
        if next < limit {
            // "Special Forces", "Resolution 12", "Export-Import Bank"
            let isJoined = tokens.flags[next].isAttached && next + 1 < limit && tokens.flags[next + 1].isAttached
            if isJoined || !tokens.flags[next].isDisjoint(with: [.capitalized, .hasDigit]) { return false }
            // "Centers for Disease Control"
            if !mayLeadOn, rules[tokens.hashes[next]].contains(.leadsOn), isCapitalized(next + 1, limit, tokens) {
                return false
            }
        }
        return rules.isUsuallySmall(tokens.hashes[index])
    }

    private static func isCapitalized(_ index: Int, _ limit: Int, _ tokens: Tokens) -> Bool {
        index < limit && tokens.flags[index].contains(.capitalized)
    }
}
