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
            } else {
                // Not whoever asks: what counts is who works on the folders, or last did.
                StateFolder(settings: settings).daemonUser ?? Self.userOfNewFolders(settings[SettingsTable.state])
            }
    }

    /// Whom a daemon on folders without a trace of one would run as: whoever asks, unless they are closed to that user, and
    /// so are another's.
    private static func userOfNewFolders(_ state: FilePath) -> SystemUser? {
        let isClosed = state.withPlatformString { faccessat(AT_FDCWD, $0, F_OK, AT_EACCESS) } != 0 && errno == EACCES
        return isClosed ? nil : .current
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
