package import Spool
package import SystemPackage

/// Why the store could not do as it was asked.
package enum StoreError: Error, Hashable, Sendable {
    /// The place is to blame, not the document: a full disk, a folder that is gone. To be tried again.
    case blocked(Errno, cause: String)
    /// One folder is to blame: its documents wait, others go on.
    case folder(FolderTrouble)
    /// Somebody goes on writing to this document: it is no longer claimed, and comes again when it is finished.
    case changed
    /// This document is to blame: it cannot be read.
    case document(Failure)
}
