import AnalyzerKit
import Entities
import Linguistics

/// Tells who bears which label: initials, titles and `Q`/`A` are somebody named in full before.
struct SpeakerLabels {
    private let story: Story
    private let labels: [TurnLabel]
    private var identities: [(name: ByteRange, entities: [Int])] = []

    init(_ story: Story, _ labels: [TurnLabel]) {
        self.story = story
        self.labels = labels
        identities = resolve()
    }

    /// The words that spell the speaker's name, and the entities.
    func identity(of index: Int) -> (ByteRange, [Int]) { (identities[index].name, identities[index].entities) }

    private func resolve() -> [(name: ByteRange, entities: [Int])] {
        var result: [(name: ByteRange, entities: [Int])] = []
        /// Speakers by the words of their labels, with the place of their last turn.
        var known: [(label: TurnLabel, name: ByteRange, entities: [Int], last: Int)] = []
        var byKey: [WordHash: Int] = [:]
        let introduction = Introduction(story, before: labels[0].whole.lower)
        for (index, label) in labels.enumerated() {
            if let place = byKey[label.key], !label.isInitials || owners(label, known).count < 2 {
                known[place].last = index
                result.append((known[place].name, known[place].entities))
                continue
            }
            var name = label.name
            var entities = entities(in: label.name)
            if label.isQuestionOrAnswer {
                let isQuestion = story.bytes[Int(label.name.lower)] | 0x20 == UInt8(ascii: "q")
                if let person = isQuestion ? introduction.interviewer : introduction.interviewee {
                    (name, entities) = (person.name, person.entities)
                }
            } else if label.isInitials {
                if let place = initialsOwner(label, known, at: index) {
                    known[place].last = index
                    (name, entities) = (known[place].name, known[place].entities)
                } else if let person = entity(initials: label) {
                    (name, entities) = person
                }
            } else if let place = partOwner(label, known) {
                (name, entities) = (known[place].name, known[place].entities)
            }
            byKey[label.key] = known.count
            known.append((label, name, entities, index))
            result.append((name, entities))
        }
        return result
    }

    /// The entities that a label's words name.
    private func entities(in range: ByteRange) -> [Int] {
        var found: [Int] = []
        for token in story.tokens.indices(overlapping: range) {
            if let entity = story.entity(at: token), !found.contains(entity) { found.append(entity) }
        }
        guard found.isEmpty else {
            // Of a person and an organisation in one label the person speaks.
            let persons = found.filter { story.entities.entities[$0].type == .person }
            return persons.isEmpty ? found : persons
        }
        // A label in capitals, or a surname: the person of that name.
        return owner(of: range).map { [$0] } ?? []
    }

    /// The person whose name ends with, or has, the label's last word.
    private func owner(of range: ByteRange) -> Int? {
        let tokens = story.tokens.indices(overlapping: range)
        guard
            let last = tokens.last(where: { story.tokens.kinds[$0] == .word && !story.classes[$0].contains(.honorific) }
            )
        else {
            return nil
        }
        let word = story.tokens.hashes[last]
        for mention in story.entities.mentions where mention.type == .person {
            for token in mention.tokens where story.tokens.hashes[token] == word {
                return mention.entityIndex >= 0 ? mention.entityIndex : nil
            }
        }
        return nil
    }

    /// The speaker whose full label these initials shorten; of several the one who did not speak last.
    private func initialsOwner(
        _ label: TurnLabel, _ known: [(label: TurnLabel, name: ByteRange, entities: [Int], last: Int)], at index: Int
    ) -> Int? {
        let owners = owners(label, known)
        if owners.count > 1, index > 0 {
            // Whoever was addressed: "Why, Milena?"
            let before = story.tokens.indices(
                overlapping: ByteRange(
                    labels[index - 1].whole.upper, max(labels[index - 1].whole.upper, label.whole.lower)))
            for token in before.reversed().prefix(20) {
                for place in owners
                where story.tokens.indices(overlapping: known[place].name).contains(where: {
                    story.tokens.hashes[$0] == story.tokens.hashes[token]
                }) {
                    return place
                }
            }
        }
        var best: Int?
        for place in owners {
            let speaker = known[place]
            guard speaker.last != index - 1 else { continue }
            if let old = best, known[old].last > speaker.last { continue }
            best = place
        }
        return best
    }

    /// The speakers named in full whom initials can mean.
    private func owners(
        _ label: TurnLabel, _ known: [(label: TurnLabel, name: ByteRange, entities: [Int], last: Int)]
    ) -> [Int] {
        known.indices.filter {
            !known[$0].label.isInitials && Self.matches(story, label.name, initialsOf: known[$0].name)
        }
    }

    private func partOwner(
        _ label: TurnLabel, _ known: [(label: TurnLabel, name: ByteRange, entities: [Int], last: Int)]
    ) -> Int? {
        let words = story.tokens.indices(overlapping: label.name).filter {
            story.tokens.kinds[$0] == .word && !story.classes[$0].contains(.honorific)
        }
        guard let last = words.last else { return nil }
        for (place, speaker) in known.enumerated() where speaker.label.wordCount > words.count {
            for token in story.tokens.indices(overlapping: speaker.name)
            where story.tokens.hashes[token] == story.tokens.hashes[last] { return place }
        }
        return nil
    }

    /// A person, or an organisation, whose initials stand on a label.
    private func entity(initials label: TurnLabel) -> (ByteRange, [Int])? {
        for type in [Entities.EntityType.person, .organization] {
            for mention in story.entities.mentions
            where mention.type == type && mention.range.lower < label.name.lower && mention.entityIndex >= 0
                && Self.matches(story, label.name, initialsOf: mention.range)
            {
                return (mention.range, [mention.entityIndex])
            }
        }
        return nil
    }

    /// Whether initials shorten a name.
    static func matches(_ story: Story, _ initials: ByteRange, initialsOf name: ByteRange) -> Bool {
        let wanted = story.bytes[initials.indices].filter { $0.isASCIIUppercase }
        var first: [UInt8] = []
        var withoutArticle: [UInt8] = []
        for token in story.tokens.indices(overlapping: name) where story.tokens.kinds[token] == .word {
            guard !story.tokens.flags[token].contains(.clitic) else { continue }
            let byte = story.byte(token)
            guard byte.isASCIILetter else { return false }
            let upper = byte & 0xDF
            first.append(upper)
            if !story.classes[token].contains(.determiner) && !story.classes[token].contains(.honorific) {
                withoutArticle.append(upper)
            }
        }
        if first.count == 1, wanted.count == 1 { return first == wanted }
        return wanted == first || wanted == withoutArticle
            || (wanted.count == 2 && withoutArticle.count > 2 && wanted[0] == withoutArticle.first
                && wanted[1] == withoutArticle.last)
    }
}

/// What stands before the first label: who asks and who answers.
struct Introduction {
    /// Somebody with the words that name them.
    struct Person {
        var name: ByteRange
        var entities: [Int]
    }

    private(set) var interviewer: Person?
    private(set) var interviewee: Person?

    init(_ story: Story, before offset: Int32) {
        let limit = story.tokens.index(atOrAfter: offset)
        let people = NameTable(story).names.filter { $0.tokens.upperBound <= limit }.map {
            Person(name: story.tokens.range($0.tokens), entities: $0.entity.map { [$0] } ?? [])
        }
        let outlets = story.entities.mentions.filter { $0.tokens.upperBound <= limit && $0.type == .organization }.map {
            Person(name: $0.range, entities: $0.entityIndex >= 0 ? [$0.entityIndex] : [])
        }
        func nearest(_ list: [Person], before token: Int, from lower: Int) -> Person? {
            list.last { $0.name.upper <= story.tokens.starts[token] && $0.name.lower >= story.tokens.starts[lower] }
        }
        func nearest(_ list: [Person], after token: Int, to upper: Int) -> Person? {
            list.first { $0.name.lower >= story.tokens.ends[token] && $0.name.upper <= story.tokens.ends[upper - 1] }
        }
        // "Grid spoke with Yun Sun", "Yun Sun talked to Grid", "she was interviewed by Kestrel Hodge".
        for token in 0..<limit where Self.meetings.contains(story.tokens.hashes[token]) {
            let sentence = story.document.structure.sentences[Int(story.document.structure.sentenceOfToken[token])]
            let personBefore = nearest(people, before: token, from: sentence.lowerBound)
            let outletBefore = nearest(outlets, before: token, from: sentence.lowerBound)
            let personAfter = nearest(people, after: token, to: sentence.upperBound)
            let outletAfter = nearest(outlets, after: token, to: sentence.upperBound)
            let isPassive = token + 1 < limit && story.tokens.hashes[token + 1] == WordHash("by")
            let isAnswering = isPassive || Self.answering.contains(story.tokens.hashes[token])
            if isAnswering, let asked = personBefore ?? people.first, let asker = personAfter ?? outletAfter {
                (interviewer, interviewee) = (asker, asked)
                return
            }
            if let asker = personBefore ?? outletBefore, let asked = personAfter {
                (interviewer, interviewee) = (asker, asked)
                return
            }
            if let asked = personBefore, let asker = outletAfter {
                (interviewer, interviewee) = (asker, asked)
                return
            }
            // "She spoke to Kestrel Hodge", "the hydrologist spoke with the Calder Review": whoever was introduced before.
            if personBefore == nil,
                let asked = people.last(where: { $0.name.upper <= story.tokens.starts[sentence.lowerBound] }),
                let asker = personAfter ?? outletAfter ?? Self.capitalised(story, after: token, to: sentence.upperBound)
            {
                (interviewer, interviewee) = (asker, asked)
                return
            }
            if let personAfter, interviewee == nil { interviewee = personAfter }
        }
        guard interviewee == nil else { return }
        // Else the person named most often, and first, answers.
        var counts: [String: Int] = [:]
        func key(_ person: Person) -> String {
            person.entities.first.map { "\($0)" } ?? story.document.text.string(in: person.name)
        }
        for person in people { counts[key(person), default: 0] += 1 }
        let top = counts.values.max() ?? 0
        interviewee = people.first { counts[key($0)] == top }
    }

    /// A capitalised run close behind a verb: the outlet that asks.
    private static func capitalised(_ story: Story, after token: Int, to limit: Int) -> Person? {
        var first = token + 1
        while first < min(limit, token + 5), !story.isCapitalized(first) { first += 1 }
        guard first < min(limit, token + 5) else { return nil }
        var end = first + 1
        while end < limit, story.isCapitalized(end), story.tokens.kinds[end] == .word { end += 1 }
        return Person(name: story.tokens.range(first..<end), entities: [])
    }

    private static let answering = Set(
        ["talks", "talked", "tells", "told", "answers", "answered", "speaks"].map { WordHash(folding: $0) })
    private static let meetings = Set(
        [
            "spoke", "speaks", "talked", "talks", "interviewed", "interviews", "interviewing", "met", "sat", "asked",
            "asks", "chatted",
            "chats", "caught", "questioned", "meets", "sits", "visited", "joined", "joins", "tells", "told",
            "discusses", "discussed",
        ]
        .map { WordHash(folding: $0) })
}
