public import English
public import Linguistics

/// What each line or paragraph of a document is, decided once for all that read it: one array per property.
///
/// Blocks cover all tokens in order. Each lies within one paragraph and holds whole sentences; a paragraph is one block,
/// but for a dateline before its text, which is a block of its own.
public struct Blocks: Sendable {
    /// Where in its source a block stood, as far as its format says so.
    public struct Place: Hashable, Sendable {
        /// The page, from 1.
        public var page: Int?
        /// The element, as a path from the root.
        public var path: String?
        /// The time at which it is heard, in seconds from the start.
        public var time: Double?
        /// The part of a mail.
        public var part: String?

        /// Describes a place.
        public init(page: Int? = nil, path: String? = nil, time: Double? = nil, part: String? = nil) {
            self.page = page
            self.path = path
            self.time = time
            self.part = part
        }
    }

    /// The blocks as runs of tokens.
    public private(set) var tokens: ContiguousArray<Range<Int>> = []
    /// Their kinds.
    public private(set) var kinds: ContiguousArray<BlockKind> = []
    /// The levels of headlines (1) and subheads (2 and more), 0 for all else.
    public private(set) var levels: ContiguousArray<UInt8> = []
    /// Where they stood; empty where no block has a place, as in plain text.
    public private(set) var places: ContiguousArray<Place?> = []
    /// For each token the index of its block.
    public private(set) var ofToken: ContiguousArray<Int32> = []
    /// The names of speakers that the source marks as such, each at the start of a block; with any, no others are sought.
    public private(set) var labels: ContiguousArray<ByteRange> = []
    /// The ends of blocks behind which, as the source says, nobody goes on speaking; ascending byte offsets.
    public private(set) var turnEnds: ContiguousArray<Int32> = []
    /// Quotations set apart whose speaker the source names, as embedded posts: the name at a block's start, and the block.
    public private(set) var posts: ContiguousArray<Post> = []

    /// What the source says is nobody's words, as a mail's signature; ascending, none empty.
    public private(set) var asides: ContiguousArray<ByteRange> = []

    /// Whether a range stands in what is nobody's words.
    ///
    /// - Complexity: O(log of their number).
    public func isAside(_ range: ByteRange) -> Bool {
        guard !asides.isEmpty else { return false }
        var (low, high) = (0, asides.count)
        while low < high {
            let middle = (low + high) / 2
            if asides[middle].upper <= range.lower { low = middle + 1 } else { high = middle }
        }
        return low < asides.count && asides[low].contains(range)
    }

    /// A quotation set apart whose speaker its source names.
    public struct Post: Hashable, Sendable {
        /// The speaker's name.
        public var name: ByteRange
        /// The whole of it, with the name.
        public var block: ByteRange
    }

    /// The number of blocks.
    @inlinable
    public var count: Int { tokens.count }

    /// The kind of the block that a token stands in.
    @inlinable
    public func kind(ofToken token: Int) -> BlockKind { kinds[Int(ofToken[token])] }

    /// The first block of a kind.
    public func first(_ kind: BlockKind) -> Int? { kinds.firstIndex(of: kind) }

    /// Adds a block behind the last.
    ///
    /// - Precondition: `run` is not empty and begins where the last block ended.
    public mutating func append(_ run: Range<Int>, _ kind: BlockKind, level: Int = 0, place: Place? = nil) {
        precondition(!run.isEmpty && run.lowerBound == ofToken.count, "blocks cover the tokens in order")
        if place != nil || !places.isEmpty {
            while places.count < count { places.append(nil) }
            places.append(place)
        }
        ofToken.append(contentsOf: repeatElement(Int32(count), count: run.count))
        tokens.append(run)
        kinds.append(kind)
        levels.append(UInt8(clamping: level))
    }

    /// A block as its source tells of it.
    public struct Given: Hashable, Sendable {
        /// Its bytes in the text.
        public var range: ByteRange
        /// Its kind; `nil` where its form and its neighbours are to tell.
        public var kind: BlockKind?
        /// The level of a headline or subhead, 0 where there is none.
        public var level: Int
        /// Where it stood.
        public var place: Place?
        /// The speaker's name at its start, where the source says that it is one; what follows is speech, up to the next
        /// such name, or in a quotation set apart up to its end.
        public var label: ByteRange?
        /// Whether the source says that whoever spoke last does not go on behind it.
        public var endsTurn: Bool
        /// Whether a quotation goes on with the one in the block before.
        public var goesOn: Bool
        /// Whether the source says that nobody's words are in it, as in a signature.
        public var isAside: Bool

        /// Describes a block.
        public init(
            range: ByteRange, kind: BlockKind? = nil, level: Int = 0, place: Place? = nil, label: ByteRange? = nil,
            endsTurn: Bool = false, goesOn: Bool = false, isAside: Bool = false
        ) {
            self.range = range
            self.kind = kind
            self.level = level
            self.place = place
            self.label = label
            self.endsTurn = endsTurn
            self.goesOn = goesOn
            self.isAside = isAside
        }
    }

    /// Makes a list without blocks, as an empty text has it.
    public init() {}

    /// Tells the kinds of paragraphs that are known, as those of a corpus, by their form; none is divided.
    ///
    /// - Complexity: O(bytes).
    public init(of text: UTF8Text, _ structure: LinguisticStructure) {
        var classifier = BlockClassifier(structure.tokens, in: text)
        self = classifier.blocks(of: structure.paragraphs, divides: false).blocks
    }

    /// Finds a text's paragraphs and tells their kinds by their form, then splits them into sentences.
    ///
    /// Rows, list items and header fields that the paragraphs of wrapped lines would run together come apart.
    ///
    /// - Returns: The structure, whose sentences cross no block, and the blocks.
    /// - Complexity: O(bytes).
    public static func read(
        _ text: UTF8Text, rules: LanguageRules = .english
    ) -> (structure: LinguisticStructure, blocks: Blocks) {
        var blocks = Blocks()
        let structure = LinguisticStructure(text, rules: rules) { tokens, paragraphs in
            var classifier = BlockClassifier(tokens, in: text)
            let divided = classifier.blocks(of: paragraphs, divides: true)
            blocks = divided.blocks
            return (divided.paragraphs, divided.blocks.tokens)
        }
        return (structure, blocks)
    }

    /// Takes the paragraphs that a source gives, tells the kinds of those it leaves open, and splits them into sentences.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - given: Its blocks in order; each ends with a line, and they cover all that is not white space.
    ///   - rules: The rules of its language.
    /// - Returns: The structure, whose sentences cross no block, and the blocks.
    /// - Complexity: O(bytes).
    public static func read(
        _ text: UTF8Text, given: [Given], rules: LanguageRules = .english
    ) -> (structure: LinguisticStructure, blocks: Blocks) {
        var blocks = Blocks()
        let structure = LinguisticStructure(text, rules: rules) { tokens, _ in
            var classifier = BlockClassifier(tokens, in: text)
            let divided = classifier.blocks(given: given)
            blocks = divided.blocks
            return (divided.paragraphs, divided.blocks.tokens)
        }
        blocks.turnEnds = ContiguousArray(given.lazy.filter(\.endsTurn).map(\.range.upper))
        for block in given {
            if block.isAside { blocks.asides.append(block.range) }
            if block.goesOn, block.kind == .quote, let last = blocks.posts.last {
                blocks.posts[blocks.posts.count - 1].block = ByteRange(last.block.lower, block.range.upper)
            }
            guard let label = block.label else { continue }
            if block.kind == .quote {
                blocks.posts.append(Post(name: label, block: block.range))
            } else {
                blocks.labels.append(label)
            }
        }
        return (structure, blocks)
    }
}
