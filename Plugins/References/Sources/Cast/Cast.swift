import Algorithms
import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// All whom a pronoun can stand for, in the order of the text: names, descriptions (*his mother*, *a Wolf*) and the subjects of
/// sentences.
package struct Cast: Sendable {
    /// A name or a description at one place.
    package struct Member: Sendable {
        package var tokens: Range<Int>
        package var kind: Source.Kind
        var gender: Entities.Gender
        var isPlural = false
        /// Whether it is a pronoun that stands for a person named.
        package var isPronoun = false
        /// Whether it stands where subjects do.
        package var isSubject: Bool
        /// The index in the table of names; none for a description or a body.
        var name: Int?
        /// The entity of a body or of a pronoun.
        var entity: Int?
    }

    package private(set) var members: [Member] = []

    init(_ story: Story, _ register: Register, _ table: NameTable) {
        for (index, name) in table.names.enumerated() {
            members.append(
                Member(
                    tokens: name.tokens, kind: .person, gender: name.gender,
                    isSubject: Self.isPresent(name.tokens, in: story), name: index))
        }
        for mention in register.mentions
        where mention.type != .person && !mention.tokens.isEmpty {
            guard let entity = mention.entityIndex else { continue }
            let kind: Source.Kind =
                mention.type == .organization ? .body : mention.type == .location ? .place : .otherName
            members.append(
                Member(
                    tokens: mention.tokens, kind: kind, gender: .neuter,
                    isSubject: Clauses.isSubject(mention.tokens, in: story), entity: entity))
        }
        var token = 0
        while token < story.tokens.count {
            if Self.heAndShe.contains(story.tokens.hashes[token]) {
                // Whoever a pronoun stands for is in mind again.
                let run = token..<token + 1
                members.append(
                    Member(
                        tokens: run, kind: .person, gender: .unknown, isPronoun: true,
                        isSubject: Clauses.isSubject(run, in: story)))
                token += 1
            } else if let found = Self.description(story, at: token) {
                members.append(found)
                token = found.tokens.upperBound
            } else {
                token += 1
            }
        }
        members.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }

    /// Whether a name is a subject or owns what is one and is no person: *Xi's decision showed*.
    private static func isPresent(_ name: Range<Int>, in story: Story) -> Bool {
        guard story.isOwner(name) else { return Clauses.isSubject(name, in: story) }
        let owned = name.upperBound + 1..<min(name.upperBound + 4, story.tokens.count)
        return Clauses.isInSubject(name, in: story)
            && !owned.contains { !story.classes[$0].isDisjoint(with: [.personNoun, .sourceNoun]) }
    }

    /// The description that begins at a token.
    func description(at token: Int) -> Member? {
        let index = count(before: token)
        guard index < members.count, members[index].tokens.lowerBound == token else { return nil }
        return members[index]
    }

    /// Learns whom the pronoun at a token stands for.
    mutating func tie(_ token: Int, _ source: Source, _ gender: Entities.Gender) {
        let index = count(before: token)
        guard index < members.count, members[index].tokens.lowerBound == token, members[index].isPronoun,
            source.entities.count == 1, source.kind == .person
        else { return }
        members[index].entity = source.entities[0]
        members[index].gender = gender
    }

    /// Learns that a description at a place is of a person named, as a pronoun there would be.
    mutating func stand(_ words: Range<Int>, for source: Source) {
        guard source.entities.count == 1, source.kind == .person else { return }
        let index = count(before: words.lowerBound)
        guard index < members.count, words.contains(members[index].tokens.lowerBound) else { return }
        members[index] = Member(
            tokens: words, kind: .person, gender: source.gender, isPronoun: true, isSubject: true,
            entity: source.entities[0])
    }

    private static let heAndShe: WordSet = ["he", "she"]

    /// The number of members that begin before a token.
    package func count(before token: Int) -> Int {
        members.partitioningIndex { $0.tokens.lowerBound >= token }
    }

    // MARK: Descriptions

    private static let nobodyInParticular: WordSet = ["any", "every", "no", "whichever"]
    private static let opening: WordClass = [.determiner, .possessive, .numeral]
    private static let closing: WordClass = [
        .determiner, .possessive, .preposition, .coordinator, .auxiliary, .relative, .negation, .objectPronoun, .verb,
        .adverb, .time,
    ]

    /// The description that begins at a token: an article or possessive with its noun, or a plural that can speak.
    private static func description(_ story: Story, at first: Int) -> Member? {
        guard story.tokens.kinds[first] == .word, story.nameOfToken[first] < 0 else { return nil }
        let opens = !story.classes[first].isDisjoint(with: opening)
        // "Asked whether any bishop would resign, he replied"
        guard !nobodyInParticular.contains(story.tokens.hashes[first]) else { return nil }
        if !opens {
            // "Officials", "police": without an article; any plural at the front of a sentence: "Marchers filled".
            guard story.isPluralNoun(first), first == 0 || story.classes[first - 1].isDisjoint(with: opening),
                story.classes[first].contains(.sourceNoun)
                    || story.classes[first].isEmpty && story.tokens.flags[first].contains(.startsSentence)
            else { return nil }
            let run = first..<first + 1
            return Member(
                tokens: run, kind: .describedBody, gender: .plural, isPlural: true,
                isSubject: Clauses.isSubject(run, in: story))
        }
        var end = first + 1
        while end < story.tokens.count, end - first < 7, !story.tokens.flags[end].contains(.startsSentence) {
            if partsModifiers(story, first, end) { end += 1 }
            guard story.tokens.kinds[end] == .word else { break }
            let classes = story.classes[end]
            if story.nameOfToken[end] < 0 {
                guard classes.isDisjoint(with: closing), !story.tokens.flags[end].contains(.clitic),
                    classes.isDisjoint(with: [.subjectPronoun, .firstOrSecondPerson])
                        || !classes.isDisjoint(with: [.determiner, .numeral]) || others == story.tokens.hashes[end]
                else { break }
                if end > first + 1, classes.contains(.cueVerb) || story.hasSuffix(end, "ed") || isGerund(story, end) {
                    break
                }
            } else if story.names[Int(story.nameOfToken[end])].kind == .person {
                return nil  // "the minister Ann Lee": the name stands for itself
            }
            end += 1
        }
        end = Self.pastOffice(story, first, end)
        let head = end - 1
        guard head > first, story.nameOfToken[head] < 0 else { return nil }
        let run = first..<end
        if isPredicate(story, first) { return nil }
        let classes = story.classes[head]
        let subject = Clauses.isSubject(run, in: story)
        let isPlural = story.isPluralNoun(head)
        if classes.contains(.personNoun), !isBodyPart(story, head, first) {
            return Member(
                tokens: run, kind: .describedPerson, gender: NounGender.of(story.tokens.hashes[head]),
                isSubject: subject)
        }
        if classes.contains(.sourceNoun) || isPlural && subject {
            return Member(
                tokens: run, kind: .describedBody, gender: isPlural ? .plural : .neuter, isPlural: isPlural,
                isSubject: subject)
        }
        guard subject || story.isCapitalized(head) else { return nil }
        return Member(tokens: run, kind: .description, gender: .unknown, isSubject: subject)
    }

    /// Whether a comma stands between two words that describe the same people: *two tired‹,› angry nurses*.
    ///
    /// Behind a number what is no plural is no noun of its own.
    private static func partsModifiers(_ story: Story, _ first: Int, _ comma: Int) -> Bool {
        guard story.isComma(comma), comma > first + 1, story.classes[first].contains(.numeral),
            story.exists(comma + 1), story.isWord(comma - 1), story.isWord(comma + 1),
            !story.isPluralNoun(comma - 1), !story.isCapitalized(comma - 1), !story.isCapitalized(comma + 1)
        else { return false }
        return story.classes[comma - 1].isDisjoint(with: [.personNoun, .sourceNoun, .numeral, .time])
            && story.classes[comma + 1].isDisjoint(with: closing)
    }

    /// Where a phrase ends whose last words say what a bearer of an office does: *the secretary* ‹arrives›.
    private static func pastOffice(_ story: Story, _ first: Int, _ end: Int) -> Int {
        guard end - first > 2, story.classes[end - 1].isDisjoint(with: [.personNoun, .sourceNoun]),
            let last = (first + 1..<end - 1).last(where: { story.classes[$0].contains(.personNoun) }),
            offices.contains(story.tokens.hashes[last]), !story.isCapitalized(last + 1), story.hasSuffix(last + 1, "s")
        else { return end }
        return last + 1
    }

    private static let offices = WordQuery.english(.office)
    private static let others = WordHash("others")

    /// *his bald head* is nobody who chairs anything.
    private static func isBodyPart(_ story: Story, _ head: Int, _ first: Int) -> Bool {
        story.tokens.hashes[head] == WordHash("head") && story.classes[first].contains(.possessive)
    }

    private static func isGerund(_ story: Story, _ token: Int) -> Bool {
        story.hasSuffix(token, "ing") && !story.isCapitalized(token) && !story.classes[token].contains(.personNoun)
    }

    /// Whether a phrase only says what somebody is: *is a teacher*, *Ann Lee, a teacher,*.
    private static func isPredicate(_ story: Story, _ first: Int) -> Bool {
        guard first > 0 else { return false }
        let before = first - 1
        if copulas.contains(story.tokens.hashes[before]) { return true }
        // "he was, and is, a supporter"
        if before > 0, story.isComma(before), copulas.contains(story.tokens.hashes[before - 1]) { return true }
        return story.isComma(before) && before > 0 && story.nameOfToken[before - 1] >= 0
    }

    private static let copulas = WordQuery.english(.copula)
}

/// Nouns that tell a person's gender.
enum NounGender {
    /// The gender that a noun shows; unknown for most.
    static func of(_ hash: WordHash) -> Entities.Gender {
        Entities.Gender(Words.english.gender(of: hash, in: .gendered))
    }

    /// Whether a noun names what is neither a person nor an animal: by its ending, or as one of the commonest.
    static func isThing(_ story: Story, _ head: Int) -> Bool {
        endings.contains { story.hasSuffix(head, $0) } || things.contains(story.tokens.hashes[head])
    }

    /// Parts of words, so no rows of the table of words.
    private static let endings: [StaticString] = ["tion", "sion", "ment", "ness", "ity", "ence", "ance", "ship", "ism"]
    private static let things = WordQuery.english(.thing)
}
