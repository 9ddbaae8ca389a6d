import ArgumentParser
import Foundation

/// `copydesk status`: how the daemon is and what waits.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how the daemon is, what waits and what failed.",
        discussion: "Reads the state folder and the daemon's status file; the daemon need not run.")

    /// How to print.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, openmetrics }

    @OptionGroup var settings: SettingsOptions

    @Option(
        help: ArgumentHelp(
            "How to print; openmetrics is for node_exporter's textfile collector.",
            valueName: "text|json|openmetrics"))
    var format = Format.text

    func run() throws {
        let status = try Status(StateFolder(settings: settings.load()))
        switch format {
        case .text: print(status.text)
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(status), as: UTF8.self))
        case .openmetrics: print(status.metrics, terminator: "")
        }
    }
}

/// How the daemon is, as `copydesk status` shows it.
struct Status: Codable {
    var isRunning: Bool
    var inbox: Int
    var claimed: Int
    var failed: Int
    var daemon: StateFolder.DaemonStatus?

    init(_ folder: StateFolder) throws {
        isRunning = folder.isDaemonRunning()
        inbox = folder.inboxCount()
        claimed = folder.claimedCount()
        failed = try folder.failedDocuments().count
        daemon = try folder.daemonStatus()
    }

    /// For people.
    var text: String {
        var lines: [String] = []
        if let daemon, isRunning {
            lines.append("Running since \(daemon.started) as process \(daemon.pid), version \(daemon.version).")
            lines.append("\(daemon.status).")
            lines.append(
                "\(daemon.deliveredLastMinute) delivered in the last minute, \(daemon.deliveredLastHour) in the last hour."
            )
            lines.append(
                "\(daemon.workersReady) workers ready, \(daemon.workersBusy) at work, \(daemon.workersLost) lost.")
        } else {
            lines.append(
                daemon.map { "Not running; last seen at \($0.updated)." } ?? "Not running, and never was here.")
        }
        lines.append("In the inbox: \(inbox). Claimed: \(claimed). In failed/: \(failed).")
        if failed > 0 { lines.append("`copydesk failed` lists what failed and why, `copydesk retry` tries it again.") }
        return lines.joined(separator: "\n")
    }

    /// For OpenMetrics 1.0.
    var metrics: String {
        let gauges: [(String, String, Int)] = [
            ("running", "Whether the daemon runs.", isRunning ? 1 : 0),
            ("inbox_documents", "Files in the inbox.", inbox),
            ("claimed_documents", "Documents claimed and not yet delivered.", claimed),
            ("failed_documents", "Documents in failed/.", failed),
            (
                "paused", "Whether the daemon takes no documents, for a full disk or the like.",
                isRunning && daemon?.paused != nil ? 1 : 0
            ),
            ("workers_ready", "Workers that are ready.", isRunning ? daemon?.workersReady ?? 0 : 0),
        ]
        let counters: [(String, String, Int)] = [
            ("delivered_documents", "Documents delivered since the daemon's start.", daemon?.delivered ?? 0),
            ("set_aside_documents", "Documents set aside in failed/ since the daemon's start.", daemon?.failed ?? 0),
            ("lost_workers", "Workers lost since the daemon's start.", daemon?.workersLost ?? 0),
        ]
        var lines: [String] = []
        for (name, help, value) in gauges {
            lines += ["# TYPE copydesk_\(name) gauge", "# HELP copydesk_\(name) \(help)", "copydesk_\(name) \(value)"]
        }
        for (name, help, value) in counters {
            lines += [
                "# TYPE copydesk_\(name) counter", "# HELP copydesk_\(name) \(help)", "copydesk_\(name)_total \(value)",
            ]
        }
        return lines.joined(separator: "\n") + "\n# EOF\n"
    }
}
