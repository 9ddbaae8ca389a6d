import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// The walk over a text that ties pronouns and descriptions (*she*, *the Chinese leader*) and the subjects of cues to whom they
/// stand for.
///
/// The writer's own text comes first, then the words in marks and turns: who speaks them is known by then, and is not *he* in
/// them.
struct ReferenceWalk {
    private let story: Story
    private let reading: NamedReading
    private let register: Register
    private let turnSources: [Source]
    /// Answers with what the walk has found so far.
    private(set) var resolver: SourceResolver
    /// The cues with whom their subjects stand for, in order.
    private(set) var clauses: [CueClause]
    /// The words that stand for a person named, in no order.
    private(set) var found: [(tokens: Range<Int>, kind: References.Reference.Kind, entity: Int)] = []
    private var outside = Memory()
    private var inside: [Place: Memory] = [:]
    private let search: SubjectSearch

    init(_ reading: NamedReading, _ resolver: SourceResolver, _ turnSources: [Source]) {
        story = reading.story
        self.reading = reading
        register = resolver.register
        self.turnSources = turnSources
        self.resolver = resolver
        search = SubjectSearch(story: reading.story, chunker: reading.chunker)
        clauses = reading.cues.map { CueClause(cue: $0, source: nil) }
        let events = events()
        walk(events, inText: true)
        walk(events, inText: false)
    }

    /// The tokens at which cues are resolved: at the cue, or at the pronoun that is its subject.
    private func events() -> [(token: Int, cue: Int)] {
        var events = reading.cues.indices.map { index -> (token: Int, cue: Int) in
            let cue = reading.cues[index]
            guard let subject = cue.subject, subject.count == 1, resolver.gender(ofPronoun: subject.lowerBound) != nil
            else { return (cue.words.lowerBound, index) }
            return (subject.lowerBound, index)
        }
        events.sort { $0 < $1 }
        return events
    }

    private mutating func walk(_ events: [(token: Int, cue: Int)], inText: Bool) {
        var next = 0
        var past = 0
        // Copied once: each word asked its own of them.
        let (hashes, places) = (story.tokens.hashes, reading.places)
        for token in hashes.indices where places.isText(token) == inText {
            if token >= past, hashes[token] == Self.article,
                let (range, entity) = resolver.officeHolder(from: token), entity != speaker(at: token)
            {
                found.append((range, .nominal, entity))
                resolver.answers[range.upperBound - 1] = resolver.named(range, [entity])
                past = range.upperBound
            } else if token >= past, inText, story.tokens.hashes[token] == Self.article,
                let (range, source) = resolver.shown(from: token, outside)
            {
                resolver.cast.stand(range, for: source)
                past = range.upperBound
            }
            while next < events.count, events[next].token <= token {
                let index = events[next].cue
                if (clauses[index].place == .text) == inText { resolve(cue: index) }
                next += 1
            }
            if let pronoun = Pronoun(token, in: story) { resolve(pronoun, at: token) }
        }
        while next < events.count {
            let index = events[next].cue
            if (clauses[index].place == .text) == inText { resolve(cue: index) }
            next += 1
        }
    }

    private func memory(in place: Place, at token: Int) -> Memory {
        if place == .text { return outside }
        if let known = inside[place] { return known }
        var memory = Memory(last: speaker(of: place))
        memory.genders = outside.genders
        return memory
    }

    private mutating func keep(_ memory: Memory, in place: Place) {
        if place == .text { outside = memory } else { inside[place] = memory }
    }

    private mutating func resolve(_ pronoun: Pronoun, at token: Int) {
        let place = reading.places[token]
        var memory = memory(in: place, at: token)
        let source: Source
        if let known = resolver.answers[token] {
            source = known
        } else if let name = nameToCome(for: pronoun, at: token) {
            source = resolver.named(token..<token + 1, [name])
        } else {
            if isAddressed(token, place) { memory.last = nil }
            source = resolver.pronoun(token..<token + 1, memory)
        }
        answer(source, at: token)
        if source.kind == .person, source.gender == .unknown, source.entities.count <= 1 {
            memory.genders[source.id] = pronoun.gender
            if place == .text {
                outside.genders[source.id] = pronoun.gender
            } else {
                inside[place, default: memory].genders[source.id] = pronoun.gender
            }
        }
        if source.entities.count == 1, register.entities[source.entities[0]].type == .person {
            found.append((token..<token + 1, .pronoun, source.entities[0]))
        }
    }

    private mutating func answer(_ source: Source, at token: Int) {
        resolver.answers[token] = source
        if let gender = resolver.gender(ofPronoun: token) { resolver.cast.tie(token, source, gender) }
    }

    // MARK: Cues

    private mutating func resolve(cue index: Int) {
        let cue = reading.cues[index]
        guard let subject = cue.subject else { return }
        var memory = memory(in: cue.place, at: cue.words.lowerBound)
        if cue.isOwned {
            clauses[index].source = resolver.source(subject, memory)
            return
        }
        if let source = caller(subject, memory) {
            clauses[index].source = source  // "Chad declared what it called"
            return
        }
        memory.told = told(by: cue, subject)
        let isReply = Self.replies.contains(story.tokens.hashes[cue.words.lowerBound])
        let source = resolver.source(subject, memory, isReply: isReply)
        clauses[index].source = source
        if source.isPronoun, subject.count == 1 {
            if isReply { resolver.asked[subject.lowerBound] = memory.asked?.id }
            answer(source, at: subject.lowerBound)
        }
        if cue.place == .text, !source.isFirstPerson, cue.weight >= 0.5 {
            memory.last = source
            let sentence = story.structure.sentenceOfToken[cue.words.lowerBound]
            if let asked = asked(by: cue, memory) {
                memory.asked = (asked, sentence)
            } else if sentence != memory.asked?.sentence {
                memory.asked = nil
            }
        }
        keep(memory, in: cue.place)
    }

    /// Whom a cue asks: *Ms Marsh asked ‹Dr Siddiqui› who had said that*.
    private func asked(by cue: Cue, _ memory: Memory) -> SourceID? {
        var first = cue.words.upperBound
        guard Self.asking.contains(story.tokens.hashes[cue.words.lowerBound]) else { return nil }
        if story.exists(first), story.classes[first].contains(.determiner),
            let member = resolver.cast.description(at: first)
        {
            let source = resolver.source(member.tokens, memory)  // "asked the doctor if"
            return source.isNamed && source.kind == .person ? source.id : nil
        }
        while story.exists(first), story.classes[first].contains(.honorific), !story.isNamed(first) { first += 1 }
        guard story.exists(first), let name = story.name(ofToken: first) else { return nil }
        let source = resolver.source(story.names[name].tokens, memory)
        return source.isNamed ? source.id : nil
    }

    private static let asking: WordSet = ["asked", "asks"]

    /// Those whom the words that a cue reports name: the quotation before it and the rest of its sentence.
    private mutating func told(by cue: Cue, _ subject: Range<Int>) -> Set<SourceID> {
        let spans = reading.spans
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
        let isFronted = opensFronted(subject, sentence)
        while end < limit, !story.isMark(end, UInt8(ascii: ";")), !(isFronted && closesFronted(end)) { end += 1 }
        var told = resolver.sources(namedIn: start..<max(start, end))
        let topic = FrontedTopic.before(first, in: sentence, story)
        told.formUnion(resolver.sources(namedIn: topic))
        if subject.count == 1, !topic.isEmpty { resolver.topics[first] = resolver.sources(namedIn: topic) }
        if let span = cue.spanBefore { told.formUnion(resolver.sources(namedIn: spans[span].inner)) }
        // "She said: “We know Clinton. …”"
        if end > start, case .span(let span) = reading.places[end - 1], cue.place != .span(span),
            spans[span].outer.lowerBound >= start
        {
            told.formUnion(resolver.sources(namedIn: spans[span].inner))
        }
        return told
    }

    /// Whether a cue's subject stands in a clause before the main one: *Though ‹she› called it untidy, Rudd spoke of a sale*.
    private func opensFronted(_ subject: Range<Int>, _ sentence: Range<Int>) -> Bool {
        let opener = subject.lowerBound - 1
        return opener == sentence.lowerBound && story.classes[opener].contains(.subordinator)
            && story.classes[opener].isDisjoint(with: .determiner)
    }

    /// Whether the clause before the main one ends at a token: with a comma, or marks, before a name.
    private func closesFronted(_ token: Int) -> Bool {
        let next = token + 1
        guard story.exists(next), story.nameOfToken[next] >= 0 || story.isCapitalized(next) else { return false }
        let isComma = story.isComma(token) || story.isQuoteMark(token) && story.isComma(token - 1)
        return isComma && reading.places.isText(next) && !story.classes[next].contains(.coordinator)
    }

    private static let replies = WordQuery.english(.replyVerb)

    /// Whom the pronoun in *what it called* takes up: the subject of the clause before.
    private func caller(_ subject: Range<Int>, _ memory: Memory) -> Source? {
        let what = subject.lowerBound - 1
        guard subject.count == 1, what > 0, story.tokens.hashes[what] == WordHash("what"),
            reading.places.isText(what), let wanted = resolver.gender(ofPronoun: subject.lowerBound)
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

    // MARK: Pronouns

    /// Whom *his* stands for in *For his part, Xi said*.
    private func nameToCome(for pronoun: Pronoun, at token: Int) -> Int? {
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[token])]
        guard pronoun.role == .possessive, token > sentence.lowerBound, token - sentence.lowerBound < 8,
            story.classes[sentence.lowerBound].contains(.preposition), reading.places.isText(token)
        else { return nil }
        let limit = min(token + 6, sentence.upperBound)
        guard let comma = (token..<limit).first(where: { story.isComma($0) }),
            let next = (comma + 1..<min(comma + 4, sentence.upperBound)).first(where: { story.nameOfToken[$0] >= 0 }),
            let entity = register.entity(at: next), register.entities[entity].type == .person
        else { return nil }
        let gender = register.entities[entity].gender
        return gender == .unknown || gender == pronoun.gender ? entity : nil
    }

    // MARK: Who speaks

    /// The entity whose words a token is among.
    private func speaker(at token: Int) -> Int? {
        let place = reading.places[token]
        if place == .text || isAddressed(token, place) { return nil }
        guard let speaker = speaker(of: place), speaker.entities.count == 1 else { return nil }
        return speaker.entities[0]
    }

    /// Whether a token stands in a turn at or behind its speaker's own name: these words are somebody else's.
    private func isAddressed(_ token: Int, _ place: Place) -> Bool {
        guard case .turn(let index) = place else { return false }
        let turn = reading.turns.turns[index]
        let own = turnSources[index].entities
        return story.tokens.indices(overlapping: turn.range).prefix { $0 <= token }.contains {
            register.entity(at: $0).map { own == [$0] } ?? false
        }
    }

    /// Whose words stand in a place, as far as the text beside them says.
    private func speaker(of place: Place) -> Source? {
        switch place {
        case .text: nil
        case .turn(let index): turnSources[index]
        case .span(let index): speaker(ofSpan: index)
        }
    }

    /// Whom a cue close behind a span has as its subject, or close before it; else who speaks the span before it in its
    /// paragraph.
    private func speaker(ofSpan index: Int) -> Source? {
        let span = reading.spans[index]
        let paragraph = story.paragraphs[Int(story.paragraphOfToken[span.outer.lowerBound])]
        let first = min(span.outer.upperBound, paragraph.upperBound)
        var behind = first
        while behind < paragraph.upperBound, behind - first < Self.farthest,
            behind == first || !story.tokens.flags[behind].contains(.startsSentence)
        { behind += 1 }
        let last = span.outer.lowerBound
        var before = last
        while before > paragraph.lowerBound, last - before < Self.farthest,
            !story.tokens.flags[before].contains(.startsSentence)
        { before -= 1 }
        let place = reading.places[span.outer.lowerBound]
        if let speaker = subject(in: first..<behind, place) ?? subject(in: before..<last, place) { return speaker }
        guard index > 0, paragraph.contains(reading.spans[index - 1].outer.lowerBound),
            reading.spans[index - 1].within == span.within
        else { return nil }
        return speaker(ofSpan: index - 1)
    }

    /// Whom the subject of a cue in a run of tokens stands for.
    private func subject(in run: Range<Int>, _ place: Place) -> Source? {
        var index = reading.firstCue(from: run.lowerBound)
        while index < clauses.count, clauses[index].words.lowerBound < run.upperBound {
            let clause = clauses[index]
            index += 1
            if clause.place == place, clause.weight >= Self.leastWeight, let source = clause.source { return source }
        }
        return nil
    }

    private static let farthest = 12
    private static let leastWeight: Float = 0.5
    private static let article = WordHash("the")
}
