import ArgumentParser
import AnalyzerKit
import Entities
import References
import Spool
import SystemPackage
import Testing
import Wire

@testable import copydesk

@Suite struct SettingsTests {
    private func settings(
        _ yaml: String? = nil, _ environment: [String: String] = [:], _ flags: [SettingFlag] = []
    ) throws -> Settings {
        try Settings(
            file: try yaml.map { try SettingsFile($0, path: "c.yaml") }, environment: environment, flags: flags)
    }

    private func problems(
        _ yaml: String? = nil, _ environment: [String: String] = [:], _ flags: [SettingFlag] = []
    ) -> [String] {
        do {
            _ = try settings(yaml, environment, flags)
            return []
        } catch {
            return (error as? SettingsError)?.problems ?? ["\(error)"]
        }
    }

    private func origin(_ key: String, _ settings: Settings) -> String? {
        settings.entries.first { $0.setting.key == key }.map { "\($0.origin)" }
    }

    @Test(arguments: [
        ("--inbox", "in", "inbox"), ("--outbox", "out", "outbox"), ("--state", "s", "state"),
        ("--workers", "3", "workers"),
        ("--reading", "deep", "analysis.reading"), ("--log-level", "debug", "log.level"),
    ])
    func aFlagGivesTheSettingThatItIsNamedAfter(flag: String, text: String, key: String) throws {
        let settings = try SettingsOptions.parse([flag, text]).settings(environment: [:])
        #expect(origin(key, settings) == flag)
    }

    @Test func flagsComeBeforeEnvironmentBeforeFileBeforeDefault() throws {
        let yaml = "workers: 2\nlimits:\n  maxAttempts: 4\n  maxBytes: 2 MiB\n"
        let environment = ["COPYDESK_WORKERS": "3", "COPYDESK_LIMITS_MAX_ATTEMPTS": "5", "PATH": "/bin"]
        let flag = SettingFlag(key: "workers", text: "6", flag: "--workers")
        let settings = try settings(yaml, environment, [flag])
        #expect(settings[SettingsTable.workers] == 6)
        #expect(origin("workers", settings) == "--workers")
        #expect(settings[SettingsTable.maxAttempts] == 5)
        #expect(origin("limits.maxAttempts", settings) == "$COPYDESK_LIMITS_MAX_ATTEMPTS")
        #expect(settings[SettingsTable.maxBytes] == 2 << 20)
        #expect(origin("limits.maxBytes", settings) == "c.yaml:4")
        #expect(settings[SettingsTable.drain] == .seconds(30))
        #expect(origin("shutdown.drain", settings) == "default")
    }

    /// Every setting that an analyzer declares is one of the program's, by whichever way it is given.
    @Test func whatAnalyzersDeclareCanBeSet() throws {
        for analyzer in Analyzers.all {
            for declared in analyzer.settings {
                let name = AnalyzerSettings.key(of: declared, analyzer)
                #expect(SettingsTable.all.contains { $0.key == "analyzers.\(name)" && $0.meaning == declared.meaning })
                #expect(try settings().analyzerSettings.texts[name] == declared.standardText)
            }
        }
        let key = AnalyzerSettings.key(of: References.report, References.self)
        let yaml = "analyzers:\n  references:\n    report: true\n"
        let variable = ["COPYDESK_ANALYZERS_REFERENCES_REPORT": "true"]
        let flag = SettingFlag(key: "analyzers.\(key)", text: "true", flag: "--set")
        for given in [try settings(yaml), try settings(nil, variable), try settings(nil, [:], [flag])] {
            #expect(given.analyzerSettings.texts[key] == "true")
            #expect(given.workerOptions.analyzers[key] == "true")
            #expect(SettingsListing.yaml(given, explained: true).contains("report: true"))
        }
    }

    private enum Style: String, CaseIterable { case short, long }

    /// A setting of an analyzer of each kind, as the program reads it from a file.
    @Test(arguments: [
        (AnalyzerSetting("loud", default: false, "") as any AnyAnalyzerSetting, ["true", "false"], ["yes", "1", ""]),
        (AnalyzerSetting("count", default: 3, in: 1...9, ""), ["1", "9"], ["0", "10", "1.5", "few"]),
        (AnalyzerSetting("weight", default: 0.5, in: 0...1, ""), ["0.25", "1.0"], ["1.5", "-0.1", "nan", "heavy"]),
        (AnalyzerSetting("style", default: Style.short, ""), ["short", "long"], ["middling", "SHORT"]),
    ])
    func analyzersSettingsHaveKinds(_ declared: any AnyAnalyzerSetting, _ right: [String], _ wrong: [String]) {
        let setting = Setting<String>.analyzer(declared, of: Entities.self)
        #expect(setting.key == "analyzers.entities.\(declared.name)")
        for text in right { #expect(setting.value(of: [text])?.text == [text]) }
        for text in wrong { #expect(setting.value(of: [text]) == nil, "\(text)") }
        #expect(setting.value(of: right) == nil)
    }

    @Test func defaultsAreAllowedAndReadBackAsWritten() {
        for setting in SettingsTable.all {
            let standard = setting.standardValue
            #expect(setting.value(of: standard.text)?.text == standard.text, "\(setting.key)")
            #expect(!setting.meaning.isEmpty && !setting.allowed.isEmpty)
        }
        #expect(Set(SettingsTable.all.map(\.key)).count == SettingsTable.all.count)
    }

    @Test(arguments: [
        ("worker: 2", "c.yaml:1: there is no setting 'worker'. Did you mean 'workers'?"),
        ("\nlimits:\n  maxByte: 2", "c.yaml:3: there is no setting 'limits.maxByte'. Did you mean 'limits.maxBytes'?"),
        ("maxBytes: 2", "c.yaml:1: there is no setting 'maxBytes'. Did you mean 'limits.maxBytes'?"),
        ("colour: blue", "c.yaml:1: there is no setting 'colour'. `copydesk config` lists the settings."),
        ("workers: many", "c.yaml:1: workers is 'many'; allowed: a number from 0 through 256."),
        ("workers: 257", "c.yaml:1: workers is '257'; allowed: a number from 0 through 256."),
        ("archive: burn", "c.yaml:1: archive is 'burn'; allowed: keep, delete."),
    ])
    func whatIsWrongIsNamedWithItsPlace(_ yaml: String, _ message: String) {
        #expect(problems(yaml) == [message])
    }

    @Test(arguments: [
        "workers: []", "workers: [1, 2]", "workers:\n  - 1", "workers:", "limits: 3", "watch:\n  settle: 3",
        "watch:\n  settle: 2 days", "limits:\n  maxBytes: 99999999999999999999 GiB", "limits:\n  maxBytes: -1",
        "files:\n  mode: \"999\"", "files:\n  mode: \"7777\"", "- workers", "workers: 1\nworkers: 2", "a: b: c",
        "inbox: \"\"", "inbox: /a\noutbox: /a", "inbox: /a\noutbox: /a/b", "state: /x/inbox/s\ninbox: /x/inbox",
        "watch:\n  ignore: [[a]]",
    ])
    func wrongFilesAreRefused(_ yaml: String) {
        #expect(!problems(yaml).isEmpty)
    }

    @Test func everythingWrongIsSaidAtOnce() {
        let found = problems(
            "workers: x\nfoo: 1", ["COPYDESK_LIMITS_DEADLINE": "soon", "COPYDESK_ARCHIV": "keep"],
            [SettingFlag(key: "nope", text: "1", flag: "--set nope")])
        #expect(found.count == 5)
        #expect(found.contains("$COPYDESK_ARCHIV: there is no such setting. Did you mean 'COPYDESK_ARCHIVE'?"))
    }

    /// The default pair fits even the worst text; a pair in which prose cannot fit is refused.
    @Test(arguments: [
        ("32 MiB", "10 GiB", false, false), ("32 MiB", "8 GiB", false, true), ("32 MiB", "0", false, false),
        ("32 MiB", "1537 MiB", false, true),
        ("32 MiB", "1535 MiB", true, true), ("1 MiB", "557 MiB", false, false), ("1 KiB", "64 MiB", true, true),
    ])
    func memoryMustBeEnoughForTheLargestDocument(size: String, memory: String, isRefused: Bool, isNoted: Bool) throws {
        let flags = ["limits.maxBytes=\(size)", "limits.workerMemory=\(memory)"]
        let given = try flags.map { try SettingFlag(assignment: $0) }
        if isRefused {
            let error = #expect(throws: SettingsError.self) { _ = try Settings(flags: given) }
            #expect(error?.problems.count == 1)
            #expect(error?.problems.first?.contains("limits.workerMemory '\(memory)' is too little") == true)
        } else {
            #expect(try (Settings(flags: given).memoryNote != nil) == isNoted)
        }
    }

    /// Where larger documents are allowed than anybody gets by default, a start says whether the memory is enough.
    @Test(arguments: [
        ("32 MiB", 4, "2 GiB", 0), ("32 MiB", 1, "1 GiB", 1), ("64 MiB", 1, "8 GiB", 1), ("64 MiB", 4, "8 GiB", 2),
        ("16 MiB", 64, "8 GiB", 0),
    ])
    func theMachinesMemoryIsNoted(size: String, workers: Int, machine: String, count: Int) throws {
        let given = try ["limits.maxBytes=\(size)", "workers=\(workers)"].map { try SettingFlag(assignment: $0) }
        let notes = try Settings(flags: given).memoryNotes(machine: #require(ByteSize.parse(machine)))
        #expect(notes.count == count, "\(notes)")
        #expect(notes.allSatisfy { $0.contains("limits.maxBytes") })
    }

    /// Of a group whose settings are all commented out its name is left.
    @Test(arguments: [
        "limits:", "limits: {}", "limits:\n    # maxBytes: 1 MiB\nwatch:\n", "analyzers:\n    references:",
    ])
    func anEmptyGroupChangesNothing(_ yaml: String) throws {
        #expect(try settings(yaml).entries.allSatisfy { $0.origin == .standard })
    }

    @Test(arguments: ["limts:", "limts: {}"]) func anUnknownGroupIsAMistakeThoughItIsEmpty(_ yaml: String) {
        #expect(problems(yaml).count == 1)
    }

    @Test(arguments: ["archive.keep: 90", "archive.keep: 90 d, 20", "outbox.keep: \"1000000\""])
    func whatIsKeptHasAUnit(_ yaml: String) {
        let found = problems(yaml)
        #expect(found.count == 1 && found[0].contains("a number has a unit, min, h, d or w"), "\(found)")
    }

    @Test func aListThatIsNoneIsShownAsItWasGiven() {
        let flag = SettingFlag(key: "watch.ignore", text: #"["a"#, flag: "--set")
        let found = problems(nil, ["COPYDESK_WATCH_IGNORE": "['b'"], [flag])
        #expect(found.contains { $0.contains(#"watch.ignore is '["a'; allowed"#) }, "\(found)")
        #expect(found.contains { $0.contains("watch.ignore is '['b''; allowed") }, "\(found)")
    }

    @Test func aPatternWhoseBracketIsNeverClosedIsAMistake() {
        let found = problems("watch:\n  ignore: [\"*.bak\", \"[draft*\"]")
        #expect(found.count == 1 && found[0].contains("each bracket closed"), "\(found)")
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "null"])
    func emptyFilesChangeNothing(_ yaml: String) throws {
        #expect(try settings(yaml).entries.allSatisfy { $0.origin == .standard })
    }

    @Test func listsMayBeWrittenAsSequencesOrBetweenCommas() throws {
        let expected = ["*.bak", "old/*"]
        #expect(try settings("watch:\n  ignore: [\"*.bak\", old/*]")[SettingsTable.ignore] == expected)
        #expect(try settings(nil, ["COPYDESK_WATCH_IGNORE": "*.bak, old/*"])[SettingsTable.ignore] == expected)
        // As `copydesk config` prints it.
        #expect(try settings(nil, ["COPYDESK_WATCH_IGNORE": #"["*.bak", old/*]"#])[SettingsTable.ignore] == expected)
        #expect(try settings(nil, ["COPYDESK_WATCH_IGNORE": "[]"])[SettingsTable.ignore] == [])
        let flag = SettingFlag(key: "watch.ignore", text: #"["draft*","a, b"]"#, flag: "--set")
        #expect(try settings(nil, [:], [flag])[SettingsTable.ignore] == ["draft*", "a, b"])
        // Brackets that make a pattern of fnmatch(3), and such that make neither.
        #expect(try settings(nil, ["COPYDESK_WATCH_IGNORE": "[ab]*"])[SettingsTable.ignore] == ["[ab]*"])
        #expect(problems(nil, ["COPYDESK_WATCH_IGNORE": "[[a]]"]).count == 1)
        #expect(problems(nil, ["COPYDESK_WATCH_IGNORE": "[a,\"]"]).count == 1)
        #expect(problems(nil, ["COPYDESK_WATCH_IGNORE": "[\"draft*"]).count == 1)
    }

    @Test func theListingIsAConfigurationFileThatGivesTheSameSettings() throws {
        let yaml = """
            inbox: "/srv/in box #1"
            workers: 3
            watch:
              ignore: ["*.bak", "- x", "a: b", "two\\nlines", "null", "~", "1e3", "it's", "é, [ü]"]
            files:
              mode: "0600"
            archive: keep
            archive.keep: 90 d, 20 GiB
            outbox.onConflict: replace
            failed:
              keep: 2 w
            """
        let settings = try settings(yaml)
        for explained in [false, true] {
            let again = try self.settings(SettingsListing.yaml(settings, explained: explained))
            for (left, right) in zip(settings.entries, again.entries) {
                #expect(left.value.text == right.value.text, "\(left.setting.key)")
            }
        }
    }

    @Test func aKeyBelowOneThatHasAValueMayBeWrittenWithItsDots() throws {
        let flat = try settings("outbox: /srv/out\noutbox.keep: 90d\noutbox.compress: zstd\n")
        #expect(flat[SettingsTable.outbox] == "/srv/out" && flat[SettingsTable.compress] == .zstd)
        #expect(flat[SettingsTable.outboxKeep] == Retention(age: .seconds(90 * 86_400)))
        let nested = try settings("outbox:\n  keep: 90d\n  onConflict: replace\n")
        #expect(nested[SettingsTable.outboxKeep] == flat[SettingsTable.outboxKeep])
        #expect(nested[SettingsTable.onConflict] == .replace)
        #expect(origin("outbox.keep", nested) == "c.yaml:2" && origin("outbox", nested) == "default")
        #expect(try settings(nil, ["COPYDESK_OUTBOX_ON_CONFLICT": "replace"])[SettingsTable.onConflict] == .replace)
    }

    @Test(
        arguments: [
            ("all", nil, nil, "all"), ("90d", 90 * 86_400, nil, "90 d"), ("12 w", 84 * 86_400, nil, "84 d"),
            ("20 GiB", nil, 20 << 30, "20 GiB"), ("2TiB", nil, 2 << 40, "2 TiB"), ("36 h", 36 * 3_600, nil, "36 h"),
            ("90 d, 20 GiB", 90 * 86_400, 20 << 30, "90 d, 20 GiB"),
            ("500000 B,90 min", 5_400, 500_000, "90 min, 500000 B"), ("1B", nil, 1, "1 B"),
        ] as [(String, Int?, Int?, String)])
    func whatIsKeptIsAnAgeOrASizeOrBoth(_ text: String, _ seconds: Int?, _ bytes: Int?, _ written: String) {
        let retention = RetentionText.parse(text)
        #expect(retention == Retention(age: seconds.map { .seconds($0) }, bytes: bytes))
        #expect(retention.map(RetentionText.text) == written)
        #expect(RetentionText.parse(written) == retention)
    }

    @Test(arguments: [
        "", "none", "90", "d", "0 d", "0", "-1 d", "90 days", "1.5 d", "90 d,", "90 d, 30 d", "1 GiB, 2 GiB",
        "all, 90 d",
        "90 d 20 GiB", "99999999999999999999 d", "200 000 d", "5 s",
    ])
    func whatIsNeitherIsNotTaken(_ text: String) {
        // A number alone may be days or bytes.
        #expect(RetentionText.parse(text) == nil)
    }

    @Test(arguments: [("1", 1), ("1 KiB", 1024), ("2MiB", 2 << 20), ("3 GiB", 3 << 30), ("5 B", 5)])
    func sizesHaveUnits(_ text: String, _ bytes: Int) {
        #expect(ByteSize.parse(text) == bytes)
    }

    @Test(arguments: [
        ("1", nil), ("500 ms", Duration.milliseconds(500)), ("2s", .seconds(2)), ("5 min", .seconds(300)),
    ])
    func timesNeedUnits(_ text: String, _ time: Duration?) {
        #expect(TimeSpan.parse(text) == time)
    }
}
