/// Cuts a stream of bytes into messages, however the pipe cut it before.
///
/// Memory grows with the bytes that really came, never with a length that a frame only claims. After an error
/// the stream has no meaning any more: the other side is to be ended.
package struct FrameDecoder: Sendable {
    /// The longest frame that is accepted, in bytes after its length.
    package var maxBytes: Int
    private var buffer: [UInt8] = []
    private var start = 0

    package init(maxBytes: Int) {
        self.maxBytes = maxBytes
    }

    /// Whether bytes of an unfinished message are held.
    package var isInsideMessage: Bool { start < buffer.count }

    /// Takes bytes as they came from the pipe.
    package mutating func append(_ bytes: some Collection<UInt8>) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptCapacity)
            start = 0
        } else if start > Self.keptCapacity {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole message, or nil until more bytes come.
    package mutating func next() throws(WireError) -> WireMessage? {
        guard let frame = try nextFrame() else { return nil }
        defer {
            start = frame.upperBound
            // A large one is not held until the next comes.
            if start == buffer.count, buffer.capacity > Self.keptCapacity { (buffer, start) = ([], 0) }
        }
        return try WireMessage(frameBody: buffer[frame])
    }

    /// How many more bytes the message under way needs at least; the reader's hint for its next read.
    package var missingBytes: Int {
        guard let length = announcedLength else { return 4 - (buffer.count - start) }
        return max(0, length - (buffer.count - start - 4))
    }

    private static let keptCapacity = 1 << 20

    private var announcedLength: Int? {
        guard buffer.count - start >= 4 else { return nil }
        var length = 0
        for index in 0..<4 { length |= Int(buffer[start + index]) << (8 * index) }
        return length
    }

    private func nextFrame() throws(WireError) -> Range<Int>? {
        guard let length = announcedLength else { return nil }
        guard length > 0 else { throw .emptyFrame }
        guard length <= maxBytes else { throw .frameTooLong(bytes: length, limit: maxBytes) }
        let first = start + 4
        guard buffer.count - first >= length else { return nil }
        return first..<(first + length)
    }
}
