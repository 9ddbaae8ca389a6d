import AnalyzerKit
import ArgumentParser
import Foundation
import Ingest
import Processing
import References
import Sentiment
import SystemPackage

/// `copydesk analyze`: reports of the files named, to standard output.
struct AnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Analyze files and print their reports.",
        usage: "copydesk analyze [<file> ...] [<options>]",
        discussion: """
            Reports are those that the daemon would write, one line of JSON each; several files give JSON Lines in the \
            order of the arguments. A file that cannot be analyzed is named on standard error and the others go on; the \
            exit status is then 65 for a file that is no UTF-8 text, 66 for one that cannot be read.
            """)

    @Argument(
        help: ArgumentHelp("Files in UTF-8; - or none for standard input.", valueName: "file"), completion: .file())
    var files: [String] = []

    @Option(help: ArgumentHelp("How to print: json for programs, text for people.", valueName: "json|text"))
    var format = OutputFormat.json

    @Option(
        help: ArgumentHelp(
            "The language of the files, as en or de (BCP 47), instead of the one that each text tells.",
            valueName: "tag"))
    var language: String?

    @Flag(help: "List the pronouns and descriptions that stand for somebody named.") var references = false

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Give a setting of an analyzer, `analyzers.…`, as the daemon has it.", valueName: "key=value"))
    var assignments: [String] = []

    @Flag(help: "Add which words and constructions made the scores of sentences and of what is said of each name.")
    var explain = false

    func run() async throws {
        // "EN-GB" is "en-GB": the first part is compared with the languages that analyzers read.
        let language = language.map { tag in
            let first = tag.prefix { $0 != "-" }
            return first.lowercased() + tag.dropFirst(first.count)
        }
        if let language, !Self.isLanguageTag(language) {
            throw ValidationError(
                "'\(self.language ?? language)' is no language tag: give one such as en, de or pt-BR.")
        }
        if files.isEmpty, Terminal.isTerminal(.standardInput) {
            throw ValidationError("Name the files to analyze, or - for standard input.")
        }
        let processor = try processor()
        let renderer = ReportRenderer(format: format, terminal: Terminal(of: .standardOutput))
        let paths = files.isEmpty ? ["-"] : files
        var progress = ProgressBar(total: paths.count)
        var status = EXIT_SUCCESS
        for try await (index, result) in Ordered(
            paths, width: ProcessInfo.processInfo.activeProcessorCount,
            work: { path in
                Self.analyze(path, language: language, with: processor, for: renderer)
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
                StandardError.say("copydesk: \(failure.message)")
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

    private func settings() throws -> AnalyzerSettings {
        do throws(SettingsError) {
            var flags: [SettingFlag] = []
            for assignment in assignments { flags.append(try SettingFlag(assignment: assignment)) }
            let known = Set(SettingsTable.ofAnalyzers.map(\.setting.key))
            let others = flags.filter { !known.contains($0.key) }
            guard others.isEmpty else {
                throw SettingsError(
                    others.map { "\($0.flag): this is no setting of an analyzer. `copydesk config` lists them." })
            }
            var settings = try Settings(flags: flags).analyzerSettings
            if references { settings.set(References.report, of: References.self, to: true) }
            return settings
        } catch {
            throw error.said
        }
    }

    private func processor() throws -> DocumentProcessor {
        let settings = try settings()
        do throws(Pipeline.ConfigurationError) {
            let analyzers: [any Analyzer.Type] = Analyzers.all + (explain ? [SentimentExplainer.self] : [])
            return try DocumentProcessor(analyzers, settings: settings, version: Version.current)
        } catch {
            StandardError.say("copydesk: \(error)")
            throw ExitCode(Sysexits.software)
        }
    }

    /// Whether a text has the shape of a tag of RFC 5646: subtags of up to eight letters or digits, a language first.
    private static func isLanguageTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count), first.allSatisfy({ "a"..."z" ~= $0 }) else {
            return false
        }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
    }

    private static func analyze(
        _ path: String, language: String?, with processor: DocumentProcessor, for renderer: ReportRenderer
    ) -> Result<[UInt8], Failure> {
        let name = path == "-" ? "standard input" : "'\(path)'"
        do {
            let output = try processor.process(
                FileBytes.read(path), path: path == "-" ? "stdin" : path, language: language)
            return .success(renderer.bytes(of: output))
        } catch let error as DecodeError {
            return .failure(Failure(message: "\(name): \(error)", status: Sysexits.data))
        } catch let error as Errno {
            return .failure(Failure(message: "\(name): \(error).", status: Sysexits.noInput))
        } catch {
            return .failure(Failure(message: "\(name): \(error)", status: Sysexits.software))
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
