package import SystemPackage

/// The drop-in that lets a unit's sandbox reach folders that the administrator chose (systemd.exec(5)).
package struct SandboxDropIn: Hashable, Sendable {
    /// The unit, as `copydesk.service`.
    package let unit: String
    /// Folders that `ProtectSystem=strict` makes read-only.
    package let readOnly: [FilePath]
    /// Folders that `ProtectHome=` hides.
    package let hidden: [FilePath]

    /// For folders that the sandbox is in the way of; folders side by side become one.
    package init(unit: String, readOnly: [FilePath], hidden: [FilePath] = []) {
        self.unit = unit
        self.readOnly = Self.joined(readOnly)
        self.hidden = Self.joined(hidden)
    }

    /// Where it belongs.
    package var path: String { "/etc/systemd/system/\(unit).d/folders.conf" }

    /// The file, whole.
    package var contents: String {
        var lines = ["[Unit]", "RequiresMountsFor=\(Self.words(readOnly + hidden))", "", "[Service]"]
        if !readOnly.isEmpty { lines.append("ReadWritePaths=\(Self.words(readOnly))") }
        if !hidden.isEmpty { lines += ["ProtectHome=tmpfs", "BindPaths=\(Self.words(hidden))"] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Commands that write it and bring it into use, to be pasted into a shell, a line each.
    package var commands: [String] {
        [
            "sudo mkdir -p /etc/systemd/system/\(unit).d",
            "printf '%s\\n' \(arguments) | sudo tee \(path)",
            "sudo systemctl daemon-reload && sudo systemctl restart \(unit)",
        ]
    }

    /// The file's lines as words for a shell.
    private var arguments: String {
        contents.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }.joined(separator: " ")
    }

    /// Folders with the same parent as that parent: each path of a sandbox is a mount of its own, and from one mount to
    /// another a document is copied instead of renamed.
    private static func joined(_ folders: [FilePath]) -> [FilePath] {
        var joined: [FilePath] = []
        for folder in folders {
            let parent = folder.removingLastComponent()
            let siblings = folders.filter { $0.removingLastComponent() == parent }
            let place = siblings.count > 1 && parent.components.count > 1 ? parent : folder
            if !joined.contains(place) { joined.append(place) }
        }
        return joined
    }

    private static func words(_ paths: [FilePath]) -> String {
        paths.map { quoted($0.string) }.joined(separator: " ")
    }

    /// A path as unit files have it: `%` begins a specifier, white space ends a word (systemd.syntax(7)).
    private static func quoted(_ path: String) -> String {
        let escaped = path.replacing("%", with: "%%")
        guard escaped.contains(where: { $0 == " " || $0 == "\t" || $0 == "\"" || $0 == "'" || $0 == "\\" }) else {
            return escaped
        }
        return "\"" + escaped.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
