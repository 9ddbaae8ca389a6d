import CLinux
import Glibc
import SystemPackage

/// The lock on the right to write to a library, held as long as this lives.
final class LibraryLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `LibraryError.locked` where another process holds it.
    init(_ layout: LibraryLayout) throws(LibraryError) {
        descriptor = layout.lock.withPlatformString {
            copydesk_openat(AT_FDCWD, $0, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        }
        guard descriptor >= 0 else { throw .system(layout.lock, Errno(rawValue: errno)) }
        guard copydesk_lock(descriptor) == 0 else {
            let error = Errno(rawValue: errno)
            close(descriptor)
            throw error == .wouldBlock ? .locked(layout.folder) : .system(layout.lock, error)
        }
    }

    deinit { close(descriptor) }
}
