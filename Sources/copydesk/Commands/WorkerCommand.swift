import AnalyzerKit
import ArgumentParser
import Glibc
import Processing
import SystemPackage
import Wire

/// What the daemon runs, once per core: documents on standard input, reports on standard output.
///
/// Its options come from the daemon of the same binary, never from a person.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Analyzes for a daemon (internal).", shouldDisplay: false)

    @Option(help: "The daemon's process id.") var daemon: Int32
    @Option(help: "Its limits and its analyzers' settings, as JSON.", transform: WorkerOptions.init(argument:))
    var options: WorkerOptions

    /// The arguments by which this process starts a worker.
    static func arguments(for options: WorkerOptions) -> [String] {
        ["worker", "--daemon", "\(getpid())", "--options", options.argument]
    }

    func run() throws {
        do {
            try Worker(limits: options.limits, recognisesPages: options.ocr == .on).run(underDaemon: daemon) {
                converter in
                guard let reading = ReadingDepth(rawValue: options.reading) else {
                    throw ValidationError("There is no reading '\(options.reading)'.")
                }
                let processor = try DocumentProcessor(
                    Analyzers.all, settings: AnalyzerSettings(options.analyzers),
                    reading: reading, version: Version.current, converter: converter)
                return { processor.answer(to: $0, compression: options.compression, enter: $1, storing: $2) }
            }
        } catch {
            // The daemon keeps the last lines of standard error as the reason.
            _ = try? FileDescriptor.standardError.writeAll("\(error)\n".utf8)
            throw ExitCode(EX_SOFTWARE)
        }
    }
}
