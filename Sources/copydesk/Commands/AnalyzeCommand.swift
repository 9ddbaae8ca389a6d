import AnalyzerKit
import ArgumentParser
import Foundation
import Glibc
import Ingest
import Processing
import References
import Sentiment
import Spool
import SystemPackage

/// `copydesk analyze`: reports of the files named, to standard output.
struct AnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Analyze files and print their reports.",
        usage: "copydesk analyze [<file or folder> ...] [<options>]",
        discussion: """
            Reports are those that the daemon would write, one line of JSON each; several files give JSON Lines in the \
            order of the arguments, those of a folder and the ones below it by path, without litter and hidden files. A \
            file that cannot be analyzed is named on standard error and the others go on; the exit status is then 65 for \
            a file that is no text, 66 for one that cannot be read and for a folder without documents. What \
            analyzers let people set may also stand in variables, as COPYDESK_ANALYZERS_REFERENCES_REPORT, and how \
            they read in COPYDESK_ANALYSIS_READING.
            """)

    @Argument(
        help: ArgumentHelp("Files, or folders of them; - or none for standard input.", valueName: "file"),
        completion: .file())
    var files: [String] = []

    @Option(help: ArgumentHelp("How to print: json for programs, text for people.", valueName: "json|text"))
    var format = OutputFormat.json

    @Option(
        help: ArgumentHelp(
            "The language of the files, as en or pt-BR (BCP 47), instead of the one that each text tells.",
            valueName: "tag"))
    var language: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "How many files are analyzed at once; one per processor core without it.", valueName: "count"))
    var jobs: Int?

    @Flag(name: .shortAndLong, help: "Show no progress and name no file that cannot be analyzed.")
    var quiet = false

    @Flag(help: "List the pronouns and descriptions that stand for somebody named.") var references = false

    @Option(
        help: ArgumentHelp(
            "How much of a text a pretrained network reads, as the daemon's setting analysis.reading.",
            valueName: "fast|auto|deep"),
        completion: .list(ReadingDepth.allCases.map(\.rawValue)),
        transform: { text in
            guard let depth = ReadingDepth(rawValue: text) else {
                throw ValidationError(
                    "'\(text)' is none of \(ReadingDepth.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return depth
        })
    var reading: ReadingDepth?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Give a setting of an analyzer, `analyzers.…`, or `analysis.reading`, as the daemon has it.",
            valueName: "key=value"))
    var assignments: [String] = []

    @Flag(help: "Add which words and constructions made the scores of sentences and of what is said of each name.")
    var explain = false

    func run() async throws {
        let language = try language.map { text in
            guard let tag = LanguageTag(text) else {
                throw ValidationError("'\(text)' is no language tag: give one such as en, de or pt-BR.")
            }
            return tag.text
        }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is a number from 1 through 256.") }
        if files.isEmpty, Terminal.isTerminal(.standardInput) {
            throw ValidationError("Name the files to analyze, or - for standard input.")
        }
        let processor = try processor()
        let renderer = ReportRenderer(format: format, terminal: Terminal(of: .standardOutput))
        let inputs = files.isEmpty ? [.file("-")] : files.flatMap(AnalysisInput.all)
        var progress = ProgressBar(total: inputs.count, isWanted: !quiet)
        var status = EXIT_SUCCESS
        for try await (index, result) in Ordered(
            inputs, width: jobs ?? ProcessInfo.processInfo.activeProcessorCount,
            work: { input in
                Self.analyze(input, language: language, with: processor, for: renderer)
            })
        {
            progress.clear()
            switch result {
            case .success(let bytes):
                do throws(Errno) {
                    try FileBytes.write(bytes, to: .standardOutput)
                } catch .brokenPipe {
                    throw ExitCode(status)
                } catch {
                    StandardError.say("copydesk: standard output: \(error).")
                    throw ExitCode(Sysexits.inputOutput)
                }
            case .failure(let failure):
                if !quiet { StandardError.say("copydesk: \(failure.message)") }
                if status == EXIT_SUCCESS { status = failure.status }
            }
            progress.show(done: index + 1)
        }
        progress.clear()
        guard status == EXIT_SUCCESS else { throw ExitCode(status) }
    }

    /// Why one file has no report.
    private struct Failure: Error {
        let message: String
        let status: Int32
    }

    private func settings() throws -> (analyzers: AnalyzerSettings, reading: ReadingDepth) {
        do throws(SettingsError) {
            var flags: [SettingFlag] = []
            for assignment in assignments { flags.append(try SettingFlag(assignment: assignment)) }
            let known = Set(SettingsTable.ofAnalyzers.map(\.setting.key) + [SettingsTable.reading.key])
            let others = flags.filter { !known.contains($0.key) }
            guard others.isEmpty else {
                throw SettingsError(
                    others.map { "\($0.flag): this is no setting of an analyzer. `copydesk config` lists them." })
            }
            // Of the environment what is an analyzer's; the rest is the daemon's.
            let variables = ProcessInfo.processInfo.environment.filter {
                $0.key.hasPrefix("COPYDESK_ANALYZERS_") || $0.key == "COPYDESK_ANALYSIS_READING"
            }
            let settings = try Settings(environment: variables, flags: flags)
            var analyzers = settings.analyzerSettings
            if references { analyzers.set(References.report, of: References.self, to: true) }
            return (analyzers, reading ?? settings[SettingsTable.reading])
        } catch {
            throw error.said
        }
    }

    private func processor() throws -> DocumentProcessor {
        let settings = try settings()
        do throws(Pipeline.ConfigurationError) {
            let analyzers: [any Analyzer.Type] = Analyzers.all + (explain ? [SentimentExplainer.self] : [])
            return try DocumentProcessor(
                analyzers, settings: settings.analyzers, reading: settings.reading, version: Version.current)
        } catch {
            StandardError.say("copydesk: \(error)")
            throw ExitCode(Sysexits.software)
        }
    }

    private static func analyze(
        _ input: AnalysisInput, language: String?, with processor: DocumentProcessor, for renderer: ReportRenderer
    ) -> Result<[UInt8], Failure> {
        let path: String
        switch input {
        case .file(let file): path = file
        case .emptyFolder(let folder):
            return .failure(
                Failure(message: "'\(folder)': there are no documents in this folder.", status: Sysexits.noInput))
        case .unreadableFolder(let folder, let error):
            return .failure(Failure(message: "'\(folder)': \(error).", status: Sysexits.noInput))
        }
        let name = path == "-" ? "standard input" : "'\(path)'"
        do {
            let outputs = try processor.process(
                FileBytes.read(path), path: path == "-" ? "stdin" : path, language: language,
                taking: { renderer.bytes(of: $0) })
            // Nearly every file is one document, whose bytes need no copy.
            return .success(outputs.dropFirst().reduce(into: outputs.first ?? []) { $0 += $1 })
        } catch let error as DecodeError {
            return .failure(Failure(message: "\(name): \(error)", status: Sysexits.data))
        } catch let error as Errno {
            return .failure(Failure(message: "\(name): \(error).", status: Sysexits.noInput))
        } catch {
            return .failure(Failure(message: "\(name): \(error)", status: Sysexits.software))
        }
    }
}

/// What an argument of `copydesk analyze` stands for.
enum AnalysisInput: Hashable, Sendable {
    case file(String)
    case emptyFolder(String)
    case unreadableFolder(String, Errno)

    /// The argument itself, or where it is a folder the documents in it, by path.
    static func all(of argument: String) -> [Self] {
        var status = stat()
        guard argument != "-", stat(argument, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            return [.file(argument)]
        }
        let folder = FilePath(argument)
        do throws(Errno) {
            let paths = try SpoolInspection.files(in: folder, ignoring: IgnoreRules())
            if paths.isEmpty { return [.emptyFolder(argument)] }
            return paths.map { folder.pushing($0).string }.sorted().map(Self.file)
        } catch {
            return [.unreadableFolder(argument, error)]
        }
    }
}

/// Turns an output into what is printed.
struct ReportRenderer: Sendable {
    let format: OutputFormat
    let terminal: Terminal

    func bytes(of output: DocumentProcessor.Output) -> [UInt8] {
        switch format {
        case .json: output.json
        case .text: Array(TextReport(output, for: terminal).text.utf8)
        }
    }
}
