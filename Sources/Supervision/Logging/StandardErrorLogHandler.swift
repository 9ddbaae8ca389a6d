import FoundationEssentials
import Glibc
import Logging
import OrderedJSON
import Spool

/// Writes log events to standard error: lines for people, or one JSON object a line.
///
/// One event is one write(2), so lines of several threads don't mix.
struct StandardErrorLogHandler: SharedLevelLogHandler {
    enum Style: Sendable { case text, json }

    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    let style: Style
    let level: SharedLogLevel

    init(style: Style, level: SharedLogLevel) {
        self.style = style
        self.level = level
    }

    func log(event: LogEvent) {
        let bytes = Array((line(for: event, at: .now) + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// The event as a line, its time in UTC.
    func line(for event: LogEvent, at time: Date) -> String {
        switch style {
        case .text:
            var line = "\(Timestamp.text(time)) \(event.level.rawValue): \(PrintableText.of("\(event.message)"))"
            if let error = event.error { line += " (\(PrintableText.of("\(error)")))" }
            return line
        case .json:
            var pairs: [(String, Logger.MetadataValue)] = [
                ("time", .string(Timestamp.text(time))), ("level", .string(event.level.rawValue)),
                ("message", .string("\(event.message)")),
            ]
            if let error = event.error { pairs.append(("error", .string("\(error)"))) }
            pairs += fields(of: event).map { ($0.key, $0.value) }
            return JSONLine(members: pairs).text
        }
    }
}

/// An event's members in order, as one JSON object.
private struct JSONLine: Encodable {
    let members: [(key: String, value: Logger.MetadataValue)]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Value: Encodable {
        let value: Logger.MetadataValue

        func encode(to encoder: any Encoder) throws {
            switch value {
            case .string(let text): try text.encode(to: encoder)
            case .stringConvertible(let number as any FixedWidthInteger & Encodable): try number.encode(to: encoder)
            case .stringConvertible(let other): try "\(other)".encode(to: encoder)
            case .array(let values): try values.map(Value.init).encode(to: encoder)
            case .dictionary(let pairs):
                try JSONLine(members: pairs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }).encode(to: encoder)
            }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for (name, value) in members { try container.encode(Value(value: value), forKey: Key(name)) }
    }

    /// The JSON; what could end a line or move a terminal's cursor is escaped.
    var text: String {
        // Text and integers only: all of that has a JSON form.
        guard let json = try? OrderedJSONEncoder().encode(self) else {
            preconditionFailure("a log line has no JSON form")
        }
        var text = ""
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            if scalar.isControl {
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
