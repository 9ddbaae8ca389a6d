import Foundation
import Glibc
import Spool
import SystemPackage
import Testing

@testable import Supervision

/// How a unit's sandbox is read off its mounts, and the drop-in against it.
@Suite struct UnitSandboxTests {
    /// As `/proc/self/mountinfo` of a service under `ProtectSystem=strict`, `ProtectHome=yes` and `PrivateTmp=yes`.
    private static let mounts = MountTable(
        """
        401 312 254:0 / / ro,relatime master:1 - ext4 /dev/vda rw,discard
        402 401 0:25 /systemd/inaccessible/dir /home ro,nosuid master:9 - tmpfs tmpfs rw,mode=755
        403 401 254:0 /tmp/systemd-private-4f2a-copydesk.service-x1/tmp /tmp rw,relatime master:1 - ext4 /dev/vda rw,discard
        404 401 254:0 /var/lib/copydesk /var/lib/copydesk rw,relatime master:1 - ext4 /dev/vda rw,discard
        405 401 0:44 / /mnt/archive ro,relatime - nfs4 server:/archive ro,vers=4.2
        406 401 254:9 / /mnt/two\\040words rw - ext4 /dev/vdb rw
        """)
    private static let sandbox = UnitSandbox(unit: "copydesk.service", mounts: mounts)

    @Test(
        arguments: [
            ("/var/lib/copydesk/inbox", nil), ("/srv/news/inbox", .readOnly), ("/home/desk/inbox", .home),
            ("/tmp/inbox", .temporary),
            // Read-only for everybody, and none of the sandbox's doing.
            ("/mnt/archive/inbox", nil), ("/mnt/two words/inbox", nil),
        ] as [(FilePath, UnitSandbox.Obstacle?)])
    func whatIsInAFoldersWayIsReadOffTheMounts(folder: FilePath, obstacle: UnitSandbox.Obstacle?) {
        #expect(Self.sandbox.obstacle(to: folder) == obstacle)
    }

    @Test func aLaterMountLiesOverAnEarlierOne() throws {
        let table = MountTable("1 0 8:1 / / rw - ext4 a rw\n2 1 8:2 / / rw - btrfs b rw\nnonsense\n")
        #expect(table.mounts.count == 2)
        #expect(table.mount(of: "/srv")?.type == "btrfs")
    }

    @Test(
        arguments: [
            ("0::/system.slice/copydesk.service\n", "copydesk.service"),
            (
                "1:name=systemd:/\n0::/system.slice/system-copydesk.slice/copydesk@sports.service\n",
                "copydesk@sports.service"
            ),
            ("0::/user.slice/user-0.slice/session-1.scope\n", nil),
        ] as [(String, String?)])
    func theUnitIsReadOffItsControlGroup(text: String, unit: String?) {
        #expect(UnitSandbox.unit(inControlGroups: text) == unit)
    }

    @Test func theDropInNamesFoldersAsUnitFilesHaveThem() throws {
        let dropIn = SandboxDropIn(
            unit: "copydesk.service", readOnly: ["/srv/two words/50%"], hidden: ["/home/desk/in"])
        #expect(dropIn.path == "/etc/systemd/system/copydesk.service.d/folders.conf")
        #expect(
            dropIn.contents == """
                [Unit]
                RequiresMountsFor="/srv/two words/50%%" /home/desk/in

                [Service]
                ReadWritePaths="/srv/two words/50%%"
                ProtectHome=tmpfs
                BindPaths=/home/desk/in

                """)
        // What the line writes, as a shell does it; a file of its own in place of the unit's.
        let line = dropIn.commands[1]
        #expect(line.hasSuffix(" | sudo tee \(dropIn.path)") && dropIn.commands.allSatisfy { !$0.contains("\n") })
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", String(line.dropLast(" | sudo tee \(dropIn.path)".count))]
        let written = Pipe()
        shell.standardOutput = written
        try shell.run()
        let bytes = try written.fileHandleForReading.readToEnd()
        shell.waitUntilExit()
        #expect(bytes.map { String(decoding: $0, as: UTF8.self) } == dropIn.contents)
    }

    @Test func foldersSideBySideStayInOneMount() {
        let siblings: [FilePath] = ["/srv/news/inbox", "/srv/news/outbox", "/data/state"]
        #expect(SandboxDropIn(unit: "x.service", readOnly: siblings).readOnly == ["/srv/news", "/data/state"])
        // Not a folder that holds the machine's own.
        #expect(
            SandboxDropIn(unit: "x.service", readOnly: ["/srv/in", "/srv/out"]).readOnly == ["/srv/in", "/srv/out"])
    }

    @Test func theDaemonsFailureHasTheWholeDropIn() {
        let folders = SpoolFolders(
            inbox: "/srv/news/inbox", outbox: "/var/lib/copydesk/outbox", state: "/var/lib/copydesk/state")
        let failure = DaemonFailure(
            SpoolError.unwritable(.inbox, folders.inbox, .readOnlyFileSystem), folders: folders, in: Self.sandbox)
        #expect(failure.exitCode == EX_CONFIG && failure.errno == .readOnlyFileSystem)
        let dropIn = SandboxDropIn(unit: "copydesk.service", readOnly: ["/srv/news/inbox"])
        #expect(failure.message.contains(dropIn.path) && failure.message.contains(dropIn.contents))
    }

    @Test func whatIsNotOfTheSandboxIsNotLaidToIt() {
        let folders = SpoolFolders(
            inbox: "/mnt/archive/inbox", outbox: "/var/lib/copydesk/outbox", state: "/var/lib/copydesk/state")
        let error = SpoolError.unwritable(.inbox, folders.inbox, .readOnlyFileSystem)
        for sandbox in [Self.sandbox, nil] {
            let failure = DaemonFailure(error, folders: folders, in: sandbox)
            #expect(failure.exitCode == EX_CANTCREAT && !failure.message.contains("ReadWritePaths"))
        }
    }
}
