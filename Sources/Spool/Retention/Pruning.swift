package import SystemPackage

/// Something that retention removes, or would.
package struct PrunedItem: Hashable, Sendable {
    /// `archive`, `outbox` or `failed`.
    package let role: FolderRole
    /// Its path under that folder.
    package let path: FilePath
    /// The space that it takes on the disk, an error file beside it included.
    package let bytes: Int
    /// How long ago it came there.
    package let age: Duration
}

/// What one run of the retention came to in one folder.
package struct PrunedFolder: Hashable, Sendable {
    /// `archive`, `outbox` or `failed`.
    package let role: FolderRole
    /// What was removed, or would be.
    package var removed = Count()
    /// What is kept.
    package var kept = Count()
    /// What was to be removed and could not.
    package var refused = 0
    /// The first call that failed.
    package var failure: FailedCall?

    /// Things and the space that they take on the disk.
    package struct Count: Hashable, Sendable {
        package var things = 0
        package var bytes = 0

        mutating func add(_ bytes: Int) {
            things += 1
            self.bytes += bytes
        }
    }

    init(_ role: FolderRole) { self.role = role }
}

/// Why nothing could be removed in a folder.
package enum PruningError: Error, Hashable, Sendable {
    /// The folder, or that of the state, cannot be read.
    case unreadable(FilePath, Errno)
    /// Its file system has no locks, and a daemon works on the folders.
    case noLocks(FilePath)
}

extension PruningError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let errno): "\(Blockage(errno, path, for: nil))."
        case .noLocks(let path):
            "'\(path.printable)' lies on a file system without locks: stop the daemon before anything is removed."
        }
    }
}
