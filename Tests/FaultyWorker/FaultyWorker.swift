import Glibc
import Processing
import Wire

/// A worker as the daemon starts it, with analyzers that do what a document orders.
@main
enum FaultyWorker {
    /// Its arguments: the daemon's process ID, bytes of address space, milliseconds for a document.
    static func main() throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard numbers.count == 3 else { exit(EX_USAGE) }
        let limits = WorkerLimits(
            memoryBytes: numbers[1], maxBytes: 1 << 20,
            budget: DocumentBudget(base: .milliseconds(numbers[2]), bytesPerSecond: 1 << 30))
        try Worker(limits: limits).run(underDaemon: pid_t(numbers[0])) {
            let processor = try DocumentProcessor(
                [Steady.self, Faulty.self, Dependent.self, Unwritable.self, Late.self], version: "0.0.0")
            return { processor.answer(to: $0, enter: $1) }
        }
    }
}
