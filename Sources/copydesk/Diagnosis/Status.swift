import Spool
import Supervision

/// How the daemon is, as `copydesk status` shows it.
struct Status: Codable {
    /// Whether a daemon works on the folders.
    var isRunning: Bool
    /// How many documents are in the inbox, finished or not.
    var inbox: Int
    /// For how many seconds the one that waits the longest has not changed; nil when none waits.
    var oldestSeconds: Int?
    /// How many documents are claimed and not delivered.
    var claimed: Int
    /// How many documents lie in `failed/`.
    var failed: Int
    /// What the daemon said of itself last; nil when none ever ran.
    var daemon: DaemonStatus?

    init(_ folder: StateFolder) throws {
        isRunning = folder.isDaemonRunning()
        let backlog = folder.backlog()
        inbox = backlog?.documents ?? 0
        oldestSeconds = backlog?.oldestAge.map { Int($0.components.seconds) }
        claimed = folder.claimedCount()
        failed = try folder.failedDocuments().count
        daemon = try folder.daemonStatus()
    }

    /// For people.
    func text(_ terminal: Terminal) -> String {
        var lines: [(label: String, text: String)] = []
        if let daemon, isRunning {
            let state = daemon.stopping ? "Stopping" : daemon.paused == nil ? "Running" : "Paused"
            lines.append((state, "process \(daemon.pid), since \(daemon.started), version \(daemon.version)"))
            if let pause = daemon.paused { lines.append(("Because", pause)) }
            lines += daemon.troubles.map { ("Trouble", $0) }
        } else {
            lines.append(
                ("Not running", daemon.map { "last seen at \($0.updated)" } ?? "no daemon ever worked on these folders")
            )
        }
        let oldest = oldestSeconds.map { ", the oldest for \(Self.span($0))" } ?? ""
        lines.append(("Waiting", "\(inbox) in the inbox\(oldest)"))
        lines.append(("Under way", "\(claimed) claimed"))
        if let daemon, isRunning {
            lines.append(
                (
                    "Delivered",
                    "\(daemon.deliveredLastMinute) in the last minute, \(daemon.deliveredLastHour) in the last hour, "
                        + "\(daemon.delivered) since the start"
                ))
        }
        lines.append(("Failed", "\(failed) in failed/" + (failed > 0 ? ": see `copydesk failed`" : "")))
        if let daemon, isRunning {
            let lost = daemon.workersLost > 0 ? ", \(daemon.workersLost) lost since the start" : ""
            lines.append(("Workers", "\(daemon.workersReady) ready, \(daemon.workersBusy) at work\(lost)"))
        }
        return Self.columns(lines, terminal)
    }

    private static func columns(_ lines: [(label: String, text: String)], _ terminal: Terminal) -> String {
        let width = (lines.map(\.label.count).max() ?? 0) + 2
        return lines.map { label, text in
            let padding = String(repeating: " ", count: width - label.count)
            return terminal.styled(label, .bold) + padding + terminal.wrapped(text, indent: width).dropFirst(width)
        }.joined(separator: "\n")
    }

    /// A span of time in its two largest units.
    static func span(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3_600: "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) d \(seconds / 3_600 % 24) h"
        }
    }
}
