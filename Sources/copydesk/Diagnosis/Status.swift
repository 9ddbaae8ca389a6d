import Spool
import Supervision
import SystemPackage

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
    /// How many documents of the inbox the daemon's user may not read.
    var unreadable: Int
    /// Some of them, the first hundred found, by path.
    var unreadableFiles: [Unreadable]
    /// The folders of the inbox that keep the daemon from their documents, by path; the first hundred.
    var barred: [Barred]
    /// For how many seconds the one that waits the longest has not changed; nil when none waits.
    var oldestSeconds: Int?
    /// How many documents are claimed and not delivered.
    var claimed: Int
    /// How many documents lie in `failed/`.
    var failed: Int
    /// What the daemon at work says of itself, nil before it said anything; without one, what the last one said.
    var daemon: DaemonStatus?

    /// A folder of the inbox that bars the daemon.
    struct Barred: Codable, Hashable {
        /// Its path under the inbox, printable.
        var path: String
        /// One sentence: what the daemon may not do, and what comes of it.
        var message: String
        /// The line that mends it.
        var command: String
    }

    /// A document that the daemon's user may not read.
    struct Unreadable: Codable, Hashable {
        /// Its path under the inbox, printable.
        var path: String
        /// The line that opens it to the daemon.
        var command: String
    }

    private static let mostBarred = 100

    init(_ folder: StateFolder) {
        isRunning = folder.isDaemonRunning()
        pid = isRunning ? folder.daemonPID() : nil
        let backlog = folder.backlog()
        inbox = backlog?.documents ?? 0
        taken = backlog?.taken ?? 0
        leftAlone = backlog?.leftAlone ?? 0
        unreadable = backlog?.unreadable ?? 0
        let closed = (backlog?.unreadableFiles ?? []).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        unreadableFiles =
            DaemonAccess(to: folder).map { access in
                closed.map { Unreadable(path: $0.printable, command: access.line(reading: $0)) }
            } ?? []
        let bars = (backlog?.barred ?? [:]).sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
        barred =
            DaemonAccess(to: folder).map { access in
                bars.prefix(Self.mostBarred).map { path, bar in
                    let obstacle = access.obstacle(in: path, bar)
                    return Barred(path: path.printable, message: obstacle.sentence, command: obstacle.command)
                }
            } ?? []
        oldestSeconds = backlog?.oldestAge.map { Int($0.components.seconds) }
        claimed = folder.claimedCount()
        failed = folder.failedCount()
        // One that cannot be read says as little as none.
        daemon = try? folder.daemonStatus()
    }

    /// How many folders are named that bar the daemon.
    private static let namedBarred = 3

    /// For people; `invocation` is how they ask more of the same daemon.
    func text(_ terminal: Terminal, asking invocation: Invocation = Invocation()) -> String {
        Self.columns(rows(asking: invocation), terminal)
    }

    /// The facts, each with its name.
    func rows(asking invocation: Invocation = Invocation()) -> [(label: String, row: Row)] {
        // What is to be pasted stands on a line of its own, which no width breaks, where it is long.
        func hint(_ text: String, _ words: String...) -> Row {
            let command = invocation.command(words)
            return invocation.isPlain ? Row(text: "\(text)`\(command)`") : Row(text: text, command: command)
        }
        var lines: [(label: String, row: Row)] = []
        func add(_ label: String, _ text: String, isTrouble: Bool = false) {
            lines.append((label, Row(text: text, isTrouble: isTrouble)))
        }
        if isRunning {
            add(state, identity, isTrouble: daemon?.paused != nil)
            if let pause = daemon?.paused { add("Because", pause, isTrouble: true) }
            for trouble in daemon?.troubles ?? [] where !isToldBelow(trouble) {
                add("Trouble", trouble, isTrouble: true)
            }
        } else {
            add(
                "Not running", daemon.map { "last seen at \($0.updated)" } ?? "no daemon ever worked on these folders",
                isTrouble: true)
        }
        let oldest = oldestSeconds.map { ", the oldest for \(Self.span($0))" } ?? ""
        // Counted a moment apart.
        let unfinished = isRunning ? min(daemon?.settling ?? 0, inbox) : 0
        add("Waiting", "\(inbox) in the inbox\(unfinished > 0 ? ", \(unfinished) of them settling" : "")\(oldest)")
        if taken > 0 {
            add(
                "Resting",
                "\(taken) in the inbox \(taken == 1 ? "was taken and stays" : "were taken and stay") for a while")
        }
        if leftAlone > 0 {
            lines.append(("Left alone", hint("\(leftAlone) in the inbox, each told of by ", "why", "FILE")))
        }
        if unreadable > 0 {
            let (files, they) = unreadable == 1 ? ("file", "it is") : ("files", "each is")
            add(
                "Unreadable", "\(unreadable) \(files) cannot be read by the daemon; \(they) taken once it may be",
                isTrouble: true)
        }
        for file in unreadableFiles.prefix(Self.namedBarred) {
            lines.append(("Unreadable", Row(text: "'\(file.path)'", command: file.command, isTrouble: true)))
        }
        for folder in barred.prefix(Self.namedBarred) {
            lines.append(("Barred", Row(text: folder.message, command: folder.command, isTrouble: true)))
        }
        if barred.count > Self.namedBarred {
            let rest = barred.count - Self.namedBarred
            lines.append(("Barred", hint("\(rest) more \(rest == 1 ? "folder" : "folders"): see ", "doctor")))
        }
        let inWorkers = isRunning ? daemon.map { ", \(min($0.analyzing, claimed)) of them being analyzed" } ?? "" : ""
        add("Under way", "\(claimed) claimed\(claimed > 0 ? inWorkers : "")")
        if let daemon, isRunning {
            add(
                "Delivered",
                "\(daemon.deliveredLastMinute) in the last minute, \(daemon.deliveredLastHour) in the last hour, "
                    + "\(daemon.delivered) since the start")
        }
        if failed > 0 {
            var row = hint("\(failed) in failed/: see ", "failed")
            row.isTrouble = true
            lines.append(("Failed", row))
        } else {
            add("Failed", "0 in failed/")
        }
        if let daemon, isRunning {
            let lost = daemon.workersLost > 0 ? ", \(daemon.workersLost) lost since the start" : ""
            add("Workers", "\(daemon.workersReady) ready, \(daemon.workersBusy) at work\(lost)")
        }
        return lines
    }

    /// Whether the daemon's words are of something that has a line of its own here, with what mends it.
    private func isToldBelow(_ trouble: String) -> Bool {
        if unreadable > 0, trouble.contains(SpoolStore.unreadableFiles) { return true }
        return barred.contains { !$0.path.isEmpty && trouble.contains("/\($0.path)'") }
    }

    /// What stands beside a label.
    struct Row {
        var text: String
        /// A line to paste.
        var command: String?
        /// Whether somebody should look into it.
        var isTrouble = false
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

    private static func columns(_ lines: [(label: String, row: Row)], _ terminal: Terminal) -> String {
        let width = (lines.map(\.label.count).max() ?? 0) + 2
        return lines.map { label, row in
            let padding = String(repeating: " ", count: width - label.count)
            let text =
                terminal.styled(label, .bold) + padding + terminal.wrapped(row.text, indent: width).dropFirst(width)
            let margin = String(repeating: " ", count: width)
            return text + (row.command.map { "\n" + margin + terminal.styled($0, .cyan) } ?? "")
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
