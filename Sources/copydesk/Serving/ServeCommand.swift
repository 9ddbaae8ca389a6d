import ArgumentParser
import Foundation
import Glibc
import Library
import Logging
import OrderedJSON
import ReadingRoom
import Spool
import Supervision
import SystemPackage

/// `copydesk serve`: the library and the queue in a browser.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Open the reading room: the library and the queue in a browser.",
        usage: "copydesk serve [--listen <address>] [--token-file <file>] [<settings>]",
        discussion: """
            Pages without script, the same answers as JSON (/openapi.json says how to ask) and as Atom feeds. It only reads. It \
            listens on this machine alone unless told otherwise; beyond that, a token is required. Under systemd it takes \
            the sockets that a socket unit hands over, and says when it is ready (sd_notify).
            """)

    @OptionGroup(title: "Settings") var places: PlaceOptions

    @Option(
        help: ArgumentHelp(
            "Listen there.",
            discussion: "127.0.0.1:8437, [::1]:8437, or unix:/run/copydesk/room. The setting serve.listen.",
            valueName: "address"))
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "Ask readers for the token in this file. The setting serve.tokenFile.", valueName: "file"),
        completion: .file())
    var tokenFile: String?

    func run() async throws {
        let settings = try load()
        let log = LogOutput(settings[SettingsTable.logFormat], level: SharedLogLevel(settings[SettingsTable.logLevel]))
        defer { log.flush() }
        let notifier = Notifier()
        do throws(DaemonFailure) {
            let token = try settings[SettingsTable.serveTokenFile].map { path throws(DaemonFailure) in
                try TokenFile.read(path)
            }
            let inherited = ListeningDescriptors.take()
            let isInherited = !inherited.isEmpty
            var listeners: [RoomListener] = []
            for descriptor in inherited { listeners.append(try RoomListener(inherited: descriptor)) }
            let wanted = settings[SettingsTable.serveListen]
            // Before anybody can connect.
            try Self.check(isInherited ? listeners.map(\.address) : [wanted], token)
            if !isInherited {
                listeners = [try RoomListener(wanted, socketMode: settings[SettingsTable.serveSocketMode])]
            }
            defer { if !isInherited { for listener in listeners { listener.remove() } } }
            let room = ReadingRoom(
                .init(library: settings.library, outbox: settings[SettingsTable.outbox]),
                access: RoomAccess(token: token, hosts: settings[SettingsTable.serveHosts]),
                queue: { try QueueState(StateFolder(settings: settings)) })
            try await RoomServer(room, on: listeners, logger: log.logger, notifier: notifier).run()
        } catch {
            error.report(to: log.logger, notifier)
            throw ExitCode(error.exitCode)
        }
    }

    private func load() throws -> Settings {
        let named = [("serve.listen", listen, "--listen"), ("serve.tokenFile", tokenFile, "--token-file")]
        do throws(SettingsError) {
            return try places.settings(
                environment: ProcessInfo.processInfo.environment,
                flags: named.compactMap { key, text, flag in text.map { SettingFlag(key: key, text: $0, flag: flag) } })
        } catch {
            throw error.said
        }
    }

    /// Refuses to let strangers in.
    private static func check(_ addresses: [RoomAddress], _ token: RoomToken?) throws(DaemonFailure) {
        guard token == nil, let open = addresses.first(where: { $0.origin == .network }) else { return }
        throw DaemonFailure(
            "\(open) can be reached from other machines: make a token (`openssl rand -hex 24 | sudo install -m 640 -g copydesk "
                + "/dev/stdin /etc/copydesk/token`) and name its file in serve.tokenFile, or listen on 127.0.0.1.",
            exitCode: Sysexits.configuration)
    }
}

/// The file with the token.
enum TokenFile {
    private static let maxBytes = 4_096

    /// - Throws: Why it cannot be used: others may read it, or it has no token.
    static func read(_ path: FilePath) throws(DaemonFailure) -> RoomToken {
        var status = stat()
        guard stat(path.string, &status) == 0 else {
            throw unreadable(path, Errno(rawValue: errno))
        }
        guard status.st_mode & 0o007 == 0 else {
            throw DaemonFailure(
                "Everybody may read or change the token in '\(path)': close it with `chmod o= \(path)`.",
                exitCode: Sysexits.configuration)
        }
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try FileBytes.read(path)
        } catch {
            throw unreadable(path, error)
        }
        let text = bytes.count <= maxBytes ? String(validating: bytes, as: UTF8.self) : nil
        guard let token = text.flatMap({ RoomToken($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) else {
            throw DaemonFailure(
                "'\(path)' has no token: at least \(RoomToken.minLength) letters, figures or signs without a space, as "
                    + "`openssl rand -hex 24` prints.",
                exitCode: Sysexits.configuration)
        }
        return token
    }

    private static func unreadable(_ path: FilePath, _ error: Errno) -> DaemonFailure {
        DaemonFailure(
            "The token in '\(path)' cannot be read: \(error).", exitCode: Sysexits.configuration, errno: error)
    }
}

extension QueueState {
    /// The daemon's state, as `copydesk status` tells of it.
    fileprivate init(_ folder: StateFolder) throws {
        let status = Status(folder)
        self.init(
            rows: status.rows(asking: folder.settings.invocation).map { label, row in
                Row(
                    label: label, text: row.text, command: row.command,
                    isTrouble: row.isTrouble)
            }, json: try AnswerJSON.bytes(of: status))
    }
}
