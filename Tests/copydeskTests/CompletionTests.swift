import Foundation
import Testing

@testable import copydesk

@Suite(.timeLimit(.minutes(10))) struct CompletionTests {
    /// What a shell would expand, run or part when it completes a word.
    @Test(arguments: [
        "$(id).txt", "`id`.txt", "$HOME.txt", "a;b.txt", "a|b.txt", "a&b.txt", "it's.txt", "a\"b.txt", #"a\xff.txt"#,
        "a>b.txt", "a<b.txt", "a*.txt", "~root/a.txt", "{a,b}.txt", "a!b.txt", "a\nb.txt", "a(b).txt", "#a.txt",
    ])
    func namesThatAShellWouldExpandAreNotOffered(_ name: String) { #expect(!FailedNames.isOffered(name)) }

    @Test(arguments: [
        "a.txt", "wire/2026-11-29/story_2.txt", "Zürich.txt", "two words.txt", "not-text", "a+b,c=d@e:1.txt",
    ])
    func plainNamesAreOffered(_ name: String) { #expect(FailedNames.isOffered(name)) }

    private static let words: [(line: String, wanted: String)] = [
        ("copydesk ret", "copydesk retry"), ("copydesk status --form", "--format"),
        ("copydesk retry FLAGS pl", "plain.txt"), ("copydesk failed FLAGS --reason inv", "invalid-utf8"),
    ]

    /// In the shells themselves, as somebody types.
    @Test(arguments: ["bash", "zsh", "fish"], Self.words)
    func shellsOfferWhatThereIs(shell: String, word: (line: String, wanted: String)) async throws {
        let folders = try DaemonHarness()
        try #require(
            folders.exists(URL(filePath: "/usr/bin/\(shell)")), "There is no \(shell): run scripts/bootstrap.")
        if word.line.contains("FLAGS") {
            try folders.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "plain.txt")
            try folders.start(["--once", "--set", "limits.minFreeBytes=0"])
            #expect(try await folders.wait() == 0)
        }
        let script = folders.root.appendingPathComponent("completion")
        let text = try ToolRun(DaemonHarness.binary, ["--generate-completion-script", shell]).output
        try Data(text.utf8).write(to: script)
        let program = URL(filePath: #filePath).deletingLastPathComponent().appendingPathComponent("complete.py").path
        let path = "\(DaemonHarness.binary.deletingLastPathComponent().path):/usr/bin:/bin"
        let line = word.line.replacing("FLAGS", with: folders.flags([]).joined(separator: " "))
        let run = try ToolRun(
            URL(filePath: "/usr/bin/python3"), [program, shell, script.path, line, word.wanted],
            environment: ["PATH": path])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
}
