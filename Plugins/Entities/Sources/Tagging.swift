import Foundation
import Linguistics

/// A tag for each token, and the scores of those that may be asked about.
struct Tagging {
    var tags: ContiguousArray<Tag>
    var scores: TagScores
    /// How much more each token's tag scores than any other, scale 2^-10, in nats.
    ///
    /// `notLookedAt` where no network scored it; empty where nobody will ask.
    var margins = ContiguousArray<Int16>()
    /// Which sentences the reader has read; empty where it has read none.
    var readSentences = ContiguousArray<Bool>()

    /// A tagging of so many tokens outside of all names, each with the scores given for that and for all other tags.
    init(count: Int, outside: Int32, others: Int32) {
        tags = ContiguousArray(repeating: .outside, count: count)
        scores = TagScores(count: count, outside: outside, others: others)
    }

    /// Whether the scores of a sentence are the reader's.
    func isRead(_ sentence: Int) -> Bool { !readSentences.isEmpty && readSentences[sentence] }

    /// Whether the network scored a token, since it may be part of a name or stands near one that may.
    func isLookedAt(_ token: Int) -> Bool { margins[token] != Self.notLookedAt }

    /// How much more the token's tag scores than any other, scale 2^-10, in nats; what is beyond 31 nats counts as that.
    func margin(at token: Int) -> Int32 { Int32(margins[token]) }

    private static let notLookedAt = Int16.max

    /// So many tokens to each side of a name may be asked about, too: articles, brackets, what two names are joined by.
    private static let neighbourhood = 2

    /// Adds the tags of the next tokens, and of their scores those that somebody may ask for.
    ///
    /// - Parameters:
    ///   - found: The tags.
    ///   - values: `Network.Member.outputs` scores of each token.
    ///   - rows: The tokens' features.
    ///   - keepsMargins: Whether margins are asked for later.
    mutating func append(
        _ found: ContiguousArray<Tag>, _ values: ContiguousArray<Int32>, _ rows: ContiguousArray<UInt32>,
        keepsMargins: Bool
    ) {
        let start = tags.count
        // The end of the last name's neighbourhood, and the next token behind this one that is part of a name.
        var (near, next) = (0, 0)
        let rows = rows.span
        for token in found.indices {
            if found[token] != .outside { near = token + Self.neighbourhood + 1 }
            next = max(next, token)
            while next < found.count, next <= token + Self.neighbourhood, found[next] == .outside { next += 1 }
            let isNear = token < near || next <= token + Self.neighbourhood && next < found.count
            let row = token * Network.Member.outputs
            if isNear || Features.mayBeName(rows, token) {
                scores.keep(start + token, values[row..<row + Tag.count])
            }
            if keepsMargins { margins.append(Self.margin(of: found[token], values[row..<row + Tag.count])) }
        }
        tags += found
    }

    private static func margin(of tag: Tag, _ scores: ContiguousArray<Int32>.SubSequence) -> Int16 {
        if tag == .outside, scores[scores.startIndex] == Network.certain { return notLookedAt }
        let own = scores[scores.startIndex + Int(tag.rawValue)]
        var next = Int32.min
        for (other, score) in scores.enumerated() where other != Int(tag.rawValue) { next = max(next, score) }
        return Int16(clamping: min(own - next, Int32(notLookedAt) - 1))
    }
}

/// Tag scores of the tokens that may be asked about, scale 2^-10.
///
/// Two bytes a score: the few tokens with one beyond 32 nats have rows of their own.
struct TagScores: Equatable {
    /// For each token its row in `rows`, or `isAbsent`, or `isWide` where `wide` has it.
    private var places: ContiguousArray<Int32>
    private var rows: ContiguousArray<Int16> = []
    private var wide: [Int: ContiguousArray<Int32>] = [:]
    /// What a token without a row scores.
    private let absent: ContiguousArray<Int32>

    private static let isAbsent: Int32 = -1
    private static let isWide: Int32 = -2

    /// Scores of so many tokens, each with those given for being outside and for all other tags.
    init(count: Int, outside: Int32, others: Int32) {
        places = ContiguousArray(repeating: Self.isAbsent, count: count)
        var absent = ContiguousArray(repeating: others, count: Tag.count)
        absent[Int(Tag.outside.rawValue)] = outside
        self.absent = absent
    }

    /// Keeps the scores of a token, one for each tag, in the place of those it had.
    mutating func keep(_ token: Int, _ scores: ContiguousArray<Int32>.SubSequence) {
        scores.withUnsafeBufferPointer { keep(token, $0) }
    }

    private mutating func keep(_ token: Int, _ scores: UnsafeBufferPointer<Int32>) {
        // One sum of bits instead of a branch for each score.
        guard scores.reduce(0, { $0 | (Int32(truncatingIfNeeded: Int16(truncatingIfNeeded: $1)) ^ $1) }) == 0 else {
            wide[token] = ContiguousArray(scores)
            places[token] = Self.isWide
            return
        }
        if places[token] == Self.isWide { wide[token] = nil }
        if places[token] < 0 {
            places[token] = Int32(rows.count / Tag.count)
            // At once: an append for each score took twice as long as all the rest.
            withUnsafeTemporaryAllocation(of: Int16.self, capacity: scores.count) { row in
                for tag in scores.indices { row.initializeElement(at: tag, to: Int16(truncatingIfNeeded: scores[tag])) }
                rows.append(contentsOf: row)
            }
        } else {
            let row = Int(places[token]) * Tag.count
            for (tag, score) in scores.enumerated() { rows[row + tag] = Int16(truncatingIfNeeded: score) }
        }
    }

    /// The scores of a token, one for each tag.
    func values(_ token: Int) -> ContiguousArray<Int32> {
        guard places[token] >= 0 else { return places[token] == Self.isWide ? wide[token] ?? absent : absent }
        let row = Int(places[token]) * Tag.count
        return ContiguousArray(rows[row..<row + Tag.count].lazy.map(Int32.init))
    }

    /// The score of a tag at a token, in nats.
    func score(_ token: Int, _ tag: Tag) -> Double {
        let tag = Int(tag.rawValue)
        let place = places[token]
        if place == Self.isWide, let row = wide[token] { return Double(row[tag]) / 1024 }
        return Double(place < 0 ? absent[tag] : Int32(rows[Int(place) * Tag.count + tag])) / 1024
    }

    /// The probability of a tag at a token by the scores alone.
    func probability(_ token: Int, _ tag: Tag) -> Double {
        let scores = values(token)
        let top = scores.max() ?? 0
        let sum = scores.reduce(0) { $0 + exp(Double($1 - top) / 1024) }
        return exp(Double(scores[Int(tag.rawValue)] - top) / 1024) / sum
    }
}
