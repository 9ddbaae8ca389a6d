import CLinux
import Glibc
import Synchronization
package import SystemPackage

/// Sees to it that no process is started without the file descriptors that its start takes.
///
/// swift-subprocess ends the whole program by a trap where the system refuses a descriptor between two of its pipes.
/// So as many as a start can take, and what other threads may open in the meantime, are opened and closed before it.
package final class DescriptorReserve: Sendable {
    /// The one of this process.
    package static let shared = DescriptorReserve()

    /// What one start takes: three pipes, the one that tells of a failed exec, the process.
    private static let perStart = 9
    /// What is opened once, at the first start, to wait for processes and their output.
    private static let once = 5
    /// What other threads may open while a process is started.
    private static let margin = 18
    /// What the daemon has open before its first worker, with some to spare.
    private static let base = 64

    /// Opens something; a negative number with `errno` where there is no descriptor.
    private let allocate: @Sendable () -> Int32
    private let starting = Mutex(0)

    /// - Parameter allocate: What opens a descriptor, as a system call does.
    init(allocate: @escaping @Sendable () -> Int32 = { copydesk_event_descriptor() }) {
        self.allocate = allocate
    }

    /// Makes sure that one process more can be started beside those that are being started; `end()` must follow.
    ///
    /// - Throws: The system's error where it does not give the descriptors; then nothing is to be started, nor ended.
    package func begin() throws(Errno) {
        let refusal = starting.withLock { starting -> Errno? in
            var descriptors: [Int32] = []
            defer { for descriptor in descriptors { close(descriptor) } }
            for _ in 0..<(starting + 1) * Self.perStart + Self.once + Self.margin {
                let descriptor = allocate()
                guard descriptor >= 0 else { return Errno(rawValue: errno) }
                descriptors.append(descriptor)
            }
            starting += 1
            return nil
        }
        if let refusal { throw refusal }
    }

    /// The process runs, or could not be started.
    package func end() { starting.withLock { $0 -= 1 } }

    /// How many descriptors a daemon with so many workers needs: all of them being started at once, and reserved for beside
    /// what they have.
    static func need(workers: Int) -> Int { base + once + margin + workers * 2 * perStart }

    /// The most that the soft limit is raised to.
    private static let highest: rlim_t = 65_536

    /// Raises the soft limit of open files as far as that helps, and makes sure that it is enough.
    ///
    /// - Parameter workers: The number of workers.
    /// - Throws: `DaemonFailure` with the exit status 70 (EX_SOFTWARE) where the limit is too low.
    package static func check(workers: Int) throws(DaemonFailure) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let wanted = min(limit.rlim_max, highest)
        if limit.rlim_cur < wanted {
            var raised = limit
            raised.rlim_cur = wanted
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        let need = need(workers: workers)
        guard limit.rlim_cur < rlim_t(need) else { return }
        throw DaemonFailure(
            "The limit of open files is \(limit.rlim_cur), at least \(need) are needed with \(workers) "
                + "\(workers == 1 ? "worker" : "workers"): raise LimitNOFILE= of the unit, or ulimit -n.",
            exitCode: EX_SOFTWARE, errno: .tooManyOpenFiles)
    }
}
