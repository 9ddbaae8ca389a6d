import Glibc
import Spool
import Supervision
import SystemPackage

/// What `copydesk doctor` looks at: the settings, the unit, and the user that the daemon is.
struct Examination {
    let settings: Settings
    /// What is wrong in the configuration file; `settings` are those that are right.
    var mistakes: [String] = []
    /// The unit; nil when none was asked for, or the machine has no systemd.
    let unit: UnitProperties?
    /// Whether a unit of systemd.path(5) starts the unit, so that no daemon is resident.
    let isStartedByPath: Bool
    /// Whom the daemon runs as; nil when that user does not exist.
    let user: SystemUser?
    /// The mounts as this process sees them.
    let mounts: MountTable
    /// Who works on the folders now.
    let holders: SpoolInspection.Holders

    init(
        settings: Settings, unit: UnitProperties?, isStartedByPath: Bool = false,
        mounts: MountTable = MountTable() ?? MountTable("")
    ) {
        self.settings = settings
        self.unit = unit
        self.isStartedByPath = isStartedByPath
        self.mounts = mounts
        holders = SpoolInspection.holders(
            state: settings[SettingsTable.state], inbox: settings[SettingsTable.inbox])
        user =
            if let unit {
                SystemUser(named: unit.user, supplementary: unit.supplementaryGroups)
            } else if geteuid() == 0 || holders.state != nil {
                // Root may everything; what counts is who works on the folders, or last did.
                StateFolder(settings: settings).daemonUser ?? .current
            } else {
                .current
            }
    }

    /// Asks the service manager for a unit, where one is named.
    init(settings: Settings, askingFor name: String?) async {
        guard let name, let unit = await UnitProperties(of: name) else {
            self.init(settings: settings, unit: nil)
            return
        }
        let path = await UnitProperties(of: unit.name.replacing(".service", with: ".path"))
        self.init(settings: settings, unit: unit, isStartedByPath: path?.activeState == "active")
    }

    /// A folder of the settings with its part in the work.
    struct Folder {
        let role: String
        /// As configured.
        let path: FilePath
        /// Without symbolic links, as far as it exists.
        let place: FilePath
    }

    /// Inbox, outbox and state.
    var folders: [Folder] {
        [SettingsTable.inbox, SettingsTable.outbox, SettingsTable.state].map { setting in
            let path = settings[setting]
            return Folder(role: setting.key, path: path, place: Self.resolved(path))
        }
    }

    /// Whether a daemon works on the folders.
    var isAtWork: Bool { holders.state != nil }

    private static func resolved(_ path: FilePath) -> FilePath {
        var existing = path
        var missing: [FilePath.Component] = []
        while !existing.isEmpty {
            if var place = existing.resolved {
                for component in missing.reversed() { place.append(component) }
                return place
            }
            guard let last = existing.lastComponent else { break }
            missing.append(last)
            existing.removeLastComponent()
        }
        return path
    }
}

/// A user of the machine, with the groups that a process of that user has.
struct SystemUser: Hashable {
    let name: String
    let id: uid_t
    let group: gid_t
    let groups: [gid_t]

    /// The user of this process.
    static var current: Self {
        let count = getgroups(0, nil)
        var groups = [gid_t](repeating: 0, count: Int(max(count, 0)))
        getgroups(count, &groups)
        let name = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())"
        return Self(name: name, id: geteuid(), group: getegid(), groups: groups)
    }

    init(name: String, id: uid_t, group: gid_t, groups: [gid_t]) {
        self.name = name
        self.id = id
        self.group = group
        self.groups = groups
    }

    /// Looks a user up; nil when there is none of that name.
    init?(named name: String, supplementary: [String] = []) {
        guard let entry = getpwnam(name) else { return nil }
        let (id, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        var count: Int32 = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        if getgrouplist(name, group, &groups, &count) < 0 {
            groups = [gid_t](repeating: 0, count: Int(count))
            getgrouplist(name, group, &groups, &count)
        }
        groups = Array(groups.prefix(Int(count)))
        groups += supplementary.compactMap { getgrnam($0).map { $0.pointee.gr_gid } }
        self.init(name: name, id: id, group: group, groups: groups)
    }

    static func name(ofUser id: uid_t) -> String { getpwuid(id).map { String(cString: $0.pointee.pw_name) } ?? "\(id)" }

    static func name(ofGroup id: gid_t) -> String {
        getgrgid(id).map { String(cString: $0.pointee.gr_name) } ?? "\(id)"
    }
}
