import Algorithms
import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Everybody whom a document names, in the order of the text: the mentions of people, and capitalised runs that the
/// recogniser left unnamed, so that a name it has never seen can still be a speaker.
package struct NameTable: Sendable {
    /// One occurrence of a name.
    package struct Name: Sendable {
        package var tokens: Range<Int>
        /// The entity, where the recogniser knows the name.
        var entity: Int?
        /// The last word, by which shorter forms are told.
        var last: WordHash
        var gender: Entities.Gender

        /// Who it is.
        var id: SourceID { entity.map { .entity($0) } ?? .name(last) }
    }

    package private(set) var names: [Name] = []
    /// The fullest unrecognised name that ends in a word.
    private var fullest: [WordHash: Range<Int>] = [:]
    private var genders: [WordHash: Entities.Gender] = [:]
    /// The people whose names end in a word.
    private var surnames: [WordHash: Set<Int>] = [:]

    init(_ story: Story, _ register: Register) {
        var found: [Name] = []
        for mention in register.mentions
        where mention.type == .person && !mention.tokens.isEmpty {
            guard let index = mention.entityIndex else { continue }
            let entity = register.entities[index]
            let last = story.tokens.hashes[mention.tokens.upperBound - 1]
            found.append(
                Name(tokens: mention.tokens, entity: index, last: last, gender: entity.gender))
            if mention.tokens.count > 1 {
                surnames[last, default: []].insert(index)
            }
        }
        found += unrecognised(story, register)
        found.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
        for index in found.indices where found[index].entity == nil {
            found[index].gender = genders[found[index].last] ?? .unknown
        }
        names = found
    }

    /// The fullest form of an unrecognised name that ends in a word.
    func fullest(_ last: WordHash) -> Range<Int>? { fullest[last] }

    /// The gender that a courtesy title gives a name.
    func gender(_ last: WordHash) -> Entities.Gender { genders[last] ?? .unknown }

    /// The people whose full names end in a word, in the order of their entities.
    func bearers(of last: WordHash) -> [Int] { surnames[last].map { $0.sorted() } ?? [] }

    /// The index of the first name at or behind a token.
    package func index(from token: Int) -> Int {
        names.partitioningIndex { $0.tokens.lowerBound >= token }
    }

    /// The name that ends at a token.
    func name(endingAt last: Int) -> Name? {
        names[..<index(from: last + 1)].last.flatMap { $0.tokens.upperBound == last + 1 ? $0 : nil }
    }

    private mutating func unrecognised(_ story: Story, _ register: Register) -> [Name] {
        var runs: [Range<Int>] = []
        var token = 0
        while token < story.tokens.count {
            guard Self.canBegin(story, token) else {
                token += 1
                continue
            }
            var first = token
            var end = token + 1
            while end < story.tokens.count, Self.goesOn(story, end) { end += 1 }
            while end > first, !story.isWord(end - 1) { end -= 1 }
            token = max(end, token + 1)
            // Titles before the name are none of it, but tell its bearer's gender.
            var gender = Entities.Gender.unknown
            while first < end,
                !story.classes[first].isDisjoint(with: [.honorific, .personNoun, .determiner])
                    || NameWords.titles.contains(story.tokens.hashes[first])
            {
                if let courtesy = Words.english.gender(of: story.tokens.hashes[first], in: .gendered) {
                    gender = Entities.Gender(courtesy)
                }
                first += 1
            }
            guard first < end, end - first <= 6, Self.isPersonLike(story, first..<end),
                !Self.isTitle(story, first..<end)
            else { continue }
            let last = story.tokens.hashes[end - 1]
            if gender != .unknown { genders[last] = gender }
            if end - first > 1, fullest[last].map({ $0.count < end - first }) ?? true { fullest[last] = first..<end }
            runs.append(first..<end)
        }
        return runs.compactMap { run in
            let last = story.tokens.hashes[run.upperBound - 1]
            if run.count == 1, let people = surnames[last], people.count == 1, let entity = people.first {
                // The recogniser passed over a surname that it found elsewhere.
                return Name(tokens: run, entity: entity, last: last, gender: register.entities[entity].gender)
            }
            guard run.count > 1 || fullest[last] != nil || genders[last] != nil else { return nil }
            return Name(tokens: run, entity: nil, last: last, gender: .unknown)
        }
    }

    private static func canBegin(_ story: Story, _ token: Int) -> Bool {
        guard story.tokens.kinds[token] == .word, story.isCapitalized(token), story.nameOfToken[token] < 0 else {
            return false
        }
        let classes = story.classes[token]
        return classes.isDisjoint(with: [
            .determiner, .preposition, .coordinator, .subordinator, .auxiliary, .subjectPronoun, .possessive, .relative,
            .adverb, .time,
            .numeral, .negation, .cueVerb,
        ])
    }

    private static func goesOn(_ story: Story, _ token: Int) -> Bool {
        guard !story.tokens.flags[token].contains(.startsSentence), story.nameOfToken[token] < 0 else {
            return false
        }
        if story.isMark(token, UInt8(ascii: "-")) {
            return !story.isDash(token) && token + 1 < story.tokens.count && story.isCapitalized(token + 1)
        }
        return canBegin(story, token) && !story.tokens.flags[token].contains(.startsLine)
    }

    /// Whether a run is the office of the person named right behind it: *Minority Leader Ann Lee*.
    private static func isTitle(_ story: Story, _ run: Range<Int>) -> Bool {
        let last = run.upperBound - 1
        guard story.exists(run.upperBound), !story.classes[last].isDisjoint(with: [.honorific, .personNoun]) else {
            return false
        }
        let name = story.nameOfToken[run.upperBound]
        return name >= 0 && story.names[Int(name)].kind == .person
    }

    private static func isPersonLike(_ story: Story, _ run: Range<Int>) -> Bool {
        let before = run.lowerBound - 1
        if before >= 0, story.tokens.hashes[before] == WordHash("the") || story.tokens.hashes[before] == WordHash("in")
        {
            return false
        }
        return !run.contains {
            !story.classes[$0].isDisjoint(with: [.sourceNoun, .time]) || institutions.contains(story.tokens.hashes[$0])
        }
    }

    private static let institutions = WordQuery.english(.institution)
}
