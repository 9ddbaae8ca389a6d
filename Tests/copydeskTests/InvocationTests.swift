import ArgumentParser
import Foundation
import Spool
import SystemPackage
import Testing

@testable import copydesk

/// Lines that people paste into a shell.
@Suite struct InvocationTests {
    @Test(arguments: [
        ([], "copydesk failed", "sudo systemctl start copydesk"),
        (
            ["--config", "/etc/copydesk/copydesk.yaml"], "copydesk failed --config /etc/copydesk/copydesk.yaml",
            "sudo systemctl start copydesk"
        ),
        (
            ["--config", "/etc/copydesk/sports.yaml"], "copydesk failed --config /etc/copydesk/sports.yaml",
            "sudo systemctl start copydesk@sports"
        ),
        (["--config", "my own.yaml"], "copydesk failed --config 'my own.yaml'", "copydesk run --config 'my own.yaml'"),
        (
            ["--set", "archive.keep=1 d", "--state", "s", "--inbox", "/in"],
            "copydesk failed --inbox /in --state s --set 'archive.keep=1 d'",
            "copydesk run --inbox /in --state s --set 'archive.keep=1 d'"
        ),
    ])
    func whatWasGivenIsGivenAgain(_ flags: [String], failed: String, start: String) throws {
        let invocation = Invocation(try PlaceOptions.parse(flags))
        #expect(invocation.command("failed") == failed)
        #expect(invocation.start == start)
        #expect(invocation.isPlain == flags.isEmpty)
    }

    @Test func onlyTheDoctorIsToldOfTheUnit() {
        var invocation = Invocation()
        invocation.unit = "copydesk@a.service"
        #expect(invocation.command("doctor", as: "sudo ") == "sudo copydesk doctor --unit copydesk@a.service")
        #expect(invocation.command("failed") == "copydesk failed")
    }

    @Test(
        arguments: [
            Array("plain.txt".utf8), Array("it's a ‘name’.txt".utf8), Array("line\nfeed'\\.txt".utf8),
            [0x61, 0xFF, 0x61, 0x27, 0x5C, 0x0A, 0x33], Array(#"a\x41"#.utf8), Array("a\u{202E}b".utf8),
        ] as [[UInt8]])
    func aQuotedPathIsTheSameBytesForAShell(_ bytes: [UInt8]) throws {
        let word = ShellWord.quoted(FilePath(bytes: bytes))
        #expect(!word.unicodeScalars.contains { $0.isControl })
        let run = try ToolRun(URL(filePath: "/bin/bash"), ["-c", "printf %s \(word) | od -An -v -tu1"])
        #expect(run.output.split(whereSeparator: \.isWhitespace).map { UInt8($0) } == bytes, "\(word)")
    }
}
