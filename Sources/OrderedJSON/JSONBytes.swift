/// Bytes that are written one behind the other.
///
/// An array asks before each byte whether it is its owner's alone, and a slice is appended by way of its protocols: for the
/// thousands of short pieces of a report that took a third of the encoding.
struct JSONBytes: ~Copyable {
    /// What is full is put away as a piece of its own: grown as one, a report would take twice its size.
    private var finished = PiecedBytes()
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// The bytes behind `base`, which follow those that are finished.
    private var used = 0
    /// Takes finished pieces off, where somebody does; how many bytes it has taken.
    private let give: (([UInt8]) -> Void)?
    private var given = 0
    /// Whether all that is written stays here, since it may be taken back.
    var isHeld = false

    /// The most bytes of a piece: with what an array and its heap write before them, whole pages.
    static let pieceBytes = (256 << 10) - 64
    /// Less than this is given away in the end only.
    static let keptBytes = 1 << 20

    init(giving give: (([UInt8]) -> Void)? = nil) {
        self.give = give
        capacity = 4096
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// The number of bytes so far.
    var count: Int { given &+ finished.count &+ used }

    /// The bytes so far that were not given away; nothing is left behind.
    mutating func taken() -> PiecedBytes {
        finish()
        defer { finished = PiecedBytes() }
        return finished
    }

    /// The text of a range of the bytes, of which what was given away is missing.
    borrowing func text(_ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        var start = given
        for piece in finished.pieces {
            bytes += piece[(range.lowerBound - start).clamped(piece)..<(range.upperBound - start).clamped(piece)]
            start += piece.count
        }
        let rest = UnsafeBufferPointer(start: base, count: used)
        bytes += rest[(range.lowerBound - start).clamped(rest)..<(range.upperBound - start).clamped(rest)]
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func append(_ byte: UInt8) {
        if used == capacity { makeRoom(for: 1) }
        base[used] = byte
        used &+= 1
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard var start = bytes.baseAddress else { return }
        var left = bytes.count
        while capacity - used < left {
            if capacity < Self.pieceBytes {
                makeRoom(for: left)
                continue
            }
            let part = capacity - used
            (base + used).update(from: start, count: part)
            used += part
            start += part
            left -= part
            finish()
        }
        (base + used).update(from: start, count: left)
        used &+= left
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds text in quotation marks where there is room and none of its bytes needs an escape, which is seen while it is copied.
    ///
    /// - Returns: Whether it did; if not, nothing has changed.
    mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = text.baseAddress, capacity &- used >= text.count &+ 2 else { return false }
        let to = base + used + 1
        var special: UInt64 = 0
        let (from, copy) = (UnsafeRawPointer(start), UnsafeMutableRawPointer(to))
        if text.count >= 8 {
            // Eight at a time; the last eight overlap those before.
            var index = 0
            while true {
                let eight = from.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                copy.storeBytes(of: eight, toByteOffset: index, as: UInt64.self)
                special |= Self.marks(eight)
                if index &+ 8 >= text.count { break }
                index = min(index &+ 8, text.count &- 8)
            }
        } else if text.count >= 4 {
            let end = text.count &- 4
            let four = from.loadUnaligned(as: UInt32.self)
            let last = from.loadUnaligned(fromByteOffset: end, as: UInt32.self)
            copy.storeBytes(of: four, as: UInt32.self)
            copy.storeBytes(of: last, toByteOffset: end, as: UInt32.self)
            special = Self.marks(UInt64(four) << 32 | UInt64(last))
        } else {
            for index in 0..<text.count {
                let byte = start[index]
                to[index] = byte
                special |= byte < 0x20 || byte == 0x22 || byte == 0x5C ? 1 : 0
            }
        }
        guard special == 0 else { return false }
        to[-1] = UInt8(ascii: "\"")
        to[text.count] = UInt8(ascii: "\"")
        used &+= text.count &+ 2
        return true
    }

    /// Not 0 where one of eight bytes is a control character, a quotation mark or a backslash.
    @inline(__always)
    private static func marks(_ bytes: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (quotes, slashes) = (bytes ^ ones &* 0x22, bytes ^ ones &* 0x5C)
        let below = (bytes &- ones &* 0x20) & ~bytes
        let quoted = (quotes &- ones) & ~quotes
        let slashed = (slashes &- ones) & ~slashes
        return (below | quoted | slashed) & 0x8080_8080_8080_8080
    }

    /// Drops all behind the first so many bytes, none of which was given away.
    mutating func truncate(to total: Int) {
        let count = total - given
        while count < finished.count, let piece = finished.removeLast() {
            used = piece.count
            piece.withUnsafeBufferPointer { if let start = $0.baseAddress { base.update(from: start, count: used) } }
        }
        used = count - finished.count
    }

    /// Makes room: twice what there is, up to a piece; then the piece is put away.
    private mutating func makeRoom(for needed: Int) {
        guard capacity < Self.pieceBytes else { return finish() }
        capacity = min(max(2 * capacity, used + needed), Self.pieceBytes)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: used)
        base.deallocate()
        base = larger
    }

    private mutating func finish() {
        finished.append(Array(UnsafeBufferPointer(start: base, count: used)))
        used = 0
        guard let give, !isHeld, finished.count > Self.keptBytes else { return }
        given += finished.count
        for piece in finished.pieces { give(piece) }
        finished = PiecedBytes()
    }
}

extension Int {
    /// The nearest index of a collection, or its end.
    fileprivate func clamped(_ bytes: some RandomAccessCollection<UInt8>) -> Int {
        Swift.min(Swift.max(self, 0), bytes.count)
    }
}
