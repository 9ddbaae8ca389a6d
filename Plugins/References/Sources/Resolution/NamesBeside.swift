import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Finds the name that stands in or beside a description of its bearer.
extension SourceResolver {
    /// The name in the apposition behind a phrase: *the archdeacon, the Venerable Simon Peel*, *a man called Ferris*, *the ferry
    /// operator, CalIsle,*.
    func appositive(after words: Range<Int>) -> Source? {
        let comma = words.upperBound
        guard comma + 1 < story.tokens.count, words.contains(where: { story.nameOfToken[$0] < 0 }) else { return nil }
        guard story.isComma(comma) else { return personPastPlace(behind: words) }
        return person(inAppositionAfter: comma, to: words) ?? body(inAppositionAfter: comma, to: words)
    }

    /// The person named between commas behind an office and its place: *‹Its ambassador› in Pristina, Harold Penrose, left*.
    private func personPastPlace(behind words: Range<Int>) -> Source? {
        let preposition = words.upperBound
        guard story.classes[preposition].contains(.preposition), story.classes[preposition - 1].contains(.personNoun),
            !story.isPluralNoun(preposition - 1),
            let comma = (preposition + 2..<min(story.tokens.count, preposition + Self.longestPlace)).first(where: {
                story.isComma($0)
            }),
            (preposition + 1..<comma).allSatisfy({
                story.isNamed($0) || story.isWord($0) && story.classes[$0].contains(.determiner)
            })
        else { return nil }
        let index = table.index(from: comma + 1)
        guard index < table.names.count, case let name = table.names[index], name.tokens.lowerBound == comma + 1,
            !isOwner(name), closes(name.tokens.upperBound), !isListed(behind: name.tokens.upperBound)
        else { return nil }
        return source(words, name)
    }

    /// Whether a comma and *and* stand at a token: *the envoy to Chad, Ann Lee, and the clerk*.
    private func isListed(behind token: Int) -> Bool {
        story.exists(token + 1) && story.isComma(token) && story.classes[token + 1].contains(.coordinator)
    }

    private static let longestPlace = 7

    private func person(inAppositionAfter comma: Int, to words: Range<Int>) -> Source? {
        let index = table.index(from: comma + 1)
        guard index < table.names.count else { return nil }
        let name = table.names[index]
        if isOwner(name) {
            // "the first witness, Mrs Doyle's niece Catherine," but not "the second, Penrose's mother".
            return table.names[(index + 1)...].first.flatMap { isNamed($0, behind: comma) ? source(words, $0) : nil }
        }
        if isNamed(name, behind: comma) { return source(words, name) }
        let lead = comma + 1..<name.tokens.lowerBound
        guard lead.count <= 6 else { return nil }
        let isCalled = lead.last.map { Self.naming.contains(story.tokens.hashes[$0]) } ?? false
        let isTitle =
            lead.count <= 4
            && lead.allSatisfy {
                story.isWord($0)
                    && (story.isCapitalized($0)
                        || !story.classes[$0].isDisjoint(with: [.determiner, .honorific, .personNoun])
                        || isDescribing($0, titleAt: lead.upperBound - 1))
            }
        guard isTitle || isCalled && lead.allSatisfy(story.isWord) else { return nil }
        return source(words, name)
    }

    /// Whether a name and what its bearer is stand between commas, of which the first is given.
    private func isNamed(_ name: NameTable.Name, behind comma: Int) -> Bool {
        closes(name.tokens.upperBound) && isOffice(comma + 1..<name.tokens.lowerBound)
    }

    /// Whether a name owns what stands behind it.
    private func isOwner(_ name: NameTable.Name) -> Bool {
        let next = name.tokens.upperBound
        return story.exists(next) && story.tokens.hashes[next] == WordHash("'s")
    }

    /// Whether what stands behind an apposition ends it.
    private func closes(_ token: Int) -> Bool {
        guard story.exists(token) else { return true }
        return story.isComma(token) || story.classes[token].contains(.cueVerb)
    }

    /// Whether words between a comma and a name say what its bearer is: *former Secretary of State*, *Mrs Doyle's niece*.
    private func isOffice(_ lead: Range<Int>) -> Bool {
        guard lead.count > 1, lead.count <= Self.longestOffice,
            let noun = lead.last(where: { story.classes[$0].contains(.personNoun) }),
            lead.allSatisfy({
                story.isWord($0) || story.isMark($0, UInt8(ascii: "-")) || story.tokens.flags[$0].contains(.clitic)
            }), !story.tokens.flags[lead.upperBound].contains(.startsSentence)
        else { return false }
        let behind = noun + 1..<lead.upperBound
        let isWhole =
            behind.isEmpty
            || behind.count > 1 && story.classes[noun + 1].contains(.preposition)
                && behind.dropFirst().allSatisfy(story.isCapitalized)
        return isWhole
            && (lead.lowerBound..<noun).allSatisfy {
                story.tokens.flags[$0].contains(.clitic)
                    || story.classes[$0].isDisjoint(with: Self.clausal) && !story.hasSuffix($0, "ing")
                        && CueLexicon.shared.entry(story.tokens.hashes[$0]) == nil
            }
    }

    /// The body whose name stands behind a description of it, between commas.
    private func body(inAppositionAfter comma: Int, to words: Range<Int>) -> Source? {
        let head = head(of: words)
        guard story.classes[head].contains(.sourceNoun) || Self.kinds.contains(story.tokens.hashes[head]) else {
            return nil
        }
        let first = story.classes[comma + 1].contains(.determiner) ? comma + 2 : comma + 1
        guard story.exists(first), let name = organization(at: first), name.tokens.lowerBound == first,
            closes(name.tokens.upperBound), let entity = register.entity(at: first)
        else { return nil }
        // "the union, Acme, and the council": a list.
        guard !isListed(behind: name.tokens.upperBound) else { return nil }
        return named(words, [entity])
    }

    /// The body whose name stands before a noun for what it is: *the Xinhua news agency*, *The Guardian newspaper*.
    func body(before head: Int, in words: Range<Int>) -> Source? {
        guard Self.kinds.contains(story.tokens.hashes[head]), !story.isCapitalized(head), head == words.upperBound - 1
        else { return nil }
        var last = head - 1
        // "news agency"
        if last > words.lowerBound, story.nameOfToken[last] < 0, !story.isCapitalized(last), story.isWord(last),
            story.classes[last].isDisjoint(with: [.determiner, .possessive])
        {
            last -= 1
        }
        guard last >= words.lowerBound, let name = organization(at: last), name.tokens.upperBound == last + 1,
            let entity = register.entity(at: last)
        else { return nil }
        return named(words, [entity])
    }

    private func organization(at token: Int) -> Entities.Mention? {
        let place = story.nameOfToken[token]
        guard place >= 0, register.mentions[Int(place)].type == .organization else { return nil }
        return register.mentions[Int(place)]
    }

    private static let longestOffice = 8

    /// Nouns for a body that a name may have been given for.
    private static let kinds = WordQuery.english(.describedBody)

    /// Whether a word in small letters describes the office behind it: *the nephew, ‹county› Councillor Ann Lee*.
    private func isDescribing(_ token: Int, titleAt last: Int) -> Bool {
        token < last && story.isCapitalized(last) && story.classes[token].isDisjoint(with: Self.clausal)
            && CueLexicon.shared.entry(story.tokens.hashes[token]) == nil && !story.endsLikeAdverb(token)
    }

    /// Words that begin or govern something else than an apposition.
    private static let clausal: WordClass = [
        .auxiliary, .verb, .preposition, .coordinator, .subordinator, .relative, .negation, .subjectPronoun,
        .objectPronoun, .time, .adverb,
    ]

    /// The name before a description without an article: *Ann Lee, press secretary for the mayor*.
    func name(before words: Range<Int>, head: Int) -> Source? {
        let comma = words.lowerBound - 1
        guard comma > 0, story.isComma(comma), story.classes[head].contains(.personNoun), !story.hasSuffix(head, "s"),
            !story.isCapitalized(words.lowerBound),
            story.classes[words.lowerBound].isDisjoint(with: [.determiner, .possessive, .numeral])
        else { return nil }
        let index = table.index(from: comma) - 1
        guard index >= 0, table.names[index].tokens.upperBound == comma else { return nil }
        return source(words, table.names[index])
    }

    private static let naming: Set = [WordHash("called"), WordHash("named")]
}
