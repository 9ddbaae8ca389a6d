import English
import Linguistics

/// Subjects with all that belongs to them, and subjects of clauses without one of their own.
extension SubjectSearch {
    private static let wholeReach = 70

    /// The phrase that a clause begins with, where all that stands between it and the verb belongs to it: *‹Pickets› marching
    /// past the old tannery chanted*, *‹The bulletin› which collects the guesses of brewers, hauliers and others, said*.
    ///
    /// `direct` is what stands next to the verb; a phrase that begins a clause of its own there is left alone.
    func wholeSubject(of verb: Int, beside direct: Range<Int>?) -> Range<Int>? {
        guard let direct, direct.upperBound <= verb else { return nil }
        if let cut = beforeParticiple(direct), cut != direct, isFront(direct.lowerBound) { return cut }
        guard direct.lowerBound > 1 else { return nil }
        let first = direct.lowerBound
        let end = verbGroup(of: verb)
        let before = story.classes[first - 1]
        let isListed = before.contains(.coordinator) && story.isComma(end - 1)
        // "past the old tannery": what looks like an adverb governs a phrase.
        let isGoverned =
            !before.isDisjoint(with: [.adverb, .time]) && before.isDisjoint(with: [.coordinator, .subordinator])
        guard isListed || isGoverned || !isFront(first), story.isWord(first - 1),
            direct.count > 1 || story.classes[first].isDisjoint(with: .subjectPronoun) || isListed,
            story.tokens.hashes[first - 1] != WordHash("that")
        else { return nil }
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[verb])]
        var index = max(sentence.lowerBound, verb - Self.wholeReach)
        while index < first {
            defer { index += 1 }
            guard chunker.places.areSame(index, verb), isFront(index),
                let phrase = beforeParticiple(chunker.phrase(startingAt: index, before: first)),
                phrase.count > 1 || story.classes[index].isDisjoint(with: [.determiner, .possessive]),
                canGovern(phrase),
                story.classes[index].isDisjoint(with: .subjectPronoun) || story.classes[index].contains(.determiner),
                belongs(phrase.upperBound..<end)
            else { continue }
            return phrase
        }
        return nil
    }

    /// The subject whose relative clause no comma opens and one closes: *‹The bulletin› which lists the guesses of growers in nine
    /// shires, said*.
    ///
    /// `direct` is what stands next to the verb; a name there that commas set apart is left alone.
    func relativeSubject(of verb: Int, besides direct: Range<Int>?) -> Range<Int>? {
        let end = verbGroup(of: verb)
        guard end > 3, story.isComma(end - 1), chunker.places.areSame(end - 1, verb) else { return nil }
        if let direct {
            guard direct.upperBound <= end, direct.lowerBound > 0 else { return nil }
            if story.isNamed(direct.upperBound - 1), story.isComma(direct.lowerBound - 1) { return nil }
        }
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[verb])]
        for first in max(sentence.lowerBound, verb - Self.wholeReach)..<end
        where chunker.places.areSame(first, verb) && isFront(first) {
            guard let phrase = chunker.phrase(startingAt: first, before: end), phrase.upperBound < end - 2,
                story.classes[phrase.upperBound].contains(.relative), canGovern(phrase),
                direct.map({ $0.lowerBound > phrase.upperBound }) ?? true, belongs(phrase.upperBound..<end)
            else { continue }
            return phrase
        }
        return nil
    }

    /// A description with the prepositional phrases between it and its verb: *‹The sign over the door› says*.
    func withPrepositions(_ phrase: Range<Int>?, before verb: Int) -> Range<Int>? {
        guard let phrase, phrase.upperBound < verb, phrase.count > 1, !story.isNamed(phrase.upperBound - 1),
            !story.isCapitalized(phrase.upperBound - 1),
            !story.classes[phrase.lowerBound].isDisjoint(with: [.determiner, .possessive, .numeral])
                || chunker.isNominal(phrase)
        else { return phrase }
        let run = phrase.upperBound..<max(phrase.upperBound, verbGroup(of: verb))
        guard (2...Self.longestTail).contains(run.count), story.classes[run.lowerBound].contains(.preposition),
            run.allSatisfy({ chunker.places.areSame($0, verb) && canBeGoverned($0) })
        else { return phrase }
        return phrase.lowerBound..<run.upperBound
    }

    private static let longestTail = 8

    /// Whether a word can stand in a prepositional phrase that tells which of its kind something is, not when or by what it spoke.
    private func canBeGoverned(_ token: Int) -> Bool {
        story.isWord(token) && !story.hasSuffix(token, "ing")
            && (story.isNamed(token)
                || story.classes[token].isDisjoint(with: [
                    .time, .relative, .auxiliary, .subordinator, .coordinator, .verb, .speechNoun, .adverb, .negation,
                ]) && CueLexicon.shared.entry(story.tokens.hashes[token]) == nil)
    }

    /// Whether a phrase at the front can be a subject rather than tell when or how: not *Last month*, *Finally*, *Seeing it*.
    private func canGovern(_ phrase: Range<Int>) -> Bool {
        let first = phrase.lowerBound
        let last = phrase.upperBound - 1
        guard story.classes[last].isDisjoint(with: .time), !story.isNamed(first) else { return story.isNamed(first) }
        if story.endsLikeAdverb(first) || story.hasSuffix(first, "ing") { return false }
        return phrase.count == 1 || isAgent(phrase) || story.isPluralNoun(last)
            || !story.classes[first].isDisjoint(with: [.determiner, .possessive, .numeral])
    }

    /// A phrase up to the participle that describes it: *‹Pickets› marching*.
    private func beforeParticiple(_ phrase: Range<Int>?) -> Range<Int>? {
        guard let phrase else { return nil }
        let participle = phrase.dropFirst().first { token in
            story.hasSuffix(token, "ing") && !story.isCapitalized(token) && !story.isNamed(token)
                && story.classes[token].isDisjoint(with: [.personNoun, .sourceNoun])
                && !story.tokens.flags[token - 1].contains(.clitic)
                && (story.isPluralNoun(token - 1)
                    || !story.classes[token - 1].isDisjoint(with: [.personNoun, .sourceNoun]))
        }
        return participle.map { phrase.lowerBound..<$0 } ?? phrase
    }

    /// The first token of a verb with its auxiliaries and adverbs, in its sentence.
    private func verbGroup(of verb: Int) -> Int {
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[verb])]
        var first = verb
        while first > max(1, sentence.lowerBound), verb - first < 6, chunker.places.areSame(first - 1, verb),
            !story.classes[first - 1].isDisjoint(with: [.auxiliary, .adverb, .negation])
                || story.endsLikeAdverb(first - 1) && !story.isNamed(first - 1)
        { first -= 1 }
        return first
    }

    /// Whether a run behind a noun phrase holds nothing but what belongs to it: prepositional phrases, participles, relative
    /// clauses and appositions; a verb of its own it has not.
    private func belongs(_ run: Range<Int>) -> Bool {
        guard let first = run.first else { return false }
        let hasComma = run.contains { story.isComma($0) }
        guard !hasComma || story.isComma(run.upperBound - 1) else { return false }
        let opener = story.classes[first]
        guard
            story.isComma(first) || !opener.isDisjoint(with: [.preposition, .relative])
                || isParticiple(first) || story.isMark(first, UInt8(ascii: "("))
        else { return false }
        var token = first
        while token < run.upperBound {
            defer { token += 1 }
            guard chunker.places.areSame(token, first), story.isWord(token) else {
                if story.isMark(token, UInt8(ascii: ";")) || story.isMark(token, UInt8(ascii: ":")) { return false }
                continue
            }
            let classes = story.classes[token]
            if classes.contains(.relative) {
                token = pastRelative(token, before: run.upperBound)
                guard token < run.upperBound else { return false }  // the verb itself is the clause's
                continue
            }
            if story.isNamed(token) || story.isCapitalized(token) { continue }
            if classes.contains(.subjectPronoun), classes.isDisjoint(with: [.determiner, .numeral, .objectPronoun]),
                !story.classes[token - 1].contains(.coordinator)
            {
                return false
            }
            if isFinite(token) { return false }
        }
        return true
    }

    /// The last token of the verbs of a relative clause.
    private func pastRelative(_ relative: Int, before end: Int) -> Int {
        var token = relative + 1
        func skip() {
            while token < end, !story.classes[token].isDisjoint(with: .adverb) || story.endsLikeAdverb(token) {
                token += 1
            }
        }
        skip()
        guard token < end else { return end }
        let opensPhrase =
            story.isNamed(token) || story.tokens.hashes[relative] == WordHash("whose")
            || !story.classes[token].isDisjoint(with: [.determiner, .possessive, .subjectPronoun, .numeral])
        if opensPhrase {
            guard let subject = chunker.phrase(startingAt: token, before: end) else { return end }
            token = subject.upperBound
            skip()
        }
        while token < end, !story.classes[token].isDisjoint(with: [.auxiliary, .negation, .adverb]) { token += 1 }
        guard token < end else { return end }
        // "who runs the mill and keeps bees"
        var next = token + 1
        while next + 1 < end, !story.isComma(next) {
            if story.classes[next].contains(.coordinator), isFinite(next + 1) { return next + 1 }
            next += 1
        }
        return token
    }

    /// Whether a word in *-ing* or *-ed* stands where it describes the noun before it.
    private func isParticiple(_ token: Int) -> Bool {
        guard story.isWord(token), !story.isCapitalized(token) else { return false }
        if story.hasSuffix(token, "ing") { return true }
        guard story.hasSuffix(token, "ed"), story.exists(token + 1) else { return false }
        return !story.classes[token + 1].isDisjoint(with: [.preposition, .time])
    }

    private func isFinite(_ token: Int) -> Bool {
        let classes = story.classes[token]
        if story.tokens.flags[token].contains(.clitic), story.hasSuffix(token, "s") { return false }
        if !classes.isDisjoint(with: [.auxiliary, .verb]) { return true }
        if story.hasSuffix(token, "ed") {
            return !isParticiple(token) && !classes.contains(.personNoun)
                && story.classes[token - 1].isDisjoint(with: [.determiner, .possessive, .preposition])
        }
        guard let cue = CueLexicon.shared.entry(story.tokens.hashes[token]),
            story.classes[token - 1].isDisjoint(with: [.determiner, .possessive, .preposition])
        else { return false }
        return cue.form == .past || cue.form == .third && !cue.isAlsoNoun
    }

    /// Whoever a picture shows speaking: *with pictures of ‹Mayor Odell› saying*.
    func shown(before verb: Int) -> Range<Int>? {
        guard verb > 2, let name = story.name(ofToken: verb - 1), story.names[name].kind == .person else { return nil }
        var first = story.names[name].tokens.lowerBound
        while first > 1, story.classes[first - 1].contains(.honorific) || isOffice(first - 1) { first -= 1 }
        return first > 0 && story.tokens.hashes[first - 1] == WordHash("of") ? first..<verb : nil
    }

    private func isOffice(_ token: Int) -> Bool {
        story.isCapitalized(token) && story.classes[token].contains(.personNoun)
    }

    /// The subject of the main clause behind a fronted one: *After saying it was “too loud,” ‹Imogen Carr› moved*.
    func mainSubject(behindFronted verb: Int) -> Range<Int>? {
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[verb])]
        var opener = verb
        while opener > sentence.lowerBound, verb - opener < 3, story.isWord(opener - 1) { opener -= 1 }
        guard opener == sentence.lowerBound, verb - opener <= 1 else { return nil }
        if opener < verb {
            let classes = story.classes[opener]
            guard !classes.isDisjoint(with: [.preposition, .subordinator, .adverb]), !classes.contains(.determiner)
            else {
                return nil
            }
        }
        let paragraph = story.paragraphs[Int(story.paragraphOfToken[verb])]
        let limit = min(paragraph.upperBound, verb + Self.wholeReach)
        var token = verb + 1
        while token + 1 < limit {
            defer { token += 1 }
            guard chunker.places.areSame(token, verb), closesFronted(token - 1, verb), story.isWord(token) else {
                continue
            }
            let classes = story.classes[token]
            guard
                story.isNamed(token) || story.isCapitalized(token)
                    || !classes.isDisjoint(with: [.determiner, .possessive, .subjectPronoun, .numeral]),
                let phrase = chunker.phrase(startingAt: token, before: limit), phrase.upperBound < limit
            else { continue }
            var next = phrase.upperBound
            if story.isComma(next) {
                // "Ann Lee, the mayor, moved", but not "the founder, Ann Lee, she said".
                guard let close = (next + 1..<min(limit, next + 14)).first(where: { story.isComma($0) }),
                    close + 1 < limit
                else { continue }
                next = close + 1
            }
            if isFinite(next) || story.hasSuffix(next, "ed") || story.classes[next].contains(.adverb) {
                return phrase
            }
        }
        return nil
    }

    /// Whether a comma in the writer's text, or one inside marks that close here, stands at a token.
    private func closesFronted(_ token: Int, _ verb: Int) -> Bool {
        if story.isComma(token) { return chunker.places.areSame(token, verb) }
        return story.isQuoteMark(token) && token > 0
            && (story.isComma(token - 1) || story.isHalfMarkPair(token) && story.isComma(token - 2))
    }
}
