import Digest
import SystemPackage

extension Kernel {
    /// The SHA-256 of an open file, and of bytes behind it.
    static func digest(of file: Descriptor?, then rest: [UInt8] = []) throws(Errno) -> String {
        let hash = SHA256()
        if let file {
            var offset = 0
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
            defer { buffer.deallocate() }
            while true {
                let count = try read(file, at: offset, into: buffer)
                if count == 0 { break }
                hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                offset += count
            }
        }
        rest.withUnsafeBytes { hash.update($0) }
        return hash.hexDigest()
    }
}
