import Compression
import Foundation
import TestSupport
import Testing

@testable import copydesk

/// `copydesk render` and `copydesk export`, as a shell starts them.
@Suite struct ReportCommandsTests {
    private func copydesk(_ arguments: String..., input: Data = Data()) throws -> ToolRun {
        try ToolRun(ToolRun.copydesk, arguments, input: input)
    }

    private func golden(_ name: String) -> URL { ToolRun.root.appending(path: "seeds/golden/\(name).txt.json") }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "copydesk-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try body(folder)
    }

    /// The files under a folder, by path.
    private func files(in folder: URL) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        var isFolder = ObjCBool(false)
        return all.filter {
            FileManager.default.fileExists(atPath: folder.appending(path: $0).path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    @Test func theHelpListsCommandsByWhatTheyAreFor() throws {
        let help = try copydesk("--help").output
        let places = ["DOCUMENTS SUBCOMMANDS:", "analyze ", "REPORTS SUBCOMMANDS:", "render ", "DAEMON SUBCOMMANDS:"]
            .map { help.range(of: $0)?.lowerBound }
        let found = places.compactMap(\.self)
        #expect(found.count == places.count && found == found.sorted(), "\(help)")
        #expect(!help.contains("  worker"))
    }

    @Test func aReportsPageIsPrinted() throws {
        let run = try copydesk("render", golden("opinion-library").path)
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.hasPrefix("<!DOCTYPE html>") && run.output.contains("Close the library, open a wound</h1>"))
    }

    @Test func whatAnalyzePrintsCanBeRendered() throws {
        let seed = ToolRun.root.appending(path: "seeds/feature-bells.txt").path
        let report = try copydesk("analyze", seed).output
        let page = try copydesk("render", input: Data(report.utf8))
        #expect(page.status == 0 && page.output.contains("The last bell-founder of"), "\(page.errors)")
        // Several on lines need a folder, and each has the name of its document.
        let lines = Data((report + report.replacing("feature-bells", with: "other")).utf8)
        let refused = try copydesk("render", "-", input: lines)
        #expect(refused.status == 64 && refused.errors.contains("has 2 reports. A page is a file of its own"))
        try withFolder { folder in
            let run = try copydesk("render", "-", "--to", folder.path, input: lines + Data(report.utf8))
            #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
            #expect(files(in: folder) == ["feature-bells.txt.2.html", "feature-bells.txt.html", "other.txt.html"])
        }
    }

    /// An outbox: reports in folders, compressed ones, and what lies between them.
    private func fill(_ outbox: URL) throws {
        try FileManager.default.createDirectory(
            at: outbox.appending(path: "b/.alerts"), withIntermediateDirectories: true)
        let report = try Data(contentsOf: golden("wire-harbour-strike"))
        try report.write(to: outbox.appending(path: "a.txt.json"))
        try report.write(to: outbox.appending(path: "b/.alerts/c.json"))
        try Data(Zstandard.compressed([UInt8](report))).write(to: outbox.appending(path: "b/a.txt.json.zst"))
        try report.write(to: outbox.appending(path: "b/a.txt.json"))
        try Data(#"{"attempts":[],"claim":"1","reason":"crash"}"#.utf8).write(
            to: outbox.appending(path: "b/x.error.json"))
        try Data("{}".utf8).write(to: outbox.appending(path: "other.json"))
    }

    @Test func allReportsOfTheOutboxBecomePagesUnderTheirPaths() throws {
        try withFolder { root in
            let (outbox, pages) = (root.appending(path: "outbox"), root.appending(path: "deep/pages"))
            try fill(outbox)
            for name in ["inbox", "state"] {
                try FileManager.default.createDirectory(
                    at: root.appending(path: name), withIntermediateDirectories: true)
            }
            let flags = ["--inbox", root.appending(path: "inbox").path, "--outbox", outbox.path, "--state"]
            let run = try ToolRun(
                ToolRun.copydesk,
                ["render", "--all", "--to", pages.path] + flags + [root.appending(path: "state").path])
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            #expect(files(in: pages) == ["a.txt.html", "b/a.txt.2.html", "b/a.txt.html"])
            let several = try ToolRun(
                ToolRun.copydesk, ["render", "--all"] + flags + [root.appending(path: "state").path])
            #expect(several.status == 64 && several.errors.contains("with --to"), "\(several.errors)")
            // A folder that is named is the same.
            let named = try copydesk("render", outbox.path, "--to", root.appending(path: "more").path)
            #expect(named.status == 0 && files(in: root.appending(path: "more")).count == 3)
        }
    }

    @Test func aFileThatIsNoReportCostsItsOwnPageOnly() throws {
        try withFolder { folder in
            let bad = folder.appending(path: "bad.json")
            try Data(#"{"schema":2}"#.utf8).write(to: bad)
            let pages = folder.appending(path: "pages")
            let run = try copydesk("render", bad.path, golden("feature-bells").path, "--to", pages.path)
            #expect(run.status == 65 && run.errors.contains("is no report: it has no "), "\(run.errors)")
            #expect(files(in: pages) == ["feature-bells.txt.html"])
            let missing = try copydesk("render", folder.appending(path: "none.json").path)
            #expect(missing.status == 66 && missing.errors.contains("No such file"), "\(missing.errors)")
            #expect(try copydesk("render", pages.path).status == 66, "a folder without reports")
            #expect(try copydesk("render", "--all", bad.path).status == 64)
            let closed = try copydesk("render", golden("feature-bells").path, "--to", bad.path)
            #expect(closed.status == 73 && closed.errors.contains("cannot be written"), "\(closed.errors)")
        }
    }

    // MARK: Exports

    @Test func aTableHasItsHeadOnce() throws {
        let run = try copydesk(
            "export", "--format", "csv", golden("feature-bells").path, golden("wire-harbour-strike").path)
        #expect(run.status == 0 && run.errors.isEmpty)
        let lines = run.output.components(separatedBy: "\r\n")
        #expect(lines[0].hasPrefix("document,title,") && lines.count { $0.hasPrefix("document,") } == 1)
        #expect(lines.contains { $0.hasPrefix("feature-bells.txt,") })
        #expect(lines.contains { $0.hasPrefix("wire-harbour-strike.txt,") })
    }

    @Test(arguments: [("conll", "-DOCSTART-"), ("json-ld", "{\"@context\""), ("web-annotation", "{\"@context\"")])
    func severalDocumentsFollowEachOther(form: String, beginning: String) throws {
        let run = try copydesk("export", "--format", form, ToolRun.root.appending(path: "seeds/golden").path)
        #expect(run.status == 0 && run.errors.isEmpty)
        let count = run.output.split(separator: "\n").count { $0.hasPrefix(beginning) }
        #expect(count == GoldenReportTests.seeds.count)
    }

    @Test func bratHasItsFilesInAFolder() throws {
        try withFolder { folder in
            let refused = try copydesk("export", "--format", "brat", golden("feature-bells").path)
            #expect(refused.status == 64 && refused.errors.contains("name a folder with --to"))
            let run = try copydesk("export", "--format", "brat", golden("feature-bells").path, "--to", folder.path)
            #expect(run.status == 0 && run.errors.isEmpty)
            #expect(files(in: folder) == ["annotation.conf", "feature-bells.txt.ann", "feature-bells.txt.txt"])
        }
    }

    @Test(
        "A kill never looks like a story",
        arguments: [
            (["status": "canceled"], "is canceled"),
            (["status": "withheld", "embargo": "2020-01-01T00:00:00Z"], "is withheld"),
            (["embargo": "2999-01-01T00:00:00Z"], "is under embargo until 2999-01-01T00:00:00Z"),
            (["status": "usable", "embargo": "2020-01-01T00:00:00Z"], nil),
        ] as [([String: String], String?)])
    func whatMustNotBeUsedIsLeftOut(wire: [String: String], reason: String?) throws {
        try withFolder { folder in
            var json = ReportJSON("“We won,” Ann said.")
            json.quote(json.place(of: "We won,"), "direct", by: "Ann")
            json.document["wire"] = ReportJSON.wire(wire)
            let report = folder.appending(path: "held.json")
            try Data(json.bytes()).write(to: report)
            for form in ["csv", "conll", "json-ld", "web-annotation", "brat"] {
                let to = folder.appending(path: form)
                let flags = ["--format", form, report.path, golden("feature-bells").path, "--to", to.path]
                let run = try ToolRun(ToolRun.copydesk, ["export"] + flags)
                #expect(run.status == 0)
                #expect(files(in: to).contains { $0.hasPrefix("held") } == (reason == nil), "\(files(in: to))")
                #expect(files(in: to).contains { $0.hasPrefix("feature-bells") })
                let sentence = reason.map { "copydesk: 'a/story.txt' \($0), as its source says" }
                #expect(
                    sentence.map { run.errors.hasPrefix($0) } ?? run.errors.isEmpty, "\(run.errors)")
                let all = try ToolRun(ToolRun.copydesk, ["export", "--include-held"] + flags)
                #expect(all.status == 0 && all.errors.isEmpty, "\(all.errors)")
                #expect(files(in: to).contains { $0.hasPrefix("held") }, "\(files(in: to))")
            }
            let rows = try copydesk("export", "--include-held", "--format", "csv", report.path).output
            let marks = [wire["status"] ?? "", wire["embargo"] ?? ""].joined(separator: ",")
            #expect(rows.contains(",sha256,status,embargo\r\n") && rows.hasSuffix(",\(marks)\r\n"), "\(rows)")
        }
    }

    @Test func aFormThatIsNoneIsAnsweredWithThoseThereAre() throws {
        let run = try copydesk("export", "--format", "xml", golden("feature-bells").path)
        #expect(run.status == 64 && run.errors.contains("conll") && run.errors.contains("brat"), "\(run.errors)")
    }
}
