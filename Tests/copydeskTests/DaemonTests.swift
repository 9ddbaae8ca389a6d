import AnalyzerKit
import Foundation
import Glibc
import Supervision
import Testing
import Wire

/// The built binary over real folders, with real signals and a real notify socket.
///
/// One after the other: each has two workers, and a test's machine may have two cores.
@Suite(.serialized, .timeLimit(.minutes(10))) struct DaemonTests {
    private static let story = "“We highly value this,” Putin said on Tuesday. Xi Jinping agreed.\n"

    @Test func aDocumentComesOutAsAReport() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop(Self.story, as: "story.txt")
        let report = try await daemon.report("story.txt")
        let document = try #require(report["document"] as? [String: Any])
        #expect(document["path"] as? String == "story.txt")
        #expect(document["text"] as? String == Self.story)
        #expect(document["bytes"] as? Int == Self.story.utf8.count)
        try await daemon.wait("the original in the archive") {
            daemon.exists(daemon.file("state", "archive/story.txt"))
                && !daemon.exists(daemon.file("inbox", "story.txt"))
        }
    }

    @Test func referencesAreReportedWhereTheSettingSaysSo() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "analyzers.references.report=true"])
        try daemon.drop("Angela Merkel spoke. Then she left.\n", as: "story.txt")
        let analyzers = try #require(try await daemon.report("story.txt")["analyzers"] as? [String: [String: Any]])
        let findings = try #require(analyzers["references"]?["findings"] as? [String: [[String: Any]]])
        let kinds = findings["references"]?.compactMap { $0["kind"] as? String }
        #expect(kinds == ["pronoun"])
    }

    @Test(arguments: [("0", ["Ann Lee"]), ("1", [])])
    func speakersAreNamedWhereItIsSureEnough(minConfidence: String, speakers: [String]) async throws {
        let daemon = try DaemonHarness()
        let file = daemon.root.appendingPathComponent("copydesk.yaml")
        try Data("analyzers:\n  quotes:\n    minConfidence: \(minConfidence)\n".utf8).write(to: file)
        try await daemon.startAndWait(["--config", file.path])
        try daemon.drop("“We leave at noon,” Ann Lee said on Friday.\n", as: "story.txt")
        let analyzers = try #require(try await daemon.report("story.txt")["analyzers"] as? [String: [String: Any]])
        let findings = try #require(analyzers["quotes"]?["findings"] as? [String: [[String: Any]]])
        #expect(findings["speakers"]?.compactMap { $0["name"] as? String } == speakers)
        #expect(findings["quotes"]?.compactMap { $0["text"] as? String } == ["We leave at noon,"])
    }

    @Test func aDocumentWrittenInPlaceIsTakenWhenItIsClosed() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        let path = daemon.file("inbox", "story.txt").path
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let handle = try #require(FileHandle(forWritingAtPath: path))
        handle.write(Data("Half a sto".utf8))
        handle.write(Data("ry.\n".utf8))
        try handle.close()
        let report = try await daemon.report("story.txt")
        let document = try #require(report["document"] as? [String: Any])
        #expect(document["text"] as? String == "Half a story.\n")
    }

    @Test func documentsInSubfoldersKeepTheirPath() async throws {
        let daemon = try DaemonHarness()
        try daemon.drop(Self.story, as: "early/bird.txt")
        try await daemon.startAndWait()
        try daemon.drop(Self.story, as: "a/b/c/story.txt")
        for path in ["early/bird.txt", "a/b/c/story.txt"] {
            let document = try #require(try await daemon.report(path)["document"] as? [String: Any])
            #expect(document["path"] as? String == path)
        }
    }

    @Test func aFolderMovedInWholeIsRead() async throws {
        let daemon = try DaemonHarness()
        let folder = daemon.root.appendingPathComponent("elsewhere/deep/er")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for number in 0..<20 {
            try Data(Self.story.utf8).write(to: folder.appendingPathComponent("\(number).txt"))
        }
        try await daemon.startAndWait()
        #expect(rename(daemon.root.appendingPathComponent("elsewhere").path, daemon.file("inbox", "in").path) == 0)
        for number in 0..<20 { _ = try await daemon.report("in/deep/er/\(number).txt") }
    }

    @Test func aTextInAnotherCharsetIsAnalysed() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        let text = "“It’s closed,” said José Álvarez, who bakes for the café on Mill Street.\n"
        try daemon.drop(try #require(text.data(using: .windowsCP1252)), as: "western.txt")
        try daemon.drop(try #require(text.data(using: .utf16BigEndian)), as: "wide.txt")
        try daemon.drop(Data(text.utf8) + Data([0xE2, 0x80]), as: "cut.txt")
        for (name, charset, problems) in [
            ("western.txt", "windows-1252", [] as [String?]), ("wide.txt", "UTF-16BE", []),
            ("cut.txt", "UTF-8", ["charset"]),
        ] {
            let report = try await daemon.report(name)
            let document = try #require(report["document"] as? [String: Any])
            #expect(document["charset"] as? String == charset)
            #expect(document["text"] as? String == text)
            let entries = try #require(report["problems"] as? [[String: Any]])
            #expect(entries.map { $0["reason"] as? String } == problems)
        }
    }

    @Test func invalidUTF8IsSetAsideWithItsOffset() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "a/bad.txt")
        let note = try await daemon.json(daemon.file("state", "failed/a/bad.txt.error.json"))
        #expect(note["byteOffset"] as? Int == 15)
        #expect(note["reason"] as? String == "invalid-utf8")
        #expect(daemon.exists(daemon.file("state", "failed/a/bad.txt")))
        #expect(!daemon.exists(daemon.file("outbox", "a/bad.txt.json")))
    }

    @Test func anEmptyFileHasAReportWithoutFindings() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "watch.settleEmpty=200 ms"])
        try daemon.drop("", as: "empty.txt")
        let document = try #require(try await daemon.report("empty.txt")["document"] as? [String: Any])
        #expect(document["words"] as? Int == 0)
        #expect(document["text"] as? String == "")
    }

    @Test func aDocumentBeyondTheLimitIsSetAside() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "limits.maxBytes=100"])
        try daemon.drop(String(repeating: "x", count: 101), as: "long.txt")
        try daemon.drop(String(repeating: "x", count: 100), as: "short.txt")
        let note = try await daemon.json(daemon.file("state", "failed/long.txt.error.json"))
        #expect((note["message"] as? String)?.contains("100") == true)
        _ = try await daemon.report("short.txt")
    }

    @Test func unfinishedFilesAreLeftAloneUntilTheyAreRenamed() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        let names = ["a.txt.part", ".hidden", "b.txt~", "c.tmp", "d.crdownload", "e.filepart", "f.swp", "g.partial"]
        for name in names { try Data(Self.story.utf8).write(to: daemon.file("inbox", name)) }
        #expect(rename(daemon.file("inbox", "a.txt.part").path, daemon.file("inbox", "a.txt").path) == 0)
        _ = try await daemon.report("a.txt")
        for name in names.dropFirst() {
            #expect(daemon.exists(daemon.file("inbox", name)))
            #expect(!daemon.exists(daemon.file("outbox", name + ".json")))
        }
    }

    @Test func linksAndPipesAreLeftAloneAndNamedOnce() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "watch.settle=50 ms", "--set", "watch.rescan=1 s"])
        let secret = daemon.root.appendingPathComponent("secret")
        try Data("secret".utf8).write(to: secret)
        #expect(symlink(secret.path, daemon.file("inbox", "link.txt").path) == 0)
        #expect(mkfifo(daemon.file("inbox", "pipe.txt").path, 0o644) == 0)
        func mentions(_ name: String) -> Int { daemon.errorText().components(separatedBy: "'\(name)'").count - 1 }
        try await daemon.wait("the log to name both") { mentions("link.txt") > 0 && mentions("pipe.txt") > 0 }
        // Two more scans say nothing new.
        try await Task.sleep(for: .seconds(2.5))
        #expect(mentions("link.txt") == 1 && mentions("pipe.txt") == 1, "\(daemon.errorText())")
        #expect(!daemon.exists(daemon.file("outbox", "link.txt.json")))
        #expect(daemon.exists(daemon.file("inbox", "link.txt")))
    }

    @Test func aKilledWorkerCostsNoDocument() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--workers", "2"])
        for round in 0..<5 {
            for worker in try daemon.workers() { kill(worker, SIGKILL) }
            try daemon.drop(Self.story, as: "\(round).txt")
            _ = try await daemon.report("\(round).txt")
        }
        #expect(daemon.process.isRunning)
    }

    @Test func aKilledDaemonLosesNothing() async throws {
        let daemon = try DaemonHarness()
        let count = 60
        for number in 0..<count { try daemon.drop("\(number): " + Self.story, as: "\(number).txt") }
        for _ in 0..<4 {
            let before = try FileManager.default.contentsOfDirectory(atPath: daemon.outbox.path).count
            try await daemon.startAndWait()
            try await daemon.wait("some work") {
                try FileManager.default.contentsOfDirectory(atPath: daemon.outbox.path).count >= min(before + 5, count)
            }
            daemon.send(SIGKILL)
            #expect(try await daemon.wait() == -SIGKILL)
        }
        try await daemon.startAndWait()
        for number in 0..<count {
            let document = try #require(try await daemon.report("\(number).txt")["document"] as? [String: Any])
            #expect(document["text"] as? String == "\(number): " + Self.story)
        }
        try await daemon.wait("an empty spool") {
            try FileManager.default.contentsOfDirectory(atPath: daemon.file("state", "spool/active").path).isEmpty
        }
        let archived = try FileManager.default.contentsOfDirectory(atPath: daemon.file("state", "archive").path)
        #expect(archived.count == count)
    }

    @Test func workersEndWithTheirDaemon() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--workers", "2"])
        let workers = try daemon.workers()
        #expect(workers.count == 2)
        daemon.send(SIGKILL)
        _ = try await daemon.wait()
        try await daemon.wait("the workers' end") { workers.allSatisfy { kill($0, 0) != 0 } }
    }

    @Test func sigtermStopsInGoodOrder() async throws {
        let daemon = try DaemonHarness()
        for number in 0..<30 { try daemon.drop(Self.story, as: "\(number).txt") }
        try await daemon.startAndWait()
        daemon.send(SIGTERM)
        try await daemon.waitForMessage { $0.contains("STOPPING=1") }
        #expect(try await daemon.wait() == 0)
        // Every document is somewhere, and nothing is half done.
        let reports = try FileManager.default.contentsOfDirectory(atPath: daemon.outbox.path)
        let archived =
            (try? FileManager.default.contentsOfDirectory(atPath: daemon.file("state", "archive").path)) ?? []
        let waiting = try FileManager.default.contentsOfDirectory(atPath: daemon.inbox.path)
        #expect(Set(reports) == Set(archived.map { $0 + ".json" }))
        let active = try FileManager.default.contentsOfDirectory(atPath: daemon.file("state", "spool/active").path)
        #expect(active.isEmpty)
        #expect(reports.count + waiting.count == 30)
    }

    @Test func controlCStopsCleanlyOutsideSystemd() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        daemon.send(SIGINT)
        #expect(try await daemon.wait() == 0)
        #expect(daemon.errorText().contains("SIGINT"))
    }

    @Test func aSecondDaemonIsRefusedWithTheFirstOnesProcessID() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        let second = Process()
        second.executableURL = DaemonHarness.binary
        second.arguments = daemon.process.arguments
        let errors = Pipe()
        second.standardError = errors
        try second.run()
        try await daemon.wait("the second's end") { !second.isRunning }
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(second.terminationStatus == EX_TEMPFAIL)
        #expect(text.contains("\(daemon.pid)"), "\(text)")
        #expect(daemon.process.isRunning)
    }

    @Test func aMissingInboxIsAClearErrorBeforeReady() async throws {
        let daemon = try DaemonHarness(makesInbox: false)
        try daemon.start()
        let message = try await daemon.waitForMessage { $0.contains { $0.hasPrefix("ERRNO=") } }
        #expect(message.contains("ERRNO=2"))
        #expect(message.contains { $0.hasPrefix("STATUS=") && $0.contains("inbox") })
        #expect(try await daemon.wait() == EX_CONFIG)
        #expect(daemon.errorText().contains(daemon.inbox.path))
    }

    @Test func theManagerHearsHowTheWorkStands() async throws {
        let daemon = try DaemonHarness()
        try daemon.start(environment: ["WATCHDOG_USEC": "200000"])
        let ready = try await daemon.waitForMessage { $0.contains("READY=1") }
        #expect(ready.contains { $0.hasPrefix("STATUS=") })
        try await daemon.waitForMessage { $0 == ["WATCHDOG=1"] }
        try daemon.drop(Self.story, as: "good.txt")
        try daemon.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "bad.txt")
        try await daemon.waitForMessage { $0.contains { $0.contains("1 delivered, 1 failed") } }
        try await daemon.waitForMessage { $0 == ["WATCHDOG=1"] }
    }

    @Test func filesThatSettleAreCountedAndNobodyIsCalledIdle() async throws {
        let daemon = try DaemonHarness()
        try daemon.drop("", as: "placeholder.txt")
        try await daemon.startAndWait(["--set", "watch.settleEmpty=1 min"])
        try await daemon.waitForMessage { $0.contains { $0.hasPrefix("STATUS=0 waiting, 1 settling, 0 delivered") } }
        try FileManager.default.removeItem(at: daemon.file("inbox", "placeholder.txt"))
        try daemon.drop(Self.story, as: "good.txt")
        try await daemon.waitForMessage { $0.contains { $0.contains("1 delivered") } }
    }

    @Test func onceDrainsTheInboxAndEnds() async throws {
        let daemon = try DaemonHarness()
        for number in 0..<10 { try daemon.drop(Self.story, as: "a/\(number).txt") }
        try daemon.start(["--once"])
        #expect(try await daemon.wait() == 0)
        for number in 0..<10 { #expect(daemon.exists(daemon.file("outbox", "a/\(number).txt.json"))) }
        #expect(daemon.exists(daemon.file("inbox", "a")))
    }

    @Test func theSameContentUnderSeveralNamesHasAReportEach() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        for name in ["one.txt", "two.txt", "sub/one.txt"] { try daemon.drop(Self.story, as: name) }
        for name in ["one.txt", "two.txt", "sub/one.txt"] { _ = try await daemon.report(name) }
    }

    @Test func anotherDocumentOfTheSameNameDoesNotReplaceTheReport() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop("First.\n", as: "a.txt")
        let first = try #require(try await daemon.report("a.txt")["document"] as? [String: Any])
        try daemon.drop("Second.\n", as: "a.txt")
        try await daemon.wait("the second report") {
            try FileManager.default.contentsOfDirectory(atPath: daemon.outbox.path).count == 2
        }
        let again = try #require(try await daemon.report("a.txt")["document"] as? [String: Any])
        #expect(first["sha256"] as? String == again["sha256"] as? String)
    }

    @Test func aReloadTakesNewSettingsAndKeepsTheOldOnesWhenTheFileIsWrong() async throws {
        let daemon = try DaemonHarness()
        let file = daemon.root.appendingPathComponent("copydesk.yaml")
        try Data("workers: 1\n".utf8).write(to: file)
        try await daemon.startAndWait(["--config", file.path])
        #expect(try daemon.workers().count == 1)

        try Data("workers: 2\nlog:\n  format: json\n".utf8).write(to: file)
        try await daemon.reload()
        try await daemon.wait("a second worker") { try daemon.workers().count == 2 }
        #expect(daemon.errorText().contains("in use: workers"))
        #expect(daemon.errorText().contains("restart: log.format"))

        try Data("wrokers: 3\n".utf8).write(to: file)
        try await daemon.reload()
        try await daemon.wait("a word on the mistake") { daemon.errorText().contains("'workers'?") }
        #expect(try daemon.workers().count == 2)
        try await daemon.wait("the status to say so") {
            try String(contentsOf: daemon.file("state", "status.json"), encoding: .utf8).contains(
                "settings were refused")
        }
        try Data("workers: 2\n".utf8).write(to: file)
        try await daemon.reload()
        try await daemon.wait("the status to be clear of it") {
            try !String(contentsOf: daemon.file("state", "status.json"), encoding: .utf8).contains("refused")
        }
        try daemon.drop(Self.story, as: "story.txt")
        _ = try await daemon.report("story.txt")
    }

    @Test func aReloadChangesWhatIsTakenAndWhatIsLogged() async throws {
        let daemon = try DaemonHarness()
        let file = daemon.root.appendingPathComponent("copydesk.yaml")
        try Data("watch:\n  ignore: ['*.bak']\nlimits:\n  maxBytes: 200\nlog:\n  level: error\n".utf8).write(to: file)
        try await daemon.startAndWait(["--config", file.path, "--set", "watch.settle=50 ms"])
        try daemon.drop(Self.story, as: "story.bak")
        try daemon.drop(String(repeating: "x", count: 201), as: "long.txt")
        _ = try await daemon.json(daemon.file("state", "failed/long.txt.error.json"))
        #expect(daemon.exists(daemon.file("inbox", "story.bak")))

        try Data("watch:\n  ignore: ['*.txt']\nlimits:\n  maxBytes: 2 KiB\n".utf8).write(to: file)
        try await daemon.reload()
        // What lay there ignored is found, and a document of the new size comes to a worker with the new limit.
        _ = try await daemon.report("story.bak")
        try daemon.drop(String(repeating: "x", count: 1_000), as: "long.md")
        _ = try await daemon.report("long.md")
        try daemon.drop(Self.story, as: "story.txt")
        try daemon.drop(Self.story, as: "last.md")
        _ = try await daemon.report("last.md")
        #expect(daemon.exists(daemon.file("inbox", "story.txt")))
        try await daemon.wait("the log at its new level") { daemon.errorText().contains("Delivered 'last.md'") }
    }

    @Test func workersThatEndAgainAndAgainAreToldUntilOneAnswers() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--workers", "1"])
        func status() -> String {
            (try? String(contentsOf: daemon.file("state", "status.json"), encoding: .utf8)) ?? ""
        }
        try await daemon.wait("starts to be held back") {
            for worker in try daemon.workers() { kill(worker, SIGKILL) }
            return status().contains("starts are held back")
        }
        #expect(try await daemon.tool("status").contains("Trouble    workers end again and again"))
        try daemon.drop(Self.story, as: "story.txt")
        _ = try await daemon.report("story.txt")
        try await daemon.wait("the trouble to be over") { !status().contains("held back") }
    }

    @Test func manyReloadsLeaveNothingOpen() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        func open() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.pid)/fd").count
        }
        try await daemon.reload()
        let before = try open()
        for _ in 0..<100 { try await daemon.reload() }
        // What a scan or a line of the log has open at the moment is closed soon.
        try await daemon.wait("what the reloads opened to be closed") { try open() <= before + 2 }
    }

    @Test func failedDocumentsAreListedAndTriedAgain() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "a/bad.txt")
        _ = try await daemon.json(daemon.file("state", "failed/a/bad.txt.error.json"))
        #expect(try await daemon.tool("failed").contains("a/bad.txt"))
        try await daemon.waitForMessage { $0.contains { $0.contains("1 failed") } }
        let status = try await daemon.tool("status")
        #expect(status.contains("Running") && status.contains("1 in failed/"), "\(status)")
        let metrics = daemon.root.appendingPathComponent("copydesk.prom")
        _ = try await daemon.tool("status", "--format", "openmetrics", "--output", metrics.path)
        let lines = try String(contentsOf: metrics, encoding: .utf8)
        #expect(lines.hasSuffix("\n# EOF\n") && lines.contains("\ncopydesk_failed_documents 1\n"), "\(lines)")

        daemon.send(SIGTERM)
        #expect(try await daemon.wait() == 0)
        #expect(try await daemon.tool("status").contains("Not running"))
        #expect(try await daemon.tool("retry", "--all").contains("a/bad.txt"))
        #expect(daemon.exists(daemon.file("inbox", "a/bad.txt")))
        #expect(!daemon.exists(daemon.file("state", "failed/a/bad.txt.error.json")))
    }

    @Test(arguments: [["a/story.txt"], ["--problems"]])
    func aDocumentWithoutAnAnalyzersFindingsIsTriedAgain(arguments: [String]) async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        for name in ["a/story.txt", "a/whole.txt"] {
            try daemon.drop(Self.story, as: name)
            _ = try await daemon.report(name)
        }
        daemon.send(SIGTERM)
        #expect(try await daemon.wait() == 0)
        // As if the quotes had been left out.
        let url = daemon.file("outbox", "a/story.txt.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        let whole = #""problems":[]}"#
        #expect(text.contains(whole))
        let problem = #""problems":[{"analyzer":"quotes","reason":"crash","message":"\"problems\":[]}"}]}"#
        try Data(text.replacing(whole, with: problem).utf8).write(to: url)

        let output = try await daemon.tool(["retry"] + arguments)
        #expect(output == "a/story.txt is in the inbox again.\n")
        #expect(!daemon.exists(daemon.file("state", "archive/a/story.txt")))
        try daemon.start(["--once"])
        #expect(try await daemon.wait() == 0)
        #expect(try String(contentsOf: url, encoding: .utf8) == text)
        #expect(daemon.exists(daemon.file("state", "archive/a/story.txt")))
    }

    @Test func processListsNameTheWorkers() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--workers", "1"])
        let worker = try #require(try daemon.workers().first)
        let name = try String(contentsOfFile: "/proc/\(worker)/comm", encoding: .utf8)
        let line = try String(contentsOfFile: "/proc/\(worker)/cmdline", encoding: .utf8)
        #expect(name == "copydesk-worker\n" && line.hasPrefix("copydesk\0worker\0"), "\(name) \(line)")
    }

    @Test func whereAFailedDocumentLiesIsToldWithItsFolder() async throws {
        let daemon = try DaemonHarness()
        try daemon.drop(Data("Good until here".utf8) + Data([0xFF, 0x41]), as: "c/x")
        try daemon.start(["--once"])
        _ = try await daemon.wait()
        #expect(daemon.errorText().contains("Could not analyze 'c/x', now 'failed/c/x': "), "\(daemon.errorText())")
    }

    @Test func aDocumentInAnotherLanguageIsDeliveredAtOnceAndNoFailure() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop(
            "Le ministre a dit lundi qu'il n'avait pas encore lu le rapport de la commission sur les transports.",
            as: "fr.txt")
        let report = try await daemon.report("fr.txt")
        daemon.send(SIGTERM)
        #expect(try await daemon.wait() == 0)
        #expect("\(report)".contains("language"))
        let log = daemon.errorText()
        #expect(log.contains("The report on 'fr.txt' has no entities, quotes, sentiment: The document is in"), "\(log)")
        #expect(log.contains("Delivered 'fr.txt'") && !log.contains("Attempt"))
        #expect(daemon.exists(daemon.file("state", "archive/fr.txt")))
        // Another try would end alike.
        #expect(try await !daemon.tool("retry", "--problems").contains("fr.txt"))
    }

    @Test func theReasonOfALanguageIsOneWord() {
        #expect(AnalysisError.languageReason == AnalyzerProblem.languageReason)
    }

    /// Whoever has no thread left for the pool would wait for ever, without a word.
    @Test func aStartThatGetsNoThreadEndsWithTheReason() async throws {
        let daemon = try DaemonHarness()
        let user = try OtherUser(of: daemon)
        try user.own()
        let (program, arguments) = user.commandLine(["run"])
        let start = Process()
        start.executableURL = URL(filePath: "/bin/bash")
        // Root is given more than its limit; so the limit is set by the user.
        let prefix = OtherUser.isAnother ? Array(arguments.prefix(5)) : []
        let words = OtherUser.isAnother ? [program.path] + prefix : []
        let command = OtherUser.isAnother ? Array(arguments.dropFirst(5)) : [program.path] + arguments
        start.arguments =
            ["-c", #"exec "$@""#, "bash"] + words + ["/bin/bash", "-c", #"ulimit -u 1; exec "$@""#, "bash"] + command
        let log = daemon.root.appendingPathComponent("refusal")
        #expect(FileManager.default.createFile(atPath: log.path, contents: nil))
        start.standardError = FileHandle(forWritingAtPath: log.path)
        try start.run()
        defer { if start.isRunning { kill(start.processIdentifier, SIGKILL) } }
        try await daemon.wait("the end") { !start.isRunning }
        let text = try String(contentsOf: log, encoding: .utf8)
        #expect(start.terminationStatus == 71, "\(text)")
        #expect(text.contains("threads that it begins with") && text.contains("TasksMax="), "\(text)")
    }

    @Test(arguments: [16, 22, 27, 32, 42, 60])
    func tooFewDescriptorsAreSaidAtTheStart(limit: Int) async throws {
        let daemon = try DaemonHarness()
        try daemon.drop(Self.story, as: "story.txt")
        func run(_ limit: Int) throws -> ToolRun {
            try ToolRun(
                URL(filePath: "/bin/sh"),
                ["-c", "ulimit -n \(limit); exec \"$@\"", "sh", DaemonHarness.binary.path]
                    + daemon.flags([
                        "run", "--once", "--workers", "2", "--set", "watch.settle=50 ms", "--set", "watch.rest=0 ms",
                    ]))
        }
        let refused = try run(limit)
        #expect(refused.status == 70, "\(refused.errors)")
        #expect(refused.errors.contains("The limit of open files is \(limit), at least "), "\(refused.errors)")
        #expect(refused.errors.contains("LimitNOFILE="), "\(refused.errors)")
        let need = try #require(refused.errors.firstMatch(of: /at least (\d+) are needed/)).1
        let run = try run(#require(Int(need)))
        #expect(run.status == 0, "\(run.errors)")
        #expect(daemon.exists(daemon.file("outbox", "story.txt.json")))
    }

    /// However few there are when workers are lost, the daemon goes on once there are enough.
    @Test func withoutDescriptorsAtWorkStartsAreHeldBack() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--workers", "2"])
        func allow(_ limit: Int) throws {
            let run = try ToolRun(
                URL(filePath: "/usr/bin/prlimit"), ["--pid", "\(daemon.pid)", "--nofile=\(limit):"])
            #expect(run.status == 0, "\(run.errors)")
        }
        func refusals() -> Int { daemon.errorText().components(separatedBy: "no file descriptors").count }
        for spare in [0, 2, 5] {
            let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.pid)/fd")
            let open = Set(names.compactMap { Int($0) })
            let told = refusals()
            try allow(((0...).lazy.filter { !open.contains($0) }.dropFirst(spare).first { _ in true }) ?? 0)
            for worker in try daemon.workers() { kill(worker, SIGKILL) }
            try await daemon.wait("a start to be refused") { !daemon.process.isRunning || refusals() > told }
            try allow(256)
            try daemon.drop(Self.story, as: "\(spare).txt")
            _ = try await daemon.report("\(spare).txt")
        }
        #expect(daemon.process.isRunning)
    }

    @Test func theLogCanBeJSONLines() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "log.format=json"])
        try daemon.drop(Self.story, as: "story.txt")
        _ = try await daemon.report("story.txt")
        daemon.send(SIGTERM)
        #expect(try await daemon.wait() == 0)
        let lines = daemon.errorText().split(separator: "\n")
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        let delivered = try #require(objects.compactMap(\.self).first { $0["report"] as? String == "story.txt.json" })
        #expect(delivered["document"] as? String == "story.txt")
        #expect((delivered["duration_usec"] as? Int ?? 0) > 0)
        #expect((delivered["sha256"] as? String)?.count == 64)
    }
}
