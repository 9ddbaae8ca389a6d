import Foundation
import Glibc
import Spool
import Testing

@testable import copydesk

/// Somebody who is not root, as whom tests run the program: user 65533 where they run as root, which may everything, else
/// whoever runs them.
struct OtherUser {
    static let id: uid_t = 65_533
    static var isAnother: Bool { geteuid() == 0 }
    /// What the program calls it.
    static var name: String { isAnother ? "\(id)" : SystemUser.current.name }

    private let folders: DaemonHarness
    private let program: URL

    /// Puts a copy of the program where anybody may start it, and opens the way to it.
    init(of folders: DaemonHarness) throws {
        self.folders = folders
        program = folders.root.appendingPathComponent("copydesk")
        guard Self.isAnother else { return }
        #expect(chmod(folders.root.path, 0o755) == 0)
        if !folders.exists(program) { try FileManager.default.copyItem(at: DaemonHarness.binary, to: program) }
    }

    /// The program and the arguments that run copydesk as this user, on the folders.
    func commandLine(_ words: [String]) -> (URL, [String]) {
        let all = folders.flags(words)
        guard Self.isAnother else { return (DaemonHarness.binary, all) }
        let user = "\(Self.id)"
        return (
            URL(filePath: "/usr/bin/setpriv"),
            ["--reuid", user, "--regid", user, "--clear-groups", program.path] + all
        )
    }

    /// Runs copydesk as this user, on the folders, to its end.
    func run(_ words: [String], environment: [String: String] = [:]) throws -> ToolRun {
        let (program, arguments) = commandLine(words)
        return try ToolRun(program, arguments, environment: environment)
    }

    /// Makes the user the owner of the folders and of all in them.
    func own(_ places: URL...) throws {
        guard Self.isAnother else { return }
        let run = try ToolRun(
            URL(filePath: "/usr/bin/chown"),
            ["-R", "\(Self.id):\(Self.id)"]
                + (places.isEmpty ? [folders.inbox, folders.outbox, folders.state] : places)
                .map(\.path))
        #expect(run.status == 0, "\(run.errors)")
    }

    /// Takes rights away from the user: all, or all but those given, as of the last digit of a mode.
    func close(_ place: URL, butFor rights: mode_t = 0) {
        if Self.isAnother { #expect(chown(place.path, 0, 0) == 0) }
        #expect(chmod(place.path, Self.isAnother ? rights | 0o700 : rights << 6) == 0)
    }

    /// Gives them back.
    func open(_ place: URL) {
        if Self.isAnother { #expect(chown(place.path, Self.id, Self.id) == 0) }
        #expect(chmod(place.path, 0o700) == 0)
    }
}
