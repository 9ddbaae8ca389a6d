import Spool
import Supervision

/// How the daemon is, as `copydesk status` shows it.
struct Status: Codable {
    /// Whether a daemon works on the folders: it holds their lock, which ends with its process.
    var isRunning: Bool
    /// The daemon's process ID; nil when none works, or in a container whose processes cannot be seen.
    var pid: Int?
    /// How many documents are in the inbox, finished or not.
    var inbox: Int
    /// How many files of the inbox were taken by copy and stay until they have rested, or until their folder lets go of
    /// them.
    var taken: Int
    /// How many files and folders of the inbox are left alone for their names or for what they are.
    var leftAlone: Int
    /// For how many seconds the one that waits the longest has not changed; nil when none waits.
    var oldestSeconds: Int?
    /// How many documents are claimed and not delivered.
    var claimed: Int
    /// How many documents lie in `failed/`.
    var failed: Int
    /// What the daemon at work says of itself, nil before it said anything; without one, what the last one said.
    var daemon: DaemonStatus?

    init(_ folder: StateFolder) {
        isRunning = folder.isDaemonRunning()
        pid = isRunning ? folder.daemonPID() : nil
        let backlog = folder.backlog()
        inbox = backlog?.documents ?? 0
        taken = backlog?.taken ?? 0
        leftAlone = backlog?.leftAlone ?? 0
        oldestSeconds = backlog?.oldestAge.map { Int($0.components.seconds) }
        claimed = folder.claimedCount()
        failed = folder.failedCount()
        // One that cannot be read says as little as none.
        daemon = try? folder.daemonStatus()
    }

    /// For people.
    func text(_ terminal: Terminal) -> String {
        var lines: [(label: String, text: String)] = []
        if isRunning {
            lines.append((state, identity))
            if let pause = daemon?.paused { lines.append(("Because", pause)) }
            lines += (daemon?.troubles ?? []).map { ("Trouble", $0) }
        } else {
            lines.append(
                ("Not running", daemon.map { "last seen at \($0.updated)" } ?? "no daemon ever worked on these folders")
            )
        }
        let oldest = oldestSeconds.map { ", the oldest for \(Self.span($0))" } ?? ""
        lines.append(("Waiting", "\(inbox) in the inbox\(oldest)"))
        if taken > 0 { lines.append(("Resting", "\(taken) in the inbox were taken and stay for a while")) }
        if leftAlone > 0 { lines.append(("Left alone", "\(leftAlone) in the inbox: `copydesk why` tells of each")) }
        let inWorkers = isRunning ? daemon.map { ", \(min($0.analyzing, claimed)) of them being analyzed" } ?? "" : ""
        lines.append(("Under way", "\(claimed) claimed\(claimed > 0 ? inWorkers : "")"))
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

    /// How a daemon at work is, in a word.
    private var state: String {
        guard let daemon, !daemon.starting else { return "Starting" }
        return daemon.stopping ? "Stopping" : daemon.paused == nil ? "Running" : "Paused"
    }

    /// Which process it is, as far as is known.
    private var identity: String {
        let process = (daemon.map { Int($0.pid) } ?? pid).map { "process \($0)" } ?? "a process in another container"
        return process + (daemon.map { ", since \($0.started), version \($0.version)" } ?? "")
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
