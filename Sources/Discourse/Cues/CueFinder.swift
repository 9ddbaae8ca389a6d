package import English
package import Linguistics

/// A word that reports speech, with the words of its subject: *said the mayor*, *according to officials*.
package struct Cue: Sendable {
    /// The cue's tokens.
    package var words: Range<Int>
    package var frames: CueLexicon.Frames
    package var form: CueLexicon.Form
    package var weight: Float
    /// What the cue stands in.
    package var place: Place
    /// Whether it is *according to*.
    package var isPrepositional = false
    /// Whether it is *in the words of*.
    package var isNominal = false
    /// The words of the subject, or of whoever's words *in her words* gives.
    package var subject: Range<Int>?
    /// Whether the subject is whoever's words *in her words* gives.
    package var isOwned = false
    /// The index of the marked span that the cue's clause follows directly.
    package var spanBefore: Int?
}

/// Finds all cues of a text and their subjects; whom these stand for is not said here.
package struct CueFinder {
    let story: Story
    let chunker: Chunker
    private let spans: ContiguousArray<MarkedSpan>
    /// For each token the span that a verb there follows directly, or −1; read by `span(before:)`, four bytes a token.
    private let spanBefore: ContiguousArray<Int32>

    package init(_ chunker: Chunker, _ spans: ContiguousArray<MarkedSpan>) {
        let story = chunker.story
        var spanBefore = ContiguousArray<Int32>(repeating: -1, count: story.tokens.count)
        for (index, span) in spans.enumerated() where span.outer.upperBound < story.tokens.count {
            let next = span.outer.upperBound
            spanBefore[next] = Int32(index)
            if next + 1 < story.tokens.count, story.isComma(next) || story.isDash(next) {
                spanBefore[next + 1] = Int32(index)
            }
        }
        self.story = story
        self.chunker = chunker
        self.spans = spans
        self.spanBefore = spanBefore
    }

    /// The cues in order.
    ///
    /// - Complexity: O(tokens), a cue's subject being sought among some seventy.
    package func cues() -> [Cue] {
        var cues: [Cue] = []
        let search = SubjectSearch(story: story, chunker: chunker)
        for token in 0..<story.tokens.count {
            guard var cue = cue(at: token) else { continue }
            guard !cue.isOwned else {
                cues.append(cue)
                continue
            }
            let speech = speech(before: token)
            if let speech { cue.spanBefore = span(before: speech) }
            guard cue.subject == nil else {
                cues.append(cue)
                continue
            }
            if cue.isPrepositional {
                cue.subject = chunker.phrase(
                    startingAt: cue.words.upperBound, before: min(story.tokens.count, cue.words.upperBound + 25))
            } else {
                cue.subject = search.subject(of: token, form: cue.form, behind: speech)
            }
            if let subject = cue.subject, cue.form == .base, isNounBehind(subject, token) { continue }
            cues.append(cue)
        }
        return cues
    }

    /// Whether a word that may be a verb is the noun of the phrase before it: *dismissed a United Nations report*.
    private func isNounBehind(_ phrase: Range<Int>, _ token: Int) -> Bool {
        let first = story.tokens.hashes[phrase.lowerBound]
        guard phrase.upperBound == token, first == WordHash("a") || first == WordHash("an") else { return false }
        return CueLexicon.shared.entry(story.tokens.hashes[token])?.isAlsoNoun == true
            && story.tokens.hashes[token] != WordHash("read")
    }

    /// The span that a verb at a token follows directly.
    private func span(before token: Int) -> Int? {
        let span = spanBefore[token]
        return span < 0 ? nil : Int(span)
    }

    /// The token behind the quotation that a verb's clause follows directly.
    private func speech(before verb: Int) -> Int? {
        var token = verb
        while token > 0, verb - token < 25 {
            if let span = span(before: token) { return isBeside(span, token) ? token : nil }
            if story.isStop(token - 1) || story.paragraphOfToken[token - 1] != story.paragraphOfToken[verb] {
                return nil
            }
            token -= 1
        }
        return nil
    }

    /// Whether words may go on with the sentence of the quotation before them: those of a new paragraph do in small letters only.
    private func isBeside(_ span: Int, _ token: Int) -> Bool {
        story.paragraphOfToken[spans[span].outer.upperBound - 1] == story.paragraphOfToken[token]
            || !story.isCapitalized(token)
    }

    /// Whose words *in Brunskill's words*, *in her words* names.
    private func wordsOwner(before noun: Int) -> Range<Int>? {
        guard noun > 1 else { return nil }
        if story.classes[noun - 1].contains(.possessive), story.tokens.hashes[noun - 2] == WordHash("in") {
            return noun - 1..<noun
        }
        guard story.tokens.flags[noun - 1].contains(.clitic) else { return nil }
        for first in stride(from: noun - 2, through: max(1, noun - 7), by: -1)
        where story.tokens.hashes[first - 1] == WordHash("in") { return first..<noun - 1 }
        return nil
    }

    private func cue(at token: Int) -> Cue? {
        let hash = story.tokens.hashes[token]
        let place = chunker.places[token]
        if hash == WordHash("according"), token + 1 < story.tokens.count,
            story.tokens.hashes[token + 1] == WordHash("to")
        {
            return Cue(
                words: token..<token + 2, frames: [.marks, .clause], form: .past, weight: 0.95,
                place: place,
                isPrepositional: true)
        }
        if hash == WordHash("words"), token >= 2, token + 1 < story.tokens.count,
            story.tokens.hashes[token + 1] == WordHash("of"), story.tokens.hashes[token - 2] == WordHash("in")
        {
            return Cue(
                words: token - 2..<token + 2, frames: [.marks], form: .past, weight: 0.95,
                place: place, isPrepositional: true, isNominal: true)
        }
        if hash == WordHash("words"), let owner = wordsOwner(before: token) {
            return Cue(
                words: token..<token + 1, frames: [.marks], form: .past, weight: 0.95,
                place: place, isPrepositional: true, subject: owner, isOwned: true)
        }
        if let phrasal = phrasalCue(at: token) { return phrasal }
        if let reply = replyCue(at: token) { return reply }
        if hash == WordHash("per") { return perCue(at: token) }
        if hash == WordHash("put") || hash == WordHash("puts"), let cue = puttingCue(at: token) { return cue }
        guard story.classes[token].contains(.cueVerb), !story.isNamed(token),
            let entry = CueLexicon.shared.entry(hash)
        else {
            return nil
        }
        if isPassive(token, entry) { return agentCue(at: token, entry) }
        if let asked = frontedAgentCue(at: token, entry) { return asked }
        if let told = purposeCue(at: token, entry) { return told }
        if isNoun(token, entry) || isAside(token, entry) { return nil }
        if Self.going.contains(hash), !isSounded(token) { return nil }
        if Self.describingAs.contains(hash), !hasAs(behind: token) { return nil }
        var end = token + 1
        if end < story.tokens.count, story.tokens.hashes[end] == WordHash("to"), Self.isAspect(hash) { return nil }
        if end < story.tokens.count {
            let next = story.tokens.hashes[end]
            if hash == WordHash("pointed") || hash == WordHash("points") || hash == WordHash("point")
                || hash == WordHash("pointing")
            {
                guard next == WordHash("out") else { return nil }
                end += 1
            } else if entry.frames.contains(.describing), next == WordHash("for") || next == WordHash("on") {
                end += 1
            }
        }
        return Cue(
            words: token..<end, frames: entry.frames, form: entry.form, weight: entry.weight,
            place: place)
    }

    /// *was his reply*, *came the answer from Birk* behind marked words: who answers, not who asked, has said them.
    private func replyCue(at token: Int) -> Cue? {
        guard span(before: token) != nil, story.isWord(token),
            !story.classes[token].isDisjoint(with: [.auxiliary, .verb])
                || story.tokens.hashes[token] == WordHash("came")
        else { return nil }
        for noun in token + 2..<max(token + 2, min(story.tokens.count, token + 8)) {
            guard story.isWord(noun) || story.isApostrophe(noun), chunker.places.areSame(noun, token) else {
                return nil
            }
            guard story.classes[noun].contains(.speechNoun) else { continue }
            var owner: Range<Int>?
            if story.classes[token + 1].contains(.possessive) {
                owner = token + 1..<token + 2
            } else if let clitic = (token + 1..<noun).first(where: { story.tokens.flags[$0].contains(.clitic) }) {
                owner = token + 1..<clitic
            } else if story.exists(noun + 1), story.tokens.hashes[noun + 1] == WordHash("from") {
                owner = chunker.phrase(startingAt: noun + 2, before: min(story.tokens.count, noun + 14))
            }
            guard let owner, !owner.isEmpty else { return nil }
            return Cue(
                words: token..<noun + 1, frames: [.marks], form: .past, weight: 0.9, place: chunker.places[token],
                isPrepositional: true, isNominal: true, subject: owner, isOwned: true, spanBefore: span(before: token))
        }
        return nil
    }

    /// A verb that reports with its particle only: *went after the chairman as “a bully”*.
    private func phrasalCue(at token: Int) -> Cue? {
        let particle = token + 1
        guard story.exists(particle), Self.particles.contains(story.tokens.hashes[particle]), story.isWord(token),
            !story.isNamed(token), !story.tokens.flags[particle].contains(.startsSentence)
        else { return nil }
        let words = token..<particle + 1
        guard let entry = CueLexicon.shared.entry(story.hash(words: words)), !isPassive(token, entry),
            !isNoun(token, entry)
        else { return nil }
        return Cue(
            words: words, frames: entry.frames, form: entry.form, weight: entry.weight, place: chunker.places[token])
    }

    /// Whether *as* stands behind a verb and its object.
    private func hasAs(behind verb: Int) -> Bool {
        for token in verb + 1..<min(story.tokens.count, verb + Self.longestObject) {
            if story.tokens.hashes[token] == WordHash("as") { return true }
            if story.isStop(token) { return false }
        }
        return false
    }

    /// Whether *went* stands beside what somebody says: *he went, “No way”*, *“Boom,” went the drum*; not *the line went dead*.
    private func isSounded(_ verb: Int) -> Bool {
        guard speech(before: verb) != nil, span(before: verb) == nil, story.exists(verb + 1) else { return true }
        return story.isComma(verb + 1) || story.isMark(verb + 1, UInt8(ascii: ":")) || story.isQuoteMark(verb + 1)
            || story.isStop(verb + 1) || !chunker.places.areSame(verb, verb + 1)
    }

    private static let going: WordSet = ["go", "goes", "going", "went"]

    private static let longestObject = 14
    private static let describingAs = WordQuery.english(.describingAs)
    private static let particles = WordQuery.english(.cueParticle)

    /// Whether a verb with *to* behind it is no report: *continued to rise*, *agreed to meet*.
    private static func isAspect(_ hash: WordHash) -> Bool { aspects.contains(hash) }

    private static let aspects = WordQuery.english(.aspectVerb)

    /// *asked about the record, …*, *when asked why*: somebody else's question in passing.
    private func isAside(_ token: Int, _ entry: CueLexicon.Entry) -> Bool {
        guard entry.form == .past, token + 1 < story.tokens.count,
            token == 0 || !story.isWord(token - 1) && !story.isQuoteMark(token - 1)
                || story.tokens.flags[token].contains(.startsSentence)
                || story.classes[token - 1].contains(.subordinator)
        else { return false }
        let next = story.tokens.hashes[token + 1]
        return Self.questions.contains(story.tokens.hashes[token]) && Self.matters.contains(next)
    }

    /// Participles that open a sentence with what somebody was asked or told: *Asked about Lee, she said*.
    package static let questions = Set(["asked", "questioned", "told", "pressed"].map { WordHash(folding: $0) })
    private static let matters = WordQuery.english(.askedMatter)

    /// *was told*, *is said to*: the subject is no source.
    private func isPassive(_ token: Int, _ entry: CueLexicon.Entry) -> Bool {
        guard entry.form == .past else { return false }
        var index = token - 1
        while index >= 0, token - index < 4 {
            if story.classes[index].contains(.passive) {
                return story.tokens.hashes[index] != WordHash("'s")
                    && chunker.places.areSame(index, token)
            }
            guard !story.classes[index].isDisjoint(with: [.adverb, .negation]) || story.endsLikeAdverb(index) else {
                return false
            }
            index -= 1
        }
        return false
    }

    /// Whether a verb before governs the word as a noun: *challenged Trump claims that*.
    private func isObjectNoun(_ token: Int) -> Bool {
        guard token + 1 < story.tokens.count, story.tokens.hashes[token + 1] == WordHash("that") else { return false }
        var first = token
        while first > 0, token - first < 6,
            story.isNamed(first - 1) || story.isCapitalized(first - 1)
                || story.tokens.hashes[first - 1] == WordHash("and")
        { first -= 1 }
        guard first > 0, first < token, story.hasSuffix(first - 1, "ed") || story.hasSuffix(first - 1, "ing") else {
            return false
        }
        let verb = CueLexicon.shared.entry(story.tokens.hashes[first - 1])
        return verb.map { !$0.frames.contains(.clause) || $0.frames.contains(.nominal) } ?? true
    }

    /// Whether a word that may be a verb is a part of a noun phrase by what follows: *state officials*, *council notes unsealed
    /// on Monday*.
    private func isCompound(_ token: Int, _ entry: CueLexicon.Entry, _ before: WordClass) -> Bool {
        let next = token + 1
        guard story.isWord(next), !story.isNamed(next) else { return false }
        if entry.form == .base {
            let canSpeak =
                story.isNamed(token - 1)
                || !before.isDisjoint(with: [.subjectPronoun, .auxiliary, .relative, .personNoun, .sourceNoun])
                    && !story.classes[token - 1].contains(.determiner)
            return !canSpeak && !story.classes[next].isDisjoint(with: [.personNoun, .sourceNoun])
        }
        return story.hasSuffix(next, "ed") && story.isWord(next + 1)
            && story.classes[next].isDisjoint(with: [.personNoun, .sourceNoun])
            && !story.classes[next + 1].isDisjoint(with: [.preposition, .time])
            && before.isDisjoint(with: [.subjectPronoun, .relative])
    }

    /// Whether a word in *-ing* is a noun: *had early warning of the sale*.
    private func isNominalIng(_ token: Int, _ before: WordClass) -> Bool {
        guard story.classes[token].contains(.speechNoun), story.exists(token + 1),
            story.tokens.hashes[token + 1] == WordHash("of"), story.isWord(token - 1)
        else { return false }
        return before.isDisjoint(with: [
            .personNoun, .sourceNoun, .auxiliary, .adverb, .subjectPronoun, .time, .coordinator, .subordinator,
        ]) && !story.isNamed(token - 1) && !story.isCapitalized(token - 1) && !story.isPluralNoun(token - 1)
    }

    /// Whether a word in *-ing* is what somebody does, not that he does it: *familiar with the fund's ‹thinking› said*.
    private func isOwned(_ token: Int) -> Bool {
        guard story.tokens.flags[token - 1].contains(.clitic), story.hasSuffix(token - 1, "s"), token > 1,
            story.classes[token - 2].isDisjoint(with: [.subjectPronoun, .relative]), story.exists(token + 1)
        else { return false }
        let next = story.classes[token + 1]
        return story.isStop(token + 1)
            || !next.isDisjoint(with: [.auxiliary, .cueVerb]) && next.isDisjoint(with: [.personNoun, .sourceNoun])
    }

    /// The token before a word, marked words of one or two aside: *his “off-the-cuff” remarks*.
    private func tokenBefore(_ token: Int) -> Int {
        let last = token - 2
        guard last >= 0, story.isQuoteMark(token - 1), case .span(let span) = chunker.places[last],
            spans[span].inner.count <= 5, spans[span].outer.lowerBound > 0
        else { return token - 1 }
        return spans[span].outer.lowerBound - 1
    }

    /// *called that claim false*, *That report was*: a noun that *that* points at, not *experts that claim*.
    private func isPointedAt(_ token: Int, _ entry: CueLexicon.Entry) -> Bool {
        let that = token - 1
        guard entry.form == .base, story.tokens.hashes[that] == WordHash("that") else { return false }
        return that == 0 || story.tokens.flags[that].contains(.startsSentence)
            || !story.classes[that - 1].isDisjoint(with: [.cueVerb, .verb, .preposition])
    }

    /// Whether *that* follows a word for a verb whose subject opens the sentence with an article: *The federation ‹estimates› that*.
    private func isVerbBefore(that token: Int, _ entry: CueLexicon.Entry) -> Bool {
        guard entry.form == .third, story.exists(token + 1), story.tokens.hashes[token + 1] == WordHash("that"),
            let subject = chunker.phrase(endingAt: token - 1), subject.count > 1, !story.isPluralNoun(token - 1)
        else { return false }
        return story.tokens.flags[subject.lowerBound].contains(.startsSentence)
            && !story.classes[subject.lowerBound].isDisjoint(with: [.determiner, .possessive])
    }

    /// Whether a verb that asks of somebody to do something has the word behind it for its object: *urged ‹caution›*.
    private func governsNoun(_ verb: Int) -> Bool {
        guard let entry = CueLexicon.shared.entry(story.tokens.hashes[verb]), !story.isNamed(verb) else { return false }
        return entry.form != .base && entry.frames.contains(.infinitive)
    }

    /// *the report*, *a call*, *to say*: no finite verb.
    private func isNoun(_ token: Int, _ entry: CueLexicon.Entry) -> Bool {
        guard token > 0 else { return entry.form == .base }
        let previous = tokenBefore(token)
        var before = story.classes[previous]
        let hash = story.tokens.hashes[previous]
        if hash == WordHash("that") || hash == WordHash("all") || hash == WordHash("both") || hash == WordHash("many")
            || hash == WordHash("some") || hash == WordHash("few")
        {
            before.remove(.determiner)
        }
        if entry.form == .base || entry.form == .third, entry.isAlsoNoun {
            if !before.isDisjoint(with: [.determiner, .possessive, .preposition])
                || story.tokens.flags[previous].contains(.clitic)
            {
                return true
            }
            if isObjectNoun(token) || isCompound(token, entry, before) || isPointedAt(token, entry) { return true }
            // "quarterly report", "faces charges": only a name, a pronoun or a noun that can speak has it as its verb.
            let canSpeak =
                story.isNamed(token - 1) || story.isCapitalized(token - 1)
                || !before.isDisjoint(with: [
                    .subjectPronoun, .personNoun, .sourceNoun, .adverb, .time, .auxiliary, .coordinator, .relative,
                ])
                || story.isQuoteMark(token - 1) || story.isComma(token - 1) || hash == WordHash("that")
                || (entry.form == .base && story.hasSuffix(token - 1, "s")) || isVerbBefore(that: token, entry)
            if !canSpeak { return true }
            if token + 1 < story.tokens.count {
                let next = story.classes[token + 1]
                if next.contains(.cueVerb) || next.contains(.auxiliary)
                    || story.tokens.hashes[token + 1] == WordHash("of")
                {
                    return true
                }
            }
            if story.isCapitalized(token), !story.tokens.flags[token].contains(.startsSentence) { return true }
        }
        if entry.form == .base, hash == WordHash("to") {
            return !Chunker.isHabit(story, token - 1) && Chunker.reaching(story, for: token - 1) == nil
        }
        // "urged caution", "the ruling that": nouns.
        if entry.form == .base, hash != WordHash("to"), governsNoun(token - 1) { return true }
        if entry.form == .participle, before.isDisjoint(with: .auxiliary), story.isWord(token - 1),
            story.classes[token].contains(.sourceNoun)
        {
            return true
        }
        if entry.form == .participle {
            // "a beaming Ann Lee"
            let beside = story.classes[token - 1]
            return isNominalIng(token, before) || isOwned(token)
                || !beside.isDisjoint(with: [.determiner, .possessive]) && !beside.contains(.subjectPronoun)
        }
        return entry.form == .past && !before.isDisjoint(with: [.determiner, .possessive])
            && !before.contains(.subjectPronoun)
    }
}
