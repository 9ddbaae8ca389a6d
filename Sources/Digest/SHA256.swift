import CGcrypt

// Digest is SHA-256, by libgcrypt, which knows the processor's own instructions. Any bytes have one, so it reports no failure;
// from a library that gives no handle the digest is empty. The spool names what it keeps by it, and documents say by it what
// they were read from.

/// The SHA-256 of bytes that come in pieces, by libgcrypt.
public struct SHA256: ~Copyable {
    private var handle: gcry_md_hd_t?

    /// Begins a computation.
    public init() {
        Self.initialize
        gcry_md_open(&handle, Int32(GCRY_MD_SHA256.rawValue), 0)
    }

    deinit { gcry_md_close(handle) }

    /// Takes the next piece.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        gcry_md_write(handle, bytes.baseAddress, bytes.count)
    }

    /// Ends the computation: 64 lower-case hexadecimal digits.
    public func hexDigest() -> String {
        guard let digest = gcry_md_read(handle, Int32(GCRY_MD_SHA256.rawValue)) else { return "" }
        return hex(UnsafeBufferPointer(start: digest, count: 32))
    }

    /// The SHA-256 of bytes in memory: 64 lower-case hexadecimal digits.
    public static func hexDigest(of bytes: [UInt8]) -> String {
        let hash = SHA256()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.hexDigest()
    }

    /// libgcrypt wants its version checked before anything else, once.
    private static let initialize: Void = {
        gcry_check_version(nil)
    }()
}

private func hex(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let digits: [UInt8] = Array("0123456789abcdef".utf8)
    return String(
        decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
