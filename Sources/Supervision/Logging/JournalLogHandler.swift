import CSystemd
import Dispatch
import Glibc
import Logging
import Synchronization

/// Sends log events to journald with their fields, by sd_journal_sendv(3).
///
/// The sending happens on a queue of its own: a journald that is stopped while its socket fills must not stop a
/// document. Beyond `maxBacklog` waiting events the newest are dropped and counted, and the count is logged.
struct JournalLogHandler: SharedLevelLogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    let level: SharedLogLevel
    private let sender: JournalSender

    /// - Parameters:
    ///   - level: The lowest level that is logged.
    ///   - transport: What takes an event's fields, each `NAME=value`; tests look at them.
    init(level: SharedLogLevel, transport: @escaping @Sendable ([[UInt8]]) -> Void = JournalSender.send) {
        self.level = level
        sender = JournalSender(transport: transport)
    }

    func log(event: LogEvent) { sender.enqueue(entry(for: event)) }

    /// Waits until everything logged so far is sent, at most a second.
    func flush() { sender.flush() }

    /// The event's fields as the journal takes them.
    func entry(for event: LogEvent) -> [[UInt8]] {
        var entry = [
            Self.field("MESSAGE", "\(event.message)".utf8),
            Self.field("PRIORITY", "\(event.level.priority)".utf8),
            Self.field("SYSLOG_IDENTIFIER", "copydesk".utf8),
            Self.field("CODE_FILE", event.file.utf8),
            Self.field("CODE_LINE", "\(event.line)".utf8),
            Self.field("CODE_FUNC", event.function.utf8),
        ]
        if let error = event.error { entry.append(Self.field("COPYDESK_ERROR", "\(error)".utf8)) }
        for (key, value) in fields(of: event) {
            let name = Self.name(for: key)
            if case .stringConvertible(let raw as RawField) = value {
                entry.append(Self.field(name, raw.bytes))
            } else {
                entry.append(Self.field(name, "\(value)".utf8))
            }
        }
        return entry
    }

    /// A key as the journal allows it: capitals, digits and underscores, not in front, 64 at most.
    static func name(for key: String) -> String {
        switch key {
        case LogField.messageID: return "MESSAGE_ID"
        case LogField.errno: return "ERRNO"
        default: break
        }
        let name = key.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            default: UInt8(ascii: "_")
            }
        }
        return "COPYDESK_" + String(decoding: name.prefix(55), as: UTF8.self)
    }

    private static func field(_ name: String, _ value: some Collection<UInt8>) -> [UInt8] {
        Array(name.utf8) + [UInt8(ascii: "=")] + value
    }
}

/// The queue in front of journald.
final class JournalSender: Sendable {
    private static let maxBacklog = 10_000
    private let queue = DispatchQueue(label: "copydesk.journal", qos: .utility)
    private let backlog = Mutex(Backlog())
    private let transport: @Sendable ([[UInt8]]) -> Void

    private struct Backlog {
        var waiting = 0
        var dropped = 0
    }

    init(transport: @escaping @Sendable ([[UInt8]]) -> Void) { self.transport = transport }

    func enqueue(_ entry: [[UInt8]]) {
        let isTaken = backlog.withLock { backlog in
            guard backlog.waiting < Self.maxBacklog else {
                backlog.dropped += 1
                return false
            }
            backlog.waiting += 1
            return true
        }
        guard isTaken else { return }
        queue.async { [self] in
            transport(entry)
            let dropped = backlog.withLock { backlog in
                backlog.waiting -= 1
                guard backlog.waiting == 0 else { return 0 }
                defer { backlog.dropped = 0 }
                return backlog.dropped
            }
            guard dropped > 0 else { return }
            let message = "MESSAGE=\(dropped) log messages were dropped while journald did not take them."
            transport([Array(message.utf8), Array("PRIORITY=4".utf8), Array("SYSLOG_IDENTIFIER=copydesk".utf8)])
        }
    }

    func flush() {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + .seconds(1))
    }

    /// Hands an entry to journald; without one it returns quietly.
    static func send(_ fields: [[UInt8]]) {
        // One buffer for all fields, so that every pointer lives through the call.
        var bytes = fields.flatMap { $0 }
        bytes.withUnsafeMutableBytes { buffer in
            var start = 0
            let vectors = fields.map { field -> iovec in
                defer { start += field.count }
                return iovec(iov_base: buffer.baseAddress.map { $0 + start }, iov_len: field.count)
            }
            _ = sd_journal_sendv(vectors, Int32(vectors.count))
        }
    }
}
