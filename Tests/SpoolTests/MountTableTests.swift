import SystemPackage
import Testing

@testable import Spool

/// How the kernel's table of mounts is read.
@Suite struct MountTableTests {
    @Test func aLineIsReadWhole() throws {
        let line = "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue\n"
        let mount = try #require(MountTable(line).mounts.first)
        #expect(mount.id == "36" && mount.device == "98:0" && mount.point == "/mnt2" && mount.root == "/mnt1")
        #expect(mount.type == "ext3" && mount.source == "/dev/root")
        #expect(mount.options == ["rw", "noatime"] && mount.superOptions == ["rw", "errors=continue"])
    }

    /// White space and backslashes are octal numbers; what looks like one and is none stays.
    @Test(arguments: [
        (#"/two\040words"#, Array("/two words".utf8)), (#"/a\011b\012c\134d"#, Array("/a\tb\nc\\d".utf8)),
        (#"/\08"#, Array(#"/\08"#.utf8)), (#"/\8888"#, Array(#"/\8888"#.utf8)), (#"/end\04"#, Array(#"/end\04"#.utf8)),
        (#"/\377\303"#, [0x2F, 0xFF, 0xC3]),
    ])
    func escapesAreUndone(field: String, bytes: [UInt8]) throws {
        let mount = try #require(MountTable("36 35 98:0 / \(field) rw - ext3 a rw").mounts.first)
        #expect(mount.point.bytes == bytes)
    }

    @Test func onlyTheMountsWantedAreKept() {
        let text = ["/srv/in", "/srv/in/a", "/srv/inbox", "/srv"].map { "36 35 98:0 / \($0) rw - ext3 a rw\n" }.joined()
        let table = MountTable(Array(text.utf8)) { $0.starts(with: "/srv/in") }
        #expect(table.mounts.map(\.point) == ["/srv/in", "/srv/in/a"])
    }

    @Test func thisProcessHasMounts() throws {
        let table = try #require(MountTable())
        #expect(table.mount(of: "/proc/self")?.type == "proc")
    }
}
