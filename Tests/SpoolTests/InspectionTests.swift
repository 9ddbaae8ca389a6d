import Glibc
import SystemPackage
import Testing

@testable import Spool

/// What can be told of a spool from outside.
struct InspectionTests {
    let scene: Scene

    init() throws { scene = try Scene() }

    @Test func theBacklogIsWhatADaemonWouldTake() throws {
        for path: FilePath in ["one", "a/two", "a/b/three", "x.part", "y.bak", ".git/four", "a/.copydesk-1"] {
            try scene.drop("text", at: path)
        }
        let rules = IgnoreRules(patterns: ["*.bak"])
        let backlog = try SpoolInspection.backlog(of: scene.folders.inbox, ignoring: rules)
        #expect(backlog.documents == 3 && backlog.folders == 3 && backlog.oldestAge != nil)
        #expect(backlog.temporaries == ["a/.copydesk-1"])
        let documents = try SpoolInspection.documents(in: scene.folders.inbox, ignoring: rules, atMost: 10)
        #expect(Set(documents) == ["one", "a/two", "a/b/three"])
        #expect(try SpoolInspection.documents(in: scene.folders.inbox, ignoring: rules, atMost: 2).count == 2)
        #expect(throws: Errno.noSuchFileOrDirectory) {
            try SpoolInspection.backlog(of: scene.root.appending("nowhere"), ignoring: rules)
        }
    }

    /// Of what its mode closes to the daemon's user, an access list may still open some.
    @Test(arguments: [
        (geteuid() + 1, getegid() + 1, 2, 3), (geteuid() + 1, getegid(), 1, 6), (0, getegid() + 1, 0, 7),
    ])
    func whatTheDaemonMayNotReadDoesNotWait(user: uid_t, group: gid_t, unreadable: Int, waiting: Int) throws {
        let modes: [(FilePath, mode_t)] = [
            ("all", 0o644), ("group", 0o640), ("mine", 0o600), ("listed", 0o600), ("open/one", 0o644),
            ("closed/two", 0o644), ("closed/deep/three", 0o644),
        ]
        for (path, mode) in modes {
            try scene.drop("text", at: path)
            #expect(chmod(scene.folders.inbox.pushing(path).string, mode) == 0)
        }
        #expect(chmod(scene.folders.inbox.appending("closed").string, 0o750) == 0)
        let reader = SpoolInspection.Reader(user: user, groups: [group]) { path, _ in path != "listed" }
        let backlog = try SpoolInspection.backlog(
            of: scene.folders.inbox, ignoring: IgnoreRules(patterns: []), for: reader)
        #expect(backlog.unreadable == unreadable && backlog.documents == waiting, "\(backlog)")
        // One closed folder counts once.
        #expect(backlog.unreadableFiles.count == unreadable && backlog.leftAlone == (waiting == 3 ? 1 : 0))
    }

    @Test func theHoldersOfTheLocksAreNamed() throws {
        func holders() -> SpoolInspection.Holders {
            SpoolInspection.holders(state: scene.folders.state, inbox: scene.folders.inbox)
        }
        #expect(holders() == SpoolInspection.Holders())
        let spool = try scene.open()
        let me = SpoolInspection.Holder(pid: Int(getpid()))
        withExtendedLifetime(spool) { #expect(holders() == SpoolInspection.Holders(state: me, inbox: me)) }
    }

    @Test func entriesAreToldApart() throws {
        #expect(try SpoolInspection.activeEntries(in: scene.folders.state) == nil)
        for folder: FilePath in ["state", "state/spool", "state/spool/active"] { scene.makeFolder(folder) }
        for name in ["1.json", "1.document", "2.document", "3.json", "4.part", "notes.txt"] {
            try scene.write("", to: FilePath("state/spool/active").appending(name))
        }
        let entries = try #require(try SpoolInspection.activeEntries(in: scene.folders.state))
        #expect(entries.claimed == 1 && entries.orphans == ["2.document"] && entries.strangers == ["notes.txt"])
    }

    @Test func unfinishedReportsAreFound() throws {
        scene.makeFolder("outbox/a")
        for path: FilePath in ["outbox/a/.copydesk-7", "outbox/a/story.txt.json"] { try scene.write("", to: path) }
        #expect(try SpoolInspection.temporaryReports(in: scene.folders.outbox) == ["a/.copydesk-7"])
    }
}
