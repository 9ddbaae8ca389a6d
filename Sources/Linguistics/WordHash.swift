/// A 64-bit hash of a word's bytes, the key under which lexicons and models know the word.
///
/// FNV-1a (Fowler, Noll & Vo, RFC 9923) with a final avalanche, the same on every machine and in every run, so that
/// tables made by a trainer can be read by the program.
public struct WordHash: Hashable, Sendable {
    /// The hash.
    public let value: UInt64

    /// Wraps a hash that was computed before.
    @inlinable
    public init(_ value: UInt64) { self.value = value }

    /// Hashes the bytes of a range as they are.
    @inlinable
    public init(exact bytes: Span<UInt8>, _ range: Range<Int>) {
        var state = Self.seed
        for index in range { state = Self.mix(state, bytes[index]) }
        self.init(Self.finish(state))
    }

    /// Hashes the simple lower-case form of a range's words (see `Scalars.folded`).
    @inlinable
    public init(folding bytes: Span<UInt8>, _ range: Range<Int>) {
        var state = Self.seed
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte < 0x80 {
                state = Self.mix(state, byte &- 0x41 < 26 ? byte | 0x20 : byte)
                index &+= 1
            } else {
                let (value, length) = Scalars.decode(bytes, at: index)
                state = Self.mix(state, scalar: Scalars.folded(value))
                index &+= length
            }
        }
        self.init(Self.finish(state))
    }

    /// Hashes the lower-case form of a few bytes of ASCII, as `init(folding:_:)` does.
    @inlinable
    @inline(__always)
    public init(foldingASCII bytes: Span<UInt8>, _ range: Range<Int>) {
        var state = Self.seed
        for index in range {
            let byte = bytes[index]
            state = Self.mix(state, byte &- 0x41 < 26 ? byte | 0x20 : byte)
        }
        self.init(Self.finish(state))
    }

    /// Hashes a word's lower-case form; for words written in source, of ASCII letters an instruction or two each.
    @inlinable
    @inline(__always)
    public init(_ word: StaticString) {
        guard word.isASCII else {
            self.init(folding: String(describing: word))
            return
        }
        var state = Self.seed
        word.withUTF8Buffer { bytes in
            for byte in bytes { state = Self.mix(state, byte &- 0x41 < 26 ? byte | 0x20 : byte) }
        }
        self.init(Self.finish(state))
    }

    /// Hashes a string's lower-case form.
    public init(folding word: String) {
        var word = word
        self = word.withUTF8 { Self(folding: $0.span, 0..<$0.count) }
    }

    @usableFromInline static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    @inlinable
    static func mix(_ state: UInt64, _ byte: UInt8) -> UInt64 {
        (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    @inlinable
    static func mix(_ state: UInt64, scalar value: UInt32) -> UInt64 {
        if value < 0x80 { return mix(state, UInt8(value)) }
        if value < 0x800 { return mix(mix(state, UInt8(0xC0 | value >> 6)), UInt8(0x80 | value & 0x3F)) }
        if value < 0x10000 {
            return mix(
                mix(mix(state, UInt8(0xE0 | value >> 12)), UInt8(0x80 | value >> 6 & 0x3F)), UInt8(0x80 | value & 0x3F))
        }
        return mix(
            mix(
                mix(mix(state, UInt8(0xF0 | value >> 18 & 7)), UInt8(0x80 | value >> 12 & 0x3F)),
                UInt8(0x80 | value >> 6 & 0x3F)), UInt8(0x80 | value & 0x3F))
    }

    @inlinable
    static func finish(_ state: UInt64) -> UInt64 {
        var value = state
        value ^= value >> 32
        value = value &* 0xD6E8_FEB8_6659_FD93
        value ^= value >> 32
        return value
    }
}
