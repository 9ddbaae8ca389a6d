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
            if isRefused { return obstacle(in: folder, .reading) }
            folder.push(FilePath(root: nil, [component]))
        }
        let parent = document.removingLastComponent()
        let path = inbox.pushing(document)
        if refuses(path, R_OK) {
            return Obstacle(
                sentence:
                    "The daemon's user '\(user.name)' may not read it. A copy of a file that only its owner may read is "
                    + "such, whatever the inbox's access list says.",
                command: AccessRemedy.line(reading: path, for: user))
        }
        switch bar(in: parent) {
        // Its own files it may take out of a sticky folder.
        case .sticky? where SpoolInspection.owner(of: path) == user.id: return nil
        case let bar?: return obstacle(in: parent, bar)
        case nil: return nil
        }
    }

    /// The same for what lies in a folder of the inbox.
    func obstacle(toFolder folder: FilePath) -> Obstacle? {
        var way = FilePath()
        for component in folder.components {
            way.push(FilePath(root: nil, [component]))
            if bar(in: way) == .reading { return obstacle(in: way, .reading) }
        }
        return bar(in: folder).map { obstacle(in: folder, $0) }
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
        if refuses(path, W_OK | X_OK) { return .writing }
        return SpoolInspection.isSticky(path, for: user) ? .sticky : nil
    }

    /// What comes of a folder that bars the daemon's user, and the line that mends it.
    func obstacle(in folder: FilePath, _ bar: SpoolInspection.Bar) -> Obstacle {
        let sentence =
            switch bar {
            case .reading: sentence(of: folder, "read", so: "it cannot take what lies in it")
            case .writing where folder.isEmpty:
                sentence(of: folder, "write to", so: "no daemon starts on it, and one at work leaves documents in it")
            case .writing: sentence(of: folder, "write to", so: "documents are taken by copy and stay in it")
            case .sticky:
                sentence(
                    of: folder, "take others' files out of", so: "documents are taken by copy and stay in it",
                    because: "which is sticky and belongs to another")
            }
        return Obstacle(
            sentence: sentence, command: AccessRemedy.line(opening: inbox.pushing(folder), for: user))
    }

    private func sentence(
        of folder: FilePath, _ verb: String, so result: String, because reason: String? = nil
    ) -> String {
        let name = folder.isEmpty ? "the inbox" : "the folder '\(folder.printable)'"
        return
            "The daemon's user '\(user.name)' may not \(verb) \(name)\(reason.map { ", " + $0 } ?? ""), so \(result)."
    }

    private func refuses(_ path: FilePath, _ ways: Int32) -> Bool {
        switch Access.of(user, to: path, ways) {
        case .granted: false
        case .refused(let errno): errno == .permissionDenied || errno == .notPermitted
        case .unknown: Access.isRefusedByRights(user, to: path, ways) ?? false
        }
    }

    /// Whether it can be known here what the daemon's user may do with a document.
    func isKnown(of document: FilePath) -> Bool {
        let path = inbox.pushing(document)
        return Access.of(user, to: path, R_OK) != .unknown || Access.isRefusedByRights(user, to: path, R_OK) != nil
    }

    /// How a document that the daemon's user may not read is opened to it.
    func line(reading document: FilePath) -> String { AccessRemedy.line(reading: inbox.pushing(document), for: user) }
}

extension StateFolder {
    /// Whom the daemon at work runs as, else whose the state folder is, or where that is root's, whose its lock is, which
    /// only a daemon makes; nil where none of them tells.
    var daemonUser: SystemUser? {
        // Not the number that it wrote down: that may be another process here.
        let holder = SpoolInspection.holders(state: folders.state, inbox: inbox).state
        if let pid = holder?.pid, let user = SystemUser(ofProcess: pid) { return user }
        let owners = [folders.state, folders.layout.lock].compactMap { SpoolInspection.owner(of: $0) }
        return (owners.first { $0 != 0 } ?? owners.first).flatMap { SystemUser(id: $0) }
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
        let name = Self.name(ofUser: id)
        if getpwnam(name) == nil {
            self.init(name: name, id: id, group: gid_t(id), groups: [])
        } else {
            self.init(named: name)
        }
    }
}
