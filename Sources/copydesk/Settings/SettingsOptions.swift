import AnalyzerKit
import ArgumentParser
import Foundation
import SystemPackage

/// The flags that say where a daemon works, and the way from them to the settings in force.
struct PlaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read settings from this YAML file.",
            discussion: "Without it $COPYDESK_CONFIG, or \(Self.standardFile) where that exists.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: ArgumentHelp("Where documents are dropped.", valueName: "folder"), completion: .directory)
    var inbox: String?

    @Option(help: ArgumentHelp("Where reports appear.", valueName: "folder"), completion: .directory)
    var outbox: String?

    @Option(
        help: ArgumentHelp("Where the spool, the archive and failed documents lie.", valueName: "folder"),
        completion: .directory)
    var state: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Give any setting, as `--set limits.maxAttempts=5`.", valueName: "key=value"))
    var assignments: [String] = []

    /// The file that is read when no other is named.
    static let standardFile = "/etc/copydesk/copydesk.yaml"

    /// Whether other folders, or another file of settings, are named than a service has.
    var namesPlaces: Bool { config != nil || inbox != nil || outbox != nil || state != nil }

    /// The settings in force, for a command that looks at what is there: a mistake in the configuration file is said, and
    /// what is right in it is used.
    ///
    /// - Throws: `ExitCode` 78 (EX_CONFIG of sysexits) for a mistake in flags or variables, after saying what is wrong.
    func load() throws -> Settings {
        let (settings, mistakes) = try loadWithMistakes()
        for mistake in mistakes { StandardError.say("copydesk: \(mistake)") }
        if !mistakes.isEmpty {
            StandardError.say("copydesk: What follows is of the settings that are right, and defaults for the others.")
        }
        return settings
    }

    /// The settings in force, and what is wrong in the configuration file.
    ///
    /// - Throws: As `load()`.
    func loadWithMistakes() throws -> (settings: Settings, mistakes: [String]) {
        let environment = ProcessInfo.processInfo.environment
        do throws(SettingsError) {
            return (try settings(environment: environment), [])
        } catch {
            let found = error.problems
            do throws(SettingsError) {
                let flags = try flags()
                // What is wrong without the file is the caller's own, to be mended now.
                _ = try Settings(environment: environment, flags: flags)
                let file = try? file(environment)
                var settings = Settings(rightOf: file, environment: environment, flags: flags)
                settings.invocation = Invocation(self)
                return (settings, found)
            } catch {
                throw error.said
            }
        }
    }

    /// The settings in force under an environment.
    func settings(
        environment: [String: String], flags named: [SettingFlag] = []
    ) throws(SettingsError) -> Settings {
        var settings = try Settings(file: file(environment), environment: environment, flags: flags(named))
        settings.invocation = Invocation(self)
        return settings
    }

    private func file(_ environment: [String: String]) throws(SettingsError) -> SettingsFile? {
        let named = config ?? environment["COPYDESK_CONFIG"]
        let path = named ?? Self.standardFile
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try FileBytes.read(path)
        } catch .noSuchFileOrDirectory where named == nil {
            return nil
        } catch {
            throw SettingsError(["\(path): the configuration file cannot be read: \(error)."])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsError(["\(path): the configuration file is not UTF-8."])
        }
        return try SettingsFile(text, path: path)
    }

    private func flags(_ more: [SettingFlag] = []) throws(SettingsError) -> [SettingFlag] {
        let named = [("inbox", inbox, "--inbox"), ("outbox", outbox, "--outbox"), ("state", state, "--state")]
        var flags = named.compactMap { key, text, flag in text.map { SettingFlag(key: key, text: $0, flag: flag) } }
        flags += more
        for assignment in assignments { flags.append(try SettingFlag(assignment: assignment)) }
        return flags
    }
}

/// The flags of commands that work by the settings, where every mistake ends the command.
struct SettingsOptions: ParsableArguments {
    @OptionGroup(title: "Settings") var places: PlaceOptions

    @Option(help: ArgumentHelp("How many documents are analyzed at once; 0 for one per core.", valueName: "count"))
    var workers: String?

    @Option(
        help: ArgumentHelp("How much of a text a pretrained network reads.", valueName: "fast|auto|deep"),
        completion: .list(ReadingDepth.allCases.map(\.rawValue)))
    var reading: String?

    @Option(help: ArgumentHelp("The least important messages that are logged.", valueName: "level"))
    var logLevel: String?

    /// The settings in force.
    ///
    /// - Throws: `ExitCode` 78 (EX_CONFIG of sysexits) after saying on standard error what is wrong.
    func load() throws -> Settings {
        do throws(SettingsError) {
            return try settings(environment: ProcessInfo.processInfo.environment)
        } catch {
            throw error.said
        }
    }

    /// The settings in force under an environment.
    func settings(environment: [String: String]) throws(SettingsError) -> Settings {
        let named = [
            ("workers", workers, "--workers"), ("analysis.reading", reading, "--reading"),
            ("log.level", logLevel, "--log-level"),
        ]
        return try places.settings(
            environment: environment,
            flags: named.compactMap { key, text, flag in text.map { SettingFlag(key: key, text: $0, flag: flag) } })
    }
}
