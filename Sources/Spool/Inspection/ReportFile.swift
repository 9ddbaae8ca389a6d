import Compression
import SystemPackage

/// The beginning and the end of a report's file, compressed or not.
enum ReportFile {
    /// How much of a compressed file is read at a time.
    private static let pieceBytes = 1 << 16

    /// The first bytes of a report, `ReportHead.maxBytes` at most; of a damaged file those before the damage.
    static func head(of file: Descriptor) throws(Errno) -> [UInt8] {
        let bytes = try Kernel.head(of: file, atMost: ReportHead.maxBytes)
        guard Zstandard.isFrame(bytes) else { return bytes }
        var head: [UInt8] = []
        try decode(file) { piece in
            head.append(contentsOf: piece.prefix(ReportHead.maxBytes - head.count))
            return head.count < ReportHead.maxBytes
        }
        return head
    }

    /// The last bytes of a report, `ReportTail.maxBytes` at most, for which a compressed one is read whole; none of a
    /// damaged file.
    static func tail(of file: Descriptor) throws(Errno) -> [UInt8] {
        guard Zstandard.isFrame(try Kernel.head(of: file, atMost: 4)) else {
            return try Kernel.tail(of: file, atMost: ReportTail.maxBytes)
        }
        var tail: [UInt8] = []
        let isWhole = try decode(file) { piece in
            tail.append(contentsOf: piece)
            if tail.count > 2 * ReportTail.maxBytes { tail.removeFirst(tail.count - ReportTail.maxBytes) }
            return true
        }
        return isWhole ? tail.suffix(ReportTail.maxBytes) : []
    }

    /// Gives what a compressed file stands for, piece by piece, until `body` says false or the file is damaged.
    ///
    /// - Returns: Whether it was read to its end, and is whole.
    @discardableResult
    private static func decode(_ file: Descriptor, _ body: (UnsafeRawBufferPointer) -> Bool) throws(Errno) -> Bool {
        guard var decoder = try? ZstandardDecoder() else { return false }
        var offset = 0
        while true {
            let bytes = try Kernel.bytes(of: file, from: offset, atMost: pieceBytes)
            guard !bytes.isEmpty else { return decoder.isAtEnd }
            offset += bytes.count
            guard (try? decoder.decode(bytes, body)) ?? false else { return false }
        }
    }
}
