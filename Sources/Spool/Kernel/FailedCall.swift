package import SystemPackage

/// A system call that failed, with the file it was made on.
package struct FailedCall: Error, Hashable, Sendable {
    /// The call's name: `flock`.
    package let call: String
    package let errno: Errno
    package let path: FilePath

    init(_ call: String, _ errno: Errno, _ path: FilePath) {
        self.call = call
        self.errno = errno
        self.path = path
    }
}

extension FailedCall: CustomStringConvertible {
    package var description: String { "\(call) on '\(path.printable)' failed: \(errno)." }
}
