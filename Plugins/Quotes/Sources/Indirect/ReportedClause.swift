import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import References

/// Reported clauses and infinitives behind their cue.
extension IndirectSpeech {
    /// The clause that a cue reports behind it: *said ‹the bridge was closed›*, *asked her ‹to wait›*.
    func clause(after cue: CueClause, end: Int) -> Range<Int>? {
        var first = cue.words.upperBound
        if hasAgent(cue), let agent = cue.source {
            first = agent.words.upperBound  // "Asked by the moderator, Ann Lee, whether"
        } else if cue.frames.contains(.object) {
            let object = objectEnd(first, end, isAsked: isAsking(cue))
            guard object != nil || !cue.frames.contains(.infinitive) else { return nil }
            first = object ?? first
        }
        if !cue.frames.isDisjoint(with: [.infinitive, .object]), let infinitive = infinitive(first, end) {
            return limited(infinitive..<end, isFinite: false)
        }
        guard !cue.frames.isDisjoint(with: [.clause, .thatClause]) else { return nil }
        if let gapped = gapped(cue, end: end) { return gapped }
        if let opener = opener(from: first, end, isAsked: isAsking(cue)), opener == first || startsAdverbial(first) {
            let isThat = story.tokens.hashes[opener] == Words.that
            // "responded to a request that objected": a relative clause.
            if isThat, opener > first, opener + 1 < end, isFinite(opener + 1, isStrict: true) { return nil }
            first = isThat ? opener + 1 : opener
        } else {
            guard cue.frames.contains(.clause) else { return nil }
            let start = first
            first = afterTime(first, end)
            if first > start, first < end, story.isComma(first) { first += 1 }
            guard first < end, !isVague(first, end), canBegin(first),
                hasFiniteVerb(first..<end, isStrict: cue.weight < 0.95)
                    || isSaying(cue) && (end - first >= Self.clauseLength || opensWithSubject(first, end))
            else { return nil }
        }
        if first < end, story.isComma(first) { first += 1 }
        return first < end ? limited(first..<end) : nil
    }

    /// Whether a word says nothing of what was said: *said ‹nothing› to her*, but not *said ‹nothing› would move*.
    private func isVague(_ token: Int, _ end: Int) -> Bool {
        Self.vague.contains(story.tokens.hashes[token])
            && !(token + 1 < end && story.classes[token + 1].contains(.auxiliary))
    }

    /// Whether a pronoun that can be a subject alone stands before some words: *they plan to vote*.
    private func opensWithSubject(_ first: Int, _ end: Int) -> Bool {
        let classes = story.classes[first]
        return end - first > 2 && classes.contains(.subjectPronoun)
            && classes.isDisjoint(with: [.determiner, .objectPronoun]) && story.isWord(first + 1)
    }

    /// The predicate that a clause reports of what it describes: *a van that they said ‹had been used in the raid›*.
    private func gapped(_ cue: CueClause, end: Int) -> Range<Int>? {
        let first = cue.words.upperBound
        guard cue.weight >= 0.9, cue.frames.contains(.clause), let source = cue.source, !cue.isInverted,
            source.words.lowerBound > 1, isRelativeOpener(source.words.lowerBound - 1), first + 2 < end,
            story.tokens.kinds[first] == .word, isKnownVerb(first), !isMonthOrName(first)
        else { return nil }
        let stop = firstComma(from: first, before: end) ?? end
        return stop - first >= 2 ? limited(first..<stop) : nil
    }

    /// Whether a token may open a relative clause: *which*, or *that* behind what it describes.
    private func isRelativeOpener(_ token: Int) -> Bool {
        if story.classes[token].contains(.relative) { return true }
        return story.tokens.hashes[token] == Words.that && story.isWord(token - 1)
            && story.classes[token - 1].isDisjoint(with: [.auxiliary, .cueVerb, .coordinator, .subordinator])
    }

    /// Whether a cue reports clauses alone, so that many words behind it are one though no verb is known among them.
    private func isSaying(_ cue: CueClause) -> Bool {
        cue.weight >= 1 && cue.frames.contains(.clause) && !cue.frames.contains(.object)
    }

    private static let clauseLength = 6

    /// Where *that* or a question word stands, with no more than adverbials before it: *said on Monday that*, *said in a
    /// statement that*.
    private func opener(from first: Int, _ end: Int, isAsked: Bool) -> Int? {
        for token in first..<max(first, min(end, first + 14)) {
            if Self.openers.contains(story.tokens.hashes[token]) { return token }
            if isAsked, Self.questionWords.contains(story.tokens.hashes[token]) { return token }
            if token > first, isKnownVerb(token) { return nil }
            let isBeforeThat = token + 1 < end && story.tokens.hashes[token + 1] == Words.that
            if story.isComma(token), token > first, !isBeforeThat { return nil }
        }
        return nil
    }

    /// Whether a token is a finite verb for certain, no participle: *the vote goes on, officials say that*.
    private func isKnownVerb(_ token: Int) -> Bool {
        if story.tokens.flags[token].contains(.clitic) || isMonthOrName(token) { return false }
        if !story.classes[token].isDisjoint(with: [.auxiliary, .verb]) { return true }
        guard let cue = CueLexicon.shared.entry(story.tokens.hashes[token]) else { return false }
        return cue.form == .third || cue.form == .base && !cue.isAlsoNoun
    }

    static let openers = WordQuery.english(.clauseOpener)
    private static let questionWords = WordQuery.english(.questionWord)
    private static let vague = WordQuery.english(.vagueObject)

    private func startsAdverbial(_ token: Int) -> Bool {
        let classes = story.classes[token]
        if classes.contains(.determiner), token + 1 < story.tokens.count {
            return story.classes[token + 1].contains(.time)  // "this week"
        }
        return !classes.isDisjoint(with: [.preposition, .time, .adverb]) || story.isComma(token)
    }

    /// Where *to go* or *not to go* stands at a token; *asked not to be named*, *asked to be identified as Marta* ask nothing of the
    /// story.
    func infinitive(_ first: Int, _ end: Int) -> Int? {
        guard first < end else { return nil }
        if isInfinitive(first, end) {
            let isNaming =
                story.tokens.hashes[first + 1] == Words.be && first + 2 < end
                && Self.naming.contains(story.tokens.hashes[first + 2])
            return isNaming ? nil : first
        }
        guard story.tokens.hashes[first] == Words.not, isInfinitive(first + 1, end),
            story.tokens.hashes[first + 2] != Words.be
        else { return nil }
        return first
    }

    private static let naming: WordSet = ["identified", "named", "quoted"]

    /// Whether a token is the *to* of an infinitive rather than a preposition: *to sign*, *to never sign*, but not *to the bill*.
    func isInfinitive(_ token: Int, _ end: Int) -> Bool {
        guard token + 1 < end, story.tokens.hashes[token] == Words.to else { return false }
        let next = token + 1
        guard story.tokens.kinds[next] == .word, story.nameOfToken[next] < 0 else { return false }
        if story.isCapitalized(next), !story.tokens.flags[next].contains(.allCapitals) { return false }
        return story.classes[next].isDisjoint(with: [
            .determiner, .possessive, .objectPronoun, .subjectPronoun, .numeral, .relative, .preposition,
        ]) && !story.isVerbForm(next, "ing") && (!story.isVerbForm(next, "ed") || story.hasSuffix(next, "eed"))
    }

    /// Past the person told: *told reporters*, *told the BBC*.
    private func objectEnd(_ first: Int, _ end: Int, isAsked: Bool) -> Int? {
        guard first < end else { return nil }
        if Self.questionWords.contains(story.tokens.hashes[first]) { return first }
        if !story.classes[first].isDisjoint(with: [.objectPronoun, .subjectPronoun]),
            story.classes[first].isDisjoint(with: .determiner)
        {
            let isSubject = first + 1 < end && !story.classes[first + 1].isDisjoint(with: [.auxiliary, .verb])
            if isSubject { return first }
            if !Addressees.owns(story, first, before: end) { return first + 1 }
        }
        for index in first..<min(end, first + 12) {
            let hash = story.tokens.hashes[index]
            if Self.contentOpeners.contains(hash), hash != Words.to || isInfinitive(index, end) { return index }
            if index > first, isAsked, Self.questionWords.contains(hash) { return index }
            if index > first, index + 1 < end, hash == Words.there, isFinite(index + 1, isStrict: true) { return index }
            if index > first, isFinite(index, isStrict: true) { return first }  // "warned the spill has"
            if story.isComma(index) { return thatBehindApposition(index, end) ?? index + 1 }
            if hash == Words.who {
                // "warned nations who do so that": what is said comes behind the relative clause.
                return (index..<min(end, index + 14)).first { story.tokens.hashes[$0] == Words.that }
            }
            if index > first, index + 1 < end, opensPhrase(index) { return pastOwnName(index, end) ?? index }
        }
        return nil
    }

    /// Behind the name that ends whom somebody tells, where words that open a clause follow: *told local radio ‹RPP› that*, *told the
    /// broadcaster ‹BFM› the plan would fail*.
    private func pastOwnName(_ first: Int, _ end: Int) -> Int? {
        guard story.nameOfToken[first] >= 0, story.isWord(first - 1), !story.isPluralNoun(first - 1) else { return nil }
        var next = first
        while next < end, story.nameOfToken[next] == story.nameOfToken[first] { next += 1 }
        guard next + 1 < end else { return nil }
        if let that = thatBehindAdverbial(next, end) { return that }
        let opens = !story.classes[next].isDisjoint(with: [.determiner, .possessive, .subjectPronoun])
        return opens && story.classes[first - 1].contains(.sourceNoun) ? next : nil
    }

    /// The *that* at a token or behind how and when it was told: *told the paper Matin ‹by telephone› that*.
    private func thatBehindAdverbial(_ first: Int, _ end: Int) -> Int? {
        guard story.tokens.hashes[first] != Words.that else { return first }
        guard !story.classes[first].isDisjoint(with: [.preposition, .adverb, .time]) else { return nil }
        for token in first + 1..<max(first + 1, min(end, first + Self.longestManner)) {
            if story.tokens.hashes[token] == Words.that { return token }
            guard story.isWord(token), !isFinite(token, isStrict: true) else { return nil }
        }
        return nil
    }

    private static let longestManner = 6

    /// The *that* behind a name which a comma sets off: *told reporters in Cagliari, Sardinia, ‹that›*.
    private func thatBehindApposition(_ comma: Int, _ end: Int) -> Int? {
        var token = comma + 1
        while token < min(end, comma + 5), story.isCapitalized(token), story.tokens.kinds[token] == .word { token += 1 }
        guard token > comma + 1, token + 1 < end, story.isComma(token), story.tokens.hashes[token + 1] == Words.that
        else {
            return nil
        }
        return token + 1
    }

    /// Whether a verb asks, so that any question word opens what it reports.
    private func isAsking(_ cue: CueClause) -> Bool {
        Self.asking.contains(story.tokens.hashes[cue.words.lowerBound])
    }

    private static let contentOpeners = WordQuery.english(.contentOpener)

    /// Whether a new noun phrase begins at a token, behind another that is complete.
    private func opensPhrase(_ token: Int) -> Bool {
        let before = story.classes[token - 1]
        guard before.isDisjoint(with: [.preposition, .determiner]), !story.tokens.flags[token - 1].contains(.clitic)
        else {
            return false
        }
        let isNumber = story.tokens.kinds[token] == .number && !before.contains(.time)
        if isNumber || story.tokens.kinds[token + 1] == .number && story.classes[token].contains(.preposition) {
            return true  // "told reporters over 30,000 children"
        }
        if story.nameOfToken[token] < 0 {
            return !story.classes[token].isDisjoint(with: [.determiner, .possessive, .subjectPronoun])
        }
        return story.nameOfToken[token] != story.nameOfToken[token - 1] && !before.contains(.honorific)
    }

    /// Past *Monday*, *on Monday*, *late Monday* or an adverb.
    private func afterTime(_ token: Int, _ end: Int) -> Int {
        var index = token
        while index < end {
            let classes = story.classes[index]
            let isBeforeTime = index + 1 < end && story.classes[index + 1].contains(.time)
            if index + 1 < end, story.tokens.flags[index + 1].contains(.clitic) {
                break  // "said Thursday's vote was void"
            } else if classes.contains(.time), !classes.contains(.determiner) {
                index += 1
            } else if index == token, classes.contains(.adverb), classes.isDisjoint(with: .subordinator),
                story.tokens.hashes[index] != Words.there
            {
                index += 1
            } else if story.tokens.hashes[index] == Words.on, isBeforeTime {
                index += 2
            } else if Self.partsOfDay.contains(story.tokens.hashes[index]), isBeforeTime {
                index += 1
            } else if story.tokens.hashes[index] == Words.last, isBeforeTime, opensSubject(index + 2, end) {
                index += 2
            } else if let statement = pastStatement(index, end) ?? pastPlace(index, end) {
                index = statement
            } else {
                break
            }
        }
        return index
    }

    /// Behind *in a statement*, where the words reported follow without *that*.
    private func pastStatement(_ token: Int, _ end: Int) -> Int? {
        guard token + 3 < end, story.tokens.hashes[token] == Words.in,
            !story.classes[token + 1].isDisjoint(with: [.determiner, .possessive])
        else { return nil }
        for noun in token + 2..<min(end - 1, token + 5) {
            let hash = story.tokens.hashes[noun]
            guard Self.utterances.contains(hash) || Self.documents.contains(hash) else { continue }
            return opensSubject(noun + 1, end) ? noun + 1 : nil
        }
        return nil
    }

    /// Behind *in Kiev*, where the words reported follow without *that*: *said Thursday in Kiev ‹he supports it›*.
    private func pastPlace(_ token: Int, _ end: Int) -> Int? {
        guard token + 2 < end, Self.settings.contains(story.tokens.hashes[token]),
            case let name = story.nameOfToken[token + 1], name >= 0
        else { return nil }
        var next = token + 2
        while next < end, story.nameOfToken[next] == name { next += 1 }
        // A clause has a subject of its own: not *in Kiev has been*, and not *in London traders of*.
        guard next < end,
            story.nameOfToken[next] >= 0 || !story.classes[next].isDisjoint(with: [.subjectPronoun, .determiner])
        else { return nil }
        return opensSubject(next, end) || opensWithSubject(next, end) ? next : nil
    }

    private static let settings = WordQuery.english(.settingPreposition)
    private static let utterances = WordQuery.english(.utteranceOf)
    private static let documents = WordQuery.english(.documentOf)

    /// Whether a subject with its verb begins at a token: *debt had fallen*, *it would play*.
    private func opensSubject(_ token: Int, _ end: Int) -> Bool {
        guard token + 1 < end, story.isWord(token), canBegin(token) else { return false }
        return hasFiniteVerb(token..<min(end, token + 8), isStrict: true)
    }

    static let partsOfDay: WordSet = ["late", "early"]

    /// Whether a clause without *that* can begin at a token.
    private func canBegin(_ token: Int) -> Bool {
        let classes = story.classes[token]
        if story.isComma(token) || story.isMark(token, UInt8(ascii: ":")) { return false }
        guard classes.contains(.preposition) else {
            return classes.isDisjoint(with: [.coordinator, .auxiliary, .verb]) && !isBareVerb(token)
        }
        // "about 9,000 people"
        if token + 1 < story.tokens.count, story.tokens.kinds[token + 1] == .number { return true }
        return !classes.contains(.subordinator) && !Self.topical.contains(story.tokens.hashes[token])
    }

    /// Whether a verb stands at a token without a subject: *a raid they said killed nine*, *images it says show a camp*.
    private func isBareVerb(_ token: Int) -> Bool {
        if let cue = CueLexicon.shared.entry(story.tokens.hashes[token]) {
            return cue.form == .third || cue.form == .base && !cue.isAlsoNoun
        }
        return story.hasSuffix(token, "ed") && token + 1 < story.tokens.count
            && !story.classes[token + 1].isDisjoint(with: [.determiner, .preposition, .possessive, .numeral])
    }

    /// Prepositions behind a cue that give a topic or a hearer.
    private static let topical = WordQuery.english(.topicPreposition)
}
