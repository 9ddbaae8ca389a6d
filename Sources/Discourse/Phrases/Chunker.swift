import English
import Linguistics

/// Finds the noun phrase that is a verb's subject, by closed word classes and marks alone.
package struct Chunker: Sendable {
    package let story: Story
    /// Where the tokens stand; no phrase reaches into or out of marks.
    package let places: Places

    private static let reach = 60

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
        let isName = story.nameOfToken[phrase.lowerBound] >= 0 || story.isCapitalized(phrase.lowerBound)
        guard sentence.lowerBound < verb - 1, story.isComma(end), isName || isFinalName(end + 1, sentence) else {
            return nil
        }
        return isClause(sentence.lowerBound..<verb - 1) ? phrase : nil
    }

    /// Whether a name stands at the end of a sentence, as behind *said a spokeswoman for the county*.
    private func isFinalName(_ first: Int, _ sentence: Range<Int>) -> Bool {
        guard first < sentence.upperBound, story.nameOfToken[first] >= 0 else { return false }
        let end = story.names[Int(story.nameOfToken[first])].tokens.upperBound
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
                || (story.hasSuffix(previous, "ly") && !story.isCapitalized(previous)
                    && story.nameOfToken[previous] < 0)
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

    private static let goingOn: WordSet = [
        "used", "on", "went", "goes", "going", "continued", "continues", "likes", "liked", "had", "has",
    ]

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
            if let name, name.lowerBound > 0, story.classes[name.lowerBound - 1].contains(.preposition) { return name }
            let phrase = phrase(endingAt: noun)
            return phrase.flatMap(person(before:)) ?? phrase ?? name
        }
        if story.tokens.hashes[last] == WordHash("and") || story.tokens.hashes[last] == WordHash("but") {
            return lastClauseSubject(endingAt: last, verb: verb) ?? clauseSubject(of: verb)
        }
        if story.tokens.hashes[last] == WordHash("to") { return nil }
        return phrase(endingAt: last)
    }

    /// The name that ends at a token, be it governed by a preposition: *it came from Ann Lee, who said*.
    private func name(endingAt last: Int) -> Range<Int>? {
        if story.nameOfToken[last] >= 0 {
            return story.names[Int(story.nameOfToken[last])].tokens.clamped(to: 0..<last + 1)
        }
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
            let mention = Int(story.nameOfToken[last])
            if mention >= 0 {
                let tokens = story.names[mention].tokens
                if story.names[mention].kind == .person { return tokens }
                last = tokens.lowerBound - 1
            } else if story.classes[last].contains(.preposition) {
                last -= 1
            } else {
                return nil
            }
        }
        return nil
    }

    private func isSentenceBreak(between left: Int, _ right: Int) -> Bool {
        story.structure.sentenceOfToken[left] != story.structure.sentenceOfToken[right]
    }

    /// The phrase that stands before appositions: *Ruth Okafor, 41, the party's leader, said*.
    private func appositiveSubject(endingAt comma: Int, verb: Int) -> Range<Int>? {
        var best: Range<Int>?
        var segmentEnd = comma
        var index = comma - 1
        let lower = max(0, comma - Self.reach)
        while index >= lower {
            guard places.areSame(index, verb), story.paragraphOfToken[index] == story.paragraphOfToken[verb],
                !isSentenceBreak(between: index, verb)
            else { break }
            if story.isComma(index) || story.isDash(index) || story.isMark(index, UInt8(ascii: "("))
                || story.isMark(index, UInt8(ascii: ")"))
            {
                if index + 1 < segmentEnd { best = segment(index + 1..<segmentEnd) ?? best }
                if stopsAppositions(index + 1, segmentEnd) { return best }
                segmentEnd = index
            }
            if story.isMark(index, UInt8(ascii: ";")) || story.isMark(index, UInt8(ascii: ":")) { break }
            if story.isQuoteMark(index), !story.isApostrophe(index) { break }
            index -= 1
        }
        let first = index + 1
        if first < segmentEnd { best = segment(first..<segmentEnd) ?? best }
        return best
    }

    private func stopsAppositions(_ first: Int, _ end: Int) -> Bool {
        guard first < end else { return false }
        let word = story.tokens.hashes[first]
        return word == WordHash("but") || word == WordHash("while") || word == WordHash("as")
            || (word == WordHash("and") && segment(first..<end) != nil)
    }

    /// The subject that a comma-separated segment gives.
    private func segment(_ run: Range<Int>) -> Range<Int>? {
        var first = run.lowerBound
        while first < run.upperBound,
            !story.classes[first].isDisjoint(with: [.coordinator, .adverb])
                || story.tokens.hashes[first] == WordHash("while")
                || story.tokens.hashes[first] == WordHash("that")
        { first += 1 }
        guard first < run.upperBound else { return nil }
        let classes = story.classes[first]
        guard classes.isDisjoint(with: [.preposition, .relative, .auxiliary]),
            !story.hasSuffix(first, "ing") || story.isCapitalized(first),
            !classes.contains(.cueVerb) || story.nameOfToken[first] >= 0,  // "Asked about it, Ann Lee"
            story.tokens.kinds[first] == .word, !(classes.contains(.subordinator) && !classes.contains(.determiner))
        else { return nil }
        guard let phrase = phrase(endingAt: run.upperBound - 1, from: first), isNominal(phrase) else {
            // "Smith resigned on Monday, the company said": a clause of its own.
            return nil
        }
        return phrase
    }

    private func isNominal(_ phrase: Range<Int>) -> Bool {
        let first = phrase.lowerBound
        if story.isCapitalized(first) || story.nameOfToken[first] >= 0 { return true }
        if !story.classes[first].isDisjoint(with: [.determiner, .numeral, .possessive]) {
            return phrase.contains {
                !story.classes[$0].isDisjoint(with: [.personNoun, .sourceNoun]) || story.nameOfToken[$0] >= 0
            }
        }
        return phrase.contains { !story.classes[$0].isDisjoint(with: [.personNoun, .sourceNoun, .subjectPronoun]) }
    }

    /// The noun phrase that ends at a token: as far left as words go that can belong to it.
    package func phrase(endingAt last: Int, from lowest: Int = 0) -> Range<Int>? {
        var last = last
        // "a statement Wednesday"
        while last > lowest, story.classes[last].contains(.time), story.isCapitalized(last), story.isWord(last - 1) {
            last -= 1
        }
        guard last >= 0, story.isWord(last) || story.isMark(last, UInt8(ascii: "]")) else { return nil }
        if story.classes[last].contains(.subjectPronoun), !story.classes[last].contains(.determiner),
            story.nameOfToken[last] < 0
        {
            return last..<last + 1
        }
        guard
            story.classes[last].isDisjoint(with: [.auxiliary, .preposition, .coordinator, .relative])
                || story.nameOfToken[last] >= 0, story.classes[last] != .subordinator
        else { return nil }
        var first = last
        let lower = max(lowest, last - 25)
        while first > lower {
            let previous = first - 1
            guard places.areSame(previous, last), canBelong(previous, before: first, last) else { break }
            first = previous
        }
        // A fronted prepositional phrase is none of it: "In Baghdad officials".
        first = trimmed(first, last)
        guard first <= last else { return nil }
        return first..<last + 1
    }

    private func canBelong(_ token: Int, before next: Int, _ last: Int) -> Bool {
        guard story.structure.sentenceOfToken[token] == story.structure.sentenceOfToken[last] else {
            return false
        }
        let classes = story.classes[token]
        let hash = story.tokens.hashes[token]
        if story.nameOfToken[token] >= 0 { return true }
        guard story.isWord(token) else {
            return story.isMark(token, UInt8(ascii: "-")) || story.isMark(token, UInt8(ascii: "&"))
                || story.isMark(token, UInt8(ascii: "$"))
                || story.isMark(token, UInt8(ascii: "%"))
                || story.isApostrophe(token)
        }
        if hash == WordHash("and") {
            // Two names, or two people by their office.
            guard token > 0 else { return false }
            let isJoint = { (index: Int) in
                story.nameOfToken[index] >= 0 || !story.classes[index].isDisjoint(with: [.personNoun, .sourceNoun])
                    || story.isCapitalized(index)
            }
            return isJoint(token - 1)
                && (isJoint(next) || !story.classes[next].isDisjoint(with: [.determiner, .numeral, .possessive]))
                && !story.classes[token - 1].contains(.time)
        }
        if story.tokens.flags[token].contains(.clitic) {
            return hash == WordHash("'s")
        }
        if classes.contains(.auxiliary) || classes.contains(.relative) || classes.contains(.coordinator)
            || classes.contains(.negation)
        {
            return false
        }
        if classes.contains(.cueVerb) {
            guard let entry = CueLexicon.shared.entry(hash), entry.isAlsoNoun, token > 0 else { return false }
            return story.classes[token - 1].isDisjoint(with: [.subjectPronoun, .personNoun, .sourceNoun, .auxiliary])
                && story.nameOfToken[token - 1] < 0
        }
        if classes.contains(.verb) { return false }
        if classes.contains(.preposition) {
            return hash == WordHash("of") || hash == WordHash("for") || hash == WordHash("from")
                || hash == WordHash("at")
                || hash == WordHash("in") || hash == WordHash("with") || hash == WordHash("on")
                || hash == WordHash("to")
                || hash == WordHash("by") || hash == WordHash("against") || hash == WordHash("near")
                || hash == WordHash("behind")
        }
        if classes.contains(.subordinator) { return false }
        if classes.contains(.subjectPronoun) && !classes.contains(.determiner) { return false }
        if story.hasSuffix(token, "ly") && !story.isCapitalized(token) { return false }
        return true
    }

    private func trimmed(_ first: Int, _ last: Int) -> Int {
        var first = first
        while first <= last, story.classes[first].contains(.preposition) || story.isMark(first, UInt8(ascii: "-")) {
            // Skip the preposition and the phrase that it governs, up to a new determiner, name or lone noun.
            var next = first + 1
            while next <= last,
                !story.classes[next].isDisjoint(with: [.determiner, .numeral, .possessive])
                    || story.classes[next].contains(.time)
            { next += 1 }
            let isTime = next > first + 1 && story.classes[next - 1].contains(.time)
            if next <= last, !isTime { next += 1 }
            let mention = next <= last && !isTime ? story.nameOfToken[next - 1] : -1
            while next <= last, mention >= 0, story.nameOfToken[next] == mention { next += 1 }
            while next <= last,
                story.classes[next].isDisjoint(with: [
                    .determiner, .numeral, .possessive, .personNoun, .sourceNoun, .honorific,
                ]),
                story.nameOfToken[next] < 0, !story.isCapitalized(next)
            { next += 1 }
            first = next
        }
        while first <= last, !story.classes[first].isDisjoint(with: [.adverb, .coordinator]),
            story.nameOfToken[first] < 0
        { first += 1 }
        return first
    }

    /// The subject of the clause behind the last comma: *it went on, the man let it go and said*.
    private func lastClauseSubject(endingAt last: Int, verb: Int) -> Range<Int>? {
        var comma = last - 1
        while comma > 0, last - comma < 30, !story.isComma(comma), places.areSame(comma, verb),
            !isSentenceBreak(between: comma, verb)
        {
            comma -= 1
        }
        guard comma > 0, story.isComma(comma), comma + 2 < last, places.areSame(comma, verb) else { return nil }
        let first = comma + 1
        guard
            !story.classes[first].isDisjoint(with: [.determiner, .subjectPronoun]) || story.nameOfToken[first] >= 0,
            !story.classes[first].contains(.relative), let phrase = phrase(startingAt: first, before: last),
            phrase.upperBound < last,
            isNominal(phrase), story.isWord(phrase.upperBound),
            story.classes[phrase.upperBound].isDisjoint(with: [.preposition, .relative])
        else { return nil }
        return phrase
    }

    /// The subject of the sentence or clause that holds a verb without one of its own.
    package func clauseSubject(of verb: Int) -> Range<Int>? {
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[verb])]
        var first = sentence.lowerBound
        // Over fronted phrases: "In Washington on Monday, officials".
        while first < verb {
            while first < verb,
                !places.areSame(first, verb) || !story.isWord(first)
                    || !story.classes[first].isDisjoint(with: [.coordinator, .adverb, .subordinator])
                        && story.classes[first].isDisjoint(with: .determiner)
            { first += 1 }
            guard first < verb else { return nil }
            if story.classes[first].contains(.preposition)
                || (story.hasSuffix(first, "ing") && story.nameOfToken[first] < 0)
            {
                first = pastFronted(first, before: verb)
                continue
            }
            break
        }
        guard first < verb else { return nil }
        return phrase(startingAt: first, before: verb)
    }

    /// The token behind a fronted phrase: behind its comma or, without one, behind what its preposition governs.
    private func pastFronted(_ first: Int, before verb: Int) -> Int {
        var comma = first
        while comma < min(verb, first + 14), !story.isComma(comma) { comma += 1 }
        if comma + 1 < verb, story.isComma(comma), !story.classes[comma + 1].contains(.coordinator) { return comma + 1 }
        let trimmed = trimmed(first, verb - 1)
        return max(trimmed, first + 1)
    }

    /// The noun phrase that begins at a token.
    package func phrase(startingAt first: Int, before limit: Int) -> Range<Int>? {
        guard first < limit, story.isWord(first) else { return nil }
        let classes = story.classes[first]
        if classes.contains(.subjectPronoun), story.nameOfToken[first] < 0, !classes.contains(.determiner),
            !isCount(first)
        {
            return first..<first + 1
        }
        guard
            classes.isDisjoint(with: [.auxiliary, .preposition, .coordinator, .relative, .negation])
                || story.nameOfToken[first] >= 0
        else { return nil }
        var end = first
        while end < limit, end - first < 20 {
            guard places.areSame(end, first) else { break }
            if story.nameOfToken[end] >= 0 {
                end += 1
                continue
            }
            let hash = story.tokens.hashes[end]
            guard story.isWord(end) else {
                guard story.isMark(end, UInt8(ascii: "-")) && !story.isDash(end) || story.isMark(end, UInt8(ascii: "&"))
                else { break }
                end += 1
                continue
            }
            let classes = story.classes[end]
            if hash == WordHash("of") || (hash == WordHash("for") && end > first && story.nameOfToken[end - 1] < 0)
                || (hash == WordHash("at") && end > first && story.nameOfToken[end - 1] < 0)
            {
                end += 1
                continue
            }
            if hash == WordHash("and"), end + 1 < limit,
                story.nameOfToken[end + 1] >= 0
                    || !story.classes[end + 1].isDisjoint(with: [.determiner, .numeral, .possessive, .honorific])
                    || story.isCapitalized(end + 1)
            {
                end += 1
                continue
            }
            if story.tokens.flags[end].contains(.clitic), hash == WordHash("'s") {
                // A possessive goes on; "is" does not.
                guard end + 1 < limit, story.isWord(end + 1) else { break }
                end += 1
                continue
            }
            if !classes.isDisjoint(with: [
                .auxiliary, .preposition, .coordinator, .relative, .negation, .adverb,
            ]) {
                break
            }
            if classes.contains(.subordinator), !classes.contains(.determiner) || end > first { break }
            let isNamed = end == first + 1 && story.isCapitalized(end) && story.classes[first].contains(.determiner)
            if classes.contains(.cueVerb), end > first, !isNamed,  // "the Crow"
                CueLexicon.shared.entry(hash)?.isAlsoNoun != true || endsPhrase(end - 1)
            {
                break
            }
            if classes.contains(.verb), end > first { break }
            if end > first, classes.contains(.subjectPronoun), classes.isDisjoint(with: [.determiner, .numeral]) {
                break
            }
            if end > first, story.hasSuffix(end, "ed"), !story.isCapitalized(end),
                endsPhrase(end - 1)
                    || story.isPluralNoun(end - 1)
                        && story.classes[end - 1].isDisjoint(with: [.determiner, .possessive])
            {
                break
            }
            if classes.contains(.time), story.isCapitalized(end), end > first { break }
            if story.hasSuffix(end, "ly"), !story.isCapitalized(end) { break }
            if story.hasSuffix(end, "ing"), end > first, !story.isCapitalized(end), !classes.contains(.personNoun),
                story.nameOfToken[end - 1] >= 0
            {
                break
            }
            end += 1
        }
        while end > first,
            story.tokens.hashes[end - 1] == WordHash("and") || story.classes[end - 1].contains(.preposition)
        { end -= 1 }
        return end > first ? first..<end : nil
    }

    /// Whether a word counts a noun behind it rather than stand for somebody: *one poster*.
    private func isCount(_ token: Int) -> Bool {
        guard story.tokens.hashes[token] == WordHash("one"), story.exists(token + 1), story.isWord(token + 1) else {
            return false
        }
        return story.classes[token + 1].isDisjoint(with: [
            .auxiliary, .verb, .cueVerb, .preposition, .relative, .adverb, .coordinator, .negation, .subjectPronoun,
        ])
    }

    /// Whether a noun phrase can end at a token, so that a word in *-ed* behind it is a verb.
    private func endsPhrase(_ token: Int) -> Bool {
        story.nameOfToken[token] >= 0 || story.isCapitalized(token)
            || !story.classes[token].isDisjoint(with: [.personNoun, .sourceNoun])
    }

    /// The phrase behind an inverted verb: *said the mayor of Leeds*.
    func subjectRight(of verb: Int) -> Range<Int>? {
        let limit = min(story.tokens.count, verb + 25)
        guard verb + 1 < limit, places.areSame(verb, verb + 1),
            story.paragraphOfToken[verb + 1] == story.paragraphOfToken[verb]
        else {
            return nil
        }
        let classes = story.classes[verb + 1]
        guard
            classes.isDisjoint(with: [.adverb, .subordinator]) || classes.contains(.determiner)
                || story.nameOfToken[verb + 1] >= 0
        else {
            return nil
        }
        guard let phrase = phrase(startingAt: verb + 1, before: limit) else { return nil }
        // "announced that it had": what is reported, no subject.
        return phrase.count == 1 && story.tokens.hashes[phrase.lowerBound] == WordHash("that") ? nil : phrase
    }
}
