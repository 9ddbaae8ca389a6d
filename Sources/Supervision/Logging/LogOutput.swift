import CSystemd
import Glibc
package import Logging
import Synchronization

/// Where the log goes and how it looks there.
package enum LogFormat: String, CaseIterable, Sendable {
    /// The journal when standard error is connected to it, else lines for people.
    case automatic = "auto"
    /// The journal, with fields.
    case journal
    /// Lines for people.
    case text
    /// One JSON object a line.
    case json
}

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

/// The lowest level that is logged; shared by all copies of a logger, so that a reload reaches every one.
package final class SharedLogLevel: Sendable {
    private let level: Mutex<Logger.Level>

    package init(_ level: Logger.Level) { self.level = Mutex(level) }

    /// The level now.
    package var current: Logger.Level {
        get { level.withLock { $0 } }
        set { level.withLock { $0 = newValue } }
    }
}

/// What both handlers share: the level in common and metadata of their own.
protocol SharedLevelLogHandler: LogHandler {
    var level: SharedLogLevel { get }
}

extension SharedLevelLogHandler {
    var logLevel: Logger.Level {
        get { level.current }
        set { level.current = newValue }
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// The handler's own metadata, the provider's and the event's, in rising precedence, ordered by key.
    func fields(of event: LogEvent) -> [(key: String, value: Logger.MetadataValue)] {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        return fields.sorted { $0.key < $1.key }
    }
}

extension Logger.Level {
    /// The syslog priority (syslog(3)); journald has no trace, so that is debug too.
    var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
