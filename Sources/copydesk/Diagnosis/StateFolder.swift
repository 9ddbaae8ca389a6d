import ArgumentParser
import Foundation
import Glibc
import Spool
import Supervision
import SystemPackage

/// What lies in the folders of a daemon, read without it: it may be stopped, or broken.
struct StateFolder {
    let settings: Settings

    init(settings: Settings) { self.settings = settings }

    /// What a command reads in the state folder; that may be closed in a folder that is open.
    enum Part {
        /// Whether a daemon is at work, and what it says of itself.
        case daemon
        case claims
        case failures
        case reports
    }

    /// For a command that has nothing to say where the folders cannot be read.
    ///
    /// - Throws: `ExitCode` 77 (EX_NOPERM) after saying so on standard error.
    init(readable settings: Settings, with parts: [Part] = []) throws {
        self.init(settings: settings)
        if let place = closedPlaces(parts).first { throw Self.refusal(of: place) }
    }

    /// What of the folders, and of the parts of the state folder, is not for this user to read.
    func closedPlaces(_ parts: [Part]) -> [FilePath] {
        let layout = folders.layout
        let places = parts.flatMap { part in
            switch part {
            case .daemon: [layout.lock, layout.status]
            case .claims: [layout.active, layout.kept]
            case .failures: [layout.failed]
            case .reports: [folders.outbox]
            }
        }
        return ([inbox, state] + places).filter { !Self.isReadable($0) }
    }

    /// Whether this user may find out if a daemon works on the folders.
    var isDaemonKnown: Bool { Self.isReadable(folders.layout.lock) }

    /// Whether a folder or one above it is closed to this user.
    func isClosed(_ place: FilePath) -> Bool { !Self.isReadable(place) }

    /// The first folder on the way to a document that this user may not read or enter.
    static func firstClosed(on document: FilePath, in inbox: FilePath) -> FilePath {
        var way = inbox
        for component in document.components {
            guard isReadable(way) else { return way }
            way.append(component)
        }
        return way
    }

    /// Says that something is not for this user to read, and gives the exit status that says so too.
    static func refusal(of place: FilePath) -> ExitCode {
        StandardError.say("copydesk: \(advice(on: place))")
        return ExitCode(Sysexits.noPermission)
    }

    /// Whom to ask for something that is not for this user to read.
    static func advice(on place: FilePath) -> String {
        "'\(place.printable)' is not for you to read: become a member of its group (`sudo adduser \"$USER\" copydesk`), or "
            + "use sudo."
    }

    /// For a command that has nothing to say where no daemon ever worked.
    ///
    /// - Throws: `ExitCode` 77 (EX_NOPERM) for folders that cannot be read, 66 (EX_NOINPUT) where there are none, each
    ///   after saying so on standard error.
    init(existing settings: Settings, with parts: [Part]) throws {
        try self.init(readable: settings, with: parts)
        // A daemon at work says itself that its inbox has gone.
        for (setting, folder) in [(SettingsTable.state, state), (SettingsTable.inbox, inbox)]
        where !Self.isThere(folder) && !isDaemonRunning() {
            StandardError.say(
                "copydesk: the \(setting.key) folder '\(folder.printable)' does not exist: name the daemon's folders, with --config, "
                    + "or --inbox, --outbox and --state.")
            throw ExitCode(Sysexits.noInput)
        }
    }

    private static func isThere(_ folder: FilePath) -> Bool {
        folder.withPlatformString { faccessat(AT_FDCWD, $0, F_OK, AT_EACCESS) } == 0 || errno != ENOENT
    }

    /// Whether a file or folder can be read, or is not there at all.
    private static func isReadable(_ place: FilePath) -> Bool {
        place.withPlatformString { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return errno != EACCES }
            let ways = status.st_mode & S_IFMT == S_IFDIR ? R_OK | X_OK : R_OK
            return faccessat(AT_FDCWD, path, ways, AT_EACCESS) == 0 || errno != EACCES
        }
    }

    var inbox: FilePath { settings[SettingsTable.inbox] }
    private var state: FilePath { settings[SettingsTable.state] }
    var folders: SpoolFolders {
        SpoolFolders(inbox: inbox, outbox: settings[SettingsTable.outbox], state: state)
    }

    /// What the daemon says of itself: the one at work, else the last; nil when it said nothing yet, or never ran here.
    func daemonStatus() throws -> DaemonStatus? {
        guard let status = try writtenStatus() else { return nil }
        guard let pid = SpoolInspection.writtenPID(state: state) else { return status }
        // Left by an earlier process; the one at work has just begun.
        return Int(status.pid) == pid ? status : nil
    }

    private func writtenStatus() throws -> DaemonStatus? {
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try FileBytes.read(folders.layout.status.string)
        } catch .noSuchFileOrDirectory {
            return nil
        }
        return try DaemonStatus(json: bytes)
    }

    /// Whether a daemon works on the folders.
    func isDaemonRunning() -> Bool { SpoolInspection.isInUse(state: state) }

    /// The documents in `failed/`, by name.
    func failedDocuments() throws(FailedListingError) -> [FailedDocument] {
        try SpoolInspection.failedDocuments(in: state)
    }

    /// The same for a command that has nothing to say without them: those that are wanted by their paths in `failed/`.
    ///
    /// - Throws: `ExitCode` 77 (EX_NOPERM) after saying so on standard error; `FailedListingError` for all else.
    func listedFailures(where isWanted: (FilePath) -> Bool = { _ in true }) throws -> [FailedDocument] {
        do throws(FailedListingError) {
            return try SpoolInspection.failedDocuments(in: state, where: isWanted)
        } catch .unreadable(let place, .permissionDenied) {
            throw Self.refusal(of: place)
        }
    }

    /// The process ID of the daemon at work; nil when there is none or it cannot be known.
    func daemonPID() -> Int? {
        SpoolInspection.holders(state: state, inbox: inbox).state?.pid ?? SpoolInspection.writtenPID(state: state)
    }

    /// How many documents lie in `failed/`.
    func failedCount() -> Int { SpoolInspection.failedCount(in: state) }

    /// How many documents are claimed and not yet delivered.
    func claimedCount() -> Int { (try? SpoolInspection.activeEntries(in: state))?.documents ?? 0 }

    /// What waits in the inbox, and what is left alone there; nil where that cannot be read.
    func backlog() -> SpoolInspection.Backlog? {
        try? SpoolInspection.backlog(
            of: inbox, ignoring: IgnoreRules(patterns: settings[SettingsTable.ignore]),
            besides: SpoolInspection.TakenOriginals(in: state), for: DaemonAccess(to: self)?.reader)
    }
}
