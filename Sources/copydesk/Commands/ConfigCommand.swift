import ArgumentParser
import SystemPackage

/// `copydesk config`: the settings in force and where each comes from.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show the settings in force, and where each value comes from.",
        usage: "copydesk config [--check] [--explain] [<settings>]",
        discussion: """
            Flags come before environment variables ($COPYDESK_LIMITS_MAX_BYTES for limits.maxBytes), these before the \
            configuration file, this before the defaults. What is printed is itself a configuration file.
            """)

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    @Flag(help: "Only check; print nothing when all is well, else what is wrong, with exit status 78.")
    var check = false

    @Flag(help: "Say above each setting what it means and what is allowed.")
    var explain = false

    func run() throws {
        let settings = try settings.load()
        guard !check else { return }
        try FileBytes.write(Array(SettingsListing.yaml(settings, explained: explain).utf8), to: .standardOutput)
    }
}

/// Settings as a configuration file with comments.
enum SettingsListing {
    static func yaml(_ settings: Settings, explained: Bool) -> String {
        var lines: [(text: String, comment: String)] = []
        var groups: [String] = []
        for entry in settings.entries {
            let parts = entry.setting.key.split(separator: ".").map(String.init)
            let above = Array(parts.dropLast())
            let shared = zip(groups, above).prefix { $0 == $1 }.count
            for level in shared..<above.count {
                lines.append((String(repeating: "    ", count: level) + "\(above[level]):", ""))
            }
            groups = above
            let indent = String(repeating: "    ", count: above.count)
            if explained {
                lines.append(("\(indent)# \(entry.setting.meaning)", ""))
                lines.append(("\(indent)# Allowed: \(entry.setting.allowed).", ""))
            }
            let name = parts.last ?? entry.setting.key
            lines.append(("\(indent)\(name): \(scalar(entry))", "\(entry.origin)"))
        }
        let width = lines.filter { !$0.comment.isEmpty }.map(\.text.count).max() ?? 0
        return lines.map { text, comment in
            comment.isEmpty
                ? text + "\n" : text + String(repeating: " ", count: width - text.count) + "  # \(comment)\n"
        }.joined()
    }

    private static func scalar(_ entry: Settings.Entry) -> String {
        let words = entry.value.text.map(quoted)
        return entry.setting.isList ? "[\(words.joined(separator: ", "))]" : words.first ?? ""
    }

    /// The text as YAML understands it; in quotes where a plain word could be something else.
    private static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            byte.isPlain || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
        }
        let startsAsNumber = text.utf8.first == UInt8(ascii: "0") && text.utf8.count > 1
        let isEdgy = text.isEmpty || text.first == " " || text.last == " " || text.first == "-"
        guard !plain || startsAsNumber || isEdgy else { return text }
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\n": "\\n"
            case "\t": "\\t"
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}

extension UInt8 {
    fileprivate var isPlain: Bool {
        let lower = self | 0x20
        return (lower >= 0x61 && lower <= 0x7A) || (self >= 0x30 && self <= 0x39) || self == UInt8(ascii: "-")
            || self == UInt8(ascii: "_")
    }
}
