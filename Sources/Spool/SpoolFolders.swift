package import SystemPackage

/// The folders of one daemon.
package struct SpoolFolders: Hashable, Sendable {
    /// Where documents are dropped.
    package var inbox: FilePath
    /// Where reports appear.
    package var outbox: FilePath
    /// What the spool keeps for itself, as `layout` has it.
    package var state: FilePath

    package init(inbox: FilePath, outbox: FilePath, state: FilePath) {
        self.inbox = inbox
        self.outbox = outbox
        self.state = state
    }

    /// The names in the state folder.
    package var layout: SpoolLayout { SpoolLayout(state: state) }
}

/// A folder's part in the work.
package enum FolderRole: Hashable, Sendable {
    case inbox, outbox, state, active, kept, archive, failed

    /// Whether it is one of those that the daemon makes in the state folder.
    package var isOfState: Bool {
        switch self {
        case .inbox, .outbox, .state: false
        case .active, .kept, .archive, .failed: true
        }
    }

    /// What a person calls it.
    package var name: String {
        switch self {
        case .inbox: "inbox"
        case .outbox: "outbox"
        case .state: "state"
        case .active: SpoolLayout.Name.active.string
        case .kept: SpoolLayout.Name.kept.string
        case .archive: SpoolLayout.Name.archive.string
        case .failed: SpoolLayout.Name.failed.string
        }
    }
}

/// What the spool does with a document's original after delivery.
package enum ArchivePolicy: String, CaseIterable, Hashable, Sendable {
    case keep, delete
}

/// What becomes of the report of an earlier document when another document of the same path is delivered.
package enum ConflictPolicy: String, CaseIterable, Hashable, Sendable {
    /// It stays; the new report's name gets the first digits of its own document's SHA-256.
    case version
    /// The new report takes its place.
    case replace
}

/// The settings of the spool and of its watch.
package struct SpoolOptions: Hashable, Sendable {
    /// The size above which a document goes to `failed/` unread.
    package var maxBytes = 32 << 20
    package var archive = ArchivePolicy.keep
    /// What becomes of the report of an earlier document of the same path.
    package var onConflict = ConflictPolicy.version
    /// How much is kept, and for how long.
    package var retention = RetentionPolicy()
    /// The access mode of new files, before the umask.
    package var fileMode: UInt32 = 0o640
    /// The access mode of new folders, before the umask.
    package var folderMode: UInt32 = 0o770
    /// How long a file that nobody was seen closing must have been unchanged.
    package var settleTime = Duration.seconds(2)
    /// How long a file must have been unchanged that somebody was seen writing to and not closing.
    package var openSettleTime = Duration.seconds(600)
    /// How long a file must have been unchanged that somebody was seen closing.
    package var closedSettleTime = Duration.zero
    /// How long an empty file must have been unchanged: it may be a placeholder that is filled later.
    package var emptySettleTime = Duration.seconds(30)
    /// How long a file that may be added to must have been unchanged before it leaves the inbox; its report does not
    /// wait for that.
    package var restTime = Duration.seconds(30)
    /// How often the whole inbox is scanned for what events missed.
    package var rescanInterval = Duration.seconds(300)
    /// How often a folder is looked at that the kernel reports no events for.
    package var pollInterval = Duration.seconds(2)
    /// The free space below which nothing is claimed, on the file systems of the state folder and the outbox.
    package var minFreeBytes = 64 << 20
    /// Names to leave alone, as in `fnmatch(3)`; a pattern with a slash is matched against the path under the inbox.
    package var ignoredPatterns: [String] = []

    package init() {}
}
