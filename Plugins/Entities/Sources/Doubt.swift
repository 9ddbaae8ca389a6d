import Linguistics

/// Which sentences of a text the reader is to read: those in which it would find other names than the network, most of all for
/// what they cost.
///
/// How many names would change is a log-linear regression over what the network's scores and rows say of a sentence
/// (`Training/Reader/doubt.py`); its weights hold the logarithms of what a sentence of its length costs and of how many changes
/// that must be worth, so that one with a sum above 0 is read. Whole numbers: the same on every processor. Text without case is
/// always read.
package struct Doubt: Sendable {
    /// How many features there are, each with a weight, scale 2^-8.
    package static let featureCount = lengthsStart + lengths.count + 1

    private static let marginsStart = 0
    private static let unknownStart = marginsStart + kinds * (margins.count + 1) * mostCounted
    private static let shareStart = unknownStart + kinds * mostCounted
    private static let casingsStart = shareStart + shares.count + 1
    private static let lengthsStart = casingsStart + 4

    /// The four types of names, a capital that tells, and other words that may be names.
    private static let kinds = 6
    /// A third word of a kind says what the second has said.
    private static let mostCounted = 3
    /// Bounds of margins, scale 2^-10, in nats; what is above the last says little.
    private static let margins: [Int32] = [256, 512, 1024, 1536, 2048, 3072, 4096, 6144, 9216]
    /// Bounds of how many in a thousand of the document's words are below a nat.
    private static let shares = [2, 5, 10, 20, 40, 80]
    /// Bounds of a sentence's number of tokens.
    private static let lengths = [3, 5, 8, 12, 18, 26, 40, 64]

    private let tagging: Tagging
    private let tokens: TokenFeatures
    /// The place among `shares` of the document's share of doubtful words.
    private let share: Int

    /// Looks at what the network found.
    init(_ tagging: Tagging, _ tokens: TokenFeatures) {
        self.tagging = tagging
        self.tokens = tokens
        let doubtful = tagging.tags.indices.count { tagging.isLookedAt($0) && tagging.margin(at: $0) < 1024 }
        share = Self.place(doubtful * 1000 / max(tagging.tags.count, 1), among: Self.shares)
    }

    /// Hands on the numbers of a sentence's features.
    ///
    /// - Complexity: O(tokens).
    func features(of sentence: Range<Int>, take: (Int) -> Void) {
        var counts: (InlineArray<60, Int>, InlineArray<6, Int>) = (.init(repeating: 0), .init(repeating: 0))
        for token in sentence where tagging.isLookedAt(token) {
            let tag = tagging.tags[token]
            let kind =
                tag.type.map { Int($0.index) } ?? (tokens.hasTellingCapital(token) ? 4 : 5)
            let place = Self.place(tagging.margin(at: token), among: Self.margins)
            let bucket = kind * (Self.margins.count + 1) + place
            if counts.0[bucket] < Self.mostCounted {
                take(Self.marginsStart + bucket * Self.mostCounted + counts.0[bucket])
                counts.0[bucket] += 1
            }
            if !tokens.isListed(token), counts.1[kind] < Self.mostCounted {
                take(Self.unknownStart + kind * Self.mostCounted + counts.1[kind])
                counts.1[kind] += 1
            }
        }
        take(Self.shareStart + share)
        if let first = sentence.first { take(Self.casingsStart + tokens.casing(ofSentenceWith: first)) }
        take(Self.lengthsStart + Self.place(sentence.count, among: Self.lengths))
    }

    /// Whether a sentence is to be read.
    ///
    /// - Complexity: O(tokens).
    func isRead(_ sentence: Range<Int>) -> Bool {
        if tokens.hasNoCase(sentence) { return true }
        var score = 0
        features(of: sentence) { score += Int(Self.weights[$0]) }
        return score > 0
    }

    private static func place<Value: Comparable>(_ value: Value, among bounds: [Value]) -> Int {
        bounds.firstIndex { value < $0 } ?? bounds.count
    }
}
