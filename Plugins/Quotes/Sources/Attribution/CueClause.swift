import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// A word that reports speech, with its subject: *said the mayor*, *according to officials*.
struct CueClause {
    /// The cue's tokens.
    var words: Range<Int>
    var frames: CueLexicon.Frames
    var form: CueLexicon.Form
    var weight: Float
    /// The subject's words and who they stand for.
    var source: Source?
    /// What the cue stands in: a marked span, a turn, or −1.
    var container: Int32
    /// Whether it is *according to*.
    var isPrepositional = false
    /// Whether it is *in the words of*.
    var isNominal = false
    /// Whether the subject is behind the verb.
    var isInverted: Bool { source.map { $0.words.lowerBound >= words.upperBound } ?? false }
    /// Where the whole clause begins and ends: cue and subject.
    var extent: Range<Int> {
        guard let source else { return words }
        return min(words.lowerBound, source.words.lowerBound)..<max(words.upperBound, source.words.upperBound)
    }
}

/// Finds all cues of a document and their subjects.
struct CueFinder {
    let story: Story
    let chunker: Chunker
    let resolver: SourceResolver
    let spans: ContiguousArray<MarkedSpan>
    /// For each token the span that a verb there follows directly, or −1.
    let spanBefore: ContiguousArray<Int32>
    let turnSources: [Source]

    /// The cues in order, their sources resolved in order, so that a pronoun can mean who spoke last.
    func cues() -> [CueClause] {
        var cues: [CueClause] = []
        let search = SubjectSearch(story: story, chunker: chunker)
        var outside = Discourse()
        var inside: [Int32: Discourse] = [:]
        for token in 0..<story.tokens.count {
            if chunker.container[token] < 0, let gender = resolver.gender(ofPronoun: token),
                gender == .male || gender == .female
            {
                learn(token, gender, &outside)
            }
            guard var cue = cue(at: token, outside) else { continue }
            let subject: Range<Int>?
            let speech = speech(before: token)
            if cue.source != nil {
                cues.append(cue)
                continue
            }
            if cue.isPrepositional {
                subject = chunker.phrase(
                    startingAt: cue.words.upperBound, before: min(story.tokens.count, cue.words.upperBound + 25))
            } else {
                subject = search.subject(of: token, form: cue.form, behind: speech)
            }
            if let subject, cue.form == .base, isNounBehind(subject, token) { continue }
            if let subject, let source = caller(subject, search, outside) {
                cue.source = source  // "Chad declared what it called"
            } else if let subject {
                var discourse = cue.container < 0 ? outside : inside[cue.container] ?? Discourse(last: owner(of: cue))
                discourse.told = told(by: cue, subject, behind: speech)
                let source = resolver.source(
                    subject, discourse, isReply: Self.replies.contains(story.tokens.hashes[token]))
                cue.source = source
                if cue.container < 0 {
                    if !source.isFirstPerson, cue.weight >= 0.5 { discourse.last = source }
                    outside = discourse
                } else {
                    inside[cue.container] = discourse
                }
            }
            cues.append(cue)
        }
        return cues
    }

    /// Keeps the gender that a pronoun shows of whom it stands for.
    private func learn(_ token: Int, _ gender: Entities.Gender, _ discourse: inout Discourse) {
        let source = resolver.pronoun(token..<token + 1, discourse)
        if source.kind == .person, source.gender == .unknown, source.entities.count <= 1 {
            discourse.genders[source.key] = gender
        }
    }

    /// The keys of those whom the words that a cue reports name: the quotation before it and the rest of its sentence.
    private func told(by cue: CueClause, _ subject: Range<Int>, behind speech: Int) -> Set<Int> {
        let first = subject.lowerBound
        let isTakenUp =
            story.nameOfToken[first] < 0
            && !story.classes[first].isDisjoint(with: [.subjectPronoun, .possessive, .determiner])
        guard isTakenUp else { return [] }
        let structure = story.structure
        let start = max(cue.words.upperBound, subject.upperBound)
        var end = start
        let sentence = structure.sentences[Int(structure.sentenceOfToken[cue.words.lowerBound])]
        let limit = min(sentence.upperBound, start + 60)
        while end < limit, !story.isMark(end, UInt8(ascii: ";")) { end += 1 }
        var keys = resolver.keys(namedIn: start..<max(start, end))
        if speech >= 0 { keys.formUnion(resolver.keys(namedIn: spans[Int(spanBefore[speech])].inner)) }
        // "She said: “We know Clinton. …”"
        if end > start, chunker.container[end - 1] != cue.container, case let home = Int(chunker.container[end - 1]),
            spans.indices.contains(home), spans[home].outer.lowerBound >= start
        {
            keys.formUnion(resolver.keys(namedIn: spans[home].inner))
        }
        return keys
    }

    private static let replies = WordQuery.english(.replyVerb)

    /// Whether a word that may be a verb is the noun of the phrase before it: *dismissed a United Nations report*.
    private func isNounBehind(_ phrase: Range<Int>, _ token: Int) -> Bool {
        let first = story.tokens.hashes[phrase.lowerBound]
        guard phrase.upperBound == token, first == WordHash("a") || first == WordHash("an") else { return false }
        return CueLexicon.shared.entry(story.tokens.hashes[token])?.isAlsoNoun == true
            && story.tokens.hashes[token] != WordHash("read")
    }

    /// Whom the pronoun in *what it called* takes up: the subject of the clause before.
    private func caller(_ subject: Range<Int>, _ search: SubjectSearch, _ discourse: Discourse) -> Source? {
        let what = subject.lowerBound - 1
        guard subject.count == 1, what > 0, story.tokens.hashes[what] == WordHash("what"),
            chunker.container[what] < 0, let wanted = resolver.gender(ofPronoun: subject.lowerBound)
        else { return nil }
        // From the nearest clause outward: "said the bloc would remain what he called".
        var limit = what
        for _ in 0..<3 {
            guard let front = search.frontSubject(of: what, isVerb: false, before: limit) else { return nil }
            limit = front.lowerBound
            var source = resolver.source(front, discourse)
            let isPerson = source.kind == .person || source.kind == .describedPerson
            let fits =
                switch wanted {
                case .male, .female:
                    isPerson && !source.isPlural
                        && (source.gender == .unknown || source.gender == .neuter || source.gender == wanted)
                case .neuter: !isPerson && !source.isPlural
                default: source.isPlural || !isPerson
                }
            guard fits else { continue }
            source.words = subject
            source.isPronoun = true
            return source
        }
        return nil
    }

    /// Who speaks the turn that a cue stands in.
    private func owner(of cue: CueClause) -> Source? {
        let turn = Int(cue.container) - spans.count
        return turn >= 0 && turn < turnSources.count ? turnSources[turn] : nil
    }

    /// The token behind the quotation that a verb's clause follows directly, −1 without one.
    private func speech(before verb: Int) -> Int {
        var token = verb
        while token > 0, verb - token < 25 {
            if spanBefore[token] >= 0 { return token }
            if story.isStop(token - 1) || story.paragraphOfToken[token - 1] != story.paragraphOfToken[verb] {
                return -1
            }
            token -= 1
        }
        return -1
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

    private func cue(at token: Int, _ discourse: Discourse) -> CueClause? {
        let hash = story.tokens.hashes[token]
        let container = chunker.container[token]
        if hash == WordHash("according"), token + 1 < story.tokens.count,
            story.tokens.hashes[token + 1] == WordHash("to")
        {
            return CueClause(
                words: token..<token + 2, frames: [.marks, .clause], form: .past, weight: 0.95, source: nil,
                container: container,
                isPrepositional: true)
        }
        if hash == WordHash("words"), token >= 2, token + 1 < story.tokens.count,
            story.tokens.hashes[token + 1] == WordHash("of"), story.tokens.hashes[token - 2] == WordHash("in")
        {
            return CueClause(
                words: token - 2..<token + 2, frames: [.marks], form: .past, weight: 0.95, source: nil,
                container: container, isPrepositional: true, isNominal: true)
        }
        if hash == WordHash("words"), let owner = wordsOwner(before: token) {
            return CueClause(
                words: token..<token + 1, frames: [.marks], form: .past, weight: 0.95,
                source: resolver.source(owner, discourse), container: container, isPrepositional: true)
        }
        guard story.classes[token].contains(.cueVerb), story.nameOfToken[token] < 0,
            let entry = CueLexicon.shared.entry(hash)
        else {
            return nil
        }
        if isPassive(token, entry) || isNoun(token, entry) || isAside(token, entry) { return nil }
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
        return CueClause(
            words: token..<end, frames: entry.frames, form: entry.form, weight: entry.weight, source: nil,
            container: container)
    }

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

    private static let questions = Set(["asked", "questioned", "told", "pressed"].map { WordHash(folding: $0) })
    private static let matters = WordQuery.english(.askedMatter)

    /// *was told*, *is said to*: the subject is no source.
    private func isPassive(_ token: Int, _ entry: CueLexicon.Entry) -> Bool {
        guard entry.form == .past else { return false }
        var index = token - 1
        while index >= 0, token - index < 4 {
            if story.classes[index].contains(.passive) {
                return story.tokens.hashes[index] != WordHash("'s")
                    && chunker.container[index] == chunker.container[token]
            }
            guard !story.classes[index].isDisjoint(with: [.adverb, .negation]) || story.hasSuffix(index, "ly") else {
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
            story.nameOfToken[first - 1] >= 0 || story.isCapitalized(first - 1)
                || story.tokens.hashes[first - 1] == WordHash("and")
        { first -= 1 }
        guard first > 0, first < token, story.hasSuffix(first - 1, "ed") || story.hasSuffix(first - 1, "ing") else {
            return false
        }
        let verb = CueLexicon.shared.entry(story.tokens.hashes[first - 1])
        return verb.map { !$0.frames.contains(.clause) || $0.frames.contains(.nominal) } ?? true
    }

    /// The token before a word, marked words of one or two aside: *his “off-the-cuff” remarks*.
    private func tokenBefore(_ token: Int) -> Int {
        let last = token - 2
        guard last >= 0, story.isQuoteMark(token - 1), case let home = Int(chunker.container[last]),
            spans.indices.contains(home), spans[home].inner.count <= 5, spans[home].outer.lowerBound > 0
        else { return token - 1 }
        return spans[home].outer.lowerBound - 1
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
            if isObjectNoun(token) { return true }
            // "quarterly report", "faces charges": only a name, a pronoun or a noun that can speak has it as its verb.
            let canSpeak =
                story.nameOfToken[token - 1] >= 0 || story.isCapitalized(token - 1)
                || !before.isDisjoint(with: [
                    .subjectPronoun, .personNoun, .sourceNoun, .adverb, .time, .auxiliary, .coordinator, .relative,
                ])
                || story.isQuoteMark(token - 1) || story.isComma(token - 1) || hash == WordHash("that")
                || (entry.form == .base && story.hasSuffix(token - 1, "s"))
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
        if entry.form == .base, hash == WordHash("to") { return !Chunker.isHabit(story, token - 1) }
        return entry.form == .past && !before.isDisjoint(with: [.determiner, .possessive])
            && !before.contains(.subjectPronoun)
    }
}
