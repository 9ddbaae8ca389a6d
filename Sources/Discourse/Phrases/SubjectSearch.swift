package import English
import Linguistics

/// Finds the subject of a verb of speech: what stands right before or behind it, else the phrase at the front of a clause
/// before it whose predicate the verb goes on with (*the Crow flew down and said*).
package struct SubjectSearch: Sendable {
    let story: Story
    let chunker: Chunker

    private static let reach = 70

    package init(story: Story, chunker: Chunker) {
        self.story = story
        self.chunker = chunker
    }

    /// The subject of the verb at a token; `speech` is the token behind a quotation that the verb's clause follows.
    package func subject(of verb: Int, form: CueLexicon.Form, behind speech: Int?) -> Range<Int>? {
        withPrepositions(nearest(of: verb, form: form, behind: speech), before: verb)
    }

    private func nearest(of verb: Int, form: CueLexicon.Form, behind speech: Int?) -> Range<Int>? {
        if let quoted = quotedSource(of: verb) ?? sourceQuoted(by: verb) { return quoted }
        if form == .participle, verb > 0, !story.classes[verb - 1].contains(.auxiliary) {
            return partitive(participleSubject(of: verb))
        }
        if form == .base, verb > 1, let reaching = Chunker.reaching(story, for: verb - 1) {
            return nearest(of: reaching, form: .past, behind: nil)
        }
        if let speech, speech < verb, let between = opening(from: speech, before: verb) { return between }
        if let relayed = relayedSource(of: verb) { return relayed }
        if verb > 0, story.classes[verb - 1].contains(.coordinator), let front = frontSubject(of: verb) { return front }
        let direct = chunker.subject(of: verb, followsMarks: speech == verb)
        if let direct, let bearer = bearer(ofClauseWith: direct, before: verb) { return bearer }
        // "“…,” customs filings show": all that stands between.
        if let direct, direct.lowerBound == speech, isBeside(direct, verb) { return trimmed(partitive(direct)) }
        if let whole = wholeSubject(of: verb, beside: direct) ?? relativeSubject(of: verb, besides: direct) {
            return whole
        }
        if let direct, isObject(direct), let front = frontSubject(of: verb) { return front }
        if let direct, isAgent(direct) || isRelative(direct) { return trimmed(partitive(direct)) }
        if let direct, isBeside(direct, verb) {
            if opensClause(direct, before: verb) { return trimmed(partitive(direct)) }
            // "Muslim groups attending a conference in India have denounced": not the conference.
            return trimmed(partitive(frontSubject(of: verb).flatMap { isAgent($0) ? $0 : nil } ?? direct))
        }
        return trimmed(partitive(frontSubject(of: verb) ?? direct))
    }

    /// Whether a subordinator before a phrase begins its clause, the words before it being one: *Shares fell after ‹the lender› said*.
    private func opensClause(_ phrase: Range<Int>, before verb: Int) -> Bool {
        let opener = phrase.lowerBound - 1
        guard opener > 0, phrase.upperBound <= verb, isSubordinated(phrase.lowerBound),
            let front = frontSubject(of: verb, before: opener), let predicate = predicate(behind: front, before: opener)
        else { return false }
        return predicate < opener
    }

    /// The source in *quoted X as saying*, *X was quoted as saying*.
    private func quotedSource(of verb: Int) -> Range<Int>? {
        guard verb > 2, story.tokens.hashes[verb - 1] == WordHash("as") else { return nil }
        var index = verb - 2
        while index >= 0, verb - index < 30, chunker.places.areSame(index, verb) {
            if Self.quoting.contains(story.tokens.hashes[index]) {
                let isPassive = index > 0 && story.classes[index - 1].contains(.passive)
                if isPassive { return chunker.subject(of: index, followsMarks: false) }
                return chunker.phrase(startingAt: index + 1, before: verb - 1)
            }
            if story.tokens.flags[index].contains(.startsSentence) { return nil }
            index -= 1
        }
        return nil
    }

    /// The source in *“…,” the paper ‹quoted› X as saying*, who is no object of the verb but its speaker.
    private func sourceQuoted(by verb: Int) -> Range<Int>? {
        guard Self.quoting.contains(story.tokens.hashes[verb]),
            verb == 0 || story.classes[verb - 1].isDisjoint(with: .passive),
            let saying = (verb + 2..<max(verb + 2, min(story.tokens.count - 1, verb + 10))).first(where: {
                story.tokens.hashes[$0] == WordHash("as")
            }), story.tokens.hashes[saying + 1] == WordHash("saying")
        else { return nil }
        return chunker.phrase(startingAt: verb + 1, before: saying)
    }

    /// Whose clause ends with a noun right before the verb: *‹the trade group› that represents managers said*.
    private func bearer(ofClauseWith object: Range<Int>, before verb: Int) -> Range<Int>? {
        let clause = object.lowerBound - 1
        guard object.upperBound == verb, clause > 1,
            story.classes[clause - 1].contains(.relative) || story.tokens.hashes[clause - 1] == WordHash("that"),
            story.isWord(clause - 2), !story.isCapitalized(clause), isVerb(clause),
            let bearer = chunker.phrase(endingAt: clause - 2), isAgent(bearer),
            bearer.count > 1 || !story.classes[bearer.lowerBound].isDisjoint(with: [.personNoun, .sourceNoun])
        else { return nil }
        return trimmed(partitive(bearer))
    }

    private func isVerb(_ token: Int) -> Bool {
        if !story.classes[token].isDisjoint(with: [.auxiliary, .verb]) { return true }
        if let entry = CueLexicon.shared.entry(story.tokens.hashes[token]) {
            return entry.form == .past || entry.form == .third
        }
        return story.hasSuffix(token, "ed") || story.hasSuffix(token, "s")
    }

    /// The source in *X, quoting his boss, said*.
    private func relayedSource(of verb: Int) -> Range<Int>? {
        guard verb > 3, story.isComma(verb - 1) else { return nil }
        var index = verb - 2
        while index > 0, verb - index < 14, story.isWord(index) {
            if story.tokens.hashes[index] == WordHash("quoting"), story.isComma(index - 1) {
                return chunker.phrase(startingAt: index + 1, before: verb - 1)
            }
            index -= 1
        }
        return nil
    }

    /// Whether a pronoun is governed by another word: *a sign beside it says*, *interrupting him said*.
    private func isObject(_ phrase: Range<Int>) -> Bool {
        let token = phrase.lowerBound
        guard phrase.count == 1, token > 0, !story.isNamed(token) else { return false }
        let classes = story.classes[token]
        if classes.contains(.objectPronoun), !classes.contains(.subjectPronoun) { return true }
        return classes.contains(.subjectPronoun) && story.classes[token - 1].contains(.preposition)
            && story.classes[token - 1].isDisjoint(with: .subordinator)
    }

    /// Whether a relative clause follows a phrase: *her children, who call it*.
    private func isRelative(_ phrase: Range<Int>) -> Bool {
        let next = phrase.upperBound
        guard next + 1 < story.tokens.count else { return false }
        return story.classes[story.isComma(next) ? next + 1 : next].contains(.relative)
    }

    /// Whether nothing but adverbs, auxiliaries and a relative pronoun stands between a phrase and its verb.
    private func isBeside(_ phrase: Range<Int>, _ verb: Int) -> Bool {
        let between = phrase.upperBound < verb ? phrase.upperBound..<verb : verb + 1..<max(verb + 1, phrase.lowerBound)
        return between.allSatisfy {
            !story.classes[$0].isDisjoint(with: [.adverb, .auxiliary, .relative, .negation, .time]) || story.isComma($0)
        }
    }

    /// A phrase without what was read into it: the person told before it (*told journalists the gang had*) and the participle that
    /// goes on from it (*a boatman listening*).
    private func trimmed(_ whole: Range<Int>?) -> Range<Int>? {
        if let whole, whole.count == 1, whole.upperBound < story.tokens.count,
            Self.pronominals.contains(story.tokens.hashes[whole.upperBound]),
            story.classes[whole.lowerBound].contains(.determiner)
        {
            return whole.lowerBound..<whole.upperBound + 1  // "the others"
        }
        guard var phrase = whole, phrase.count > 2 else { return whole }
        if let second = phrase.dropFirst(1).last(where: {
            story.classes[$0].contains(.determiner) && !story.isNamed($0)
                && story.classes[$0 - 1].isDisjoint(with: [.preposition, .coordinator, .determiner, .numeral])
                && story.isWord($0 - 1)
        }), second + 1 < phrase.upperBound {
            phrase = second..<phrase.upperBound
        }
        guard phrase.count > 2 else { return phrase }
        for token in phrase.dropFirst(2)
        where story.hasSuffix(token, "ing") && !story.isCapitalized(token) && !story.isNamed(token)
            && !chunker.isCompound(token) && !story.tokens.flags[token - 1].contains(.clitic)
            && story.classes[token].isDisjoint(with: [.personNoun, .sourceNoun])
            && (story.isCapitalized(token - 1) || story.isPluralNoun(token - 1)
                || !story.classes[token - 1].isDisjoint(with: [.personNoun, .sourceNoun]))
        {
            return phrase.lowerBound..<token
        }
        return phrase
    }

    private static let pronominals = WordQuery.english(.pronominal)
    private static let quoting = WordQuery.english(.quotingVerb)

    /// The subject of *saying*: *with one poster writing*, *a message saying*, or that of the clause before.
    private func participleSubject(of verb: Int) -> Range<Int>? {
        if let attendant = attendant(before: verb) ?? shown(before: verb) { return attendant }
        if let main = mainSubject(behindFronted: verb) { return main }
        if verb > 1, story.isWord(verb - 1), let phrase = chunker.phrase(endingAt: verb - 1) {
            if let seen = trimmed(phrase), seen.lowerBound > 0,
                Self.perceiving.contains(story.tokens.hashes[seen.lowerBound - 1])
            {
                return seen  // "heard the gunmen saying"
            }
            let head = head(of: phrase)
            if let witness = indefinitePerson(endingAt: verb - 1) { return witness }
            if Self.messages.contains(story.tokens.hashes[head]), head + 1 < verb, !isIssued(phrase) {
                return phrase  // "a message from the regulator saying"
            }
            if Self.utterances.contains(story.tokens.hashes[verb - 1]),
                phrase.contains(where: {
                    story.tokens.hashes[$0] == WordHash("'s") || story.classes[$0].contains(.possessive)
                })
            {
                return phrase  // "the leader's remarks suggesting"
            }
        }
        return frontSubject(of: verb, isVerb: false) ?? chunker.clauseSubject(of: verb)
    }

    /// Whether somebody else's verb puts a text out: *sent a note*, *put out a note*.
    private func isIssued(_ phrase: Range<Int>) -> Bool {
        phrase.lowerBound > 0 && Self.issuing.contains(story.tokens.hashes[phrase.lowerBound - 1])
    }

    private static let issuing = WordQuery.english(.issuingVerb)

    /// The phrase between *with* and a participle: *with one poster writing*, *with the newspaper reporting*.
    private func attendant(before verb: Int) -> Range<Int>? {
        guard verb > 0, story.isWord(verb - 1) else { return nil }
        for with in stride(from: verb - 2, through: max(0, verb - 7), by: -1) {
            guard story.isWord(with), chunker.places.areSame(with, verb) else { return nil }
            if story.tokens.hashes[with] == WordHash("with") { return with + 1..<verb }
            guard
                story.isNamed(with) || story.tokens.hashes[with] == WordHash("of")
                    || story.classes[with].isDisjoint(with: [.preposition, .auxiliary, .coordinator, .relative])
            else { return nil }
        }
        return nil
    }

    /// *a man* of *reports of a man shouting*.
    private func indefinitePerson(endingAt last: Int) -> Range<Int>? {
        guard story.classes[last].contains(.personNoun) else { return nil }
        for first in stride(from: last - 1, through: max(0, last - 3), by: -1)
        where story.tokens.hashes[first] == WordHash("a") || story.tokens.hashes[first] == WordHash("an") {
            return first..<last + 1
        }
        return nil
    }

    private static let perceiving = WordQuery.english(.perceivingVerb)
    private static let utterances = WordQuery.english(.utterance)
    private static let messages = WordQuery.english(.message)

    /// The last token of the first base phrase.
    private func head(of words: Range<Int>) -> Int {
        words.dropFirst().first { story.classes[$0].contains(.preposition) }.map { $0 - 1 } ?? words.upperBound - 1
    }

    /// All that stands between a quotation and the verb behind it, where that is one phrase: *"Out," a man in one shoe said*.
    private func opening(from first: Int, before verb: Int) -> Range<Int>? {
        guard verb - first <= 24, !story.classes[first].contains(.subjectPronoun) || story.isNamed(first),
            !story.classes[first].isDisjoint(with: [.determiner, .possessive, .numeral])
                && !story.isNamed(first)
        else { return nil }
        var end = first
        while end < verb, story.isWord(end), chunker.places.areSame(end, first) {
            let classes = story.classes[end]
            if end > first, !story.isNamed(end),
                !classes.isDisjoint(with: [.auxiliary, .relative, .subordinator, .verb, .adverb, .subjectPronoun])
                    && classes.isDisjoint(with: [.determiner, .preposition, .numeral])
            {
                break
            }
            end += 1
        }
        guard end > first + 1,
            end == verb || story.isComma(end) || !story.classes[end].isDisjoint(with: [.relative, .adverb])
        else { return nil }
        // "“That's football.” The win lifts City past Leeds, and Lee believes": another sentence.
        let isOwnSentence = first > 1 && story.isCapitalized(first) && story.isStop(first - 2)
        if isOwnSentence, end < verb, story.exists(end + 1), story.classes[end + 1].contains(.coordinator) {
            return nil
        }
        // Names and offices have better readings elsewhere.
        return (first..<end).contains { story.classes[$0].contains(.preposition) } && end - first <= 9
            ? first..<end : nil
    }

    /// Whether a phrase can be somebody who speaks.
    func isAgent(_ phrase: Range<Int>) -> Bool {
        if phrase.count == 1 { return true }
        let head = head(of: phrase)
        return story.isNamed(head) || story.isCapitalized(head)
            || !story.classes[head].isDisjoint(with: [.personNoun, .sourceNoun, .numeral])
            || story.isNamed(phrase.upperBound - 1)
            || Self.messages.contains(story.tokens.hashes[head])
    }

    /// The nearest phrase at the front of a clause before the verb that has a predicate of its own.
    ///
    /// A clause behind *when* or *that* serves where there is no other. At a colon, no verb itself (`isVerb`), the phrase needs a
    /// verb before it. It begins before `limit`.
    package func frontSubject(of verb: Int, isVerb: Bool = true, before limit: Int = .max) -> Range<Int>? {
        var subordinate: Range<Int>?
        var index = min(verb, limit) - 1
        while index >= 0, verb - index < Self.reach,
            story.paragraphOfToken[index] == story.paragraphOfToken[verb],
            story.structure.sentenceOfToken[index] == story.structure.sentenceOfToken[verb]
        {
            defer { index -= 1 }
            guard chunker.places.areSame(index, verb), isFront(index),
                let phrase = trimmed(partitive(chunker.phrase(startingAt: index, before: verb))),
                phrase.count > 1 || !story.classes[index].contains(.determiner),
                phrase.count < 2 || story.isNamed(index) || !story.classes[phrase.upperBound - 1].contains(.time),
                let predicate = predicate(behind: phrase, before: verb), isVerb || predicate < verb
            else { continue }
            if isApposition(phrase, predicate: predicate) { continue }
            // "when the mayor came, …": a clause that a comma closes gives its subject to no other verb.
            if index > 0, isSubordinated(index) {
                let isAfterComma = story.isComma(verb - 1) && story.hasSuffix(verb, "ing")
                let isClosed =
                    isAfterComma
                    || (predicate..<verb).contains {
                        story.isComma($0) && $0 + 1 < verb && !story.classes[$0 + 1].contains(.coordinator)
                    }
                // "called her tireless after she scolded the press and blamed it"
                if !isClosed, isVerb, goesOnWithClause(index, verb) { return phrase }
                if !isClosed, !isVerb, !story.isMark(verb, UInt8(ascii: ":")) { return phrase }
                if !isClosed, subordinate == nil { subordinate = phrase }
                continue
            }
            return phrase
        }
        return subordinate
    }

    /// Whether a verb behind *and* goes on with the adverbial clause whose subject stands at a token, no sentence beginning with it.
    private func goesOnWithClause(_ subject: Int, _ verb: Int) -> Bool {
        let opener = subject - 1
        guard story.classes[verb - 1].contains(.coordinator), !story.isComma(verb - 2), opener > 0,
            !story.tokens.flags[opener].contains(.startsSentence), chunker.places.areSame(opener, opener - 1)
        else { return false }
        return story.tokens.hashes[opener] == WordHash("after") || story.tokens.hashes[opener] == WordHash("before")
    }

    /// Whether a phrase between commas describes what stands before them: *Wilkes, ‹a former warden› and poet, made fun of it*.
    private func isApposition(_ phrase: Range<Int>, predicate: Int) -> Bool {
        let first = phrase.lowerBound
        guard first > 1, story.isComma(first - 1), story.isWord(first - 2), !story.isNamed(first),
            !story.classes[first].isDisjoint(with: [.determiner, .possessive]),
            story.isNamed(first - 2) || story.isCapitalized(first - 2)
                || !story.classes[first - 2].isDisjoint(with: [.personNoun, .sourceNoun]),
            !followsFronted(phrase)
        else { return false }
        // The comma that closes it stands right before the predicate.
        let run = phrase.upperBound..<predicate
        if story.exists(phrase.upperBound), story.classes[phrase.upperBound].contains(.relative) { return true }
        return run.contains { story.isComma($0) && $0 + 1 == predicate }
    }

    /// Whether nothing but a fronted phrase or clause stands before the comma before a phrase: *As it fell, Lee, 61, ran*.
    private func followsFronted(_ phrase: Range<Int>) -> Bool {
        let comma = phrase.lowerBound - 1
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[phrase.lowerBound])]
        guard sentence.lowerBound < comma, !(sentence.lowerBound..<comma).contains(where: { story.isComma($0) }) else {
            return false
        }
        let opener = sentence.lowerBound
        return !story.isNamed(opener)
            && (!story.classes[opener].isDisjoint(with: [.preposition, .subordinator, .adverb])
                && story.classes[opener].isDisjoint(with: .determiner)
                || story.hasSuffix(opener, "ing"))
    }

    private func isSubordinated(_ token: Int) -> Bool {
        let classes = story.classes[token - 1]
        return classes.contains(.subordinator) && !classes.contains(.coordinator)
    }

    /// Whether a clause may begin at a token with its subject.
    func isFront(_ token: Int) -> Bool {
        guard story.isWord(token) else { return false }
        let classes = story.classes[token]
        let opens =
            story.isNamed(token) || story.isCapitalized(token)
            || !classes.isDisjoint(with: [
                .determiner, .possessive, .numeral, .subjectPronoun, .personNoun, .sourceNoun,
            ])
        guard opens, classes.isDisjoint(with: [.auxiliary, .coordinator, .relative]),
            !classes.contains(.time) || story.isNamed(token),
            !classes.contains(.preposition) || story.isNamed(token)
        else { return false }
        if token == 0 || story.tokens.flags[token].contains(.startsSentence) { return !classes.contains(.subordinator) }
        let before = token - 1
        if story.isNamed(token), story.name(ofToken: before) == story.name(ofToken: token) {
            return false
        }
        guard story.isWord(before) else {
            return story.isComma(before) || story.isDash(before) || story.isMark(before, UInt8(ascii: ";"))
                || story.isMark(before, UInt8(ascii: ":")) || story.isQuoteMark(before) && !isInsidePhrase(before)
        }
        return !story.classes[before].isDisjoint(with: [.coordinator, .subordinator])
            || story.classes[before].contains(.adverb) || story.classes[before].contains(.time)
    }

    /// Whether the marks that close at a token are a part of a phrase: *a “Save the Bay” button*.
    private func isInsidePhrase(_ mark: Int) -> Bool {
        mark > 0 && story.isWord(mark - 1) && !story.tokens.flags[mark].contains(.startsSentence)
            && !chunker.places.isText(mark - 1)
    }

    /// Where the finite verb of a phrase stands: behind it, or behind what belongs to it.
    private func predicate(behind phrase: Range<Int>, before verb: Int) -> Int? {
        var index = phrase.upperBound
        let isPronoun = phrase.count == 1 && story.classes[phrase.lowerBound].contains(.subjectPronoun)
        if isPronoun { return index < verb ? index : nil }
        // An apposition: "a retired plumber,".
        if index < verb, story.isComma(index), phrase.lowerBound > 0, story.isComma(phrase.lowerBound - 1),
            !followsFronted(phrase)
        {
            return nil
        }
        var steps = 0
        while index < verb, steps < 16 {
            let classes = story.classes[index]
            if !story.isNamed(index), story.isWord(index), !story.isCapitalized(index) {
                if !classes.isDisjoint(with: [.auxiliary, .verb]) { return index }
                if story.hasSuffix(index, "ed"), !classes.contains(.personNoun) { return index }
                if let entry = CueLexicon.shared.entry(story.tokens.hashes[index]),
                    entry.form == .past || entry.form == .third
                {
                    return index
                }
            }
            index += 1
            steps += 1
        }
        return index == verb ? verb : nil
    }

    /// A phrase with what it is a part of: *one of them*.
    private func partitive(_ phrase: Range<Int>?) -> Range<Int>? {
        guard let phrase, phrase.count == 1, phrase.upperBound + 1 < story.tokens.count,
            story.tokens.hashes[phrase.upperBound] == WordHash("of"),
            story.classes[phrase.lowerBound].isDisjoint(with: [.firstOrSecondPerson]),
            !story.classes[phrase.lowerBound].isDisjoint(with: [.numeral, .determiner, .subjectPronoun])
        else { return phrase }
        let first = phrase.upperBound + 1
        if story.classes[first].contains(.objectPronoun) { return phrase.lowerBound..<first + 1 }
        guard let whole = chunker.phrase(startingAt: first, before: min(story.tokens.count, first + 12)) else {
            return phrase
        }
        return phrase.lowerBound..<whole.upperBound
    }
}
