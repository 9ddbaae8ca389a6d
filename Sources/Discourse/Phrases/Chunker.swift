import English
import Linguistics

/// Finds the noun phrase that is a verb's subject, by closed word classes and marks alone.
package struct Chunker: Sendable {
    package let story: Story
    /// Where the tokens stand; no phrase reaches into or out of marks.
    package let places: Places

    static let reach = 60

    package init(story: Story, places: Places) {
        self.story = story
        self.places = places
    }

    /// The subject of the verb at a token, left of it or, inverted, right of it.
    ///
    /// Right behind a quotation (`followsMarks`) subjects follow their verb.
    package func subject(of verb: Int, followsMarks: Bool) -> Range<Int>? {
        let left = beforeVerb(verb)
        if followsMarks, left == nil || left == verb {
            if let inverted = subjectRight(of: verb) { return inverted }
        }
        if let left, left > 0, left == verb, story.isComma(verb - 1), let inverted = closingSubject(of: verb) {
            return inverted
        }
        if let left, left > 0, let subject = subjectLeft(endingBefore: left, verb: verb) { return subject }
        let isFirst =
            verb == 0 || story.tokens.flags[verb].contains(.startsSentence)
            || !places.areSame(verb - 1, verb)
        return isFirst ? subjectRight(of: verb) : nil
    }

    /// The inverted subject with which a sentence ends, or a name behind a clause: *Dollar to fall, says minister*, *Prices will
    /// rise, said Ann Lee, a broker*.
    private func closingSubject(of verb: Int) -> Range<Int>? {
        guard let entry = CueLexicon.shared.entry(story.tokens.hashes[verb]),
            entry.form == .third || entry.form == .past,
            entry.frames.contains(.clause), !entry.frames.contains(.object) || entry.form == .third,
            let phrase = subjectRight(of: verb),
            isNominal(phrase), !story.classes[phrase.lowerBound].contains(.time)
        else { return nil }
        let end = phrase.upperBound
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[verb])]
        if end >= sentence.upperBound || story.isStop(end) { return phrase }
        let isName = story.isNamed(phrase.lowerBound) || story.isCapitalized(phrase.lowerBound)
        guard sentence.lowerBound < verb - 1, story.isComma(end), isName || isFinalName(end + 1, sentence) else {
            return nil
        }
        return isClause(sentence.lowerBound..<verb - 1) ? phrase : nil
    }

    /// Whether a name stands at the end of a sentence, as behind *said a spokeswoman for the county*.
    private func isFinalName(_ first: Int, _ sentence: Range<Int>) -> Bool {
        guard first < sentence.upperBound, let name = story.name(ofToken: first) else { return false }
        let end = story.names[name].tokens.upperBound
        return end >= sentence.upperBound || story.isStop(end)
    }

    /// Whether a run has a verb before any relative clause.
    private func isClause(_ run: Range<Int>) -> Bool {
        for token in run {
            if story.classes[token].contains(.relative) { return false }
            if !story.classes[token].isDisjoint(with: [.auxiliary, .verb]) { return true }
        }
        return false
    }

    /// Steps back over adverbs and auxiliaries: the token behind the subject, `nil` where a boundary stands there.
    private func beforeVerb(_ verb: Int) -> Int? {
        var index = verb
        while index > 0, verb - index < 8 {
            let previous = index - 1
            guard places.areSame(previous, verb) else { return index == verb ? nil : index }
            let classes = story.classes[previous]
            if story.tokens.hashes[previous] == WordHash("to"), Self.isHabit(story, previous) {
                index = previous - 1
                while index > 0, Self.goingOn.contains(story.tokens.hashes[index - 1]) { index -= 1 }
                continue
            }
            let isAdverb =
                classes.contains(.adverb)
                || (story.endsLikeAdverb(previous) && !story.isCapitalized(previous)
                    && !story.isNamed(previous))
            if isAdverb || classes.contains(.auxiliary) || classes.contains(.negation) {
                index = previous
                continue
            }
            if classes.contains(.time), story.isCapitalized(previous) || classes.contains(.adverb) {
                index = previous
                if index > 0,
                    story.tokens.hashes[index - 1] == WordHash("on") || story.classes[index - 1].contains(.time)
                {
                    index -= 1
                }
                continue
            }
            break
        }
        return index
    }

    /// Whether *to* belongs to *used to*, *went on to*, *continued to*.
    package static func isHabit(_ story: Story, _ token: Int) -> Bool {
        token > 0 && goingOn.contains(story.tokens.hashes[token - 1])
    }

    private static let goingOn = WordQuery.english(.habitWord)

    /// The verb by which somebody reached another whom *to* and a verb of saying with a clause tell what for: *‹wrote› to the clerk
    /// to ask why*, *‹rang› her to say that*.
    package static func reaching(_ story: Story, for to: Int) -> Int? {
        guard story.tokens.hashes[to] == WordHash("to"),
            (to + 2..<min(story.tokens.count, to + 5)).contains(where: {
                story.tokens.hashes[$0] == WordHash("that") || questions.contains(story.tokens.hashes[$0])
            })
        else { return nil }
        for token in stride(from: to - 1, through: max(0, to - longestReach), by: -1) {
            guard story.isWord(token), story.classes[token].isDisjoint(with: [.negation, .relative]) else { return nil }
            if reachingVerbs.contains(story.tokens.hashes[token]), !story.isNamed(token) { return token }
            if story.tokens.flags[token].contains(.startsSentence) { return nil }
        }
        return nil
    }

    private static let longestReach = 12
    private static let reachingVerbs = WordQuery.english(.reachingVerb)
    private static let questions = WordQuery.english(.questionWord)

    private func subjectLeft(endingBefore end: Int, verb: Int) -> Range<Int>? {
        let last = end - 1
        guard last >= 0, places.areSame(last, verb), story.paragraphOfToken[last] == story.paragraphOfToken[verb],
            !isSentenceBreak(between: last, verb)
        else { return nil }
        if story.isComma(last) || story.isDash(last) || story.isMark(last, UInt8(ascii: ")")) {
            return appositiveSubject(endingAt: last, verb: verb)
        }
        let classes = story.classes[last]
        if classes.contains(.relative) || story.tokens.hashes[last] == WordHash("that") {
            var noun = last - 1
            if noun >= 0, story.isComma(noun) { noun -= 1 }
            guard noun >= 0 else { return nil }
            let name = name(endingAt: noun)
            if let name, story.tokens.hashes[last] == WordHash("who"), let bearer = bearer(of: name) { return bearer }
            if let name, name.lowerBound > 0,
                story.classes[name.lowerBound - 1].contains(.preposition) || isGerund(name.lowerBound - 1)
            {
                return name
            }
            let phrase = phrase(endingAt: noun)
            if story.tokens.hashes[last] == WordHash("which"), let body = phrase.flatMap(body(endingIn:)) {
                return body
            }
            return phrase.flatMap(person(before:)) ?? phrase ?? name
        }
        if story.tokens.hashes[last] == WordHash("and") || story.tokens.hashes[last] == WordHash("but") {
            return lastClauseSubject(endingAt: last, verb: verb) ?? clauseSubject(of: verb)
        }
        if story.tokens.hashes[last] == WordHash("to") { return nil }
        return phrase(endingAt: last)
    }

    /// The person whose office or place a name tells: *Nowicki, ‹the mayor› of Parma, who said*, *‹an uncle› in Catania, who told him*.
    private func bearer(of name: Range<Int>) -> Range<Int>? {
        let preposition = name.lowerBound - 1
        guard preposition > 1, story.classes[preposition].contains(.preposition),
            let mention = story.name(ofToken: name.lowerBound), story.names[mention].kind != .person,
            story.classes[preposition - 1].contains(.personNoun), let whole = phrase(endingAt: preposition - 1)
        else { return nil }
        // "learned it from an uncle": nothing before the article.
        let article = whole.last { !story.classes[$0].isDisjoint(with: [.determiner, .possessive]) }
        let office = (article ?? whole.lowerBound)..<preposition
        return person(before: office) ?? office
    }

    /// Whether a word in *-ing* governs what follows: *is ‹suing› Lumen, which says*.
    private func isGerund(_ token: Int) -> Bool {
        story.isWord(token) && story.hasSuffix(token, "ing") && !story.isCapitalized(token) && !story.isNamed(token)
            && story.classes[token].isDisjoint(with: [.personNoun, .sourceNoun])
    }

    /// The body that a preposition governs at the end of a phrase: *claims from ‹a photo agency›, which says*.
    private func body(endingIn phrase: Range<Int>) -> Range<Int>? {
        guard story.classes[phrase.upperBound - 1].contains(.sourceNoun),
            let preposition = phrase.dropLast().last(where: { story.classes[$0].contains(.preposition) }),
            story.tokens.hashes[preposition] != WordHash("of"), preposition + 1 < phrase.upperBound,
            story.classes[preposition + 1].contains(.determiner)
        else { return nil }
        return preposition + 1..<phrase.upperBound
    }

    /// The name that ends at a token, be it governed by a preposition: *it came from Ann Lee, who said*.
    private func name(endingAt last: Int) -> Range<Int>? {
        if let name = story.name(ofToken: last) { return story.names[name].tokens.clamped(to: 0..<last + 1) }
        var first = last + 1
        while first > 0, last - first < 4, story.isCapitalized(first - 1), story.isWord(first - 1) { first -= 1 }
        return first <= last ? first..<last + 1 : nil
    }

    /// The person whom an apposition describes: *from Henrik Dahl of Uppsala University, ‹an expert on bridges›, who said*.
    private func person(before apposition: Range<Int>) -> Range<Int>? {
        let first = apposition.lowerBound
        guard first > 1, story.isComma(first - 1), story.classes[first].contains(.determiner) else { return nil }
        var last = first - 2
        while last >= 0, first - last < 10, places.areSame(last, first) {
            if let name = story.name(ofToken: last) {
                let tokens = story.names[name].tokens
                if story.names[name].kind == .person { return tokens }
                last = tokens.lowerBound - 1
            } else if story.classes[last].contains(.preposition) {
                last -= 1
            } else {
                return nil
            }
        }
        return nil
    }

    func isSentenceBreak(between left: Int, _ right: Int) -> Bool {
        story.structure.sentenceOfToken[left] != story.structure.sentenceOfToken[right]
    }

    /// The phrase behind an inverted verb: *said the mayor of Leeds*.
    package func subjectRight(of verb: Int) -> Range<Int>? {
        let limit = min(story.tokens.count, verb + 25)
        guard verb + 1 < limit, places.areSame(verb, verb + 1),
            story.paragraphOfToken[verb + 1] == story.paragraphOfToken[verb]
        else {
            return nil
        }
        let classes = story.classes[verb + 1]
        guard
            classes.isDisjoint(with: [.adverb, .subordinator]) || classes.contains(.determiner)
                || story.isNamed(verb + 1)
        else {
            return nil
        }
        guard let phrase = phrase(startingAt: verb + 1, before: limit) else { return nil }
        // "announced that it had": what is reported, no subject.
        return phrase.count == 1 && story.tokens.hashes[phrase.lowerBound] == WordHash("that") ? nil : phrase
    }
}
