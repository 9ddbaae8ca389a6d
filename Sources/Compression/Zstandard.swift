import CZstd
import Synchronization

// Compression is Zstandard (RFC 8878) by libzstd, in pieces: bytes to one frame, a frame back to bytes. Bytes that are no
// frame, or one that is cut off or damaged, are a `ZstandardError`; what came before the damage has been given by then.

/// Whole byte strings as Zstandard frames.
package enum Zstandard {
    /// What a compressed file has behind its name.
    package static let suffix = ".zst"

    /// The four bytes that a frame begins with (RFC 8878, section 3.1.1).
    private static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    /// Whether bytes begin as a frame does.
    package static func isFrame(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: magic) }

    /// The level at which half a megabyte a millisecond is still met and a report is about a tenth of its size; higher
    /// ones gain little.
    package static let level: Int32 = 3

    /// Bytes as one frame with its size and a checksum, which every decoder checks.
    ///
    /// - Complexity: O(`bytes.count`); beside input and output it takes some 4 MiB.
    /// - Throws: What libzstd says, as when memory is short.
    package static func compressed(_ bytes: [UInt8], level: Int32 = Self.level) throws(ZstandardError) -> [UInt8] {
        if bytes.count <= mostBytesAtOnce { return try compressedAtOnce(bytes, level: level) }
        guard let context = ZSTD_createCCtx() else { throw ZstandardError("no memory") }
        defer { ZSTD_freeCCtx(context) }
        try ZstandardError.check(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level))
        try ZstandardError.check(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1))
        try ZstandardError.check(ZSTD_CCtx_setPledgedSrcSize(context, UInt64(bytes.count)))
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: ZSTD_CStreamOutSize(), alignment: 16)
        defer { piece.deallocate() }
        var frame: [UInt8] = []
        var place = 0
        var isOver = false
        while !isOver {
            var output = ZSTD_outBuffer(dst: piece.baseAddress, size: piece.count, pos: 0)
            let left = bytes.withUnsafeBytes { buffer in
                var input = ZSTD_inBuffer(src: buffer.baseAddress, size: buffer.count, pos: place)
                let left = ZSTD_compressStream2(context, &output, &input, ZSTD_e_end)
                place = input.pos
                return left
            }
            try ZstandardError.check(left)
            frame.append(contentsOf: piece[..<output.pos])
            isOver = left == 0
        }
        return frame
    }

    /// The bytes of all frames in a row, as zstd(1) gives them.
    ///
    /// - Parameters:
    ///   - frames: The whole file.
    ///   - limit: The most bytes that there may be: a small file can claim to be a huge one.
    /// - Returns: The bytes.
    /// - Throws: What is wrong with the frames.
    package static func decompressed(_ frames: [UInt8], atMost limit: Int) throws(ZstandardError) -> [UInt8] {
        if let bytes = decompressedAtOnce(frames, atMost: limit) { return bytes }
        var bytes: [UInt8] = []
        var decoder = try ZstandardDecoder()
        let isWithin = try decoder.decode(frames) { piece in
            guard bytes.count + piece.count <= limit else { return false }
            bytes.append(contentsOf: piece)
            return true
        }
        guard isWithin else { throw ZstandardError("more than \(limit) bytes") }
        guard decoder.isAtEnd else { throw ZstandardError("the file is cut off") }
        return bytes
    }
}

// Short byte strings

extension Zstandard {
    /// Up to so many bytes are taken in one step, with what was set up before: to set it up, and room for pieces, takes longer than
    /// a text of some thousand bytes.
    private static let mostBytesAtOnce = 256 << 10

    private static let compressors = Kept(make: { ZSTD_createCCtx() }, free: { ZSTD_freeCCtx($0) })
    private static let decompressors = Kept(make: { ZSTD_createDCtx() }, free: { ZSTD_freeDCtx($0) })

    private static func compressedAtOnce(_ bytes: [UInt8], level: Int32) throws(ZstandardError) -> [UInt8] {
        guard let context = compressors.take() else { throw ZstandardError("no memory") }
        defer { compressors.giveBack(context) }
        try ZstandardError.check(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level))
        try ZstandardError.check(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1))
        var size = 0
        let frame = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { room, count in
            size = bytes.withUnsafeBytes {
                ZSTD_compress2(context, room.baseAddress, room.count, $0.baseAddress, $0.count)
            }
            count = ZSTD_isError(size) == 0 ? size : 0
        }
        try ZstandardError.check(size)
        return frame
    }

    /// The bytes of one frame that says how many they are; nil for what is larger, or anything else, to be found out in pieces.
    private static func decompressedAtOnce(_ frame: [UInt8], atMost limit: Int) -> [UInt8]? {
        frame.withUnsafeBytes { frame in
            // Two numbers that are no size stand for what is not known, and for what is no frame.
            let size = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
            guard size <= UInt64(min(mostBytesAtOnce, max(0, limit))),
                ZSTD_findFrameCompressedSize(frame.baseAddress, frame.count) == frame.count,
                let context = decompressors.take()
            else { return nil }
            defer { decompressors.giveBack(context) }
            var isWhole = false
            let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { room, count in
                let found = ZSTD_decompressDCtx(
                    context, room.baseAddress, room.count, frame.baseAddress, frame.count)
                isWhole = found == Int(size)
                count = isWhole ? found : 0
            }
            return isWhole ? bytes : nil
        }
    }

    /// What libzstd needs for its work, kept from one use to the next.
    private final class Kept: Sendable {
        /// They are handed out to one at a time.
        private struct Contexts: @unchecked Sendable { var free: [OpaquePointer] = [] }  // each has one owner

        /// So many are kept, some megabytes at most.
        private static let most = 4

        private let contexts = Mutex(Contexts())
        private let make: @Sendable () -> OpaquePointer?
        private let free: @Sendable (OpaquePointer) -> Void

        init(make: @escaping @Sendable () -> OpaquePointer?, free: @escaping @Sendable (OpaquePointer) -> Void) {
            (self.make, self.free) = (make, free)
        }

        func take() -> OpaquePointer? {
            // An address is no part of the lock's state any more once it is taken out.
            let kept = contexts.withLock { UInt(bitPattern: $0.free.popLast()) }
            return OpaquePointer(bitPattern: kept) ?? make()
        }

        func giveBack(_ context: OpaquePointer) {
            let address = UInt(bitPattern: context)
            let isKept = contexts.withLock { contexts in
                guard contexts.free.count < Self.most, let context = OpaquePointer(bitPattern: address) else {
                    return false
                }
                contexts.free.append(context)
                return true
            }
            if !isKept { free(context) }
        }
    }
}

/// Reads frames that come in pieces.
package struct ZstandardDecoder: ~Copyable {
    private let context: OpaquePointer
    private let piece: UnsafeMutableRawBufferPointer
    /// Whether what came so far ends with a whole frame.
    package private(set) var isAtEnd = true

    /// The largest window that is taken, as a power of two: what zstd(1) takes without `--long`, and no more, so that
    /// no file makes its reader use much memory.
    private static let windowLog: Int32 = 27

    package init() throws(ZstandardError) {
        guard let context = ZSTD_createDCtx() else { throw ZstandardError("no memory") }
        self.context = context
        piece = .allocate(byteCount: ZSTD_DStreamOutSize(), alignment: 16)
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLog)
    }

    deinit {
        ZSTD_freeDCtx(context)
        piece.deallocate()
    }

    /// Takes the next bytes of the file and gives what they stand for, piece by piece, until `body` says false.
    ///
    /// - Returns: Whether `body` took all pieces.
    /// - Throws: What is wrong with the frames.
    package mutating func decode(
        _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Bool
    ) throws(ZstandardError) -> Bool {
        var place = 0
        var mayHoldMore = false
        while place < bytes.count || mayHoldMore {
            var output = ZSTD_outBuffer(dst: piece.baseAddress, size: piece.count, pos: 0)
            let hint = bytes.withUnsafeBytes { buffer in
                var input = ZSTD_inBuffer(src: buffer.baseAddress, size: buffer.count, pos: place)
                let hint = ZSTD_decompressStream(context, &output, &input)
                place = input.pos
                return hint
            }
            try ZstandardError.check(hint)
            isAtEnd = hint == 0
            mayHoldMore = output.pos == output.size && hint != 0
            if output.pos > 0, !body(UnsafeRawBufferPointer(rebasing: piece[..<output.pos])) { return false }
        }
        return true
    }
}

/// What is wrong with a Zstandard frame, or with making one.
package struct ZstandardError: Error, Hashable, CustomStringConvertible {
    /// A few words, as libzstd says them.
    package let description: String

    init(_ description: String) { self.description = description }

    /// Throws what a result of libzstd that is an error says.
    static func check(_ result: Int) throws(ZstandardError) {
        guard ZSTD_isError(result) != 0 else { return }
        throw ZstandardError(String(cString: ZSTD_getErrorName(result)))
    }
}
