package import SystemPackage

/// A system call that failed while a worker fenced itself in or talked to its daemon; the worker then must not go on.
package struct SystemCallFailure: Error, Hashable, CustomStringConvertible {
    /// The call, as `prctl(PR_SET_PDEATHSIG)`.
    package let call: String
    /// What it said.
    package let errno: Errno

    init(call: String, errno: Errno) {
        self.call = call
        self.errno = errno
    }

    package var description: String { "\(call) failed: \(errno)" }
}
