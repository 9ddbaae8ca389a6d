/// A half-open range of UTF-8 byte offsets into one text.
///
/// `Int32` halves the tables that hold millions of ranges; a text is at most 2 GiB.
public struct ByteRange: Hashable, Sendable {
    /// The offset of the first byte.
    public var lower: Int32
    /// The offset after the last byte.
    public var upper: Int32

    /// Makes a range; `lower` must not exceed `upper`.
    @inlinable
    public init(_ lower: Int32, _ upper: Int32) {
        precondition(lower <= upper)
        self.lower = lower
        self.upper = upper
    }

    /// Makes a range from native integers.
    @inlinable
    public init(_ lower: Int, _ upper: Int) {
        self.init(Int32(lower), Int32(upper))
    }

    /// The number of bytes.
    @inlinable
    public var count: Int { Int(upper) - Int(lower) }

    /// Whether there are no bytes.
    @inlinable
    public var isEmpty: Bool { lower == upper }

    /// The same range for use with collections of bytes.
    @inlinable
    public var indices: Range<Int> { Int(lower)..<Int(upper) }

    /// Whether `other` lies wholly inside.
    @inlinable
    public func contains(_ other: ByteRange) -> Bool {
        lower <= other.lower && other.upper <= upper
    }

    /// Whether the two share at least one byte.
    @inlinable
    public func overlaps(_ other: ByteRange) -> Bool {
        lower < other.upper && other.lower < upper
    }
}

extension ByteRange: Comparable {
    /// Orders by start, then by end.
    @inlinable
    public static func < (left: ByteRange, right: ByteRange) -> Bool {
        (left.lower, left.upper) < (right.lower, right.upper)
    }
}
