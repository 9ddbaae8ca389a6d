import AnalyzerKit
import ArgumentParser
import CLinux
import Foundation
import Glibc
import Ingest
import OrderedJSON
import Processing
import References
import Sentiment
import Spool
import SystemPackage
import Wire

/// `copydesk analyze`: reports of the files named, to standard output.
struct AnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Analyze files and print their reports.",
        usage: "copydesk analyze [<file or folder> ...] [<options>]",
        discussion: """
            Reports are those that the daemon would write, one line of JSON each; several files give JSON Lines in the \
            order of the arguments, those of a folder and the ones below it by path, without litter and hidden files; \
            labels (*.gold.json), reports and error files of copydesk in a folder are left out, and their number is said. A \
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

    @OptionGroup var languages: LanguageOptions

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
            "Give a setting of an analyzer, `analyzers.…`, or `analysis.reading` or `ingest.ocr`, as the daemon has it.",
            valueName: "key=value"))
    var assignments: [String] = []

    @Flag(help: "Add which words and constructions made the scores of sentences and of what is said of each name.")
    var explain = false

    func run() async throws {
        let language = try languages.tag()
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is a number from 1 through 256.") }
        if files.isEmpty, Terminal.isTerminal(.standardInput) {
            throw ValidationError("Name the files to analyze, or - for standard input.")
        }
        let processor = try processor()
        // A large document would leave several times its size with the process.
        copydesk_give_back_large_blocks()
        let renderer = ReportRenderer(format: format, terminal: Terminal(of: .standardOutput))
        let inputs =
            files.isEmpty
            ? [.file("-")]
            : files.flatMap { argument in
                AnalysisInput.all(of: argument) { if !quiet { StandardError.say("copydesk: \($0)") } }
            }
        var progress = ProgressBar(total: inputs.count, isWanted: !quiet)
        var status = EXIT_SUCCESS
        for try await (index, result) in Ordered(
            inputs, width: jobs ?? ProcessInfo.processInfo.activeProcessorCount,
            work: { input in
                Self.analyze(input, language: language, with: processor, for: renderer, isAlone: inputs.count == 1)
            })
        {
            progress.clear()
            switch result {
            case .success(let output):
                try StandardOutput.write(orEndWith: status) { () throws(Errno) in
                    if let error = output.error { throw error }
                    for piece in output.rest.pieces { try FileBytes.write(piece, to: .standardOutput) }
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

    /// What is still to be written of one file's reports, and why the beginning could not be.
    private struct Output {
        var rest: PiecedBytes
        var error: Errno?
    }

    /// The beginning of a report on its way to standard output.
    private final class Beginning {
        var error: Errno?

        func write(_ piece: [UInt8]) {
            guard error == nil else { return }
            do throws(Errno) { try FileBytes.write(piece, to: .standardOutput) } catch { self.error = error }
        }
    }

    private func settings() throws -> (analyzers: AnalyzerSettings, reading: ReadingDepth, ocr: PageRecognition) {
        do throws(SettingsError) {
            var flags: [SettingFlag] = []
            for assignment in assignments { flags.append(try SettingFlag(assignment: assignment)) }
            let known = Set(
                SettingsTable.ofAnalyzers.map(\.setting.key) + [SettingsTable.reading.key, SettingsTable.ocr.key])
            let others = flags.filter { !known.contains($0.key) }
            guard others.isEmpty else {
                throw SettingsError(
                    others.map { "\($0.flag): this is no setting of an analyzer. `copydesk config` lists them." })
            }
            // Of the environment what is an analyzer's; the rest is the daemon's.
            let variables = ProcessInfo.processInfo.environment.filter {
                $0.key.hasPrefix("COPYDESK_ANALYZERS_") || $0.key == "COPYDESK_ANALYSIS_READING"
                    || $0.key == "COPYDESK_INGEST_OCR"
            }
            let settings = try Settings(environment: variables, flags: flags)
            var analyzers = settings.analyzerSettings
            if references { analyzers.set(References.report, of: References.self, to: true) }
            return (analyzers, reading ?? settings[SettingsTable.reading], settings[SettingsTable.ocr])
        } catch {
            throw error.said
        }
    }

    private func processor() throws -> DocumentProcessor {
        let settings = try settings()
        do throws(Pipeline.ConfigurationError) {
            let analyzers: [any Analyzer.Type] = Analyzers.all + (explain ? [SentimentExplainer.self] : [])
            return try DocumentProcessor(
                analyzers, settings: settings.analyzers, reading: settings.reading, version: Version.current,
                converter: Converters(recognisesPages: settings.ocr == .on))
        } catch {
            StandardError.say("copydesk: \(error)")
            throw ExitCode(Sysexits.software)
        }
    }

    private static func analyze(
        _ input: AnalysisInput, language: String?, with processor: DocumentProcessor, for renderer: ReportRenderer,
        isAlone: Bool
    ) -> Result<Output, Failure> {
        guard case .file(let path) = input else {
            return .failure(Failure(message: input.complaint ?? "", status: Sysexits.noInput))
        }
        let name = path == "-" ? "standard input" : "'\(path.printable)'"
        do {
            let bytes = try FileBytes.read(path)
            if let own = OwnOutput(bytes) {
                return .failure(
                    Failure(
                        message:
                            "\(name) is \(own == .report ? "a report" : "an error file") of copydesk: name the document that "
                            + "it is on.", status: Sysexits.data))
            }
            // Where no other file's report goes before, a long one need not be held until it is whole.
            let beginning = isAlone && renderer.format == .json ? Beginning() : nil
            let outputs = try processor.process(
                bytes, path: path == "-" ? "stdin" : path.string, language: language, giving: beginning?.write,
                taking: { renderer.pieces(of: $0) })
            return .success(
                Output(
                    rest: outputs.reduce(into: PiecedBytes()) { $0.append(contentsOf: $1) }, error: beginning?.error))
        } catch let error as DecodeError {
            return .failure(Failure(message: "\(name): \(error)", status: Sysexits.data))
        } catch let error as Errno {
            return .failure(Failure(message: "\(name): \(error).", status: Sysexits.noInput))
        } catch {
            return .failure(Failure(message: "\(name): \(error)", status: Sysexits.software))
        }
    }
}

/// What an argument of `copydesk analyze` or `copydesk extract` stands for.
enum AnalysisInput: Hashable, Sendable {
    case file(FilePath)
    case emptyFolder(FilePath)
    case unreadableFolder(FilePath, Errno)

    /// What is wrong with a folder that gives no documents; nil for a file.
    var complaint: String? {
        switch self {
        case .file: nil
        case .emptyFolder(let folder): "'\(folder.printable)': there are no documents in this folder."
        case .unreadableFolder(let folder, let error): "'\(folder.printable)': \(error)."
        }
    }

    /// The argument itself, or where it is a folder the documents in it, by path.
    ///
    /// - Parameters:
    ///   - argument: As written.
    ///   - tell: Takes a sentence on what of a folder is left out, beside litter and hidden files.
    /// - Returns: One for each file that is to be analyzed, or why there is none.
    static func all(of argument: String, telling tell: (String) -> Void) -> [Self] {
        let path = path(argument)
        guard kind(of: path) == S_IFDIR else { return [.file(path)] }
        let folder = path
        do throws(Errno) {
            let paths = try SpoolInspection.files(in: folder, ignoring: IgnoreRules())
            var leftOut = LeftOut()
            let documents = paths.map { folder.pushing($0) }.filter { !leftOut.takes($0) }
            if let sentence = leftOut.sentence(of: folder) { tell(sentence) }
            if documents.isEmpty { return [.emptyFolder(folder)] }
            return documents.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(Self.file)
        } catch {
            return [.unreadableFolder(folder, error)]
        }
    }

    /// The file that an argument names: the one of that name, else the one that is printed like this.
    static func path(_ argument: String) -> FilePath {
        let path = FilePath(argument)
        guard argument != "-", kind(of: path) == nil, kind(of: FilePath(printed: argument)) != nil else { return path }
        return FilePath(printed: argument)
    }

    /// What a path leads to, as `st_mode` has it; nil where there is nothing.
    private static func kind(of path: FilePath) -> mode_t? {
        var status = stat()
        return path.withPlatformString { stat($0, &status) } == 0 ? status.st_mode & S_IFMT : nil
    }
}

/// What lies beside documents and is none: labels of people and what the program wrote itself.
private struct LeftOut {
    private var labels = 0
    private var reports = 0
    private var errorFiles = 0

    /// How the name of a file ends that says what people found in the document of that name.
    private static let labelSuffix = ".gold.json"

    /// Counts a file that is to be left out; false for a document.
    mutating func takes(_ path: FilePath) -> Bool {
        guard let name = path.lastComponent?.string.lowercased(),
            name.hasSuffix(".json") || name.hasSuffix(".json.zst")
        else { return false }
        if name.hasSuffix(Self.labelSuffix) {
            labels += 1
            return true
        }
        switch SpoolInspection.ownOutput(path) {
        case .report?: reports += 1
        case .errorFile?: errorFiles += 1
        case nil: return false
        }
        return true
    }

    /// Says what was left out; nil where nothing was.
    func sentence(of folder: FilePath) -> String? {
        func count(_ number: Int, _ one: String, _ many: String) -> String? {
            number == 0 ? nil : number == 1 ? "1 \(one)" : "\(number) \(many)"
        }
        let parts = [
            count(labels, "file of labels (*\(Self.labelSuffix))", "files of labels (*\(Self.labelSuffix))"),
            count(reports, "report of copydesk", "reports of copydesk"),
            count(errorFiles, "error file of copydesk", "error files of copydesk"),
        ].compactMap(\.self)
        return parts.isEmpty ? nil : "'\(folder.printable)': \(parts.joined(separator: ", ")) left out."
    }
}

/// Turns an output into what is printed.
struct ReportRenderer: Sendable {
    let format: OutputFormat
    let terminal: Terminal

    func pieces(of output: DocumentProcessor.Output) -> PiecedBytes {
        switch format {
        case .json: output.pieces
        case .text: PiecedBytes(Array(TextReport(output, for: terminal).text.utf8))
        }
    }
}
