import Glibc
import Processing
import Wire

/// A worker as the daemon starts it, with analyzers that do what a document orders.
@main
enum FaultyWorker {
    /// Its arguments: the daemon's process ID, and its options.
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 2, let daemon = arguments.first.flatMap({ pid_t($0) }), let text = arguments.last
        else {
            exit(EX_USAGE)
        }
        let options = try WorkerOptions(argument: text)
        try Worker(limits: options.limits).run(underDaemon: daemon) { _ in
            let processor = try DocumentProcessor(
                [Steady.self, Faulty.self, Dependent.self, Unwritable.self, Late.self], version: "0.0.0")
            return { processor.answer(to: $0, enter: $1, storing: $2) }
        }
    }
}
