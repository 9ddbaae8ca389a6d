import Foundation
import Glibc
import Spool
import Supervision
import SystemPackage
import Testing

@testable import copydesk

/// `copydesk doctor`, the built program, over real folders and a service manager that says what the test wants.
@Suite(.timeLimit(.minutes(10))) struct DoctorTests {
    /// One line of the doctor's JSON.
    private struct Found: Decodable {
        let severity: String
        let area: String
        let message: String
        let commands: [String]
    }

    private struct Report: Decodable { let findings: [Found] }

    private let folders: DaemonHarness

    init() throws { folders = try DaemonHarness() }

    /// The account that the service runs as: one without rights where that can be, else the test's own.
    private static let user = geteuid() == 0 ? "nobody" : SystemUser.current.name

    /// Has a program named systemctl in the path print these properties.
    private func pretend(_ properties: [String: String]) throws {
        let lines = ["LoadState": "loaded", "ActiveState": "inactive", "User": Self.user].merging(properties) { $1 }
        let script = "#!/bin/sh\ncat <<'END'\n" + lines.map { "\($0)=\($1)\n" }.joined() + "END\n"
        let file = folders.root.appendingPathComponent("systemctl")
        try Data(script.utf8).write(to: file)
        #expect(chmod(file.path, 0o755) == 0)
    }

    private func doctor(_ arguments: String...) throws -> ToolRun {
        try ToolRun(
            DaemonHarness.binary,
            [
                "doctor", "--inbox", folders.inbox.path, "--outbox", folders.outbox.path, "--state", folders.state.path,
                "--set", "limits.minFreeBytes=0",
            ] + arguments, environment: ["PATH": folders.root.path + ":/usr/bin:/bin", "COLUMNS": "110"])
    }

    private func findings() throws -> (status: Int32, findings: [Found]) {
        let run = try doctor("--unit", "copydesk.service", "--json")
        return (run.status, try JSONDecoder().decode(Report.self, from: Data(run.output.utf8)).findings)
    }

    private func give(_ url: URL, mode: mode_t, to user: String = DoctorTests.user) throws {
        if geteuid() == 0 {
            let account = try #require(SystemUser(named: user))
            #expect(chown(url.path, account.id, account.group) == 0)
        }
        #expect(chmod(url.path, mode) == 0)
    }

    private func giveAll() throws {
        try give(folders.inbox, mode: 0o2770)
        try give(folders.outbox, mode: 0o2750)
        try give(folders.state, mode: 0o2750)
        #expect(chmod(folders.root.path, 0o755) == 0)
    }

    @Test func whereAllIsWellNothingNeedsToBeDone() async throws {
        let daemon = folders
        try await daemon.startAndWait()
        try await daemon.wait("its status") { daemon.exists(daemon.file("state", "status.json")) }
        let run = try doctor()
        // The machine's own limits and clock are as they are.
        #expect(!run.output.contains("problem "), "\(run.output)")
        #expect(run.output.contains("One daemon works on these folders: process \(daemon.pid)"), "\(run.output)")
        #expect(run.output.hasPrefix("Service\n  fine     A daemon works on these folders.\n"), "\(run.output)")
    }

    @Test func aMissingInboxIsAProblemWithTheCommandThatMakesIt() throws {
        try giveAll()
        try FileManager.default.removeItem(at: folders.inbox)
        try pretend([:])
        let (status, found) = try findings()
        #expect(status == 2)
        let finding = try #require(found.first { $0.message.contains("does not exist") })
        #expect(finding.severity == "problem" && finding.area == "folders")
        let group = SystemUser(named: Self.user).map { SystemUser.name(ofGroup: $0.group) } ?? ""
        #expect(finding.commands == ["sudo install -d -m 2770 -o \(Self.user) -g \(group) \(folders.inbox.path)"])
    }

    @Test(arguments: [true, false]) func anOutboxThatWasUsedAndHasVanishedIsAProblem(wasUsed: Bool) throws {
        try giveAll()
        if wasUsed { try Data(folders.outbox.path.utf8).write(to: folders.state.appendingPathComponent("outbox")) }
        try FileManager.default.removeItem(at: folders.outbox)
        try pretend([:])
        let finding = try #require(try findings().1.first { $0.message.contains("does not exist") })
        #expect(finding.severity == (wasUsed ? "problem" : "note") && finding.area == "folders")
    }

    @Test func aFolderThatIsSomebodyElsesIsAProblem() throws {
        try giveAll()
        if geteuid() == 0 {
            try give(folders.outbox, mode: 0o755, to: "root")
        } else {
            try give(folders.outbox, mode: 0o500)
        }
        try pretend([:])
        let (status, found) = try findings()
        #expect(status == 2)
        let finding = try #require(found.first { $0.message.contains("may not read and write the outbox") })
        #expect(finding.severity == "problem")
        #expect(finding.commands.first?.hasPrefix("sudo chown \(Self.user):") == true)
        #expect(finding.commands.first?.hasSuffix(folders.outbox.path) == true)
    }

    @Test func foldersThatBarTheDaemonAreNamedWithTheLinesThatOpenThem() throws {
        try giveAll()
        for name in ["open", "kept", "shut", "full"] {
            for base in ["inbox", "outbox"] {
                let folder = folders.file(base, name)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try give(folder, mode: 0o2770)
            }
        }
        let root = geteuid() == 0
        try give(folders.file("inbox", "kept"), mode: root ? 0o755 : 0o555, to: root ? "root" : Self.user)
        try give(folders.file("inbox", "shut"), mode: root ? 0o700 : 0o300, to: root ? "root" : Self.user)
        try give(folders.file("outbox", "full"), mode: root ? 0o755 : 0o555, to: root ? "root" : Self.user)
        defer { for name in ["kept", "shut"] { chmod(folders.file("inbox", name).path, 0o700) } }
        try pretend([:])
        let (status, found) = try findings()
        #expect(status == 2)
        for (severity, words, place) in [
            ("warning", "Documents stay in", "inbox/kept"), ("warning", "Nothing is taken from", "inbox/shut"),
            ("problem", "Nothing can be put into", "outbox/full"),
        ] {
            let path = folders.root.appendingPathComponent(place).path
            let finding = try #require(found.first { $0.message.hasPrefix("\(words) '\(path)'") }, "\(found)")
            #expect(finding.severity == severity && finding.area == "folders")
            #expect(finding.commands == ["sudo setfacl -m u:\(Self.user):rwX \(path)"])
        }
        #expect(!found.contains { $0.message.contains("/open") })
        // Of its group, it needs no more than a mode.
        if root {
            let kept = folders.file("inbox", "kept").path
            let account = try #require(SystemUser(named: Self.user))
            #expect(chown(kept, 0, account.group) == 0)
            #expect(try findings().1.contains { $0.commands == ["sudo chmod g+rwx \(kept)"] })
        }
    }

    @Test func aReportWithTheNameOfAFolderOfTheInboxBarsNothing() throws {
        try giveAll()
        let folder = folders.file("inbox", "s1.txt.json")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try give(folder, mode: 0o2770)
        let report = folders.file("outbox", "s1.txt.json")
        try Data("{}".utf8).write(to: report)
        try give(report, mode: 0o640)
        try pretend([:])
        let found = try findings().findings
        #expect(!found.contains { $0.message.contains("s1.txt.json") }, "\(found)")
    }

    @Test func withoutAUnitTheUserCountsWhoWorksOnTheFolders() throws {
        try giveAll()
        if geteuid() == 0 {
            try give(folders.inbox, mode: 0o700, to: "root")
        } else {
            try give(folders.inbox, mode: 0o500)
        }
        defer { chmod(folders.inbox.path, 0o700) }
        let run = try doctor("--json")
        let found = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8)).findings
        #expect(run.status == 2)
        #expect(found.contains { $0.message.contains("'\(Self.user)' may not read and write the inbox") }, "\(found)")
    }

    @Test func theFolderAboveThatBarsTheWayIsNamed() throws {
        try giveAll()
        let barrier = folders.root.appendingPathComponent("closed")
        try FileManager.default.createDirectory(
            at: barrier.appendingPathComponent("inbox"), withIntermediateDirectories: true)
        try give(barrier.appendingPathComponent("inbox"), mode: 0o2770)
        #expect(chmod(barrier.path, geteuid() == 0 ? 0o700 : 0o600) == 0)
        defer { chmod(barrier.path, 0o700) }
        try pretend([:])
        let run = try doctor(
            "--unit", "copydesk.service", "--json", "--set", "inbox=\(barrier.path)/inbox")
        #expect(run.output.contains("'\(barrier.path)' does not let it pass"), "\(run.output)")
        #expect(run.output.contains("sudo setfacl -m u:\(Self.user):x \(barrier.path)"))
    }

    @Test func modesThatKeepTheGroupOutAreTold() throws {
        try giveAll()
        try give(folders.inbox, mode: 0o777)
        try give(folders.outbox, mode: 0o2700)
        try pretend([:])
        let (status, found) = try findings()
        #expect(status > 0)
        let commands = Set(found.flatMap(\.commands))
        #expect(commands.contains("sudo chmod o-w \(folders.inbox.path)"))
        #expect(commands.contains("sudo chmod g+s \(folders.inbox.path)"))
        #expect(commands.contains("sudo chmod g+rx \(folders.outbox.path)"))
    }

    @Test func documentsThatTheDaemonMayNotReadAreCounted() throws {
        try giveAll()
        try folders.drop("x", as: "closed.txt")
        #expect(chmod(folders.file("inbox", "closed.txt").path, 0) == 0)
        try pretend([:])
        let finding = try #require(try findings().findings.first { $0.message.contains("'closed.txt'") })
        #expect(finding.severity == "warning" && finding.commands.first?.hasPrefix("sudo setfacl -R ") == true)
    }

    @Test func aFolderOutsideTheSandboxIsAProblemWithTheWholeDropIn() throws {
        try giveAll()
        try pretend(["ProtectSystem": "strict", "PrivateTmp": "no", "StateDirectory": "copydesk"])
        let finding = try #require(try findings().findings.first { $0.area == "sandbox" })
        #expect(finding.severity == "problem")
        let root = FilePath(folders.root.resolvingSymlinksInPath().path)
        let dropIn = SandboxDropIn(
            unit: "copydesk.service", readOnly: ["inbox", "outbox", "state"].map { root.appending($0) })
        #expect(finding.commands == dropIn.commands && dropIn.contents.contains("ReadWritePaths=\(root)\n"))

        try pretend(["ProtectSystem": "strict", "PrivateTmp": "no", "ReadWritePaths": root.string])
        #expect(try findings().findings.first { $0.area == "sandbox" }?.severity == "fine")
        try pretend(["ProtectSystem": "strict", "PrivateTmp": "yes"])
        if root.starts(with: "/tmp") {
            #expect(try findings().findings.first { $0.area == "sandbox" }?.message.contains("PrivateTmp=") == true)
        }
    }

    @Test func anotherDaemonThanTheServiceIsNamedWithItsProcess() async throws {
        try giveAll()
        try await folders.startAndWait()
        try pretend(["ActiveState": "failed", "Result": "exit-code", "ExecMainStatus": "75"])
        let finding = try #require(try findings().findings.first { $0.area == "instances" })
        #expect(finding.severity == "problem" && finding.commands.first?.hasPrefix("sudo kill \(folders.pid) ") == true)
        try pretend(["ActiveState": "active", "MainPID": "\(folders.pid)"])
        #expect(try findings().findings.first { $0.area == "instances" }?.severity == "fine")
    }

    @Test(arguments: [
        (["LoadState": "not-found"], "not-found", "problem"),
        (["ActiveState": "failed", "Result": "exit-code", "ExecMainStatus": "78"], "refused its settings", "problem"),
        (["ActiveState": "failed", "Result": "watchdog", "ExecMainStatus": "6"], "watchdog", "problem"),
        (["ActiveState": "activating", "NRestarts": "12"], "12 times", "problem"),
        (["ActiveState": "inactive"], "no document is worked on", "warning"),
        (["ActiveState": "active", "NeedDaemonReload": "yes"], "has changed since", "warning"),
        (["User": "no-such-user"], "does not exist", "problem"),
    ])
    func theServicesStateIsTold(properties: [String: String], words: String, severity: String) throws {
        try giveAll()
        try pretend(properties)
        let finding = try #require(try findings().findings.first { $0.message.contains(words) }, "\(words)")
        #expect(finding.severity == severity && finding.area == "service" && !finding.commands.isEmpty)
    }

    @Test func whatIsLeftInTheSpoolIsTold() throws {
        let active = folders.file("state", "spool/active")
        try FileManager.default.createDirectory(at: active, withIntermediateDirectories: true)
        for name in ["1.json", "1.document", "2.document", "notes.txt"] {
            try Data().write(to: active.appendingPathComponent(name))
        }
        try Data().write(to: folders.file("outbox", ".copydesk-9"))
        let run = try doctor()
        #expect(run.status == 1)
        for words in ["2 claimed documents wait", "'2.document'", "notes.txt", ".copydesk-9"] {
            #expect(run.output.contains(words), "\(run.output)")
        }
    }

    @Test func tooLittleSpaceIsAProblem() throws {
        let run = try doctor("--set", "limits.minFreeBytes=1024 GiB")
        // The width breaks the line where it wants.
        let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(run.status == 2 && words.contains("less than limits.minFreeBytes (1 TiB)"), "\(run.output)")
    }

    @Test func wrongSettingsAreNamedBeforeAnythingElse() throws {
        let run = try doctor("--set", "workers=many")
        #expect(run.status == 78 && run.output.isEmpty && run.errors.contains("workers"))
    }

    @Test func theProgramOnAMountWithoutExecIsAProblem() throws {
        let unit = UnitProperties(
            name: "copydesk.service",
            text: "LoadState=loaded\nActiveState=active\nExecStart={ path=/opt/copydesk ; argv[]=x }\n")
        let machine = Examination(
            settings: try Settings(), unit: unit, mounts: MountTable("1 0 8:1 / /opt rw,noexec - ext4 /dev/sdb rw\n"))
        let finding = try #require(ServiceCheck.look(at: machine).first { $0.message.contains("noexec") })
        #expect(finding.severity == .problem && finding.commands == ["sudo mount -o remount,exec /opt"])
    }

    @Test func aReadOnlyMountIsAProblemAndOneInMemoryAWarning() throws {
        let settings = try Settings()
        func severities(_ mounts: String) -> [Finding.Severity] {
            MountCheck.look(at: Examination(settings: settings, unit: nil, mounts: MountTable(mounts))).map(\.severity)
        }
        #expect(severities("1 0 8:1 / / rw - ext4 a rw\n2 1 8:2 / /var ro - ext4 b rw\n").allSatisfy { $0 == .problem })
        #expect(
            severities("1 0 8:1 / / rw - ext4 a rw\n2 1 8:2 / /var rw - tmpfs b rw\n").allSatisfy { $0 == .warning })
        #expect(severities("1 0 8:1 / / rw - ext4 a rw\n") == [.fine])
    }
}
