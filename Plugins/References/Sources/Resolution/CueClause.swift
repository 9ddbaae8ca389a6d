package import Discourse
package import English
import Entities
import Linguistics

/// A cue with whom its subject stands for.
package struct CueClause {
    package let cue: Cue
    /// The subject's words and who they stand for.
    package var source: Source?

    package var words: Range<Int> { cue.words }
    package var frames: CueLexicon.Frames { cue.frames }
    package var form: CueLexicon.Form { cue.form }
    package var weight: Float { cue.weight }
    package var place: Place { cue.place }
    package var isPrepositional: Bool { cue.isPrepositional }
    package var isNominal: Bool { cue.isNominal }

    /// Whether the subject is behind the verb.
    package var isInverted: Bool { source.map { $0.words.lowerBound >= words.upperBound } ?? false }
    /// Where the whole clause begins and ends: cue and subject.
    package var extent: Range<Int> {
        guard let source else { return words }
        return min(words.lowerBound, source.words.lowerBound)..<max(words.upperBound, source.words.upperBound)
    }
}

/// Tells for every cue whom its subject stands for.
struct CueResolver {
    let story: Story
    let chunker: Chunker
    let resolver: SourceResolver
    let spans: ContiguousArray<MarkedSpan>
    let turnSources: [Source]

    /// The cues with their sources, resolved in order, so that a pronoun can mean who spoke last.
    func resolved(_ cues: [Cue]) -> [CueClause] {
        var clauses: [CueClause] = []
        clauses.reserveCapacity(cues.count)
        let search = SubjectSearch(story: story, chunker: chunker)
        var outside = Memory()
        var inside: [Place: Memory] = [:]
        var token = 0
        for cue in cues {
            learn(from: &token, through: cue.words.lowerBound, &outside)
            clauses.append(CueClause(cue: cue, source: source(of: cue, search, &outside, &inside)))
        }
        return clauses
    }

    private func source(
        of cue: Cue, _ search: SubjectSearch, _ outside: inout Memory, _ inside: inout [Place: Memory]
    ) -> Source? {
        guard let subject = cue.subject else { return nil }
        if cue.isOwned { return resolver.source(subject, outside) }
        if let source = caller(subject, search, outside) { return source }  // "Chad declared what it called"
        var memory = cue.place == .text ? outside : inside[cue.place] ?? Memory(last: owner(of: cue))
        memory.told = told(by: cue, subject)
        let isReply = Self.replies.contains(story.tokens.hashes[cue.words.lowerBound])
        let source = resolver.source(subject, memory, isReply: isReply)
        if cue.place == .text {
            if !source.isFirstPerson, cue.weight >= 0.5 { memory.last = source }
            outside = memory
        } else {
            inside[cue.place] = memory
        }
        return source
    }

    /// Keeps the genders that the pronouns outside marks and turns show, from a token through another.
    private func learn(from token: inout Int, through last: Int, _ memory: inout Memory) {
        while token <= last {
            if chunker.places.isText(token), let gender = resolver.gender(ofPronoun: token),
                gender == .male || gender == .female
            {
                learn(token, gender, &memory)
            }
            token += 1
        }
    }

    /// Keeps the gender that a pronoun shows of whom it stands for.
    private func learn(_ token: Int, _ gender: Entities.Gender, _ memory: inout Memory) {
        let source = resolver.pronoun(token..<token + 1, memory)
        if source.kind == .person, source.gender == .unknown, source.entities.count <= 1 {
            memory.genders[source.id] = gender
        }
    }

    /// Those whom the words that a cue reports name: the quotation before it and the rest of its sentence.
    private func told(by cue: Cue, _ subject: Range<Int>) -> Set<SourceID> {
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
        var told = resolver.sources(namedIn: start..<max(start, end))
        if let span = cue.spanBefore { told.formUnion(resolver.sources(namedIn: spans[span].inner)) }
        // "She said: “We know Clinton. …”"
        if end > start, case .span(let span) = chunker.places[end - 1], cue.place != .span(span),
            spans[span].outer.lowerBound >= start
        {
            told.formUnion(resolver.sources(namedIn: spans[span].inner))
        }
        return told
    }

    private static let replies = WordQuery.english(.replyVerb)

    /// Whom the pronoun in *what it called* takes up: the subject of the clause before.
    private func caller(_ subject: Range<Int>, _ search: SubjectSearch, _ memory: Memory) -> Source? {
        let what = subject.lowerBound - 1
        guard subject.count == 1, what > 0, story.tokens.hashes[what] == WordHash("what"),
            chunker.places.isText(what), let wanted = resolver.gender(ofPronoun: subject.lowerBound)
        else { return nil }
        // From the nearest clause outward: "said the bloc would remain what he called".
        var limit = what
        for _ in 0..<3 {
            guard let front = search.frontSubject(of: what, isVerb: false, before: limit) else { return nil }
            limit = front.lowerBound
            var source = resolver.source(front, memory)
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
    private func owner(of cue: Cue) -> Source? {
        guard case .turn(let turn) = cue.place else { return nil }
        return turnSources[turn]
    }
}
