import ArgumentParser
import SystemPackage
import Yams

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
            let parts = levels(of: entry.setting.key, in: settings)
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
                lines += entry.setting.remarks.map { ("\(indent)# \($0)", "") }
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

    /// The levels of a key; only one where a part of it has a value of its own, as `archive` has: in YAML a name cannot
    /// have both, but a key may be written with its dots.
    private static func levels(of key: String, in settings: Settings) -> [String] {
        let parts = key.split(separator: ".").map(String.init)
        let isBelowAnother = parts.indices.dropFirst().contains { count in
            let above = parts[..<count].joined(separator: ".")
            return settings.entries.contains { $0.setting.key == above }
        }
        return isBelowAnother ? [key] : parts
    }

    /// The value as YAML, on one line.
    private static func scalar(_ entry: Settings.Entry) -> String {
        let values = Node.Sequence(entry.value.text.map(node), Tag(.seq), .flow)
        // Text only: all of that has a YAML form.
        guard let yaml = try? Yams.serialize(node: .sequence(values), width: -1, allowUnicode: true) else {
            preconditionFailure("a setting has no YAML form")
        }
        let list = yaml.prefix { $0 != "\n" }
        return String(entry.setting.isList ? list : list.dropFirst().dropLast())
    }

    /// A number or a flag as it is written; other text that YAML would take for one, as 0640, in quotes.
    private static func node(_ text: String) -> Node {
        let isNumber = Int(text).map { String($0) } == text || Double(text).map { String($0) } == text
        if isNumber || Bool(text) != nil { return .scalar(Node.Scalar(text)) }
        // Only double quotes keep a line break on the line.
        return .scalar(
            text.contains(where: \.isNewline) ? Node.Scalar(text, Tag(.str), .doubleQuoted) : text.represented())
    }
}
