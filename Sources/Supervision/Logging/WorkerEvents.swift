import Logging
import Spool
import SystemPackage

/// A worker ended without being asked to.
struct WorkerDied: JournalEvent {
    static let messageID = "d322062c4c054b6a85c20bf4b6602dbe"
    static let level = Logger.Level.warning

    let pid: Int32?
    let failure: WorkerFailure
    /// The path of the document that it had, if it had one.
    let document: [UInt8]?
    /// The analyzer whose code it ran.
    let analyzer: String?

    var message: String {
        let name = pid.map { "Worker \($0)" } ?? "A worker"
        guard let document else { return "\(name) was lost while it had no document: \(failure)." }
        let place = analyzer.map { " in \($0)" } ?? ""
        return "\(name) was lost with '\(FilePath(bytes: document).printable)'\(place): \(failure)."
    }

    var fields: Logger.Metadata {
        var fields: Logger.Metadata = ["reason": "\(failure.reason)"]
        if let pid { fields["worker_pid"] = .number(Int(pid)) }
        if let document { fields["document"] = .stringConvertible(RawField(bytes: document)) }
        if let analyzer { fields["analyzer"] = "\(analyzer)" }
        return fields
    }
}

/// Workers die faster than they are of use; starts are held back.
struct WorkersHeldBack: JournalEvent {
    static let messageID = "f94b8b720b4f4330943bfa312e6dc88c"
    static let level = Logger.Level.error

    let failure: WorkerFailure

    var message: String { "Workers end again and again; the next are started with growing waits. Last: \(failure)." }
    var fields: Logger.Metadata { ["reason": "\(failure.reason)"] }
}

/// Workers answer again.
struct WorkersRecovered: JournalEvent {
    static let messageID = "9e99bc4043e5486aa9203ffd8c770410"
    static let level = Logger.Level.notice

    var message: String { "Workers answer again." }
    var fields: Logger.Metadata { [:] }
}
