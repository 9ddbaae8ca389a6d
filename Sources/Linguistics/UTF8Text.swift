import Algorithms

/// A text as valid UTF-8 bytes, with a way from byte offsets to code points.
public struct UTF8Text: Sendable, Hashable {
    /// The bytes, always valid UTF-8.
    public let bytes: [UInt8]

    /// Code points before each block of `blockSize` bytes; empty for a text of ASCII only.
    private let codePointsBeforeBlock: [Int32]

    /// The number of Unicode code points.
    public let codePointCount: Int

    private static let blockSize = 64

    /// Takes bytes that are valid UTF-8.
    ///
    /// - Returns: `nil` where they are not, or where there are more than `Int32.max`.
    public init?(validating bytes: [UInt8]) {
        guard bytes.count <= Int(Int32.max), (try? UTF8Span(validating: bytes.span)) != nil else { return nil }
        self.init(valid: bytes)
    }

    /// Takes the UTF-8 of a string.
    public init(_ string: String) {
        precondition(string.utf8.count <= Int(Int32.max), "a text is at most 2 GiB")
        self.init(valid: Array(string.utf8))
    }

    private init(valid bytes: [UInt8]) {
        self.bytes = bytes
        var counts: [Int32] = []
        counts.reserveCapacity(bytes.count / Self.blockSize + 1)
        var total: Int32 = 0
        var index = 0
        while index < bytes.count {
            counts.append(total)
            let end = min(index + Self.blockSize, bytes.count)
            for byte in bytes[index..<end] where byte & 0xC0 != 0x80 { total &+= 1 }
            index = end
        }
        codePointCount = Int(total)
        codePointsBeforeBlock = codePointCount == bytes.count ? [] : counts
    }

    /// The number of bytes.
    @inlinable
    public var count: Int { bytes.count }

    /// The range of the whole text.
    public var fullRange: ByteRange { ByteRange(0, bytes.count) }

    /// The number of code points before a byte offset.
    ///
    /// - Parameter offset: 0 through `count`, on a scalar boundary.
    /// - Returns: The offset in code points.
    /// - Complexity: O(1).
    public func codePointOffset(ofByte offset: Int32) -> Int {
        guard !codePointsBeforeBlock.isEmpty else { return Int(offset) }
        let end = Int(offset)
        let block = end / Self.blockSize
        guard block < codePointsBeforeBlock.count else { return codePointCount }
        var total = Int(codePointsBeforeBlock[block])
        for index in (block * Self.blockSize)..<end where bytes[index] & 0xC0 != 0x80 { total &+= 1 }
        return total
    }

    /// The byte offset at which a code point begins.
    ///
    /// - Parameter codePoint: 0 through `codePointCount`; others give the nearest end of the text.
    /// - Returns: The offset in bytes.
    /// - Complexity: O(log `count`).
    public func byteOffset(ofCodePoint codePoint: Int) -> Int32 {
        guard !codePointsBeforeBlock.isEmpty else { return Int32(min(max(codePoint, 0), bytes.count)) }
        guard codePoint > 0 else { return 0 }
        guard codePoint < codePointCount else { return Int32(bytes.count) }
        let block = codePointsBeforeBlock.partitioningIndex { Int($0) > codePoint } - 1
        var remaining = codePoint - Int(codePointsBeforeBlock[block])
        var index = block * Self.blockSize
        while index < bytes.count {
            if bytes[index] & 0xC0 != 0x80 {
                if remaining == 0 { break }
                remaining -= 1
            }
            index += 1
        }
        return Int32(index)
    }

    /// The words of a range as a string.
    public func string(in range: ByteRange) -> String {
        String(decoding: bytes[range.indices], as: UTF8.self)
    }

    /// The range without the white space at both ends.
    ///
    /// White space is ASCII space, tab, line ends, and the no-break space.
    public func trimmed(_ range: ByteRange) -> ByteRange {
        var lower = Int(range.lower)
        var upper = Int(range.upper)
        while lower < upper {
            if bytes[lower].isASCIIWhitespace {
                lower += 1
            } else if bytes[lower] == 0xC2, lower + 1 < upper, bytes[lower + 1] == 0xA0 {
                lower += 2
            } else {
                break
            }
        }
        while upper > lower {
            if bytes[upper - 1].isASCIIWhitespace {
                upper -= 1
            } else if bytes[upper - 1] == 0xA0, upper - 2 >= lower, bytes[upper - 2] == 0xC2 {
                upper -= 2
            } else {
                break
            }
        }
        return ByteRange(lower, upper)
    }
}

extension UInt8 {
    /// Whether the byte is ASCII space, tab, line feed, vertical tab, form feed or carriage return.
    @inlinable
    public var isASCIIWhitespace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

    /// Whether the byte is `0`–`9`.
    @inlinable
    public var isASCIIDigit: Bool { self &- 0x30 < 10 }

    /// Whether the byte is `A`–`Z`.
    @inlinable
    public var isASCIIUppercase: Bool { self &- 0x41 < 26 }

    /// Whether the byte is `a`–`z`.
    @inlinable
    public var isASCIILowercase: Bool { self &- 0x61 < 26 }

    /// Whether the byte is an ASCII letter.
    @inlinable
    public var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// The letter in lower case, any other byte as it is.
    @inlinable
    package var asciiLowercased: UInt8 { isASCIIUppercase ? self | 0x20 : self }

    /// What the byte stands for as a digit of base 16; nil where it is none.
    @inlinable
    package var hexDigitValue: UInt8? {
        if isASCIIDigit { return self - 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }
}
