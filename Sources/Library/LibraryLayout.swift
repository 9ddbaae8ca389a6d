import Spool
package import SystemPackage

/// Every name that the library has on disk; each stands here only.
///
/// A database lies in a folder of its own, a generation, with the two files that SQLite keeps beside it. `current` is a
/// link to the one in use: whoever has opened an older one goes on reading that, and a new one comes into use whole.
package struct LibraryLayout: Hashable, Sendable {
    /// The library's folder in the state folder.
    package let folder: FilePath

    /// The layout in a state folder.
    package init(state: FilePath) { folder = state.appending("library") }

    /// The link to the generation in use.
    package var current: FilePath { folder.appending("current") }
    /// The link before it takes the place of the other.
    var nextCurrent: FilePath { folder.appending("current.new") }
    /// The file whose lock the process holds that writes.
    var lock: FilePath { folder.appending("lock") }
    /// Where standing queries lie, a file each.
    package var alerts: FilePath { folder.appending("alerts") }
    /// Where it is noted which of their matches were told of, a file each.
    var told: FilePath { folder.appending("told") }

    /// What generations are called.
    static let generationPrefix = "database-"
    /// What a generation is called that was damaged.
    static let damagedPrefix = "damaged-"

    /// The database in a generation's folder.
    static func database(in generation: FilePath) -> FilePath { generation.appending("library.sqlite") }

    /// What alerts are called in an outbox: a hidden folder, so that its files are no reports.
    package static let alertFolder = SpoolLayout.alertFolder
    /// What the folder of matches is called that an alert's systemd unit is to take.
    package static let alertQueue = SpoolLayout.alertQueue
}
