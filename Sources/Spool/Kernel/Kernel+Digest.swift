import Digest
import SystemPackage

extension Kernel {
    /// The SHA-256 of an open file, and of bytes behind it.
    static func digest(of file: Descriptor?, then rest: [UInt8] = []) throws(Errno) -> String {
        let hash = SHA256()
        if let file { try readPieces(of: file) { hash.update($0) } }
        rest.withUnsafeBytes { hash.update($0) }
        return hash.hexDigest()
    }
}
