import Dispatch
import Foundation
import Glibc
import Library
import Spool
import Synchronization
import SystemPackage
import Testing

@testable import copydesk

/// The library as people and systemd have it: the built program on folders of its own.
@Suite(.timeLimit(.minutes(15))) struct LibraryProcessTests {
    private let folders: DaemonHarness

    init() throws { folders = try DaemonHarness() }

    static let reports: [(name: String, bytes: Data)] = {
        let folder = ToolRun.root.appending(path: "seeds/golden")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
            (try? Data(contentsOf: folder.appending(path: name))).map { (name, $0) }
        }
    }()

    /// Delivers a report as the daemon does.
    private func deliver(_ bytes: Data, as name: String) throws {
        try Self.deliver(bytes, as: name, in: folders.outbox)
    }

    private static func deliver(_ bytes: Data, as name: String, in outbox: URL) throws {
        let hidden = outbox.appending(path: ".copydesk-\(UUID())")
        try bytes.write(to: hidden)
        let path = outbox.appending(path: name).path
        guard rename(hidden.path, path) == 0 else { throw POSIXError(.EIO) }
    }

    private func ask(_ words: String...) throws -> ToolRun {
        try ToolRun(DaemonHarness.binary, folders.flags(words), environment: ["COPYDESK_CONFIG": "/dev/null"])
    }

    /// Starts the process that follows the outbox.
    private func start(environment: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = DaemonHarness.binary
        process.arguments = folders.flags(["library"])
        process.environment = environment.merging([
            "COPYDESK_CONFIG": "/dev/null", "NOTIFY_SOCKET": folders.root.appending(path: "notify").path,
            "SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin",
        ]) { given, _ in given }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func stop(_ process: Process, _ signal: Int32 = SIGTERM) {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
    }

    private func documents() throws -> Int {
        let run = try ask("documents", "--all", "--limit", "0", "--json")
        let list = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [Any]
        return try #require(list, "\(run.errors)").count
    }

    @Test func whatIsDeliveredIsFoundAndWhatGoesIsNot() async throws {
        let process = try start()
        defer { stop(process, SIGKILL) }
        try await folders.waitForMessage { $0.contains("READY=1") }
        for report in Self.reports { try deliver(report.bytes, as: report.name) }
        try await folders.wait("all reports") { try documents() == Self.reports.count }
        try await folders.waitForMessage { $0.contains("STATUS=\(Self.reports.count) documents, up to date") }
        #expect(try ask("search", "automated cranes").output.contains("wire-harbour-strike.txt"))
        try FileManager.default.removeItem(at: folders.outbox.appending(path: "wire-harbour-strike.txt.json"))
        try await folders.wait("a report to go") { try documents() == Self.reports.count - 1 }
        #expect(try ask("search", "automated cranes").output == "No document has these words.\n")
        stop(process)
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        // What it wrote is there without it.
        #expect(try documents() == Self.reports.count - 1)
    }

    /// Delivers and removes reports at random, without a pause, until it is told to stop.
    private final class Load: Sendable {
        private let state = Mutex((isOver: false, count: 0))
        private let group = DispatchGroup()

        init(_ step: @escaping @Sendable () throws -> Void) {
            DispatchQueue.global().async(group: group) { [self] in
                while !state.withLock({ $0.isOver }) {
                    try? step()
                    state.withLock { $0.count += 1 }
                    usleep(2_000)
                }
            }
        }

        var count: Int { state.withLock { $0.count } }

        func stop() {
            state.withLock { $0.isOver = true }
            group.wait()
        }
    }

    /// Killed at any moment, while reports come and go without a pause, it goes on as if nothing had been: what it knows is
    /// what one made from nothing knows, and no match of an alert is missing.
    @Test func killsLeaveNoTrace() async throws {
        var process = try start()
        try await folders.waitForMessage { $0.contains("READY=1") }
        #expect(try ask("alert", "add", "cranes", "--text", "automated crane*").status == 0)
        let cranes = try #require(Self.reports.first { $0.name.hasPrefix("wire-harbour") })
        let outbox = folders.outbox
        let load = Load {
            let name = "\(Int.random(in: 0..<150)).txt.json"
            if Int.random(in: 0..<6) == 0 {
                try FileManager.default.removeItem(at: outbox.appending(path: name))
            } else if let report = Self.reports.randomElement() {
                try Self.deliver(report.bytes, as: name, in: outbox)
            }
        }
        defer { load.stop() }
        var kills = 0
        for round in 0..<20 {
            // Later and later, so that all parts of the work are met: the start, the first look, the following.
            usleep(UInt32(20_000 + round * 40_000) + UInt32.random(in: 0...60_000))
            let before = load.count
            stop(process, round % 7 == 6 ? SIGTERM : SIGKILL)
            if round % 7 != 6, process.terminationReason == .uncaughtSignal, load.count >= before { kills += 1 }
            if round % 5 == 4 {
                // What it left behind is whole, and can be asked, however much it is.
                let left = try ask("library", "dump")
                #expect(left.status == 0, "\(left.errors)")
            }
            process = try start()
        }
        load.stop()
        stop(process, SIGKILL)
        #expect(kills >= 15)
        #expect(try ask("library", "--once").status == 0)
        let followed = try ask("library", "dump")
        #expect(followed.status == 0 && followed.output.count > 10_000)
        for name in try FileManager.default.contentsOfDirectory(atPath: folders.outbox.path)
        where name.hasSuffix(".json") {
            guard try Data(contentsOf: folders.outbox.appending(path: name)) == cranes.bytes else { continue }
            let matches = try FileManager.default.contentsOfDirectory(
                atPath: folders.outbox.appending(path: ".alerts/cranes").path)
            #expect(matches.count { $0.hasPrefix("\(name).") } == 1, "\(name)")
        }
        let rebuilding = try ask("library", "rebuild")
        #expect(rebuilding.status == 0 && rebuilding.output.hasPrefix("The library was built anew of "))
        #expect(!rebuilding.errors.contains("waits for"), "\(rebuilding.errors)")
        #expect(try ask("library", "dump").output == followed.output)
    }

    /// Delivers the report on a story of an agency.
    private func deliverWire(_ name: String, status: String, embargo: String?) throws {
        let report = try #require(Self.reports.first { $0.name.hasPrefix("wire-harbour") })
        var json = try #require(try JSONSerialization.jsonObject(with: report.bytes) as? [String: Any])
        var document = try #require(json["document"] as? [String: Any])
        document["path"] = name
        document["wire"] =
            [
                "id": "urn:story:\(name)", "version": NSNull(), "status": status, "signals": [String](),
                "embargo": embargo ?? NSNull(), "urgency": NSNull(), "slugline": NSNull(), "dateline": NSNull(),
                "source": NSNull(), "ednote": NSNull(), "keywords": [String](), "subjects": [String](),
            ] as [String: Any]
        json["document"] = document
        try deliver(try JSONSerialization.data(withJSONObject: json, options: .sortedKeys), as: "\(name).json")
    }

    /// Whoever reads of a match, in its file or in the journal, learns that it is not to be used yet.
    @Test func aMatchSaysUntilWhenItIsNotToBeUsed() throws {
        #expect(try ask("library", "--once").status == 0)
        #expect(try ask("alert", "add", "cranes", "--text", "automated crane*").status == 0)
        try deliverWire("early", status: "usable", embargo: "2999-01-31T06:00:00+02:00")
        let run = try ask("library", "--once")
        #expect(run.errors.contains("waits for; the document is under embargo until 2999-01-31T04:00:00Z."))
        let folder = folders.outbox.appending(path: ".alerts/cranes")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
        let data = try Data(contentsOf: folder.appending(path: name))
        let notice = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(notice["embargo"] as? String == "2999-01-31T06:00:00+02:00")
    }

    /// Rows for spreadsheets say what must not be used, and until when.
    @Test func rowsSayWhatMustNotBeUsed() throws {
        for (name, status, embargo) in [
            ("killed", "canceled", nil), ("held", "withheld", nil), ("early", "usable", "2999-01-31T06:00:00+02:00"),
            ("free", "usable", "2020-01-31T06:00:00Z"),
        ] as [(String, String, String?)] {
            try deliverWire(name, status: status, embargo: embargo)
        }
        #expect(try ask("library", "--once").status == 0)
        func rows(_ words: [String]) throws -> [[String: String]] {
            let run = try ToolRun(
                DaemonHarness.binary, folders.flags(words + ["--csv"]), environment: ["COPYDESK_CONFIG": "/dev/null"])
            let lines = run.output.components(separatedBy: "\r\n").dropLast().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            let header = try #require(lines.first, "\(run.errors)")
            // The columns asked for are the last two, whatever the others have.
            return lines.dropFirst().map { line in
                [
                    header[header.count - 2]: line[line.count - 2], header[header.count - 1]: line[line.count - 1],
                    "all": line.joined(separator: ","),
                ]
            }
        }
        let until = "2999-01-31T04:00:00Z"
        for words in [["documents"], ["quotes", "--limit", "0"], ["search", "harbour"]] {
            let found = try rows(words)
            #expect(!found.isEmpty && found.allSatisfy { $0["standing"] == "current" }, "\(words)")
            #expect(Set(found.map { $0["embargo"] ?? "none" }) == ["", until], "\(words)")
        }
        let all = try rows(["documents", "--all"])
        #expect(Set(all.compactMap { $0["standing"] }) == ["current", "canceled", "withheld"])
    }

    /// A database is looked through when the process is ready, and one that is damaged is built anew beside the work.
    @Test func damageIsFoundAfterTheStart() async throws {
        for number in 0..<60 {
            let report = Self.reports[number % Self.reports.count]
            try deliver(report.bytes, as: "\(number).txt.json")
        }
        #expect(try ask("library", "--once").status == 0)
        let before = try ask("library", "dump").output
        let library = folders.state.appending(path: "library")
        let database = library.appending(path: "current/library.sqlite")
        // The last pages: no start reads them.
        let file = try FileHandle(forUpdating: database)
        let size = try file.seekToEnd()
        try file.seek(toOffset: size - 4_096 * 8)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4_096 * 8))
        try file.close()
        let process = try start()
        defer { stop(process, SIGKILL) }
        try await folders.waitForMessage { $0.contains("READY=1") }
        try await folders.wait("the damaged one to be set aside") {
            try FileManager.default.contentsOfDirectory(atPath: library.path).contains { $0.hasPrefix("damaged-") }
        }
        try await folders.wait("all reports") { (try? documents()) == 60 }
        stop(process)
        #expect(try ask("library", "dump").output == before)
    }

    @Test func anAlertIsAFileAndOneProcessWrites() async throws {
        // Before there is a library: what is waited for may be told it first.
        let early = try ask("alert", "add", "early", "--text", "automated crane*", "--start-unit")
        #expect(early.status == 0 && early.output.contains("enable --now copydesk-alert@early.path"), "\(early.errors)")
        #expect(try ask("documents").status == Sysexits.noInput)
        let process = try start()
        defer { stop(process, SIGKILL) }
        try await folders.waitForMessage { $0.contains("READY=1") }
        let added = try ask("alert", "add", "cranes", "--text", "automated crane*")
        #expect(added.output == "cranes waits for reports with the words “automated crane*”.\n", "\(added.errors)")
        #expect(try ask("alert", "add", "cranes", "--text", "x").status == Sysexits.cannotCreate)
        #expect(try ask("alert", "add", "a/b", "--text", "x").status == Sysexits.usage)
        for report in Self.reports { try deliver(report.bytes, as: report.name) }
        let folder = folders.outbox.appending(path: ".alerts/cranes")
        try await folders.wait("a match") { folders.exists(folder) }
        try await folders.wait("all reports") { try documents() == Self.reports.count }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.count == 1 && files[0].hasPrefix("wire-harbour-strike.txt.json."))
        // The one that is to start a unit has its match twice, the second to be taken.
        for place in ["early", "early/new"] {
            let files = try FileManager.default.contentsOfDirectory(
                atPath: folders.outbox.appending(path: ".alerts/\(place)").path)
            #expect(files.filter { $0.hasPrefix("wire-harbour-strike.txt.json.") }.count == 1, "\(place)")
        }
        #expect(!folders.exists(folder.appending(path: "new")))
        #expect(try ask("alert", "list", "--csv").output.split(separator: "\r\n").count == 3)
        let list = try JSONSerialization.jsonObject(with: Data(try ask("alert", "list", "--json").output.utf8))
        let times = try #require(list as? [[String: Any]]).map {
            ISO8601DateFormatter().date(from: "\($0["created"] ?? "")")
        }
        #expect(times.count == 2 && !times.contains(nil))
        #expect(try ask("alert", "remove", "cranes").status == 0)
        #expect(try ask("alert", "remove", "cranes").status == Sysexits.noInput)
        #expect(try ask("library", "rebuild").status == Sysexits.temporaryFailure)
    }

    /// The service could not write to what root makes.
    @Test(arguments: [["library", "rebuild"], ["library", "--once"]])
    func rootMakesNoLibraryInFoldersOfOthers(words: [String]) throws {
        try #require(geteuid() == 0, "Run this as root: only root can be two users.")
        try OtherUser(of: folders).own()
        let run = try ToolRun(
            DaemonHarness.binary, folders.flags(words), environment: ["COPYDESK_CONFIG": "/dev/null"])
        #expect(
            run.status == Sysexits.noPermission && run.errors.contains("sudo -u \(OtherUser.name)"), "\(run.errors)")
        #expect(!folders.exists(folders.state.appending(path: "library")))
    }

    /// Somebody who may read the library and not write to it asks it, whether the process is there or not.
    @Test func othersAskWithoutWriting() async throws {
        for report in Self.reports { try deliver(report.bytes, as: report.name) }
        let user = try OtherUser(of: folders)
        let process = try start(environment: ["COPYDESK_FILES_FOLDER_MODE": "0755"])
        defer { stop(process, SIGKILL) }
        try await folders.wait("all reports") {
            folders.exists(folders.state.appending(path: "library/current")) && (try? documents()) == Self.reports.count
        }
        let beside = try user.run(["documents"], environment: ["COPYDESK_CONFIG": "/dev/null"])
        #expect(beside.status == 0 && beside.output.contains("Dockworkers end"), "\(beside.errors)")
        stop(process, SIGKILL)
        let afterKill = try user.run(["documents"], environment: ["COPYDESK_CONFIG": "/dev/null"])
        #expect(afterKill.output == beside.output, "\(afterKill.errors)")
        #expect(try ask("library", "--once").status == 0)
        let afterEnd = try user.run(["documents"], environment: ["COPYDESK_CONFIG": "/dev/null"])
        #expect(afterEnd.output == beside.output, "\(afterEnd.errors)")
        user.close(folders.state.appending(path: "library"))
        let closed = try user.run(["documents"], environment: ["COPYDESK_CONFIG": "/dev/null"])
        #expect(closed.status == Sysexits.noPermission && closed.errors.contains("is not for you to read"))
    }

    @Test(arguments: [
        ["documents"], ["quotes"], ["entities"], ["stance", "--of", "China"], ["search", "x"], ["sources"], ["digest"],
        ["library", "dump"], ["alert", "list"],
    ])
    func whereThereIsNoLibraryIsSaid(words: [String]) throws {
        let run = try ToolRun(DaemonHarness.binary, folders.flags(words), environment: ["COPYDESK_CONFIG": "/dev/null"])
        #expect(run.status == Sysexits.noInput && run.output.isEmpty)
        #expect(run.errors.hasPrefix("copydesk: There is no library in '"))
    }

    @Test func buildingAnewCountsWhatIsRead() throws {
        for report in Self.reports { try deliver(report.bytes, as: report.name) }
        try deliver(Data("{\"schema\": 2, \"broken".utf8), as: "broken.json")
        let run = try ask("library", "rebuild")
        let count = Self.reports.count
        #expect(run.output == "The library was built anew of \(count) reports, without 1 that cannot be read.\n")
    }

    @Test func answersComeInThreeForms() throws {
        for report in Self.reports { try deliver(report.bytes, as: report.name) }
        #expect(try ask("library", "--once").status == 0)
        let commands = [
            ["documents"], ["quotes"], ["entities"], ["stance", "--of", "China"], ["search", "harbour"], ["sources"],
            ["entities", "--since", "2020-01-01", "--type", "PER"], ["quotes", "--speaker", "oren dalgaard"],
            ["quotes", "--speaker", "Dalgaard"], ["quotes", "--speaker", "astrom"],
            ["sources", "--by", "both", "--since", "yesterday"], ["entities", "--name", "HTU"],
        ]
        for words in commands {
            func run(_ form: [String]) throws -> ToolRun {
                try ToolRun(
                    DaemonHarness.binary, folders.flags(words + form), environment: ["COPYDESK_CONFIG": "/dev/null"])
            }
            let (text, json, csv) = (try run([]), try run(["--json"]), try run(["--csv"]))
            #expect(text.status == 0 && !text.output.isEmpty && text.errors.isEmpty, "\(words): \(text.errors)")
            let answer = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            let rows = (answer as? [Any]) ?? (answer as? [String: Any])?["groups"] as? [Any]
            // Each row of the one is a row of the other; a cell may have line ends of its own, which are no CR LF.
            let lines = csv.output.components(separatedBy: "\r\n").count - 2
            #expect(rows?.count == lines && lines > 0, "\(words)")
        }
        #expect(try ask("quotes", "--speaker", "Nobody").errors == "copydesk: no document names 'Nobody'.\n")
        #expect(try ask("documents", "--json", "--csv").status == Sysexits.usage)
        for (command, flag) in [("documents", "--since"), ("quotes", "--until"), ("digest", "--since")] {
            let wrong = try ask(command, flag, "someday")
            #expect(wrong.status == Sysexits.usage)
            #expect(
                wrong.errors.contains("2026-01-31, 2026-01-31T12:00:00Z, today, yesterday, 7d or 12h"),
                "\(wrong.errors)")
        }
        let reversed = try ask("quotes", "--since", "2026-02-01", "--until", "2026-01-01")
        #expect(reversed.status == Sysexits.usage && reversed.errors.contains("the latter must be later"))
        #expect(try ask("library", "--help").output.contains("copydesk library [--once]"))
        #expect(try ask("digest").output.hasPrefix("7 documents since "))
        let page = try ask("digest", "--html").output
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<p class=\"lede\">7 documents, "))
        #expect(try ask("digest", "--html", "--json").status == Sysexits.usage)
    }
}

/// Days and moments as people write them: days are those of UTC, whatever the machine's zone.
@Suite struct AskedTimeTests {
    /// 23:30 of 2026-01-31 in UTC, when it is February to the east.
    private static let now = 1_769_902_200

    @Test(arguments: [
        ("today", 1_769_817_600), ("yesterday", 1_769_731_200), ("2026-01-31", 1_769_817_600),
        ("2026-01-31T00:00:00Z", 1_769_817_600), ("2026-01-31T00:00:00+01:00", 1_769_814_000),
        ("12h", 1_769_859_000), ("1d", 1_769_815_800), ("1w", 1_769_297_400), ("2024-02-29", 1_709_164_800),
    ])
    func aTimeIsUnderstood(text: String, seconds: Int) {
        #expect(AskedTime(text, now: Self.now)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "soon", "2026-02-30", "2026-1-1", "31.01.2026", "-1d", "d", "2026-01-31x", "2026-02-29", "2026-00-10",
    ])
    func whatIsNoneIsRefused(text: String) { #expect(AskedTime(text, now: Self.now) == nil) }

    /// A day's documents are in the day's month, in whatever zone the machine is.
    @Test(arguments: ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"]) func daysAndMonthsAreOfOneZone(zone: String)
        throws
    {
        let folders = try DaemonHarness()
        let report = try #require(LibraryProcessTests.reports.first)
        for (name, time) in [("last", "2025-12-31T23:30:00Z"), ("first", "2026-01-01T00:30:00Z")] {
            var json = try #require(try JSONSerialization.jsonObject(with: report.bytes) as? [String: Any])
            var document = try #require(json["document"] as? [String: Any])
            (document["published"], document["path"], document["wire"]) = (time, name, NSNull())
            json["document"] = document
            let bytes = try JSONSerialization.data(withJSONObject: json, options: .sortedKeys)
            try bytes.write(to: folders.outbox.appending(path: "\(name).json"))
        }
        func ask(_ words: String...) throws -> String {
            let run = try ToolRun(
                DaemonHarness.binary, folders.flags(words), environment: ["COPYDESK_CONFIG": "/dev/null", "TZ": zone])
            #expect(run.status == 0, "\(run.errors)")
            return run.output
        }
        _ = try ask("library", "--once")
        let rows = try ask("documents", "--csv", "--since", "2026-01-01", "--until", "2026-01-02")
        #expect(rows.contains("first.json") && !rows.contains("last.json"))
        let months = try ask("sources", "--by", "month", "--csv", "--since", "2026-01-01", "--until", "2026-01-02")
        #expect(!months.contains("2025-12"))
    }
}
