import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Tells who bears which label: initials, titles and `Q`/`A` are somebody named in full before.
struct SpeakerLabels {
    private let story: Story
    private let register: Register
    private let labels: [TurnLabel]
    private let table: NameTable
    private let descriptions: Descriptions
    private var identities: [(name: ByteRange, entities: [Int])] = []

    init(
        _ story: Story, _ register: Register, _ labels: [TurnLabel], _ table: NameTable, _ descriptions: Descriptions
    ) {
        self.story = story
        self.register = register
        self.labels = labels
        self.table = table
        self.descriptions = descriptions
        identities = resolve()
    }

    /// The words that spell the speaker's name, and the entities.
    func identity(of index: Int) -> (ByteRange, [Int]) { (identities[index].name, identities[index].entities) }

    private func resolve() -> [(name: ByteRange, entities: [Int])] {
        var result: [(name: ByteRange, entities: [Int])] = []
        /// Speakers by the words of their labels, with the place of their last turn.
        var known: [(label: TurnLabel, name: ByteRange, entities: [Int], last: Int)] = []
        var byKey: [WordHash: Int] = [:]
        let introduction = Introduction(story, register, table, descriptions, labels)
        for (index, label) in labels.enumerated() {
            if let place = byKey[label.key], !label.isInitials || owners(label, known).count < 2 {
                known[place].last = index
                result.append((known[place].name, known[place].entities))
                continue
            }
            var name = label.name
            var entities = isNumbered(label) ? [] : entities(in: label.name)
            if isNumbered(label) {
                // *Speaker 1*, *Man 2*: a voice that nobody knew, whatever else the text names.
            } else if label.isQuestionOrAnswer {
                let isQuestion = label.isQuestion
                let examiner = examiner(before: label.whole.lower)
                if let examiner, let person = isQuestion ? examiner : witness(known) {
                    (name, entities) = person
                } else if let person = isQuestion ? introduction.interviewer : introduction.interviewee {
                    (name, entities) = (person.name, person.entities)
                }
            } else if entities.isEmpty, Self.asking.contains(label.key), let person = introduction.interviewer {
                (name, entities) = (person.name, person.entities)
            } else if entities.isEmpty, Self.answering.contains(label.key), let person = introduction.interviewee {
                (name, entities) = (person.name, person.entities)
            } else if label.isInitials {
                if let place = initialsOwner(label, known, at: index) {
                    known[place].last = index
                    (name, entities) = (known[place].name, known[place].entities)
                } else if let person = entity(initials: label) {
                    (name, entities) = person
                }
            } else if let place = partOwner(label, known) {
                (name, entities) = (known[place].name, known[place].entities)
            } else if entities.isEmpty, let person = roleOwner(label) {
                (name, entities) = person
            }
            byKey[label.key] = known.count
            known.append((label, name, entities, index))
            result.append((name, entities))
        }
        return result
    }

    private static let asking = WordQuery.english(.askingLabel)
    private static let answering = WordQuery.english(.answeringLabel)

    /// Whether a number tells the speaker from others of the kind.
    private func isNumbered(_ label: TurnLabel) -> Bool {
        story.tokens.indices(overlapping: label.name).last.map { story.tokens.kinds[$0] == .number } ?? false
    }

    /// The entities that a label's words name.
    private func entities(in range: ByteRange) -> [Int] {
        var found: [Int] = []
        for token in story.tokens.indices(overlapping: range) {
            // A mention that reaches out of the label is a mistake of the recogniser.
            guard let entity = register.entity(at: token), !found.contains(entity),
                register.mentions[Int(story.nameOfToken[token])].range.upper <= range.upper
            else { continue }
            found.append(entity)
        }
        guard found.isEmpty else {
            // Of a person and an organisation in one label the person speaks.
            let persons = found.filter { register.entities[$0].type == .person }
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
        for mention in register.mentions where mention.type == .person {
            for token in mention.tokens where story.tokens.hashes[token] == word {
                return mention.entityIndex
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
            !known[$0].label.isInitials && story.matches(label.name, initialsOf: known[$0].name)
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

    /// The person who bears the office that a label names, as an address or the introduction tells: *THE CHAIRWOMAN* is whom
    /// somebody calls *Chairwoman Brandt*.
    private func roleOwner(_ label: TurnLabel) -> (ByteRange, [Int])? {
        let words = story.tokens.indices(overlapping: label.name).filter {
            story.tokens.kinds[$0] == .word && !story.classes[$0].contains(.determiner)
        }
        guard let office = words.last, story.nameOfToken[office] < 0,
            !story.classes[office].isDisjoint(with: [.personNoun, .honorific])
        else { return nil }
        if story.tokens.hashes[office] == WordHash("witness") { return called(before: label) }
        for place in descriptions.bearers(of: story.tokens.hashes[office]) {
            guard case .person(let index) = descriptions.bearers[place].who else { continue }
            let name = table.names[index]
            return (story.tokens.range(table.fullest(name.last) ?? name.tokens), name.entity.map { [$0] } ?? [])
        }
        return nil
    }

    /// The person named last before a label, other labels aside: the witness whom counsel just called.
    private func called(before label: TurnLabel) -> (ByteRange, [Int])? {
        let end = table.index(from: story.tokens.index(atOrAfter: label.whole.lower))
        for index in stride(from: end - 1, through: max(0, end - 10), by: -1) {
            let name = table.names[index]
            let range = story.tokens.range(name.tokens)
            if labels.contains(where: { $0.whole.lower <= range.lower && range.lower < $0.whole.upper }) { continue }
            return (story.tokens.range(table.fullest(name.last) ?? name.tokens), name.entity.map { [$0] } ?? [])
        }
        return nil
    }

    /// Who asks, as a line of its own says in a transcript (*BY COUNSEL FOR THE PORT:*).
    private func examiner(before offset: Int32) -> (ByteRange, [Int])? {
        var token = story.tokens.index(atOrAfter: offset) - 1
        var steps = 0
        while token > 0, steps < 40 {
            if story.tokens.hashes[token] == WordHash("by"), story.tokens.flags[token].contains(.startsLine) {
                let index = table.index(from: token + 1)
                guard index < table.names.count, table.names[index].tokens.lowerBound <= token + 4 else { return nil }
                let name = table.names[index]
                return (story.tokens.range(table.fullest(name.last) ?? name.tokens), name.entity.map { [$0] } ?? [])
            }
            token -= 1
            steps += 1
        }
        return nil
    }

    /// The witness who was sworn before.
    private func witness(
        _ known: [(label: TurnLabel, name: ByteRange, entities: [Int], last: Int)]
    ) -> (ByteRange, [Int])? {
        known.first {
            story.tokens.indices(overlapping: $0.label.name).contains {
                story.tokens.hashes[$0] == WordHash("witness")
            }
        }.map { ($0.name, $0.entities) }
    }

    /// A person, or an organisation, whose initials stand on a label.
    private func entity(initials label: TurnLabel) -> (ByteRange, [Int])? {
        for type in [Entities.EntityType.person, .organization] {
            for mention in register.mentions
            where mention.type == type && mention.range.lower < label.name.lower
                && story.matches(label.name, initialsOf: mention.range)
            {
                if let entity = mention.entityIndex { return (mention.range, [entity]) }
            }
        }
        return nil
    }
}
