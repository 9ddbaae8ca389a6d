package import Logging
import Spool
package import SystemPackage

/// Something that an administrator may search for: level, sentence and fields together.
///
/// `deploy/copydesk.catalog` has an entry for each `messageID`, with the cause and what to do.
package protocol JournalEvent: Sendable {
    /// The journal's MESSAGE_ID, 32 hexadecimal digits; never changes its meaning.
    static var messageID: String { get }
    /// Who must act: error the administrator now, warning soon; notice tells what happened to a document.
    static var level: Logger.Level { get }
    /// A sentence that stands alone and names the document.
    var message: String { get }
    /// The same facts for searching; `document` becomes COPYDESK_DOCUMENT.
    var fields: Logger.Metadata { get }
}

extension Logger {
    /// Logs an event with its id and its fields.
    package func record<Event: JournalEvent>(
        _ event: Event, file: String = #fileID, function: String = #function, line: UInt = #line
    ) {
        guard logLevel <= Event.level else { return }
        var fields = event.fields
        fields[LogField.messageID] = .string(Event.messageID)
        log(
            level: Event.level, "\(event.message)", metadata: fields, source: nil, file: file, function: function,
            line: line)
    }
}

/// The names of fields that are more than text to the handlers.
enum LogField {
    static let messageID = "message_id"
    static let errno = "errno"
}

/// A field whose value is bytes: a path need not be UTF-8.
///
/// The journal gets the bytes as they are (sd_journal_sendv(3) takes binary values); text outputs get it repaired.
struct RawField: CustomStringConvertible, Sendable {
    let bytes: [UInt8]

    var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension Logger.MetadataValue {
    /// A path with its exact bytes.
    package static func path(_ path: FilePath) -> Self {
        .stringConvertible(RawField(bytes: path.bytes))
    }

    /// A span of time in microseconds, as systemd's own fields have it.
    package static func microseconds(_ duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        return .stringConvertible(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }

    /// A number.
    package static func number(_ value: Int) -> Self { .stringConvertible(value) }
}
