package import Spool
package import SystemPackage

/// Why the store could not do as it was asked.
package enum StoreError: Error, Hashable, Sendable {
    /// The place is to blame, not the document: a full disk, a folder that is gone. To be tried again.
    case blocked(Errno, cause: String)
    /// This document is to blame: it cannot be read.
    case document(Failure)
}
