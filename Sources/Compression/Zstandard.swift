import CZstd

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
