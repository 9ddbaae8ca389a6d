import Foundation
import Testing

@testable import copydesk

/// The program itself, as a shell starts it.
@Suite struct CommandLineTests {
    private func copydesk(_ arguments: String..., input: String = "") throws -> ToolRun {
        try ToolRun(ToolRun.copydesk, arguments, input: Data(input.utf8))
    }

    private func seed(_ name: String) -> String {
        ToolRun.root.appending(path: "seeds/\(name)").path(percentEncoded: false)
    }

    @Test func theShortFormsOfVersionStandInTheHelp() throws {
        #expect(try ToolRun(DaemonHarness.binary, ["--help"]).output.contains("`-v` and `-V`"))
    }

    @Test(arguments: ["--version", "version", "-v"]) func itNamesItsVersion(_ word: String) throws {
        let run = try copydesk(word)
        #expect(run.status == 0 && run.output == Version.current + "\n")
    }

    @Test(arguments: [
        ("stat", "Did you mean 'status'?"), ("analyse", "Did you mean 'analyze'?"),
        ("Doctor", "Did you mean 'doctor'?"),
        ("qqqqqqq", "`copydesk help` lists the commands."),
    ])
    func aCommandThatIsNoneIsAnsweredWithTheOneThatWasMeant(_ word: String, _ advice: String) throws {
        let run = try copydesk(word)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("copydesk: There is no command '\(word)'. \(advice)\n"), "\(run.errors)")
        let help = try copydesk("help", word)
        #expect(help.status == 64 && help.errors == run.errors && help.output.isEmpty)
    }

    @Test func aFolderStandsForItsDocumentsByPath() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "copydesk-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        for path in ["b.txt", "a/z.txt", "a/y.txt", ".git/x.txt", "c.txt.part", "#recycle/d.txt"] {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("It rained.\n".utf8).write(to: file)
        }
        for flags in [[], ["--jobs", "1"], ["-j", "7"]] {
            let run = try ToolRun(ToolRun.copydesk, ["analyze", folder.path] + flags)
            let reports = run.output.components(separatedBy: #""path":"\#(folder.path)/"#).dropFirst()
            let paths = reports.map { $0.prefix { $0 != "\"" } }.map(String.init)
            #expect(run.status == 0 && run.errors.isEmpty && paths == ["a/y.txt", "a/z.txt", "b.txt"], "\(paths)")
        }
        let extracted = try copydesk("extract", "--json", folder.path)
        #expect(extracted.status == 0 && extracted.errors.isEmpty && extracted.output.split(separator: "\n").count == 3)
        let empty = try copydesk("analyze", folder.appending(path: ".git").path)
        #expect(empty.status == 0 && empty.output.contains("x.txt"), "named by the caller, it is no litter")
        try FileManager.default.removeItem(at: folder.appending(path: ".git/x.txt"))
        for command in ["analyze", "extract"] {
            let none = try copydesk(command, folder.appending(path: ".git").path)
            #expect(none.status == 66 && none.errors.hasSuffix("there are no documents in this folder.\n"))
        }
        #expect(try copydesk("analyze", "--jobs", "0", folder.path).status == 64)
    }

    @Test func labelsAndReportsInAFolderAreLeftOutAndSaid() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "copydesk-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ bytes: Data, _ name: String) throws { try bytes.write(to: folder.appending(path: name)) }
        try write(Data("It rained.\n".utf8), "a.txt")
        try write(Data(#"{"Ann": "It rained."}"#.utf8), "b.json")
        try write(Data("{}".utf8), "a.gold.json")
        let report = try Data(copydesk("analyze", folder.appending(path: "a.txt").path).output.utf8)
        try write(report, "a.txt.json")
        try write(report, "A.TXT.JSON")
        try write(Data(#"{"attempts":[],"claim":"1","reason":"crash"}"#.utf8), "c.txt.error.json")
        let run = try copydesk("analyze", folder.path)
        let paths = run.output.components(separatedBy: #""path":"\#(folder.path)/"#).dropFirst()
        #expect(run.status == 0 && paths.map { $0.prefix { $0 != "\"" } } == ["a.txt", "b.json"], "\(paths)")
        #expect(
            run.errors
                == "copydesk: '\(folder.path)': 1 file of labels (*.gold.json), 2 reports of copydesk, 1 error file of "
                + "copydesk left out.\n")
        #expect(try copydesk("analyze", "--quiet", folder.path).errors.isEmpty)
        // Named, labels are a file as any other, and reports are refused.
        #expect(try copydesk("analyze", folder.appending(path: "a.gold.json").path).status == 0)
        for name in ["a.txt.json", "c.txt.error.json"] {
            let run = try copydesk("analyze", folder.appending(path: name).path)
            #expect(run.status == 65 && run.output.isEmpty && run.errors.contains("of copydesk: name the document"))
        }
    }

    @Test(arguments: [
        ["analyze", "--jobs", "0"], ["analyze", "--language", "English", "x"],
        ["extract", "--language", "English", "x"],
        ["retry"], ["status", "--format", "yaml"], ["quotes", "--speaker", ""], ["quotes", "--about", " – "],
        ["search", ""], ["search", "bridge", "*"], ["stance", "--of", ""],
    ])
    func wrongUsageIsToldWithTheUsage(_ arguments: [String]) throws {
        let run = try ToolRun(ToolRun.copydesk, arguments)
        let lines = run.errors.split(separator: "\n")
        #expect(
            run.status == 64 && lines.count(where: { $0.hasPrefix("Usage: copydesk \(arguments[0])") }) == 1,
            "\(run.errors)")
        #expect(
            run.errors.contains("\n  See 'copydesk \(arguments[0]) --help' for more information.\n"), "\(run.errors)")
    }

    @Test func quietNamesNoFile() throws {
        let run = try copydesk("analyze", "--quiet", "/nonexistent", seed("opinion-library.txt"))
        #expect(run.status == 66 && run.errors.isEmpty && run.output.split(separator: "\n").count == 1)
    }

    @Test func analyzersCanBeSetByVariables() throws {
        let text = Data("Angela Merkel spoke. Then she left.".utf8)
        let on = ["COPYDESK_ANALYZERS_REFERENCES_REPORT": "true", "COPYDESK_INBOX": "relative and nobody's business"]
        #expect(try ToolRun(ToolRun.copydesk, ["analyze"], input: text, environment: on).output.contains("references"))
        let flag = ["analyze", "--set", "analyzers.references.report=false"]
        #expect(try !ToolRun(ToolRun.copydesk, flag, input: text, environment: on).output.contains("references"))
        for wrong in ["COPYDESK_ANALYZERS_REFERENCES_REPORT": "maybe", "COPYDESK_ANALYZERS_REFERENCE_REPORT": "true"] {
            let run = try ToolRun(
                ToolRun.copydesk, ["analyze"], input: text, environment: [wrong.key: wrong.value])
            #expect(run.status == 78 && run.errors.hasPrefix("copydesk: $\(wrong.key): "), "\(run.errors)")
        }
    }

    /// By variable and flag, which comes before it.
    @Test func speakersAreWithheldAsTheSettingSays() throws {
        let text = Data("“We leave at noon,” Ann Lee said on Friday.".utf8)
        let variable = ["COPYDESK_ANALYZERS_QUOTES_MIN_CONFIDENCE": "1"]
        let flag = ["analyze", "--set", "analyzers.quotes.minConfidence=0.5"]
        let named = #""speakers":[{"name":"Ann Lee""#
        func output(_ arguments: [String], _ environment: [String: String] = [:]) throws -> String {
            try ToolRun(ToolRun.copydesk, arguments, input: text, environment: environment).output
        }
        #expect(try output(["analyze"]).contains(named))
        #expect(try output(["analyze"], variable).contains(#""speakers":[]"#))
        #expect(try output(flag, variable).contains(named))
        let wrong = try ToolRun(
            ToolRun.copydesk, ["analyze", "--set", "analyzers.quotes.minConfidence=60"], input: text, environment: [:])
        #expect(wrong.status == 78)
        #expect(wrong.errors.contains("0.0 through 1.0"), "\(wrong.errors)")
    }

    @Test func theTextHasReferencesOnRequest() throws {
        let text = "Angela Merkel spoke. Then she left. She was tired."
        let run = try copydesk("analyze", "--references", "--format", "text", input: text)
        #expect(run.output.contains("\nWhom other words mean\n  Angela Merkel\n    she 2\n"), "\(run.output)")
        #expect(try !copydesk("analyze", "--format", "text", input: text).output.contains("Whom other words mean"))
    }

    @Test func oneOfAThingIsOne() throws {
        let run = try copydesk("analyze", "--format", "text", "--language", "en", input: "Rain.")
        #expect(run.output.contains("1 word · 1 sentence · "), "\(run.output)")
    }

    @Test func severalFilesGiveALineOfJSONEachInTheirOrder() throws {
        let names = ["wire-harbour-strike.txt", "interview-river.txt", "opinion-library.txt"].map(seed)
        let run = try ToolRun(ToolRun.copydesk, ["analyze"] + names + names)
        #expect(run.status == 0)
        let lines = run.output.split(separator: "\n")
        let paths = try lines.map { line in
            let report = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return (report?["document"] as? [String: Any])?["path"] as? String
        }
        #expect(paths == names + names)
    }

    @Test func standardInputIsADocumentToo() throws {
        for arguments in [["analyze"], ["analyze", "-"]] {
            let run = try ToolRun(ToolRun.copydesk, arguments, input: Data("It rained.".utf8))
            #expect(run.status == 0 && run.output.contains(#""path":"stdin""#))
        }
    }

    @Test(
        arguments: [
            ([], [:], "auto"), (["--reading", "deep"], [:], "deep"), (["--set", "analysis.reading=fast"], [:], "fast"),
            ([], ["COPYDESK_ANALYSIS_READING": "deep"], "deep"),
            (["--reading", "fast"], ["COPYDESK_ANALYSIS_READING": "deep"], "fast"),
        ] as [([String], [String: String], String)])
    func theReportTellsHowItWasRead(_ flags: [String], _ variables: [String: String], _ depth: String) throws {
        let text = Data("yesterday angela merkel flew to paris\n".utf8)
        let run = try ToolRun(ToolRun.copydesk, ["analyze"] + flags, input: text, environment: variables)
        #expect(run.status == 0 && run.output.contains(#""reading":"\#(depth)""#), "\(run.errors)")
        #expect(run.output.contains(#""text":"angela merkel","type":"PER""#) || depth == "fast")
    }

    @Test(arguments: [["--reading", "slow"], ["--set", "analysis.reading=slow"]])
    func aReadingThatIsNoneIsRefused(_ flags: [String]) throws {
        let run = try ToolRun(ToolRun.copydesk, ["analyze"] + flags, input: Data("It rained.".utf8))
        #expect(run.status != 0 && run.output.isEmpty && run.errors.contains("slow"), "\(run.status): \(run.errors)")
    }

    @Test func referencesAreReportedOnRequest() throws {
        let text = "Angela Merkel spoke. Then she left."
        let reference = #""references":{"version":"1","findings":{"references":[{"start":26,"end":29,"text":"she""#
        #expect(try copydesk("analyze", "--references", input: text).output.contains(reference))
        let set = ["analyze", "--set", "analyzers.references.report=true"]
        #expect(try ToolRun(ToolRun.copydesk, set, input: Data(text.utf8)).output.contains(reference))
        #expect(try !copydesk("analyze", input: text).output.contains("references"))
    }

    @Test(arguments: [
        "analyzers.references.report=maybe", "workers=2", "analyzers.references.nouns=true", "references",
    ])
    func onlyWhatAnAnalyzerAllowsCanBeSet(_ assignment: String) throws {
        let run = try copydesk("analyze", "--set", assignment)
        #expect(run.status == 78 && run.output.isEmpty && run.errors.hasPrefix("copydesk: --set "))
    }

    @Test func anEmptyDocumentHasAReportWithoutFindings() throws {
        let run = try copydesk("analyze")
        #expect(run.status == 0 && run.output.contains(#""words":0,"sentences":0,"paragraphs":0,"text":"""#))
        #expect(run.output.contains(#""problems":[]"#))
    }

    @Test func aReportIsTheSameBytesEveryTime() throws {
        let runs = try (0..<3).map { _ in try copydesk("analyze", seed("interview-river.txt")).output }
        #expect(Set(runs).count == 1)
    }

    @Test func explainTellsWhatMadeTheScores() throws {
        let story = "The mayor's speech was a disgrace."
        let text = try copydesk("analyze", "--explain", "--format", "text", input: story)
        #expect(text.status == 0 && text.output.contains("\nWhy\n") && text.output.contains("disgrace −0."))
        let json = try copydesk("analyze", "--explain", input: story)
        #expect(json.output.contains(#""explanation":{"version":""#))
        #expect(json.output.contains(#","findings":{"sentences":[{"start":0,"end":34,"score":"#))
        #expect(try !copydesk("analyze", input: story).output.contains("explanation"))
    }

    @Test func exitStatusesFollowSysexits() throws {
        #expect(try copydesk("analyze", "/nonexistent").status == 66)
        #expect(try ToolRun(ToolRun.copydesk, ["analyze"], input: Data([0x61, 0x00])).status == 65)
        #expect(try copydesk("analyze", "--format", "xml", "x").status == 64)
        #expect(try copydesk("nonsense").status == 64)
        #expect(try copydesk("config", "--set", "workers=x").status == 78)
        #expect(try copydesk("config", "--config", "/nonexistent.yaml").status == 78)
    }

    @Test func oneBadFileDoesNotKeepTheOthersBack() throws {
        let run = try copydesk("analyze", "/nonexistent", seed("opinion-library.txt"))
        #expect(run.status == 66)
        #expect(run.output.split(separator: "\n").count == 1)
        #expect(run.errors == "copydesk: '/nonexistent': No such file or directory.\n")
    }

    @Test func textHasNoColourInAPipeAndFitsItsWidth() throws {
        let run = try ToolRun(
            ToolRun.copydesk, ["analyze", "--format", "text", seed("wire-harbour-strike.txt")],
            environment: ["COLUMNS": "60"])
        #expect(run.status == 0 && !run.output.contains("\u{1B}"))
        #expect(run.output.hasPrefix("Dockworkers end nine-day strike at Port of Velmora\n"))
        for line in run.output.split(separator: "\n") where !line.hasPrefix("/") {
            #expect(line.count <= 60, "\(line)")
        }
    }

    @Test func analyzersAreListedWithWhatTheyBuildOn() throws {
        let run = try copydesk("analyzers", "--format", "json")
        let list = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
        #expect(list?.compactMap { $0["name"] as? String } == ["entities", "references", "quotes", "sentiment"])
        #expect(list?[1]["dependsOn"] as? [String] == ["entities"])
    }

    private static let commands = [
        "alert", "analyze", "analyzers", "config", "digest", "doctor", "documents", "entities", "failed", "library",
        "prune",
        "quotes", "retry", "run", "search", "sources", "stance", "status", "version", "why",
    ]

    @Test(arguments: commands) func helpSaysWhatEachFlagDoes(_ command: String) throws {
        let run = try ToolRun(ToolRun.copydesk, [command, "--help"], environment: ["COLUMNS": "400"])
        #expect(run.status == 0 && run.errors.isEmpty)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("OVERVIEW: ") && lines[0].hasSuffix("."))
        let usage = try #require(lines.first { $0.hasPrefix("USAGE: ") })
        #expect(usage.hasPrefix("USAGE: copydesk \(command)") && usage.count <= 100, "\(usage)")
        // A flag and its meaning stand in one line, or in two where the flag is long.
        for (index, line) in lines.enumerated() where line.hasPrefix("  -") || line.hasPrefix("  <") {
            let meaning = line.dropFirst(2).split(separator: "  ").dropFirst().first ?? lines[index + 1][...]
            #expect(meaning.drop { $0 == " " }.first?.isUppercase == true && meaning.contains("."), "\(line)")
        }
    }

    @Test(arguments: [
        ["nonsense"], ["status", "--format", "yaml"], ["run", "--bogus"], ["why"], ["retry"], ["doctor", "--unit"],
        ["config", "--set", "wokers=2"], ["config", "--set", "workers"], ["analyze", "/nonexistent"],
        ["retry", "nowhere.txt"], ["status", "--output", "/nonexistent/x"], ["run", "--config", "/nonexistent"],
        ["prune", "--set", "archive.keep=ever"], ["prune", "--set", "archive.keep=1 d", "--state", "/nonexistent/s"],
    ])
    func everyErrorSaysWhoSpeaksAndNothingElseIsPrinted(_ arguments: [String]) throws {
        let run = try ToolRun(ToolRun.copydesk, arguments)
        #expect(run.status >= 64 && run.status <= 78)
        #expect(run.output.isEmpty && run.errors.hasPrefix("copydesk: "), "\(run.errors)")
    }

    private static let german = """
        Der Minister sagte am Montag, dass er den Bericht der Kommission noch nicht gelesen habe und dass er sich nach \
        seiner Rückkehr aus Brüssel dazu äußern werde.
        """

    @Test func aTextInAnotherLanguageHasItsLanguageAndNoFindings() throws {
        let json = try ToolRun(ToolRun.copydesk, ["analyze"], input: Data(Self.german.utf8))
        #expect(json.status == 0 && json.errors.isEmpty)
        #expect(json.output.contains(#""language":"de""#) && json.output.contains("Rückkehr aus Brüssel"))
        #expect(json.output.contains(#""entities":{"version":""#) && json.output.contains(#""findings":null"#))
        #expect(json.output.components(separatedBy: #""reason":"language""#).count == 4)
        let text = try ToolRun(ToolRun.copydesk, ["analyze", "--format", "text"], input: Data(Self.german.utf8))
        #expect(text.output.contains("entities, quotes and sentiment found nothing"), "\(text.output)")
        #expect(!text.output.contains("has no findings"))
    }

    @Test func theLanguageCanBeNamed() throws {
        let run = try ToolRun(ToolRun.copydesk, ["analyze", "--language", "en-GB"], input: Data(Self.german.utf8))
        #expect(run.output.contains(#""language":"en-GB""#) && run.output.contains(#""problems":[]"#))
        let wrong = try ToolRun(ToolRun.copydesk, ["analyze", "--language", "English"], input: Data(Self.german.utf8))
        #expect(wrong.status == 64 && wrong.errors.contains("'English' is no language tag"), "\(wrong.errors)")
    }

    @Test(
        arguments: [
            ("eng", "en"), ("ENG-gb", "en-gb"), ("deu", "de"), ("ger", "de"), ("fre-CA", "fr-CA"), ("gsw", "gsw"),
            ("und", "und"), ("en", "en"), ("e", nil), ("english", nil), ("en_GB", nil), ("en-", nil),
        ] as [(String, String?)])
    func aLanguageIsReadWithTheShortestCodeThatItHas(text: String, tag: String?) {
        #expect(LanguageTag(text)?.text == tag)
    }

    @Test(arguments: ["why", "status", "failed", "doctor", "retry"])
    func diagnosisAsksForNoSettingsThatItDoesNotUse(_ command: String) throws {
        let help = try ToolRun(ToolRun.copydesk, [command, "--help"]).output
        #expect(help.contains("WHERE THE DAEMON WORKS:\n  --config <file>"), "\(help)")
        #expect(!help.contains("--workers") && !help.contains("--log-level"))
    }

    @Test func aBrokenConfigurationFileLeavesWhatIsRightToBeLookedAt() throws {
        let folders = try DaemonHarness()
        try folders.drop("x", as: "a.txt")
        let file = folders.root.appending(path: "copydesk.yaml")
        let places = """
            inbox: \(folders.inbox.path)
            outbox: \(folders.outbox.path)
            state: \(folders.state.path)

            """
        try Data((places + "wokers: 2\nlimits:\n  maxBytes: many\n").utf8).write(to: file)
        let flags = ["--config", file.path]
        let why = try ToolRun(ToolRun.copydesk, ["why", "a.txt"] + flags)
        #expect(why.status == 0 && why.output.hasPrefix("a.txt  "), "\(why.output)")
        #expect(why.errors.contains("'wokers'") && why.errors.contains("limits.maxBytes is 'many'"), "\(why.errors)")
        #expect(try ToolRun(ToolRun.copydesk, ["status"] + flags).status == 3)
        #expect(try ToolRun(ToolRun.copydesk, ["failed"] + flags).status == 0)
        let doctor = try ToolRun(ToolRun.copydesk, ["doctor", "--json"] + flags)
        #expect(doctor.status == 2 && doctor.errors.isEmpty, "\(doctor.errors)")
        #expect(doctor.output.contains(#""area":"settings""#) && doctor.output.contains("wokers"), "\(doctor.output)")
        #expect(doctor.output.contains(folders.inbox.path))
        // What is to work by the file does not begin.
        #expect(try ToolRun(ToolRun.copydesk, ["run", "--once"] + flags).status == 78)
        #expect(try ToolRun(ToolRun.copydesk, ["config"] + flags).status == 78)
        // The folders can be named by flags where the file is no YAML at all.
        try Data("inbox: [".utf8).write(to: file)
        let named = [
            "--inbox", folders.inbox.path, "--outbox", folders.outbox.path, "--state", folders.state.path,
        ]
        #expect(try ToolRun(ToolRun.copydesk, ["status"] + flags + named).status == 3)
        #expect(try ToolRun(ToolRun.copydesk, ["status"] + flags + named + ["--set", "workers=x"]).status == 78)
    }

    @Test func helpNamesEveryCommandThatPeopleUse() throws {
        let help = try copydesk("--help").output
        for name in Self.commands { #expect(help.contains("\n  \(name) ")) }
        #expect(!help.contains("\n  worker "))
    }
}
