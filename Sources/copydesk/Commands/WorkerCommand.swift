import ArgumentParser
import Glibc
import Processing
import SystemPackage
import Wire

extension Copydesk {
    /// What the daemon runs, once per core: documents on standard input, reports on standard output.
    ///
    /// Its options come from the daemon of the same binary, never from a person.
    struct Worker: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "worker", abstract: "Analyzes for a daemon (internal).", shouldDisplay: false)

        @Option(help: "The daemon's process id.") var daemon: Int32
        @Option(help: "The largest document, in bytes.") var maxBytes: Int
        @Option(help: "The address space, in bytes; 0 for no limit.") var memoryBytes: Int
        @Option(help: "The time that every document has, in milliseconds.") var milliseconds: Int
        @Option(help: "The slowest speed that counts as work, in bytes per second.") var bytesPerSecond: Int

        @Option(help: "An analyzer's switch to turn on.") var on: [String] = []

        func run() throws {
            let limits = WorkerLimits(
                memoryBytes: memoryBytes > 0 ? memoryBytes : nil, maxBytes: maxBytes,
                budget: DocumentBudget(base: .milliseconds(milliseconds), bytesPerSecond: bytesPerSecond))
            do {
                try Processing.Worker(limits: limits).run(underDaemon: daemon) {
                    let processor = try DocumentProcessor(Analyzers.all, switches: Set(on), version: Version.current)
                    return { processor.answer(to: $0, enter: $1) }
                }
            } catch {
                // The daemon keeps the last lines of standard error as the reason.
                _ = try? FileDescriptor.standardError.writeAll("\(error)\n".utf8)
                throw ExitCode(EX_SOFTWARE)
            }
        }
    }
}
