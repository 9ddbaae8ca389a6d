import Foundation
import Glibc
import TestSupport
import Testing

/// PDF and old Word files through a real daemon, by the programs that read them: whole ones and hostile ones.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PDFDaemonTests {
    private static let folder = ToolRun.root.appending(path: "Tests/copydeskTests/Foreign")
    private static let words = [
        "# Harbour of Velmora reopens", "", "The harbour of Velmora reopened on Friday after two weeks of repairs.", "",
        "“We knew it would take time,” said Petra Rowan, the harbour master.",
    ]
    private static let story = Data(TestPDF.file([words]))

    private func speakers(_ report: [String: Any]) throws -> [String] {
        let analyzers = try #require(report["analyzers"] as? [String: [String: Any]])
        let findings = try #require(analyzers["quotes"]?["findings"] as? [String: [[String: Any]]])
        return (findings["quotes"] ?? []).compactMap { ($0["speaker"] as? [String: Any])?["name"] as? String }
    }

    private func document(_ report: [String: Any]) throws -> [String: Any] {
        try #require(report["document"] as? [String: Any])
    }

    @Test func eachComesOutAsTheSameStory() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop(Self.story, as: "in/story.pdf")
        try daemon.drop(try Data(contentsOf: Self.folder.appending(path: "story.doc")), as: "in/story.doc")
        let archive = TestArchive.zip([("a/one.txt", Array("It rained.\n".utf8)), ("a/story.pdf", Array(Self.story))])
        try daemon.drop(Data(archive), as: "both.zip")
        let mail =
            "From: Ada Brandt <ada@alden.example>\nSubject: The harbour\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHere it is, as we said.\n"
            + "--b\nContent-Type: application/pdf; name=story.pdf\nContent-Transfer-Encoding: base64\n"
            + "Content-Disposition: attachment; filename=story.pdf\n\n"
            + Self.story.base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]) + "\n--b--\n"
        try daemon.drop(mail, as: "mail.eml")
        for (name, mediaType) in [
            ("in/story.pdf", "application/pdf"), ("in/story.doc", "application/msword"),
            ("both.zip.2", "application/pdf"), ("mail.eml.2", "application/pdf"),
        ] {
            let report = try await daemon.report(name)
            let document = try document(report)
            #expect(document["mediaType"] as? String == mediaType, "\(name)")
            #expect(document["title"] as? String == "Harbour of Velmora reopens", "\(name)")
            let text = try #require(document["text"] as? String)
            #expect(text.contains("The harbour of Velmora reopened on Friday after two weeks of repairs."), "\(name)")
            #expect(try speakers(report) == ["Petra Rowan"], "\(name): \(text)")
            #expect((report["problems"] as? [Any])?.isEmpty == true, "\(name)")
        }
    }

    /// Forms that are drawn twice by each other, thirty deep.
    private static var slow: [UInt8] {
        var objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</A 6 0 R>>>>/Contents 5 0 R>>",
            "<<>>", "<</Length 5>>\nstream\n/A Do\nendstream",
        ]
        for number in 7...36 {
            objects.append(
                "<</Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</A \(number) 0 R>>>>"
                    + "/Length 11>>\nstream\n/A Do /A Do\nendstream")
        }
        objects.append("<</Type/XObject/Subtype/Form/BBox[0 0 612 792]/Length 0>>\nstream\n\nendstream")
        return TestPDF.file(objects: objects)
    }

    /// A thousand pages, no line like another.
    private static let book: [[String]] = {
        let nouns = [
            "harbour", "pier", "crane", "boat", "storm", "market", "council", "tower", "bridge", "letter", "lamp",
        ]
        var number = 1 as UInt32
        func next(_ count: Int) -> Int {
            number = number &* 1_664_525 &+ 1_013_904_223
            return Int(number >> 16) % count
        }
        return (0..<1000).map { _ in
            (0..<6).map { _ in
                (0..<(8 + next(4))).map { _ in nouns[next(nouns.count)] + ["", "s", "man"][next(3)] }.joined(
                    separator: " ")
            }
        }
    }()

    /// More words than are read, on pages that all draw the same.
    private static var wide: [UInt8] {
        let words = (0..<4000).map { "1 0 0 1 \($0 % 50 * 12) \($0 / 50 * 9) Tm (w) Tj\n" }.joined()
        let stream = "BT /F1 4 Tf\n\(words)ET"
        let count = 400
        let kids = (0..<count).map { "\($0 + 6) 0 R" }.joined(separator: " ")
        let page =
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>"
        return TestPDF.file(
            objects: [
                "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[\(kids)]/Count \(count)>>",
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "<<>>",
                "<</Length \(stream.utf8.count)>>\nstream\n\(stream)\nendstream",
            ] + [String](repeating: page, count: count))
    }

    @Test func whatIsNoneFailsWithASentenceAndOthersGoOn() async throws {
        let encrypted = try Data(contentsOf: Self.folder.appending(path: "encrypted.pdf"))
        let endless = TestPDF.file(objects: [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1000000000>>", "<<>>", "<<>>",
        ])
        let hostile: [(name: String, bytes: Data, reason: String, words: String)] = [
            ("encrypted.pdf", encrypted, "unsupported-format", "password"),
            ("cut.pdf", Self.story.dropLast(200), "malformed", "cut off"),
            ("none.pdf", Data("%PDF-1.7\nIt rained.\n".utf8), "malformed", "cut off"),
            ("bare.pdf", Data("%PDF-1.7\nstartxref\n9\n%%EOF".utf8), "malformed", "damaged"),
            ("picture.pdf", Data(TestPDF.file(streams: ["0 0 9 9 re f"])), "unsupported-format", "ocrmypdf"),
            ("endless.pdf", Data(endless), "malformed", "damaged"),
        ]
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        let workers = try daemon.workers()
        for file in hostile { try daemon.drop(file.bytes, as: file.name) }
        try daemon.drop(Self.story, as: "story.pdf")
        for file in hostile {
            let note = try await daemon.json(daemon.file("state", "failed/\(file.name).error.json"))
            #expect(note["reason"] as? String == file.reason, "\(file.name): \(note)")
            let message = try #require(note["message"] as? String)
            #expect(message.hasPrefix("This ") && message.hasSuffix("."), "\(message)")
            #expect(message.contains(file.words), "\(message)")
        }
        _ = try await daemon.report("story.pdf")
        #expect(try daemon.workers() == workers, "no worker was lost")
    }

    /// The time is one that the other bound cannot be met in, nor missed on a machine at work with other things.
    @Test(arguments: [("slow", "5s", "seconds"), ("wide", "10min", "128 MiB")])
    func whatTakesTooLongOrTooMuchIsEnded(name: String, deadline: String, words: String) async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "limits.deadline=\(deadline)"])
        try daemon.drop(Data(name == "slow" ? Self.slow : Self.wide), as: "\(name).pdf")
        let note = try await daemon.json(daemon.file("state", "failed/\(name).pdf.error.json"))
        #expect(note["reason"] as? String == "too-large", "\(note)")
        #expect((note["message"] as? String)?.contains(words) == true, "\(note)")
    }

    @Test func allPagesOfABookAreRead() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "limits.deadline=10min"])
        try daemon.drop(Data(TestPDF.file(Self.book)), as: "pages.pdf")
        let text = try #require(try document(try await daemon.report("pages.pdf"))["text"] as? String)
        for page in Self.book.suffix(10) { #expect(text.contains(page[5].prefix(30))) }
    }

    /// The same story as a scanner sees it: two pages drawn by poppler, nothing else in the file.
    @Test func picturesOfPagesAreReadWhereThatIsAskedFor() async throws {
        let pages = TestPDF.file([
            Self.words, ["“The pier will follow in May,” Rowan said.", "", "The council of Velmora paid for it."],
        ])
        let folder = FileManager.default.temporaryDirectory.appending(path: "copydesk-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "pages.pdf").path
        try Data(pages).write(to: URL(filePath: file))
        let drawing = try ToolRun(
            URL(filePath: "/usr/bin/pdftoppm"), ["-gray", "-r", "120", file, folder.appending(path: "page").path])
        #expect(drawing.status == 0, "\(drawing.errors)")
        let pictures = try (1...2).map { page in
            [UInt8](try Data(contentsOf: folder.appending(path: "page-\(page).pgm")))
        }
        let scan = Data(TestPDF.scan(pictures))
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "ingest.ocr=on"])
        try daemon.drop(scan, as: "scan.pdf")
        try daemon.drop(Data(TestPDF.file(streams: ["0 0 9 9 re f"])), as: "empty.pdf")
        let report = try await daemon.report("scan.pdf")
        let document = try document(report)
        #expect(document["title"] as? String == "Harbour of Velmora reopens")
        let text = try #require(document["text"] as? String)
        #expect(text.contains("The harbour of Velmora reopened on Friday after two weeks of repairs."), "\(text)")
        #expect(text.contains("The council of Velmora paid for it."), "\(text)")
        #expect(try speakers(report).first == "Petra Rowan")
        let blocks = try #require(document["blocks"] as? [[String: Any]])
        let numbers = blocks.compactMap { ($0["source"] as? [String: Any])?["page"] as? Int }
        #expect(numbers.first == 1 && numbers.last == 2)
        let problems = try #require(report["problems"] as? [[String: Any]])
        #expect(problems.compactMap { $0["reason"] as? String } == ["ocr"])
        let note = try await daemon.json(daemon.file("state", "failed/empty.pdf.error.json"))
        #expect(note["reason"] as? String == "unsupported-format")
        // Off, it is refused in a sentence that names the setting.
        let plain = try DaemonHarness()
        try await plain.startAndWait()
        try plain.drop(scan, as: "scan.pdf")
        let refusal = try await plain.json(plain.file("state", "failed/scan.pdf.error.json"))
        #expect((refusal["message"] as? String)?.contains("ingest.ocr") == true)
    }

    /// The processes that this one's children have, and theirs.
    private func descendants(of pid: Int32) -> [Int32] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        let children = tasks.flatMap { task -> [Int32] in
            let line = (try? String(contentsOfFile: "/proc/\(pid)/task/\(task)/children", encoding: .utf8)) ?? ""
            return line.split(separator: " ").compactMap { Int32($0) }
        }
        return children + children.flatMap(descendants)
    }

    private func name(of pid: Int32) -> String {
        ((try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)) ?? "").trimmingCharacters(in: .newlines)
    }

    /// Whether a process is there, and no more than its exit status.
    private func isAlive(_ pid: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = status.lastIndex(of: ")")
        else { return false }
        return !status[end...].hasPrefix(") Z")
    }

    @Test func aWorkerThatIsKilledTakesItsProgramWithIt() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "workers=1", "--set", "limits.maxAttempts=1"])
        try daemon.drop(Data(Self.slow), as: "slow.pdf")
        var processes: [Int32] = []
        try await daemon.wait("pdftotext to run") {
            processes = try daemon.workers().flatMap { [$0] + descendants(of: $0) }
            return processes.contains { name(of: $0) == "pdftotext" }
        }
        #expect(Set(processes.map(name)).isSuperset(of: ["copydesk-worker", "copydesk-conv", "pdftotext"]))
        kill(try #require(processes.first), SIGKILL)
        try await daemon.wait("all of them to end") { !processes.contains(where: isAlive) }
        try daemon.drop(Self.story, as: "story.pdf")
        _ = try await daemon.report("story.pdf")
    }

    @Test func aConverterThatIsLostCostsAnAttempt() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait(["--set", "workers=1"])
        let worker = try #require(try daemon.workers().first)
        let converter = try #require(descendants(of: worker).first { name(of: $0) == "copydesk-conv" })
        kill(converter, SIGKILL)
        try daemon.drop(Self.story, as: "story.pdf")
        let report = try await daemon.report("story.pdf")
        #expect(try speakers(report) == ["Petra Rowan"])
        #expect(try daemon.workers().first != worker)
    }

    @Test func theSameIsReadWithoutADaemon() throws {
        for command in [["extract"], ["analyze", "--format", "text"]] {
            let run = try ToolRun(ToolRun.copydesk, command, input: Self.story)
            #expect(run.status == 0 && run.output.contains("Petra Rowan"), "\(run.errors)")
        }
        let run = try ToolRun(ToolRun.copydesk, ["extract"], input: Self.story.dropLast(100))
        #expect(run.status == 65 && run.errors.contains("This PDF file cannot be read"))
    }
}
