import Foundation
import Glibc
import Spool
import SystemPackage
import Testing

@testable import copydesk

/// Who may do what in the folders, as `doctor` tells it and as other commands refuse it.
@Suite(.timeLimit(.minutes(10))) struct RightsTests {
    private let folders: DaemonHarness

    init() throws { folders = try DaemonHarness() }

    // MARK: Access lists

    @Test(arguments: [(mode_t(0o2750), false), (mode_t(0o2770), true)])
    func withoutAListTheModeCounts(mode: mode_t, isShared: Bool) {
        let list = AccessList(mode: mode, attribute: [])
        #expect(list.holders(of: R_OK | X_OK, group: 0) == ["members of root"])
        #expect(list.holders(of: W_OK | X_OK, group: 0) == (isShared ? ["members of root"] : []))
        #expect(list.rights[.others] == 0 && list.rights[.owner] == 7)
    }

    /// An entry as the kernel keeps it (linux/posix_acl_xattr.h).
    private func entry(_ tag: UInt16, _ rights: UInt16, _ id: UInt32 = .max) -> [UInt8] {
        [tag, rights].flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
            + (0..<4).map { UInt8(truncatingIfNeeded: id >> (8 * UInt32($0))) }
    }

    @Test(arguments: [UInt16(7), 5]) func whatTheMaskTakesAwayIsNotThere(mask: UInt16) {
        let bytes =
            [2, 0, 0, 0] + entry(0x01, 7) + entry(0x02, 7, 0) + entry(0x04, 5) + entry(0x08, 7, 4_000_000_001)
            + entry(0x10, mask) + entry(0x20, 0)
        let list = AccessList(mode: 0o770, attribute: bytes)
        #expect(list.rights[.group] == 5 && list.rights[.owner] == 7 && list.rights[.others] == 0)
        #expect(list.rights[.namedGroup(4_000_000_001)] == Int32(mask) && list.rights[.namedUser(0)] == Int32(mask))
        let writers = list.holders(of: W_OK | X_OK, group: 0)
        #expect(writers == (mask == 7 ? ["members of 4000000001", "root"] : []))
    }

    /// As acl(5) has it: the owner's entry, else the user's own, else any group's, else that of others; under the mask.
    @Test(arguments: [
        (UInt16(7), UInt32(1), UInt32(9), true), (7, 2, 9, true), (7, 2, 4, true), (7, 3, 9, false), (7, 3, 4, true),
        (7, 3, 5, true), (7, 3, 6, false), (0, 1, 9, true), (0, 2, 9, false), (0, 3, 4, false), (0, 3, 5, false),
    ])
    func whomAListLetsReadIsDecidedAsByTheKernel(mask: UInt16, user: UInt32, group: UInt32, may: Bool) {
        let bytes =
            [2, 0, 0, 0] + entry(0x01, 6) + entry(0x02, 4, 2) + entry(0x04, 4) + entry(0x08, 4, 5) + entry(0x08, 0, 6)
            + entry(0x10, mask) + entry(0x20, 0)
        let list = AccessList(mode: 0o640, attribute: bytes)
        let who = SystemUser(name: "x", id: user, group: 8, groups: [group])
        #expect(list.gives(who, R_OK, owner: 1, group: 4) == may)
    }

    /// A copy of a file that only its owner may read has an empty mask in a folder whose access list is meant to open all.
    ///
    /// Who asks in nobody's name is told the same as root.
    @Test func aCopyOfAClosedFileIsSeenToBeClosedByWhoMayNotAskTheKernel() throws {
        let daemon = SystemUser(name: "daemon", id: 65_531, group: 65_531, groups: [])
        let set = try ToolRun(
            URL(filePath: "/usr/bin/setfacl"), ["-m", "d:u:65531:rwX,u:65531:rwX", folders.inbox.path])
        #expect(set.status == 0, "\(set.errors)")
        let copy = try ToolRun(
            URL(filePath: "/bin/sh"),
            ["-c", "umask 077; echo x > \"$1\"; chmod 600 \"$1\"; cp \"$1\" \"$2\"", "sh"]
                + [folders.root.appendingPathComponent("own.txt").path, folders.file("inbox", "own.txt").path])
        #expect(copy.status == 0, "\(copy.errors)")
        let path = FilePath(folders.file("inbox", "own.txt").path)
        #expect(Access.isRefusedByRights(daemon, to: path, R_OK) == true)
        let access = DaemonAccess(inbox: FilePath(folders.inbox.path), user: daemon)
        #expect(access.isKnown(of: "own.txt"))
        let line = access.line(reading: "own.txt")
        #expect(line.hasSuffix("setfacl -m u:daemon:r \(path)"), "\(line)")
        let mend = try ToolRun(URL(filePath: "/usr/bin/setfacl"), ["-m", "u:65531:r", path.string])
        #expect(mend.status == 0, "\(mend.errors)")
        #expect(Access.isRefusedByRights(daemon, to: path, R_OK) == false)
        #expect(Access.isRefusedByRights(daemon, to: path.appending("gone"), R_OK) == nil)
    }

    @Test func documentsThatTheDaemonMayNotReadAreCountedByStatus() throws {
        let user = try OtherUser(of: folders)
        for name in ["a.txt", "b.txt", "litter.part"] { try folders.drop("x", as: name) }
        try user.own()
        for name in ["a.txt", "b.txt"] { user.close(folders.file("inbox", name)) }
        for status in [try user.run(["status"]), try ToolRun(DaemonHarness.binary, folders.flags(["status"]))] {
            let words = status.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("Left alone 1 in the inbox"), "\(words)")
            #expect(words.contains("Unreadable 2 files cannot be read by the daemon"), "\(words)")
            let way = OtherUser.isAnother ? "setfacl -m u:\(OtherUser.name):r" : "chmod u+r"
            #expect(words.contains("sudo \(way) \(folders.file("inbox", "a.txt").path)"), "\(words)")
        }
        let why = try user.run(["why", "a.txt"])
        #expect(why.output.hasPrefix("a.txt  is left alone\n"), "\(why.output)")
    }

    @Test func aListThatIsCutOffGivesNothingMore() {
        let list = AccessList(mode: 0o750, attribute: [2, 0, 0, 0] + entry(0x08, 7, 1).dropLast())
        #expect(list.rights.count == 3)
    }

    @Test func theKernelsListsAreRead() throws {
        let outbox = FilePath(folders.outbox.path)
        #expect(chmod(folders.outbox.path, 0o2750) == 0)
        #expect(AccessList(defaultOf: outbox) == nil)
        let set = try ToolRun(
            URL(filePath: "/usr/bin/setfacl"),
            ["-m", "g:4000000001:rwx,d:g:4000000001:rwx", folders.outbox.path])
        #expect(set.status == 0, "\(set.errors)")
        let rights = try AccessList(of: outbox).rights
        #expect(rights[.namedGroup(4_000_000_001)] == 7 && rights[.group] == 5)
        #expect(AccessList(defaultOf: outbox)?.rights[.namedGroup(4_000_000_001)] == 7)
        #expect(try doctor().output.contains("members of 4000000001 may remove reports."))
    }

    // MARK: The doctor

    private func doctor() throws -> ToolRun {
        try ToolRun(
            DaemonHarness.binary,
            [
                "doctor", "--inbox", folders.inbox.path, "--outbox", folders.outbox.path, "--state",
                folders.state.path,
            ], environment: ["COLUMNS": "110"])
    }

    @Test func whoMayDoWhatIsSaid() throws {
        #expect(chmod(folders.inbox.path, 0o3770) == 0 && chmod(folders.outbox.path, 0o2750) == 0)
        let owner = SystemUser.name(ofUser: geteuid())
        let group = SystemUser.name(ofGroup: getegid())
        let text = try doctor().output
        #expect(text.contains("\(owner), members of \(group) may drop documents."), "\(text)")
        #expect(text.contains("\(owner), members of \(group) may read reports."), "\(text)")
        #expect(text.contains("\(owner) may remove reports."), "\(text)")
        #expect(text.contains("In the inbox nobody may remove or rename what others dropped (sticky)."), "\(text)")
    }

    @Test func howMuchLiesThereIsSaidAndWhatTheDiskCannotHold() throws {
        let archive = folders.file("state", "archive/a")
        try FileManager.default.createDirectory(at: archive, withIntermediateDirectories: true)
        try Data(repeating: 0x41, count: 100_000).write(to: archive.appendingPathComponent("one.txt"))
        let text = try doctor().output
        #expect(text.contains("archive: 1 file, 100 KiB; all is kept."), "\(text)")
        let run = try ToolRun(
            DaemonHarness.binary,
            [
                "doctor", "--inbox", folders.inbox.path, "--outbox", folders.outbox.path, "--state",
                folders.state.path, "--set", "archive.keep=90 d, 1000000 TiB",
            ], environment: ["COLUMNS": "110"])
        // The width breaks the line where it wants.
        let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("archive.keep is 90 d, 1000000 TiB."), "\(run.output)")
        #expect(words.contains("it is full before they count"), "\(run.output)")
        #expect(run.status >= 1)
    }

    // MARK: What is refused

    private func asReader(_ words: [String]) throws -> ToolRun { try OtherUser(of: folders).run(words) }

    @Test(arguments: [["retry", "a/bad.txt"], ["retry", "--all"], ["prune", "--set", "failed.keep=1 B"]])
    func whoMayNotIsToldSoAndNothingMoves(words: [String]) async throws {
        try folders.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "a/bad.txt")
        try folders.start(["--once", "--set", "limits.minFreeBytes=0"])
        #expect(try await folders.wait() == 0)
        let closed = ["failed/a", "failed"].map { folders.file("state", $0) } + [folders.state, folders.root]
        for folder in closed { #expect(chmod(folder.path, 0o555) == 0) }
        defer { for folder in closed.reversed() { chmod(folder.path, 0o755) } }
        if geteuid() == 0 { #expect(chmod(folders.file("state", "retention.lock").path, 0o644) == 0) }
        if geteuid() == 0 { #expect(chmod(folders.file("state", "failed/a/bad.txt.error.json").path, 0o644) == 0) }
        let run = try asReader(words)
        #expect(run.status == 77, "\(run.output)\(run.errors)")
        #expect(run.errors.contains("failed/a"), "\(run.errors)")
        #expect(run.errors.contains("use sudo") || run.errors.contains("Use sudo"), "\(run.errors)")
        for name in ["failed/a/bad.txt", "failed/a/bad.txt.error.json"] {
            #expect(folders.exists(folders.file("state", name)), "\(name)")
        }
    }

    @Test(
        arguments: [
            (["status"], "state/lock"), (["status"], "state/status.json"), (["status"], "state/spool/active"),
            (["status"], "state/failed"), (["failed"], "state/failed"),
            (["failed"], "state/failed/bad.txt.error.json"), (["retry", "bad.txt"], "state/failed"),
            (["retry", "--all"], "state/failed/bad.txt.error.json"), (["why", "other.txt"], "state/spool/active"),
            (["why", "bad.txt"], "state/failed"), (["why", "bad.txt"], "state/failed/bad.txt.error.json"),
        ])
    func whatIsClosedInAnOpenFolderIsNamed(words: [String], place: String) async throws {
        try folders.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "bad.txt")
        try folders.start(["--once", "--set", "limits.minFreeBytes=0"])
        #expect(try await folders.wait() == 0)
        let opened = try ToolRun(URL(filePath: "/usr/bin/chmod"), ["-R", "a+rX", folders.root.path])
        #expect(opened.status == 0)
        // Who owns all of it would have it tried again.
        if OtherUser.isAnother || words[0] != "retry" {
            let before = try asReader(words)
            let expected = words == ["why", "other.txt"] ? 66 : ["status": 3, "retry": 77][words[0], default: 0]
            #expect(before.status == expected, "\(before.errors)")
        }
        let closed = folders.root.appendingPathComponent(place).path
        try OtherUser(of: folders).close(URL(filePath: closed))
        defer { chmod(closed, 0o700) }
        let run = try asReader(words)
        #expect(run.status == 77 && run.output.isEmpty, "\(run.output)")
        #expect(run.errors.hasPrefix("copydesk: '\(closed)' is not for you to read: become a member"), "\(run.errors)")
    }

    @Test func aFolderThatIsClosedToTheDaemonIsNamedToItsUserToo() throws {
        let user = try OtherUser(of: folders)
        try folders.drop("x", as: "priv/p.txt")
        try user.own(folders.state)
        let folder = folders.file("inbox", "priv")
        user.close(folder)
        defer { chmod(folder.path, 0o700) }
        let run = try user.run(["why", "priv/p.txt"])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.hasPrefix("priv/p.txt  is left alone\n"), "\(run.output)")
        #expect(run.output.contains("may not read the folder 'priv'"), "\(run.output)")
        let way = OtherUser.isAnother ? "setfacl -m u:\(OtherUser.name):rwX" : "chmod u+rwx"
        let command = "sudo \(way) \(folder.path)\n"
        #expect(run.output.contains(command), "\(run.output)")
        // By the daemon's user, root, and whoever may look: `status` names it as well.
        for status in [try user.run(["status"]), try ToolRun(DaemonHarness.binary, folders.flags(["status"]))] {
            #expect(status.status == 3)
            let words = status.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("Left alone 1 in the inbox"), "\(words)")
            #expect(
                words.contains("Barred The daemon's user '\(OtherUser.name)' may not read the folder 'priv', so"),
                "\(words)")
            #expect(status.output.contains(command), "\(status.output)")
        }
    }

    @Test func aFolderThatKeepsItsDocumentsIsNamedByStatus() throws {
        let user = try OtherUser(of: folders)
        try folders.drop("x", as: "kept/p.txt")
        try user.own(folders.inbox, folders.state)
        user.close(folders.file("inbox", "kept"), butFor: 0o5)
        defer { chmod(folders.file("inbox", "kept").path, 0o700) }
        let run = try user.run(["status"])
        let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains("Barred The daemon's user '\(OtherUser.name)' may not write to the folder 'kept', so"),
            "\(words)")
        #expect(words.contains("Waiting 1 in the inbox"), "\(words)")
        #expect(try user.run(["status", "--format", "openmetrics"]).output.contains("\ncopydesk_barred_folders 1\n"))
    }

    /// In a sticky folder of another's nobody may take what others put there, whatever its mode says.
    @Test func aStickyFolderIsNamedWithWhatMendsIt() throws {
        try #require(geteuid() == 0, "Run this as root: only root can be two users, one who drops and one who works.")
        let user = try OtherUser(of: folders)
        try folders.drop("x", as: "sticky/p.txt")
        try user.own(folders.inbox, folders.state)
        let (folder, file) = (folders.file("inbox", "sticky").path, folders.file("inbox", "sticky/p.txt").path)
        #expect(chown(folder, 65_532, 65_532) == 0 && chmod(folder, 0o1777) == 0)
        #expect(chown(file, 65_532, 65_532) == 0 && chmod(file, 0o644) == 0)
        let line = "sudo chown \(OtherUser.name) \(folder)"
        for words in [["why", "sticky/p.txt"], ["why", "sticky"], ["status"]] {
            for run in [try user.run(words), try ToolRun(DaemonHarness.binary, folders.flags(words))] {
                #expect(run.output.contains(line), "\(words): \(run.output)")
                #expect(!run.output.contains("g+w"), "\(words): \(run.output)")
            }
        }
        let doctor = try ToolRun(DaemonHarness.binary, folders.flags(["doctor"]))
        #expect(doctor.output.contains(line), "\(doctor.output)")
        // Its own document it takes.
        #expect(chown(file, OtherUser.id, OtherUser.id) == 0)
        #expect(try !user.run(["why", "sticky/p.txt"]).output.contains("sticky and belongs"))
    }

    @Test func aFolderIsToldOfByWhatLiesInIt() throws {
        try folders.drop("x", as: "a/one.txt")
        try folders.drop("x", as: "a/b/two.txt")
        try folders.drop("x", as: "a/half.part")
        let run = try ToolRun(DaemonHarness.binary, folders.flags(["why", "a"]))
        #expect(run.status == 0 && run.output.hasPrefix("a  is a folder\n"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("2 waiting, 0 taken and resting, 1 left alone"), "\(run.output)")
    }

    private struct Line: CustomTestStringConvertible {
        var mode: mode_t
        var isOwner = false
        var isOfGroup = false
        var errno: Errno?
        let line: String
        var testDescription: String { line }
    }

    @Test(arguments: [
        Line(mode: 0o500, isOwner: true, line: "sudo chmod u+rwx PATH"),
        Line(mode: 0o750, isOfGroup: true, line: "sudo chmod g+rwx PATH"),
        Line(mode: 0o755, line: "sudo setfacl -m u:nobody:rwX PATH"),
        Line(mode: 0o1777, errno: .notPermitted, line: "sudo chown nobody PATH"),
        Line(mode: 0o1077, line: "sudo chown nobody PATH && sudo chmod u+rwx PATH"),
        Line(mode: 0o777, errno: .notPermitted, line: "sudo chattr -i -a PATH"),
    ])
    private func whatOpensAFolderIsWhatItsModeLacks(_ expected: Line) throws {
        let folder = folders.root.appendingPathComponent("folder")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(chmod(folder.path, expected.mode) == 0)
        let user = SystemUser(
            name: "nobody", id: expected.isOwner ? geteuid() : geteuid() + 1,
            group: expected.isOfGroup ? getegid() : getegid() + 1, groups: [])
        let line = AccessRemedy.line(opening: FilePath(folder.path), for: user, refusedBy: expected.errno)
        #expect(line == expected.line.replacing("PATH", with: folder.path))
    }

    // MARK: Whose the folders are

    private func json(_ run: ToolRun) -> String { run.output + run.errors }

    /// A member who asks is not the daemon.
    @Test func aMemberIsNotToldToTakeTheFolders() throws {
        try #require(geteuid() == 0, "Run this as root: only root can be two users, one who drops and one who works.")
        let user = try OtherUser(of: folders)
        for folder in [folders.inbox, folders.outbox, folders.state] { #expect(chmod(folder.path, 0o755) == 0) }
        let run = try user.run(["doctor"])
        #expect(!run.output.contains("chown \(OtherUser.name)"), "\(run.output)")
        // Nor where even that is closed.
        let program = FileManager.default.temporaryDirectory.appendingPathComponent("copydesk-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: DaemonHarness.binary, to: program)
        defer { try? FileManager.default.removeItem(at: program) }
        #expect(chmod(folders.root.path, 0o700) == 0)
        defer { chmod(folders.root.path, 0o755) }
        let closed = try ToolRun(
            URL(filePath: "/usr/bin/setpriv"),
            ["--reuid", "65533", "--regid", "65533", "--clear-groups", program.path] + folders.flags(["doctor"]))
        let words = closed.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("is not for you to read"), "\(closed.output)")
        #expect(!closed.output.contains("chown"), "\(closed.output)")
    }

    /// As an earlier version moved them there.
    @Test func originalsThatOthersMayAlterAreCounted() throws {
        try #require(geteuid() == 0, "Run this as root: only root can be two users, one who drops and one who works.")
        let archive = folders.file("state", "archive")
        try FileManager.default.createDirectory(at: archive, withIntermediateDirectories: true)
        for name in ["others.txt", "open.txt", "own.txt"] {
            try Data("x".utf8).write(to: archive.appendingPathComponent(name))
            #expect(chmod(archive.appendingPathComponent(name).path, name == "open.txt" ? 0o664 : 0o640) == 0)
        }
        try OtherUser(of: folders).own()
        #expect(chown(archive.appendingPathComponent("others.txt").path, 65_532, 65_532) == 0)
        func doctor() throws -> String {
            try ToolRun(DaemonHarness.binary, folders.flags(["doctor"]), environment: ["COLUMNS": "200"]).output
        }
        let before = try doctor()
        // Where lines break hangs on how long the folder's path is.
        let words = before.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("2 originals in '\(archive.path)' others than"), "\(before)")
        let line = try #require(before.split(separator: "\n").first { $0.contains("sudo find") })
        let run = try ToolRun(
            URL(filePath: "/bin/sh"), ["-c", line.trimmingCharacters(in: .whitespaces).replacing("sudo ", with: "")])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try !doctor().contains("others than"))
    }

    @Test func rootIsToldOfFoldersThatTheDaemonLost() throws {
        try #require(geteuid() == 0, "Run this as root: only root can be two users, one who drops and one who works.")
        let user = try OtherUser(of: folders)
        try Data().write(to: folders.file("state", "lock"))
        try user.own()
        #expect(chown(folders.state.path, 0, 0) == 0 && chmod(folders.state.path, 0) == 0)
        let run = try ToolRun(DaemonHarness.binary, folders.flags(["doctor"]), environment: ["COLUMNS": "200"])
        #expect(run.status == 2, "\(run.output)")
        #expect(
            run.output.contains("sudo chown \(OtherUser.name):\(OtherUser.name) \(folders.state.path)"), "\(run.output)"
        )
        // Whose it is nobody can tell: root may use it, and nobody else.
        #expect(unlink(folders.file("state", "lock").path) == 0)
        let bare = try ToolRun(DaemonHarness.binary, folders.flags(["doctor"]), environment: ["COLUMNS": "200"])
        #expect(bare.output.contains("sudo chmod u+rwx \(folders.state.path)"), "\(bare.output)")
    }
}
