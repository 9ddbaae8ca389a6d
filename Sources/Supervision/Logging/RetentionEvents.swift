package import Logging
import Spool

/// Finished work that need not be kept any more was removed from a folder.
package struct DocumentsPruned: JournalEvent {
    package static let messageID = "8e2f6d2c9a5b4f0c8a7d3b1e60c4f925"
    package static let level = Logger.Level.notice

    let folder: PrunedFolder

    init(_ folder: PrunedFolder) { self.folder = folder }

    package var message: String {
        let (removed, kept) = (folder.removed, folder.kept)
        return "Removed \(removed.things) from \(folder.role.name) as \(folder.role.name).keep says, which frees "
            + "\(removed.bytes >> 10) KiB; \(kept.things) are kept."
    }
    package var fields: Logger.Metadata {
        [
            "folder": "\(folder.role.name)", "removed": .number(folder.removed.things),
            "removed_bytes": .number(folder.removed.bytes), "kept": .number(folder.kept.things),
            "kept_bytes": .number(folder.kept.bytes),
        ]
    }
}

/// Something could not be removed though it need not be kept any more.
package struct PruningIncomplete: JournalEvent {
    package static let messageID = "b1a07f3c5d8e4c6fb2f94e7d10a35c68"
    package static let level = Logger.Level.warning

    let explanation: String

    package var message: String { "Not all is removed that need not be kept any more: \(explanation)" }
    package var fields: Logger.Metadata { [:] }
}
