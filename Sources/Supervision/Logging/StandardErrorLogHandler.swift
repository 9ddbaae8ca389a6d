import Glibc
import Logging

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
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let bytes = Array((line(for: event, at: now) + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// The event as a line, its time in UTC.
    func line(for event: LogEvent, at time: timespec) -> String {
        switch style {
        case .text:
            var line = "\(Timestamp.text(time)) \(event.level.rawValue): \(Self.printable("\(event.message)"))"
            if let error = event.error { line += " (\(Self.printable("\(error)")))" }
            return line
        case .json:
            var pairs: [(String, Logger.MetadataValue)] = [
                ("time", .string(Timestamp.text(time))), ("level", .string(event.level.rawValue)),
                ("message", .string("\(event.message)")),
            ]
            if let error = event.error { pairs.append(("error", .string("\(error)"))) }
            pairs += fields(of: event).map { ($0.key, $0.value) }
            let members = pairs.map { JSONText.string($0.0) + ":" + JSONText.value($0.1) }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    /// A message in which no name from outside can start a line or move a terminal's cursor.
    private static func printable(_ message: String) -> String {
        var text = ""
        for scalar in message.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069:
                text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

/// Times as RFC 3339 has them, in UTC, to the millisecond.
enum Timestamp {
    static func text(_ time: timespec) -> String {
        var seconds = time.tv_sec
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)].map(twoDigits)
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { twoDigits(Int($0)) }
        let milliseconds = String(1000 + time.tv_nsec / 1_000_000).dropFirst()
        return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + ".\(milliseconds)Z"
    }

    /// A time given in whole seconds since 1970.
    static func text(second: Int) -> String {
        text(timespec(tv_sec: second, tv_nsec: 0)).replacing(".000Z", with: "Z")
    }

    private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

/// The little of JSON that a log line and a status file need (RFC 8259).
package enum JSONText {
    /// A string with its quotation marks.
    package static func string(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\t": json += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }

    /// An object of members whose values are JSON already.
    package static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { string($0.0) + ": " + $0.1 }.joined(separator: ", ") + "}"
    }

    static func value(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): string(text)
        case .stringConvertible(let number as any FixedWidthInteger): "\(number)"
        case .stringConvertible(let other): string("\(other)")
        case .array(let values): "[" + values.map(Self.value).joined(separator: ",") + "]"
        case .dictionary(let pairs):
            "{"
                + pairs.sorted { $0.key < $1.key }.map { string($0.key) + ":" + Self.value($0.value) }
                .joined(separator: ",") + "}"
        }
    }
}
