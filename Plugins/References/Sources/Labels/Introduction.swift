import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// What stands before the first label: who asks and who answers.
struct Introduction {
    /// Somebody with the words that name them.
    struct Person {
        var name: ByteRange
        var entities: [Int]
    }

    private(set) var interviewer: Person?
    private(set) var interviewee: Person?

    init(_ story: Story, _ register: Register, _ table: NameTable, before offset: Int32) {
        let limit = story.tokens.index(atOrAfter: offset)
        func person(_ name: NameTable.Name) -> Person {
            Person(name: story.tokens.range(name.tokens), entities: name.entity.map { [$0] } ?? [])
        }
        let people = table.names.filter { $0.tokens.upperBound <= limit && !Letter.isFrame($0.tokens, story) }.map(
            person)
        let outlets = register.mentions.filter { $0.tokens.upperBound <= limit && $0.type == .organization }.map {
            Person(name: $0.range, entities: $0.entityIndex.map { [$0] } ?? [])
        }
        func nearest(_ list: [Person], before token: Int, from lower: Int) -> Person? {
            list.last { $0.name.upper <= story.tokens.starts[token] && $0.name.lower >= story.tokens.starts[lower] }
        }
        func nearest(_ list: [Person], after token: Int, to upper: Int) -> Person? {
            list.first { $0.name.lower >= story.tokens.ends[token] && $0.name.upper <= story.tokens.ends[upper - 1] }
        }
        // "Grid spoke with Yun Sun", "Yun Sun talked to Grid", "she was interviewed by Kestrel Hodge".
        for token in 0..<limit where Self.meetings.contains(story.tokens.hashes[token]) {
            let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[token])]
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
        if people.isEmpty, let letter = Letter.people(story, table) {
            // Whoever is asked by mail answers so.
            interviewee = letter.writer.map(person)
            if interviewee != nil { interviewer = interviewer ?? person(letter.reader) }
            return
        }
        // Else the person named most often, and first, answers.
        var counts: [String: Int] = [:]
        func key(_ person: Person) -> String {
            person.entities.first.map { "\($0)" } ?? story.text.string(in: person.name)
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

    private static let answering = WordQuery.english(.answeringVerb)
    private static let meetings = WordQuery.english(.meetingVerb)
}
