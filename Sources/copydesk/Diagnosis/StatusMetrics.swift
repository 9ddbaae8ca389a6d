import Supervision

extension Status {
    /// For OpenMetrics 1.0.
    var metrics: String {
        let now = isRunning ? daemon : nil
        let gauges: [(name: String, help: String, value: Int)] = [
            ("running", "Whether the daemon runs.", isRunning ? 1 : 0),
            ("inbox_documents", "Documents in the inbox, finished or not.", inbox),
            (
                "oldest_document_age_seconds", "For how long the document that waits the longest has not changed.",
                oldestSeconds ?? 0
            ),
            ("resting_files", "Files of the inbox that were taken by copy and stay for a while.", taken),
            (
                "left_alone_files", "Files and folders of the inbox that are left alone: litter, links, hidden ones.",
                leftAlone
            ),
            ("unreadable_files", "Documents of the inbox that the daemon's user may not read.", unreadable),
            ("barred_folders", "Folders of the inbox that keep the daemon from their documents.", barred.count),
            ("claimed_documents", "Documents claimed and not yet delivered.", claimed),
            ("failed_documents", "Documents in failed/.", failed),
            (
                "paused", "Whether the daemon takes no documents, for a full disk or the like.",
                now?.paused != nil ? 1 : 0
            ),
            (
                "troubles", "How many things do not work as they should: folders polled, workers held back.",
                now?.troubles.count ?? 0
            ),
            ("workers_ready", "Workers that are ready.", now?.workersReady ?? 0),
        ]
        let counters: [(name: String, help: String, value: Int)] = [
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
