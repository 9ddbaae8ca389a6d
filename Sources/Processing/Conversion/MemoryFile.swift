import CConverter
import Glibc
import SystemPackage

/// A file in memory, which is gone when nobody has it open (memfd_create(2)).
struct MemoryFile: ~Copyable {
    let descriptor: Int32

    /// Makes an empty one; `name` is for /proc only.
    init(_ name: String) throws(SystemCallFailure) {
        descriptor = copydesk_memory_file(name)
        guard descriptor >= 0 else { throw SystemCallFailure(call: "memfd_create", errno: Errno(rawValue: errno)) }
    }

    deinit { close(descriptor) }

    /// Fills it, and goes back to its beginning: whoever has it reads from where it stands.
    borrowing func fill(_ bytes: [UInt8]) throws(SystemCallFailure) {
        var written = 0
        while written < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if result >= 0 {
                written += result
            } else if errno != EINTR {
                throw SystemCallFailure(call: "write", errno: Errno(rawValue: errno))
            }
        }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw SystemCallFailure(call: "lseek", errno: Errno(rawValue: errno))
        }
    }

    /// How many bytes are in it.
    borrowing func count() throws(SystemCallFailure) -> Int {
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0 else { throw SystemCallFailure(call: "lseek", errno: Errno(rawValue: errno)) }
        return size
    }

    /// All that is in it.
    borrowing func bytes() throws(SystemCallFailure) -> [UInt8] {
        let size = try count()
        var failure: Errno?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size {
                let count = pread(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled, off_t(filled))
                if count > 0 {
                    filled += count
                } else if count == 0 {
                    break
                } else if errno != EINTR {
                    failure = Errno(rawValue: errno)
                    break
                }
            }
        }
        if let failure { throw SystemCallFailure(call: "pread", errno: failure) }
        return bytes
    }
}
