package import Logging
import Synchronization

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
