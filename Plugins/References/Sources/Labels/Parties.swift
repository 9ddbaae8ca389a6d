import Discourse
import English
import Entities
import Linguistics

/// The people and outlets named before the first label, and what speaks for each that he asks or answers.
struct Parties {
    /// Somebody with the words that name him.
    struct Party {
        var name: ByteRange
        var tokens: Range<Int>
        var entities: [Int]
        /// Whether it is a person rather than a body.
        var isPerson = true
        /// Who it is.
        var id: SourceID?
        /// Whether a byline names him.
        var isAuthor = false
    }

    /// In the order of the text.
    private(set) var all: [Party] = []
    private let story: Story
    private let register: Register
    /// For each person whatever speaks for him as the one who answers, less what speaks for him as the one who asks.
    private var weights: [SourceID: Int] = [:]

    /// What an office, a place in the headline, a trade that asks weigh.
    ///
    /// A byline is surest, and a second mention counts least.
    private enum Weight {
        static let office = 2
        static let headline = 2
        static let mention = 1
        static let mostMentions = 3
        static let trade = -4
        static let byline = -6
    }

    init(_ story: Story, _ register: Register, _ table: NameTable, _ descriptions: Descriptions, before limit: Int) {
        self.story = story
        self.register = register
        for name in table.names where name.tokens.upperBound <= limit && !Letter.isFrame(name.tokens, story) {
            all.append(
                Party(
                    name: story.tokens.range(name.tokens), tokens: name.tokens,
                    entities: name.entity.map { [$0] } ?? [], id: name.id,
                    isAuthor: Self.isAuthor(name.tokens, story)))
        }
        for mention in register.mentions
        where mention.type == .organization && !mention.tokens.isEmpty && mention.tokens.upperBound <= limit {
            all.append(
                Party(
                    name: mention.range, tokens: mention.tokens, entities: mention.entityIndex.map { [$0] } ?? [],
                    isPerson: false, id: mention.entityIndex.map { .entity($0) }))
        }
        all.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
        weigh(table, descriptions, limit)
    }

    /// The people whom no byline names.
    var people: [Party] { all.filter { $0.isPerson && !$0.isAuthor } }

    /// Whoever wrote it, if he is one.
    var author: Party? {
        let authors = all.filter { $0.isPerson && $0.isAuthor }
        return Set(authors.compactMap(\.id)).count == 1 ? authors.first : nil
    }

    /// How much speaks for a person as the one who answers; below 0 he rather asks.
    func weight(_ party: Party) -> Int { party.id.flatMap { weights[$0] } ?? 0 }

    /// Which of two answers.
    ///
    /// - Parameters:
    ///   - first: One of them.
    ///   - second: The other.
    ///   - lead: What speaks for the first beforehand.
    /// - Returns: Both; nil where nothing tells.
    func answering(_ first: Party, _ second: Party, lead: Int = 0) -> (asker: Party, asked: Party)? {
        guard first.id == nil || first.id != second.id else { return nil }
        // An outlet asks.
        if first.isPerson != second.isPerson { return first.isPerson ? (second, first) : (first, second) }
        let difference = weight(first) + lead - weight(second)
        guard difference != 0 else { return nil }
        return difference > 0 ? (second, first) : (first, second)
    }

    /// The person of whom most speaks for his answering; nil where two are alike in that.
    func mainPerson(before token: Int = .max) -> Party? {
        var best: Party?
        var isAlone = true
        for party in people where party.tokens.upperBound <= token && party.id != best?.id {
            guard let old = best else {
                best = party
                continue
            }
            let difference = weight(party) - weight(old)
            if difference > 0 { best = party }
            if difference >= 0 { isAlone = difference > 0 }
        }
        guard let best, isAlone, weight(best) >= 0 else { return nil }
        return best
    }

    private mutating func weigh(_ table: NameTable, _ descriptions: Descriptions, _ limit: Int) {
        var mentions: [SourceID: Int] = [:]
        for party in all where party.isPerson {
            guard let id = party.id else { continue }
            if party.isAuthor {
                weights[id, default: 0] += Weight.byline
                continue
            }
            let seen = mentions[id, default: 0]
            mentions[id] = seen + 1
            if seen > 0, seen <= Weight.mostMentions { weights[id, default: 0] += Weight.mention }
        }
        var hasOffice: Set<SourceID> = []
        var hasTrade: Set<SourceID> = []
        var hasHeadline: Set<SourceID> = []
        for bearer in descriptions.bearers where bearer.tokens.upperBound <= limit {
            guard case .person(let place) = bearer.who else { continue }
            let id = table.names[place].id
            if story.blocks.kind(ofToken: bearer.tokens.lowerBound) == .headline { hasHeadline.insert(id) }
            if bearer.roles.contains(where: Self.trades.contains) {
                hasTrade.insert(id)
            } else if bearer.roles.contains(where: Self.offices.contains) || isDescribed(bearer.tokens.lowerBound) {
                hasOffice.insert(id)
            }
        }
        for id in hasTrade { weights[id, default: 0] += Weight.trade }
        for id in hasOffice where !hasTrade.contains(id) { weights[id, default: 0] += Weight.office }
        for id in hasHeadline { weights[id, default: 0] += Weight.headline }
    }

    /// Whether the words before a name say what its bearer is, office or not: *the beekeeper Ragnhild Stokes*.
    private func isDescribed(_ name: Int) -> Bool {
        guard name > 1, story.isWord(name - 1), !story.isCapitalized(name - 1),
            story.classes[name - 1].isDisjoint(with: [
                .determiner, .preposition, .coordinator, .subordinator, .verb, .auxiliary, .cueVerb, .relative, .adverb,
                .time,
            ])
        else { return false }
        return (max(0, name - 3)..<name - 1).contains {
            story.classes[$0].contains(.determiner) && !story.classes[$0].contains(.possessive)
        }
    }

    /// Whether a name stands in a byline: *By Ada Reyes*.
    private static func isAuthor(_ tokens: Range<Int>, _ story: Story) -> Bool {
        story.blocks.kind(ofToken: tokens.lowerBound) == .byline
    }

    private static let trades = WordQuery.english(.trade)
    private static let offices = WordQuery.english(.office)
}
