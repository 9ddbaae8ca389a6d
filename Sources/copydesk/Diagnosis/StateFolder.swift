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

    /// For a command that has nothing to say where the folders cannot be read.
    ///
    /// - Throws: `ExitCode` 77 (EX_NOPERM) after saying so on standard error.
    init(readable settings: Settings) throws {
        self.init(settings: settings)
        for folder in [inbox, state] where !Self.isReadable(folder) {
            StandardError.say(
                "copydesk: '\(folder)' is not for you to read: become a member of its group "
                    + "(`sudo adduser \"$USER\" copydesk`), or use sudo.")
            throw ExitCode(Sysexits.noPermission)
        }
    }

    /// Whether a folder can be read, or is not there at all.
    private static func isReadable(_ folder: FilePath) -> Bool {
        folder.withPlatformString { faccessat(AT_FDCWD, $0, R_OK | X_OK, AT_EACCESS) } == 0 || errno != EACCES
    }

    var inbox: FilePath { settings[SettingsTable.inbox] }
    private var state: FilePath { settings[SettingsTable.state] }
    var failedFolder: FilePath { state.appending("failed") }
    var archiveFolder: FilePath { state.appending("archive") }

    /// The daemon's status file; nil when it never ran here.
    func daemonStatus() throws -> DaemonStatus? {
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try FileBytes.read(state.appending(StatusFile.name).string)
        } catch .noSuchFileOrDirectory {
            return nil
        }
        return try DaemonStatus(json: bytes)
    }

    /// Whether the process that holds the spool's lock is there: the file's lock ends with it (flock(2)).
    func isDaemonRunning() -> Bool {
        guard let file = try? FileDescriptor.open(state.appending("lock"), .readOnly, options: .closeOnExec) else {
            return false
        }
        defer { try? file.close() }
        return flock(file.rawValue, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// A document in `failed/`.
    struct FailedDocument: Codable {
        /// Its path under `failed/`.
        var name: String
        /// Its path under the inbox.
        var path: String
        var reason: String
        var message: String
        var byteOffset: Int?
        var attempts: Int
        /// The SHA-256 of its bytes; nil for one that was too large to be read.
        var sha256: String?
    }

    /// What stands in `<name>.error.json`.
    private struct ErrorFile: Decodable {
        struct Attempt: Decodable {}

        var path: String
        var reason: String
        var message: String
        var byteOffset: Int?
        var attempts: [Attempt]
        var sha256: String?
    }

    static let errorSuffix = ".error.json"

    /// The documents in `failed/`, by name.
    func failedDocuments() throws -> [FailedDocument] {
        try files(under: failedFolder).filter { $0.hasSuffix(Self.errorSuffix) }.sorted().map { name in
            let bytes = try FileBytes.read(failedFolder.appending(name).string)
            let error = try JSONDecoder().decode(ErrorFile.self, from: Data(bytes))
            return FailedDocument(
                name: String(name.dropLast(Self.errorSuffix.count)), path: error.path, reason: error.reason,
                message: error.message, byteOffset: error.byteOffset, attempts: error.attempts.count,
                sha256: error.sha256)
        }
    }

    /// How many documents are claimed and not yet delivered.
    func claimedCount() -> Int {
        files(under: state.appending("spool").appending("active")).count { $0.hasSuffix(".document") }
    }

    /// What waits in the inbox; nil where that cannot be read.
    func backlog() -> SpoolInspection.Backlog? {
        try? SpoolInspection.backlog(of: inbox, ignoring: IgnoreRules(patterns: settings[SettingsTable.ignore]))
    }

    func files(under folder: FilePath) -> [String] {
        let root = URL(fileURLWithPath: folder.string)
        guard
            let entries = FileManager.default.enumerator(
                at: root, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
        else { return [] }
        let prefix = root.resolvingSymlinksInPath().path + "/"
        return entries.compactMap { entry -> String? in
            guard let url = entry as? URL,
                (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
            else { return nil }
            let path = url.resolvingSymlinksInPath().path
            return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
        }
    }

    /// Puts a failed document back into the inbox under the path that it had, and forgets its error.
    ///
    /// The document first: should this end in between, it is tried again, and a note too many lies in `failed/`.
    func retry(_ document: FailedDocument) throws {
        try moveToInbox(failedFolder.appending(document.name), as: document.path)
        try FileManager.default.removeItem(atPath: failedFolder.appending(document.name + Self.errorSuffix).string)
    }

    /// Moves a document to a path under the inbox.
    ///
    /// - Throws: `Taken` where another document has the path, and the system's errors.
    func moveToInbox(_ source: FilePath, as path: String) throws {
        let target = inbox.appending(path)
        try Self.makeFolder(target.removingLastComponent())
        guard !FileManager.default.fileExists(atPath: target.string) else { throw Taken(path: target) }
        if rename(source.string, target.string) != 0 {
            guard errno == EXDEV else { throw Errno(rawValue: errno) }
            // Another file system: hidden until it is whole, so that the daemon doesn't take half of it.
            let hidden = target.removingLastComponent().appending(".copydesk-retry-\(getpid())")
            try FileManager.default.copyItem(atPath: source.string, toPath: hidden.string)
            guard rename(hidden.string, target.string) == 0 else { throw Errno(rawValue: errno) }
            try FileManager.default.removeItem(atPath: source.string)
        }
    }

    /// Makes a folder, and those above it, with owner, group and mode of the one that it lies in: root may do this, and
    /// the daemon must be able to move documents out of it.
    private static func makeFolder(_ folder: FilePath) throws(Errno) {
        var status = stat()
        if folder.withPlatformString({ stat($0, &status) }) == 0 { return }
        let parent = folder.removingLastComponent()
        try makeFolder(parent)
        guard parent.withPlatformString({ stat($0, &status) }) == 0,
            folder.withPlatformString({ mkdir($0, status.st_mode & 0o7777) }) == 0 || errno == EEXIST,
            geteuid() != 0 || folder.withPlatformString({ chown($0, status.st_uid, status.st_gid) }) == 0,
            folder.withPlatformString({ chmod($0, status.st_mode & 0o7777) }) == 0
        else { throw Errno(rawValue: errno) }
    }

    /// The inbox has another document of that path.
    struct Taken: Error, CustomStringConvertible {
        let path: FilePath

        var description: String { "'\(path)' is taken by another document: try again when that is delivered." }
    }
}
