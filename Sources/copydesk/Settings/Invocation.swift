import Spool
import SystemPackage

/// How a command asks of the same daemon as this one: with the flags that this one was given, as they were written.
struct Invocation: Hashable, Sendable {
    /// The flags that say where the daemon works.
    private let flags: [String]
    /// Whether only a file of settings is named.
    private let file: String?
    /// The service that `doctor` was asked about.
    var unit: String?

    /// None were given.
    init() { (flags, file) = ([], nil) }

    init(_ options: PlaceOptions) {
        let places = [
            ("--config", options.config), ("--inbox", options.inbox), ("--outbox", options.outbox),
            ("--state", options.state),
        ]
        var flags: [String] = []
        for case (let flag, let value?) in places { flags += [flag, value] }
        for assignment in options.assignments { flags += ["--set", assignment] }
        self.flags = flags
        file = flags.count == 2 ? options.config : nil
    }

    /// Whether nothing has to be repeated.
    var isPlain: Bool { flags.isEmpty }

    /// A line to paste: `copydesk`, the words, and what was given.
    func command(_ words: String..., as user: String = "") -> String { command(words, as: user) }

    /// The same.
    func command(_ words: [String], as user: String = "") -> String {
        var all = ["copydesk"] + words + flags
        if words.first == "doctor", let unit { all += ["--unit", unit] }
        return user + all.map { ShellWord.quoted($0) }.joined(separator: " ")
    }

    /// The line that starts a daemon on the same folders.
    var start: String {
        guard !isPlain else { return "sudo systemctl start copydesk" }
        guard let file, let name = Self.instance(file) else { return command("run") }
        return "sudo systemctl start \(name == "copydesk" ? name : "copydesk@\(name)")"
    }

    /// The instance of the service that a file in its folder is of: `sports` for `/etc/copydesk/sports.yaml`.
    private static func instance(_ file: String) -> String? {
        let (path, standard) = (FilePath(file), FilePath(PlaceOptions.standardFile))
        guard path.removingLastComponent() == standard.removingLastComponent(), path.extension == "yaml" else {
            return nil
        }
        return path.stem
    }
}
