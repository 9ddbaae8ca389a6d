import Foundation
import Testing

/// The commands that README.md shows: copydesk's own are run, of the others it is checked that they lead somewhere.
@Suite(.timeLimit(.minutes(10))) struct ReadmeTests {
    private static let readme = ToolRun.root.appending(path: "README.md")

    /// The lines of its code blocks that are commands, without their comments.
    private static func commands() throws -> [String] {
        var isFenced = false
        var commands: [String] = []
        for line in try String(contentsOf: readme, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("```") { isFenced.toggle() }
            let prompt = isFenced ? "$ " : "    "
            guard line.hasPrefix(prompt), let command = line.dropFirst(prompt.count).split(separator: "  #").first,
                !command.hasPrefix(" ")
            else { continue }
            commands.append(String(command))
        }
        return commands
    }

    @Test func copydesksOwnCommandsSucceed() async throws {
        let folders = try DaemonHarness()
        let story = try Data(contentsOf: ToolRun.root.appending(path: "seeds/wire-harbour-strike.txt"))
        try story.write(to: folders.root.appending(path: "story.txt"))
        try FileManager.default.createSymbolicLink(
            at: folders.root.appending(path: "seeds"), withDestinationURL: ToolRun.root.appending(path: "seeds"))
        try FileManager.default.createSymbolicLink(
            at: folders.root.appending(path: "docs"), withDestinationURL: ToolRun.root.appending(path: "docs"))
        let programs = folders.root.appending(path: ".build/release")
        try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: programs.appending(path: "copydesk"), withDestinationURL: DaemonHarness.binary)
        // The net is not for a test: what would be fetched is the story.
        let curl = programs.appending(path: "curl")
        try Data("#!/bin/sh\ncat story.txt\n".utf8).write(to: curl)
        #expect(chmod(curl.path, 0o755) == 0)
        // One that the library is asked of.
        try folders.drop(story, as: "strike.txt")
        // A document that has failed, as the README's has.
        try folders.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "a/story.txt")
        try folders.start(["--once"])
        _ = try await folders.wait()

        let library = try ToolRun(DaemonHarness.binary, folders.flags(["library", "--once"]))
        #expect(library.status == 0, "\(library.errors)")

        let commands = try Self.commands().filter { $0.contains("copydesk ") && !$0.hasPrefix("sudo ") }
        #expect(commands.count >= 10)
        for command in commands {
            let run = try ToolRun(
                URL(filePath: "/bin/sh"), ["-c", "cd \"$FOLDERS\" && " + command],
                environment: [
                    "FOLDERS": folders.root.path, "PATH": programs.path + ":/usr/bin:/bin",
                    "COPYDESK_INBOX": folders.inbox.path, "COPYDESK_OUTBOX": folders.outbox.path,
                    "COPYDESK_STATE": folders.state.path, "COPYDESK_CONFIG": "/dev/null",
                ])
            // What the doctor finds wrong with the test's own machine is no fault of the command, nor that no daemon runs.
            let isOutcome =
                command.hasPrefix("copydesk doctor") && run.status <= 2
                || command.hasPrefix("copydesk status") && run.status == 3
            #expect(run.status == 0 || isOutcome, "\(command): \(run.errors)")
            // The seeds have labels and reports beside them, which are no documents.
            let said = run.errors.split(separator: "\n").filter { !$0.hasSuffix("left out.") }
            #expect(said.isEmpty, "\(command): \(run.errors)")
            // What goes into a file or folder is there.
            if let place = command.split(separator: " ").last, command.contains(" > ") || command.contains(" --to ") {
                let path = folders.root.appending(path: String(place)).path
                let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
                #expect(size > 0 && run.output.isEmpty, "\(command)")
                continue
            }
            #expect(!run.output.isEmpty || command.contains("--check"), "\(command)")
        }
    }

    @Test func theOtherCommandsLeadSomewhere() throws {
        let ofTheSystem: Set = [
            "adduser", "apt", "journalctl", "setfacl", "systemctl", "systemd-sysusers", "systemd-tmpfiles",
        ]
        var count = 0
        for command in try Self.commands() where !command.contains("copydesk ") || command.hasPrefix("sudo ") {
            count += 1
            for step in command.components(separatedBy: " && ") {
                var words = step.split(separator: " ").map(String.init)
                if words.first == "sudo" { words.removeFirst() }
                let program = try #require(words.first)
                if program == "make" {
                    // Without doing anything: the targets are there.
                    let make = try ToolRun(
                        URL(filePath: "/usr/bin/make"), ["-n", "-C", ToolRun.root.path] + words.dropFirst())
                    #expect(make.status == 0, "\(command): \(make.errors)")
                } else if program.contains("/") {
                    let path = ToolRun.root.appending(path: program).path
                    #expect(FileManager.default.isExecutableFile(atPath: path), "\(command)")
                } else {
                    #expect(ofTheSystem.contains(program), "say here how '\(command)' is to be checked")
                }
            }
        }
        #expect(count >= 8)
    }
}
