import Dispatch
import Glibc
import SystemPackage

/// Whether the system gives the threads that a daemon cannot begin without.
///
/// Swift's pool asks for its threads by itself and waits for ever where there are none, and with it all that could say so.
package enum ThreadCheck {
    /// As many are there before the daemon is ready: the pool's, libdispatch's, that of the watch, those of blocking calls.
    private static let threads = 8

    /// Starts and ends threads, all of them there at once.
    ///
    /// - Throws: `DaemonFailure` with the exit status 71 (EX_OSERR) where one is refused.
    package static func run() throws(DaemonFailure) {
        let gate = DispatchSemaphore(value: 0)
        var made: [pthread_t] = []
        var refusal: Int32 = 0
        while made.count < threads, refusal == 0 {
            let box = Unmanaged.passRetained(gate)
            var thread = pthread_t()
            refusal = pthread_create(
                &thread, nil,
                { pointer in
                    guard let pointer else { return nil }
                    Unmanaged<DispatchSemaphore>.fromOpaque(pointer).takeRetainedValue().wait()
                    return nil
                }, box.toOpaque())
            if refusal == 0 { made.append(thread) } else { box.release() }
        }
        for _ in made { gate.signal() }
        for thread in made { pthread_join(thread, nil) }
        guard refusal != 0 else { return }
        let errno = Errno(rawValue: refusal)
        throw DaemonFailure(
            "The system gives the daemon \(made.count) of the \(threads) threads that it begins with (\(errno)): raise TasksMax= of "
                + "the unit, or what its user may have of processes and threads (LimitNPROC=, ulimit -u).",
            exitCode: EX_OSERR,
            errno: errno)
    }
}
