import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// What stands before the first label: who asks and who answers.
///
/// A verb that says who asked whom tells it, as *interviewed* or *told* do. Of *spoke to*, *sat down with*, *an interview
/// with* either side may be the subject; there what the text says of both decides, and where it says nothing, nobody is named.
struct Introduction {
    typealias Party = Parties.Party

    private(set) var interviewer: Party?
    private(set) var interviewee: Party?
    private let story: Story
    private let parties: Parties
    private let limit: Int

    init(
        _ story: Story, _ register: Register, _ table: NameTable, _ descriptions: Descriptions, _ labels: [TurnLabel]
    ) {
        self.story = story
        limit = story.tokens.index(atOrAfter: labels[0].whole.lower)
        parties = Parties(story, register, table, descriptions, before: limit)
        for token in 0..<limit where Self.isMeeting(story.tokens.hashes[token]) {
            if take(meeting(token)) { break }
        }
        if interviewee == nil, interviewer == nil {
            for token in 0..<limit where Self.talks.contains(story.tokens.hashes[token]) {
                if take(talk(token)) { break }
            }
        }
        if interviewee == nil, parties.people.isEmpty, let letter = Letter.people(story, table) {
            // Whoever is asked by mail answers so.
            func party(_ name: NameTable.Name) -> Party {
                Party(
                    name: story.tokens.range(name.tokens), tokens: name.tokens,
                    entities: name.entity.map { [$0] } ?? [], id: name.id)
            }
            interviewee = letter.writer.map(party)
            if interviewee != nil { interviewer = interviewer ?? party(letter.reader) }
            return
        }
        hearAddresses(labels, table)
        // Else of whom most is told answers.
        if interviewee == nil, let main = parties.mainPerson(), interviewer?.id == nil || main.id != interviewer?.id {
            interviewee = main
        }
        if interviewer == nil, let author = parties.author, author.id != interviewee?.id { interviewer = author }
    }

    /// Who asks and who answers, as far as one place tells; both nil where it tells nothing.
    private typealias Pair = (asker: Party?, asked: Party?)

    private mutating func take(_ pair: Pair) -> Bool {
        guard pair.asker != nil || pair.asked != nil else { return false }
        (interviewer, interviewee) = pair
        return true
    }

    // MARK: Verbs

    /// Who meets whom at a verb: "Grid spoke with Yun Sun", "Yun Sun talked to Grid", "she was interviewed by Kestrel Hodge".
    private func meeting(_ token: Int) -> Pair {
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[token])]
        let object = object(of: token, sentence)
        // Of two bodies the one before is where she works: "The hydrologist, who directs the Observatory, spoke with Grid".
        let subject = subject(of: token, sentence).flatMap { $0.isPerson || object?.isPerson != false ? $0 : nil }
        let hash = story.tokens.hashes[token]
        if story.exists(token + 1), story.tokens.hashes[token + 1] == Self.by {
            // "Interviewed by Ada Reyes, the novelist Piet Vos spoke."
            guard let object else { return (nil, nil) }
            let asked = subject ?? other(than: object, from: object.tokens.upperBound, to: sentence.upperBound)
            return (object, asked ?? parties.mainPerson())
        }
        if Self.answering.contains(hash) {
            guard let object else { return (nil, nil) }
            return (object, subject ?? parties.people.first { $0.id != object.id })
        }
        if Self.asking.contains(hash) {
            guard let object, object.isPerson else { return visited(by: subject, token, sentence) }
            if let subject { return (subject, object) }
            if isFirstPerson(before: token, sentence) { return (parties.author, object) }
            return (nil, nil)
        }
        if let subject, let object {
            return parties.answering(subject, object).map { ($0.asker, $0.asked) } ?? (nil, nil)
        }
        if let object {
            if isFirstPerson(before: token, sentence) { return object.isPerson ? (parties.author, object) : (nil, nil) }
            // "Speaking to Ada Reyes, the mayor, Anna Holt, said": whoever the sentence is of.
            if let subject = other(than: object, from: object.tokens.upperBound, to: sentence.upperBound),
                story.hasSuffix(token, "ing")
            {
                return parties.answering(subject, object, lead: 1).map { ($0.asker, $0.asked) } ?? (nil, nil)
            }
            // "She spoke to Kestrel Hodge", "the hydrologist spoke with the Calder Review": whoever was introduced before.
            let before = parties.people.filter { $0.tokens.upperBound <= sentence.lowerBound && $0.id != object.id }
            if let known = parties.mainPerson(before: sentence.lowerBound) ?? before.last, known.id != object.id {
                return parties.answering(known, object, lead: 1).map { ($0.asker, $0.asked) } ?? (nil, nil)
            }
            return (nil, nil)
        }
        // "Anna Holt and Ada Reyes talked about the bridge."
        if let subject, let first = joined(with: subject) {
            return parties.answering(first, subject).map { ($0.asker, $0.asked) } ?? (nil, nil)
        }
        return (nil, nil)
    }

    /// "The Evening Ledger visited him": an outlet that nobody recognised, and whoever was introduced before.
    private func visited(by subject: Party?, _ token: Int, _ sentence: Range<Int>) -> Pair {
        guard story.exists(token + 1), story.classes[token + 1].contains(.objectPronoun),
            let asker = subject ?? capitalised(from: sentence.lowerBound, to: token),
            let asked = parties.mainPerson(before: sentence.lowerBound), asked.id != asker.id
        else { return (nil, nil) }
        return (asker, asked)
    }

    /// The nearest person before a verb in its sentence, else the nearest body.
    private func subject(of token: Int, _ sentence: Range<Int>) -> Party? {
        let before = parties.all.filter {
            $0.tokens.upperBound <= token && $0.tokens.lowerBound >= sentence.lowerBound && !$0.isAuthor
        }
        return before.last { $0.isPerson } ?? before.last
    }

    /// Whom a verb is done with or to: the first name behind it, or a capitalised run for an outlet that nobody knows.
    private func object(of token: Int, _ sentence: Range<Int>) -> Party? {
        let named = named(from: token + 1, to: sentence.upperBound)
        guard let run = capitalised(after: token, to: sentence.upperBound) else { return named }
        return named.map { $0.tokens.lowerBound < run.tokens.upperBound ? $0 : run } ?? run
    }

    /// The first person or body of a stretch; of *Velmora's chief executive, Anna Holt* it is she.
    private func named(from first: Int, to limit: Int) -> Party? {
        let behind = parties.all.filter {
            $0.tokens.lowerBound >= first && $0.tokens.upperBound <= limit && !$0.isAuthor
        }
        guard let nearest = behind.first, !nearest.isPerson, let person = behind.first(where: \.isPerson),
            person.tokens.lowerBound - nearest.tokens.upperBound <= Self.longestOffice
        else { return behind.first }
        let isOffice = (nearest.tokens.upperBound..<person.tokens.lowerBound).allSatisfy {
            story.classes[$0].isDisjoint(with: [
                .preposition, .coordinator, .subordinator, .auxiliary, .verb, .cueVerb, .relative,
            ])
        }
        return isOffice ? person : nearest
    }

    private func other(than party: Party, from first: Int, to limit: Int) -> Party? {
        parties.people.first {
            $0.tokens.lowerBound >= first && $0.tokens.upperBound <= limit && $0.id != party.id
        }
    }

    /// The person before a name with *and* between.
    private func joined(with party: Party) -> Party? {
        parties.people.last { first in
            let between = first.tokens.upperBound
            return between + 1 == party.tokens.lowerBound && story.classes[between].contains(.coordinator)
        }
    }

    /// Whether the writer is the subject: *We met her at the office*.
    private func isFirstPerson(before token: Int, _ sentence: Range<Int>) -> Bool {
        (max(sentence.lowerBound, token - 3)..<token).contains {
            story.classes[$0].isSuperset(of: [.firstOrSecondPerson, .subjectPronoun])
        }
    }

    // MARK: Nouns

    /// Who talks with whom at *an interview*: *in an interview with our reporter Ada Reyes, the mayor, Anna Holt, …*.
    private func talk(_ token: Int) -> Pair {
        let sentence = story.structure.sentences[Int(story.structure.sentenceOfToken[token])]
        guard token + 2 < sentence.upperBound else { return (nil, nil) }
        let preposition = story.tokens.hashes[token + 1]
        guard Self.partners.contains(preposition) || preposition == Self.by || preposition == Self.to,
            let object = object(of: token + 1, sentence)
        else { return (nil, nil) }
        if preposition == Self.by { return (object, parties.mainPerson().flatMap { $0.id == object.id ? nil : $0 }) }
        let subject =
            subject(of: token, sentence) ?? other(than: object, from: object.tokens.upperBound, to: sentence.upperBound)
        guard let subject else {
            guard object.isPerson, parties.weight(object) >= 0 else { return (nil, nil) }
            return (nil, object)
        }
        // "Piet Vos gave an interview to Ada Reyes."
        if preposition == Self.to { return (object, subject) }
        // "Ada Reyes's interview with Piet Vos"
        if story.isOwner(subject.tokens), subject.tokens.upperBound + 1 == token, object.isPerson {
            return (subject, object)
        }
        return parties.answering(subject, object, lead: 1).map { ($0.asker, $0.asked) } ?? (nil, nil)
    }

    // MARK: Addresses

    /// Takes whom a question addresses by name for the one who answers.
    ///
    /// *Mayor Holt, when will it open?*
    private mutating func hearAddresses(_ labels: [TurnLabel], _ table: NameTable) {
        for (index, label) in labels.enumerated() where label.isQuestionOrAnswer && label.isQuestion {
            var token = story.tokens.index(atOrAfter: label.whole.upper)
            let end = index + 1 < labels.count ? labels[index + 1].whole.lower : Int32(story.bytes.count)
            while story.exists(token), !story.classes[token].isDisjoint(with: [.honorific, .personNoun]),
                story.nameOfToken[token] < 0
            { token += 1 }
            let place = table.index(from: token)
            guard place < table.names.count, case let name = table.names[place], name.tokens.lowerBound == token,
                story.isComma(name.tokens.upperBound), story.exists(name.tokens.upperBound + 1),
                story.tokens.ends[name.tokens.upperBound + 1] <= end
            else { continue }
            let next = name.tokens.upperBound + 1
            guard
                Self.questionWords.contains(story.tokens.hashes[next])
                    || !story.classes[next].isDisjoint(with: [.auxiliary, .firstOrSecondPerson])
            else { continue }
            let addressed =
                parties.people.first { $0.id == name.id }
                ?? Party(
                    name: story.tokens.range(table.fullest(name.last) ?? name.tokens), tokens: name.tokens,
                    entities: name.entity.map { [$0] } ?? [], id: name.id)
            if interviewee?.id == addressed.id { return }
            if interviewer?.id == addressed.id { interviewer = interviewee }
            interviewee = addressed
            // Of two the other asks.
            let others = parties.people.filter { $0.id != addressed.id }
            if interviewer == nil, Set(others.compactMap(\.id)).count == 1 { interviewer = others.first }
            return
        }
    }

    // MARK: Words

    /// A capitalised run close behind a verb that nobody has for a name: the outlet that asks.
    private func capitalised(after token: Int, to limit: Int) -> Party? {
        var first = token + 1
        while first < min(limit, token + 5), !story.isCapitalized(first) { first += 1 }
        guard first < min(limit, token + 5) else { return nil }
        return run(from: first, to: limit)
    }

    /// The first such run of a stretch, behind no more than *the*.
    private func capitalised(from start: Int, to limit: Int) -> Party? {
        var first = start
        while first < limit, story.classes[first].contains(.determiner) { first += 1 }
        guard first < limit, story.isCapitalized(first) else { return nil }
        return run(from: first, to: limit)
    }

    private func run(from first: Int, to limit: Int) -> Party? {
        // Of an outlet's name the recogniser may have made a work's.
        guard story.name(ofToken: first).map({ story.names[$0].kind == .other }) ?? true,
            story.classes[first].isDisjoint(with: [.honorific, .personNoun, .subjectPronoun, .possessive])
        else {
            return nil
        }
        var end = first + 1
        while end < limit, story.isCapitalized(end), story.tokens.kinds[end] == .word { end += 1 }
        return Party(name: story.tokens.range(first..<end), tokens: first..<end, entities: [], isPerson: false)
    }

    private static func isMeeting(_ word: WordHash) -> Bool { meetings.contains(word) || answering.contains(word) }

    private static let longestOffice = 8
    private static let by = WordHash("by")
    private static let to = WordHash("to")
    private static let partners: Set = [WordHash("with"), WordHash("between")]
    private static let answering = WordQuery.english(.answeringVerb)
    private static let asking = WordQuery.english(.askingVerb)
    private static let meetings = WordQuery.english(.meetingVerb)
    private static let talks = WordQuery.english(.talkNoun)
    private static let questionWords = WordQuery.english(.questionWord)
}
