package import Logging
import Spool
package import Supervision
import SystemPackage

/// All events of the library with an id of their own; `deploy/copydesk.catalog` explains each.
package enum LibraryEvents {
    package static let all: [any JournalEvent.Type] = [
        AlertMatched.self, AlertNotWritten.self, LibraryBlocked.self, LibraryBuilt.self, LibraryResumed.self,
        LibrarySetAside.self, LibraryStarted.self, ReportNotRead.self,
    ]
}

/// The library follows the outbox.
package struct LibraryStarted: JournalEvent {
    package static let messageID = "5b1f0c64d8a24e63a1c9f2b7704e1d35"
    package static let level = Logger.Level.notice

    let outbox: FilePath
    let documents: Int

    package var message: String {
        "Following '\(outbox.printable)'; the library has \(documents) \(documents == 1 ? "document" : "documents")."
    }
    package var fields: Logger.Metadata { ["outbox": .path(outbox), "documents": .number(documents)] }
}

/// The library was brought in line with the whole outbox.
package struct LibraryBuilt: JournalEvent {
    package static let messageID = "c3a96e1d5f0b4b7f8e2d46a0913c7f58"
    package static let level = Logger.Level.notice

    let changed: Int
    let documents: Int
    let duration: Duration

    package var message: String {
        "The library took in \(changed) \(changed == 1 ? "report" : "reports") that it did not know yet; it has "
            + "\(documents) \(documents == 1 ? "document" : "documents")."
    }
    package var fields: Logger.Metadata {
        ["changed": .number(changed), "documents": .number(documents), "duration_usec": .microseconds(duration)]
    }
}

/// A damaged database was set aside.
package struct LibrarySetAside: JournalEvent {
    package static let messageID = "0f7d2b81e4c94a5db6a3587c1e90d246"
    package static let level = Logger.Level.warning

    let aside: LibraryKeeper.SetAside

    package var message: String {
        "The library was damaged (\(aside.flaw)) and is built anew from the outbox; the damaged one lies in "
            + "'\(aside.place.printable)'."
    }
    package var fields: Logger.Metadata { ["place": .path(aside.place)] }
}

/// Reports cannot be taken in for now.
package struct LibraryBlocked: JournalEvent {
    package static let messageID = "9d5e8f3a27b64c01ae74d1c6b8f02593"
    package static let level = Logger.Level.error

    let explanation: String

    package var message: String { "The library takes in no reports until this is over: \(explanation)" }
    package var fields: Logger.Metadata { [:] }
}

/// Reports are taken in again.
package struct LibraryResumed: JournalEvent {
    package static let messageID = "72c4b0e96a1d4f38950b3dfe61a8c7d4"
    package static let level = Logger.Level.notice

    package var message: String { "The library takes in reports again." }
    package var fields: Logger.Metadata { [:] }
}

/// A file of the outbox is called like a report and is none that can be read.
package struct ReportNotRead: JournalEvent {
    package static let messageID = "e81a7d4c3b5f4926bd0e95f7a2c61384"
    package static let level = Logger.Level.warning

    let place: FilePath
    let problem: String

    package var message: String { "The library does without '\(place.printable)': \(problem)" }
    package var fields: Logger.Metadata { ["report": .path(place)] }
}

/// A report came that an alert waited for.
package struct AlertMatched: JournalEvent {
    package static let messageID = "48b6f1a05e7c4d92b3d80c2e9f71a6e3"
    package static let level = Logger.Level.notice

    let match: AlertDesk.Match

    package var message: String {
        "The report on '\(PrintableText.of(match.document))' is what the alert \(match.alert) waits for"
            + (match.embargo.map { "; the document is under embargo until \(PublishedTime.text($0))" } ?? "") + "."
    }
    package var fields: Logger.Metadata {
        var fields: Logger.Metadata = [
            "alert": "\(match.alert)", "document": "\(PrintableText.of(match.document))", "report": .path(match.report),
            "match": .path(match.file),
        ]
        if let embargo = match.embargo { fields["embargo"] = "\(PublishedTime.text(embargo))" }
        return fields
    }
}

/// A report came that an alert waited for, and nothing could be written of it.
package struct AlertNotWritten: JournalEvent {
    package static let messageID = "d1907e5bc28a4f6c94e3b61f0a5d8e72"
    package static let level = Logger.Level.error

    let explanation: String

    package var message: String { "A report that an alert waits for could not be told of: \(explanation)" }
    package var fields: Logger.Metadata { [:] }
}
