import Algorithms

/// What a token is.
public enum TokenKind: UInt8, Sendable {
    /// Letters, perhaps with digits, dots, apostrophes or hyphens inside.
    case word
    /// Digits, with separators, signs and ordinal or unit letters.
    case number
    /// A mark of punctuation, or a run of the same one (`...`, `--`).
    case punctuation
    /// Currency, mathematical and other signs, emoji.
    case symbol
    /// A web address, e-mail address, `@name` or `#tag`.
    case address
}

/// How a token is written.
///
/// Each flag is computed: a stored one is a call for every question of another module, thirty a word.
public struct TokenFlags: OptionSet, Sendable, Hashable {
    /// The flags as bits.
    public let rawValue: UInt16

    /// Makes flags from bits.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Begins with an upper-case letter.
    @inlinable public static var capitalized: TokenFlags { TokenFlags(rawValue: 1 << 0) }
    /// Has letters, all of them upper case.
    @inlinable public static var allCapitals: TokenFlags { TokenFlags(rawValue: 1 << 1) }
    /// Has an upper-case letter after a lower-case one (`McCain`, `iPhone`).
    @inlinable public static var mixedCase: TokenFlags { TokenFlags(rawValue: 1 << 2) }
    /// Has a digit.
    @inlinable public static var hasDigit: TokenFlags { TokenFlags(rawValue: 1 << 3) }
    /// Has a letter.
    @inlinable public static var hasLetter: TokenFlags { TokenFlags(rawValue: 1 << 4) }
    /// White space, or the text's start, stands before it.
    @inlinable public static var afterSpace: TokenFlags { TokenFlags(rawValue: 1 << 5) }
    /// Is the first token of its sentence.
    @inlinable public static var startsSentence: TokenFlags { TokenFlags(rawValue: 1 << 6) }
    /// Ends with a dot that belongs to it (`Mr.`, `U.S.`).
    @inlinable public static var endsWithDot: TokenFlags { TokenFlags(rawValue: 1 << 7) }
    /// A line end stands between it and the token before it.
    @inlinable public static var startsLine: TokenFlags { TokenFlags(rawValue: 1 << 8) }
    /// A clitic split off the word before it (`'s`, `n't`).
    @inlinable public static var clitic: TokenFlags { TokenFlags(rawValue: 1 << 9) }

    /// Whether no white space stands before it.
    @inlinable
    public var isAttached: Bool { !contains(.afterSpace) }
}

/// The tokens of a text in order, one array per property.
public struct Tokens: Sendable {
    /// Byte offsets at which the tokens start, ascending.
    public internal(set) var starts: ContiguousArray<Int32> = []
    /// Byte offsets at which they end.
    public internal(set) var ends: ContiguousArray<Int32> = []
    /// Their kinds.
    public internal(set) var kinds: ContiguousArray<TokenKind> = []
    /// How they are written.
    public internal(set) var flags: ContiguousArray<TokenFlags> = []
    /// Hashes of their lower-case forms.
    public internal(set) var hashes: ContiguousArray<WordHash> = []

    /// The number of tokens.
    @inlinable
    public var count: Int { starts.count }

    /// The bytes of one token.
    @inlinable
    public subscript(index: Int) -> ByteRange { ByteRange(starts[index], ends[index]) }

    /// The bytes from the first to the last of a non-empty run of tokens.
    @inlinable
    public func range(_ tokens: Range<Int>) -> ByteRange {
        ByteRange(starts[tokens.lowerBound], ends[tokens.upperBound - 1])
    }

    /// The index of the first token that ends after a byte offset; `count` where there is none.
    ///
    /// - Complexity: O(log `count`).
    public func index(atOrAfter offset: Int32) -> Int {
        ends.partitioningIndex { $0 > offset }
    }

    /// The tokens that overlap a range of bytes.
    public func indices(overlapping range: ByteRange) -> Range<Int> {
        let first = index(atOrAfter: range.lower)
        var last = first
        while last < count, starts[last] < range.upper { last += 1 }
        return first..<last
    }
}
