import Glibc
import Spool
import SystemPackage

/// What the daemon's user may do in the inbox, as `copydesk why` asks for one document.
struct DaemonAccess {
    /// What keeps the daemon from a document, and the line that mends it.
    struct Obstacle: Hashable {
        let sentence: String
        let command: String
    }

    private let inbox: FilePath
    private let user: SystemUser

    init(inbox: FilePath, user: SystemUser) {
        self.inbox = inbox
        self.user = user
    }

    /// The user of the daemon on these folders; nil where nobody tells who that is.
    init?(to folder: StateFolder) {
        guard let user = folder.daemonUser else { return nil }
        self.init(inbox: folder.inbox, user: user)
    }

    /// The first thing on the way to a document that the daemon's user may not do; nil when all is open, or when it
    /// cannot be known.
    func obstacle(to document: FilePath) -> Obstacle? {
        var folder = FilePath()
        for component in document.components {
            let isRefused = refuses(inbox.pushing(folder), R_OK | X_OK)
            if isRefused { return obstacle(of: folder, "read", "rX") }
            folder.push(FilePath(root: nil, [component]))
        }
        let parent = document.removingLastComponent()
        if refuses(inbox.pushing(document), R_OK) {
            let path = ShellWord.quoted(inbox.pushing(document))
            return Obstacle(
                sentence:
                    "The daemon's user '\(user.name)' may not read it: programs that drop documents need a umask of "
                    + "027 or less, or the inbox an access list.",
                command: "sudo setfacl -m u:\(user.name):r \(path)")
        }
        return refuses(inbox.pushing(parent), W_OK | X_OK) ? obstacle(in: parent, .writing) : nil
    }

    /// The daemon's user, for counting what waits.
    var reader: SpoolInspection.Reader {
        SpoolInspection.Reader(user: user.id, groups: Set(user.groups + [user.group])) { path, ways in
            refuses(inbox.pushing(path), ways)
        }
    }

    /// Why documents cannot leave a folder of the inbox; nil where they can, or where it cannot be known.
    func bar(in folder: FilePath) -> SpoolInspection.Bar? {
        let path = inbox.pushing(folder)
        if refuses(path, R_OK | X_OK) { return .reading }
        return refuses(path, W_OK | X_OK) ? .writing : nil
    }

    /// What comes of a folder that bars the daemon's user, and the line that mends it.
    func obstacle(in folder: FilePath, _ bar: SpoolInspection.Bar) -> Obstacle {
        switch bar {
        case .reading: obstacle(of: folder, "read", "rX")
        case .writing:
            Obstacle(
                sentence: sentence(of: folder, "write to", so: "documents are taken by copy and stay in it"),
                command: Access.opening(inbox.pushing(folder), for: user))
        }
    }

    private func obstacle(of folder: FilePath, _ verb: String, _ rights: String) -> Obstacle {
        Obstacle(
            sentence: sentence(of: folder, verb, so: "it cannot take what lies in it"),
            command: "sudo setfacl -m u:\(user.name):\(rights) \(ShellWord.quoted(inbox.pushing(folder)))")
    }

    private func sentence(of folder: FilePath, _ verb: String, so result: String) -> String {
        let name = folder.isEmpty ? "the inbox" : "the folder '\(folder.printable)'"
        return "The daemon's user '\(user.name)' may not \(verb) \(name), so \(result)."
    }

    private func refuses(_ path: FilePath, _ ways: Int32) -> Bool {
        switch Access.of(user, to: path, ways) {
        case .granted: false
        case .refused(let errno): errno == .permissionDenied || errno == .notPermitted
        case .unknown: Access.isRefusedByMode(user, to: path, ways)
        }
    }
}

extension StateFolder {
    /// Whom the daemon at work runs as, else who owns the folder that only a daemon writes to; nil where neither tells.
    var daemonUser: SystemUser? {
        // Not the number that it wrote down: that may be another process here.
        let holder = SpoolInspection.holders(state: folders.state, inbox: inbox).state
        if let pid = holder?.pid, let user = SystemUser(ofProcess: pid) { return user }
        var status = stat()
        guard folders.state.withPlatformString({ stat($0, &status) }) == 0 else { return nil }
        return SystemUser(id: status.st_uid)
    }
}

extension SystemUser {
    /// The user that a process is, with the groups that it has (proc_pid_status(5)).
    init?(ofProcess pid: Int) {
        guard let text = ProcFile.text("/proc/\(pid)/status") else { return nil }
        func numbers(_ key: String) -> [UInt32] {
            let line = text.split(separator: "\n").first { $0.hasPrefix(key + ":") } ?? ""
            return line.dropFirst(key.count + 1).split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) }
        }
        // The effective ones: what the kernel judges by.
        guard let id = numbers("Uid").dropFirst().first, let group = numbers("Gid").dropFirst().first else {
            return nil
        }
        self.init(name: Self.name(ofUser: id), id: id, group: group, groups: numbers("Groups"))
    }

    /// Looks a user up by number; one without a name has no groups but those of the system's tables.
    init?(id: uid_t) {
        guard id != geteuid() else {
            self = .current
            return
        }
        guard let entry = getpwuid(id) else {
            self.init(name: "\(id)", id: id, group: gid_t(id), groups: [])
            return
        }
        self.init(named: String(cString: entry.pointee.pw_name))
    }
}
