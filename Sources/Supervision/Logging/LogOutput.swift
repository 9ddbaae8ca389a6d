import CSystemd
import Glibc
package import Logging

/// The process's log.
package struct LogOutput: Sendable {
    /// Logs to it.
    package let logger: Logger
    private let journal: JournalLogHandler?

    /// Opens the log; `level` can be changed while it is in use.
    package init(_ format: LogFormat, level: SharedLogLevel) {
        switch format {
        case .automatic where Self.isJournalConnected, .journal:
            let handler = JournalLogHandler(level: level)
            journal = handler
            logger = Logger(label: "copydesk") { _ in handler }
        case .automatic, .text:
            journal = nil
            logger = Logger(label: "copydesk") { _ in StandardErrorLogHandler(style: .text, level: level) }
        case .json:
            journal = nil
            logger = Logger(label: "copydesk") { _ in StandardErrorLogHandler(style: .json, level: level) }
        }
    }

    /// Waits until everything logged so far is out, at most a second.
    package func flush() { journal?.flush() }

    /// Whether standard error goes to the journal: $JOURNAL_STREAM names its device and inode (systemd.exec(5)).
    static var isJournalConnected: Bool {
        guard let value = getenv("JOURNAL_STREAM") else { return false }
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return String(cString: value) == "\(status.st_dev):\(status.st_ino)"
    }
}
