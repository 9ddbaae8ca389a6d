import Glibc
package import SystemPackage

/// How a worker is started.
package struct WorkerLaunch: Hashable, Sendable {
    /// The program.
    package var executable: FilePath
    /// What lists of processes show as the program; nil for its path.
    package var name: String?
    /// Its arguments, without the program's name.
    package var arguments: [String]
    /// Its whole environment.
    package var environment: [String: String]

    package init(executable: FilePath, arguments: [String], environment: [String: String]) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }

    /// This very program under other arguments, even after its file was replaced by an upgrade: the worker must
    /// speak the daemon's version of the protocol.
    package static func thisProgram(_ arguments: [String]) -> Self {
        var launch = Self(executable: "/proc/self/exe", arguments: arguments, environment: inheritedEnvironment)
        launch.name = "copydesk"
        return launch
    }

    /// The daemon's environment without what speaks for the daemon alone.
    ///
    /// A worker with NOTIFY_SOCKET or WATCHDOG_USEC could report in the daemon's name, and the crash handler of the
    /// Swift runtime keeps a dying worker alive for minutes.
    package static var inheritedEnvironment: [String: String] {
        var environment: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            defer { entry += 1 }
            let assignment = String(cString: pointer)
            guard let separator = assignment.firstIndex(of: "=") else { continue }
            let name = String(assignment[..<separator])
            guard !daemonsOwn.contains(where: { name.hasPrefix($0) }) else { continue }
            environment[name] = String(assignment[assignment.index(after: separator)...])
        }
        environment["SWIFT_BACKTRACE"] = "enable=no"
        return environment
    }

    private static let daemonsOwn = [
        "CREDENTIALS_DIRECTORY", "INVOCATION_ID", "JOURNAL_STREAM", "LISTEN_", "MAINPID", "MANAGERPID",
        "NOTIFY_SOCKET", "WATCHDOG_",
    ]
}
