package import Logging
package import SystemPackage

/// Why the daemon ended in failure, with what a shell and systemd want to know.
package struct DaemonFailure: Error, Hashable, Sendable {
    /// One sentence: what is wrong and what to do.
    package var message: String
    /// The exit status, as in sysexits.h.
    package var exitCode: Int32
    /// The error number behind it, for ERRNO=.
    package var errno: Errno?

    package init(_ message: String, exitCode: Int32, errno: Errno? = nil) {
        self.message = message
        self.exitCode = exitCode
        self.errno = errno
    }
}

extension DaemonFailure {
    /// Tells the log and the service manager why the daemon ends.
    package func report(to logger: Logger, _ notifier: Notifier) {
        logger.record(StartRefused(explanation: message))
        if let errno {
            notifier.send(.status(message), .errno(errno))
        } else {
            notifier.send(.status(message))
        }
        notifier.flush()
    }
}

extension DaemonFailure: CustomStringConvertible {
    package var description: String { message }
}
