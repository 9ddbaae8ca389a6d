import CGcrypt

/// SHA-256 (FIPS 180-4) of bytes, computed by libgcrypt, which libsystemd brings along anyway.
public enum SHA256Digest {
    /// libgcrypt wants its version checked before anything else; `static let` does that once, whatever the task.
    private static let isReady: Bool = gcry_check_version(nil) != nil

    /// The digest as 64 lower-case hexadecimal digits.
    public static func hexadecimal(_ bytes: [UInt8]) -> String {
        precondition(isReady, "libgcrypt does not start")
        var digest = [UInt8](repeating: 0, count: 32)
        gcry_md_hash_buffer(Int32(GCRY_MD_SHA256.rawValue), &digest, bytes, bytes.count)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
