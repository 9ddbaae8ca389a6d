import CSystemd
import Dispatch
import Glibc
package import SystemPackage

/// Tells the service manager how the daemon is doing, by sd_notify(3).
///
/// Without $NOTIFY_SOCKET everything is a no-op. The messages go out on a queue of their own: a manager that does
/// not read its socket must never stop a document.
package final class Notifier: Sendable {
    /// One assignment of a message.
    package enum State: Hashable, Sendable {
        /// Start-up, or a reload, is over.
        case ready
        /// Settings are being read again, since this time on CLOCK_MONOTONIC; `ready` must follow.
        case reloading(monotonicMicroseconds: UInt64)
        /// The daemon is on its way out.
        case stopping
        /// One line for `systemctl status`.
        case status(String)
        /// The working loop still makes progress.
        case watchdog
        /// Something is broken that only a restart mends (systemd 243).
        case watchdogTrigger
        /// Starting or stopping goes on for at least this long (systemd 236).
        case extendTimeout(Duration)
        /// The errno value behind a failing exit.
        case errno(Errno)

        /// The assignment as the manager reads it.
        package var assignment: String {
            switch self {
            case .ready: "READY=1"
            case .reloading(let microseconds): "RELOADING=1\nMONOTONIC_USEC=\(microseconds)"
            case .stopping: "STOPPING=1"
            case .status(let line): "STATUS=" + line.replacing(contentsOf: ["\n", "\r"], with: " ")
            case .watchdog: "WATCHDOG=1"
            case .watchdogTrigger: "WATCHDOG=trigger"
            case .extendTimeout(let duration):
                "EXTEND_TIMEOUT_USEC=\(duration.components.seconds * 1_000_000 + 1)"
            case .errno(let errno): "ERRNO=\(errno.rawValue)"
            }
        }
    }

    /// How often the manager wants to hear `watchdog`; nil when it does not (sd_watchdog_enabled(3)).
    package let watchdogInterval: Duration?
    /// Whether anybody listens.
    package let isConnected: Bool
    private let queue = DispatchQueue(label: "copydesk.notify", qos: .utility)
    private let backlog = DispatchSemaphore(value: 64)
    private let deliver: @Sendable (String) -> Void

    /// Reads $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID.
    package init() {
        let address = getenv("NOTIFY_SOCKET").map { String(cString: $0) }
        isConnected = address != nil
        var microseconds: UInt64 = 0
        let isWatched = sd_watchdog_enabled(0, &microseconds) > 0
        watchdogInterval = isWatched ? .microseconds(Int64(clamping: microseconds)) : nil
        let socket = address.flatMap { NotifySocket(address: $0) }
        deliver = { message in if let socket { socket.send(message) } else { _ = sd_notify(0, message) } }
    }

    /// One for a manager of its own, whatever the environment says; for tests.
    init(watchdogInterval: Duration?, deliver: @escaping @Sendable (String) -> Void) {
        isConnected = true
        self.watchdogInterval = watchdogInterval
        self.deliver = deliver
    }

    /// Sends the states in one datagram; dropped when 64 messages wait for a manager that does not read.
    package func send(_ states: State...) {
        guard isConnected, backlog.wait(timeout: .now()) == .success else { return }
        let message = states.map(\.assignment).joined(separator: "\n")
        queue.async { [backlog, deliver] in
            deliver(message)
            backlog.signal()
        }
    }

    /// Waits until everything sent so far is out, at most a second.
    package func flush() {
        guard isConnected else { return }
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + .seconds(1))
    }
}

extension String {
    fileprivate func replacing(contentsOf unwanted: Set<Character>, with replacement: Character) -> String {
        String(map { unwanted.contains($0) ? replacement : $0 })
    }
}
