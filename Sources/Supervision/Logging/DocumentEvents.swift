package import FoundationEssentials
package import Logging
import Spool
import SystemPackage
package import Wire

/// A document's report lies in the outbox, its original in the archive.
package struct DocumentDelivered: JournalEvent {
    package static let messageID = "e66edddb1dd14a9b9d3cdf1b912b72aa"
    package static let level = Logger.Level.notice

    let document: FilePath
    let sha256: String
    let report: FilePath
    let duration: Duration
    let words: Int
    let attempt: Int

    package var message: String {
        "Delivered '\(document.printable)': \(words) \(words == 1 ? "word" : "words") in \(duration.inMilliseconds) ms."
    }

    package var fields: Logger.Metadata {
        [
            "document": .path(document), "sha256": "\(sha256)", "report": .path(report),
            "duration_usec": .microseconds(duration), "words": .number(words), "attempt": .number(attempt),
        ]
    }
}

/// A document was delivered that its source does not want published: a kill, an item held back, an embargo.
package struct DocumentHeldBack: JournalEvent {
    package static let messageID = "b52f4bb6b2f24a4f9a0f5d0f0c1d7e36"
    package static let level = Logger.Level.notice

    let document: FilePath
    let hold: AnalysisReport.Hold

    package var message: String {
        let reasons = [
            hold.status.isEmpty ? nil : "is \(hold.status)",
            hold.embargo.isEmpty ? nil : "is under embargo until \(hold.embargo)",
        ]
        return "'\(document.printable)' \(reasons.compactMap { $0 }.joined(separator: " and ")), as its source says: "
            + "it must not be published as it is."
    }

    package var fields: Logger.Metadata {
        var fields: Logger.Metadata = ["document": .path(document)]
        if !hold.status.isEmpty { fields["status"] = "\(hold.status)" }
        if !hold.embargo.isEmpty { fields["embargo"] = "\(hold.embargo)" }
        return fields
    }
}

extension AnalysisReport.Hold {
    /// What of it holds at a time; nil where nothing does.
    ///
    /// An embargo without a zone ends where its day ends last, twelve hours west of Greenwich.
    package func inForce(at time: Date) -> Self? {
        let now = Timestamp.text(embargo.hasSuffix("Z") ? time : time - 12 * 3600)
        // Both are of one form to the second.
        let isHeld = embargo.prefix(19) > now.prefix(19)
        let hold = Self(status: status, embargo: isHeld ? embargo : "")
        return hold == Self() ? nil : hold
    }
}

/// A document went to `failed/`.
package struct DocumentFailed: JournalEvent {
    package static let messageID = "f4f0510ea7dd405ea15a535beeb0cda5"
    package static let level = Logger.Level.warning

    let document: FilePath
    let sha256: String?
    let reason: String
    let explanation: String
    let quarantine: FilePath

    package var message: String {
        "Could not analyze '\(document.printable)', now 'failed/\(quarantine.printable)': \(explanation)"
    }

    package var fields: Logger.Metadata {
        var fields: Logger.Metadata = [
            "document": .path(document), "reason": "\(reason)", "quarantine": .path(quarantine),
        ]
        if let sha256 { fields["sha256"] = "\(sha256)" }
        return fields
    }
}

/// An attempt at a document failed and another follows.
package struct DocumentRetried: JournalEvent {
    package static let messageID = "2e3930f4dcd34562bbf823c46e7e6180"
    package static let level = Logger.Level.notice

    let document: FilePath
    let attempt: Int
    let maxAttempts: Int
    let failure: Failure

    package var message: String {
        let place = failure.analyzer.map { " in \($0)" } ?? ""
        return "Attempt \(attempt) of \(maxAttempts) at '\(document.printable)' failed\(place): \(failure.message)."
    }

    package var fields: Logger.Metadata {
        var fields: Logger.Metadata = [
            "document": .path(document), "attempt": .number(attempt), "reason": "\(failure.reason)",
        ]
        if let analyzer = failure.analyzer { fields["analyzer"] = "\(analyzer)" }
        return fields
    }
}

/// A document that was under way when the daemon stopped is in the queue again.
package struct DocumentReturned: JournalEvent {
    package static let messageID = "f7128883267148399474c98128e2ee93"
    package static let level = Logger.Level.info

    let document: FilePath

    package var message: String { "Put '\(document.printable)' back into the queue: the daemon is stopping." }
    package var fields: Logger.Metadata { ["document": .path(document)] }
}

/// Somebody goes on writing to a document: it is taken again when that is over.
package struct DocumentWithdrawn: JournalEvent {
    package static let messageID = "b0b7d0c65f1e4f6d9c5a4e1d8a7f2c60"
    package static let level = Logger.Level.info

    let document: FilePath

    package var message: String { "'\(document.printable)' is being written to again: it is taken when that is over." }
    package var fields: Logger.Metadata { ["document": .path(document)] }
}

/// An analyzer gave no findings for a document whose report was delivered all the same.
package struct AnalyzerFailed: JournalEvent {
    package static let messageID = "d02e08fb0d7d4542a580795f511724ad"
    package static let level = Logger.Level.warning

    let document: FilePath
    let analyzer: String
    let reason: String
    let explanation: String

    package var message: String { "The report on '\(document.printable)' has no \(analyzer): \(explanation)" }
    package var fields: Logger.Metadata {
        ["document": .path(document), "analyzer": "\(analyzer)", "reason": "\(reason)"]
    }
}

/// A document was delivered without findings of analyzers that do not read its language.
package struct DocumentNotRead: JournalEvent {
    package static let messageID = "6c0fd0d4c9b24d6b8d7c3ad21e0c5f9e"
    package static let level = Logger.Level.notice

    let document: FilePath
    let analyzers: [String]
    let explanation: String

    package var message: String {
        "The report on '\(document.printable)' has no \(analyzers.joined(separator: ", ")): \(explanation)"
    }
    package var fields: Logger.Metadata {
        [
            "document": .path(document), "analyzers": "\(analyzers.joined(separator: " "))",
            "reason": "\(AnalyzerProblem.languageReason)",
        ]
    }
}

/// Something in the inbox is no document and is left alone.
package struct EntryIgnored: JournalEvent {
    package static let messageID = "47ee41a49327472dbb42d5d287f1d5bd"
    package static let level = Logger.Level.notice

    let path: FilePath
    let explanation: String

    package var message: String { explanation }
    package var fields: Logger.Metadata { ["document": .path(path)] }
}

extension Duration {
    /// Milliseconds with one decimal below ten, for messages.
    var inMilliseconds: String {
        let tenths = components.seconds * 10_000 + components.attoseconds / 100_000_000_000_000
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(tenths / 10)"
    }
}
