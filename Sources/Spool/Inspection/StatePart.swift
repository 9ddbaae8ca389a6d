import Glibc
package import SystemPackage

/// One of the folders and files that the daemon makes in the state folder.
package struct StatePart: Hashable, Sendable {
    /// What it is for, behind "the": `list of deliveries`.
    package let purpose: String
    package let path: FilePath
    package let isFolder: Bool
    /// Whether the daemon cannot work without it.
    package let isNeeded: Bool

    /// What is wrong with a part.
    package enum Flaw: Hashable, Sendable {
        /// A file where a folder should be, or something else.
        case wrongKind
        /// The daemon's user may not read it and write to it.
        case closed
    }

    /// The ways in which the daemon has to use it, as access(2) has them.
    private let ways: Int32

    private init(_ purpose: String, _ path: FilePath, isFolder: Bool, isNeeded: Bool = true, ways: Int32) {
        (self.purpose, self.path) = (purpose, path)
        (self.isFolder, self.isNeeded, self.ways) = (isFolder, isNeeded, ways)
    }

    /// All parts of a state folder, a folder before what lies in it.
    package static func all(in state: FilePath) -> [StatePart] {
        let layout = SpoolLayout(state: state)
        func folder(_ purpose: String, _ path: FilePath) -> StatePart {
            StatePart(purpose, path, isFolder: true, ways: R_OK | W_OK | X_OK)
        }
        func file(_ purpose: String, _ path: FilePath, isNeeded: Bool = false, _ ways: Int32 = R_OK | W_OK) -> StatePart
        {
            StatePart(purpose, path, isFolder: false, isNeeded: isNeeded, ways: ways)
        }
        return [
            folder("spool", layout.active.removingLastComponent()),
            folder("folder of claimed documents", layout.active),
            folder("folder of the records of what was taken", layout.kept),
            folder("archive", layout.archive), folder("folder of failed documents", layout.failed),
            file("daemon's lock", layout.lock, isNeeded: true),
            file("lock of what removes finished work", layout.retentionLock, isNeeded: true, R_OK),
            file("name of the outbox that was used last", layout.lastOutbox),
            file("list of deliveries", layout.delivered), file("earlier list of deliveries", layout.olderDelivered),
            // Replaced, and not written to.
            file("daemon's account of itself", layout.status, F_OK),
            file("daemon's next account of itself", layout.nextStatus),
        ]
    }

    /// What is wrong with it; nil where it is well, or not there yet, or cannot be looked at.
    ///
    /// - Parameter isRefused: Whether the daemon's user may not use a path in these ways (`R_OK`, `W_OK`, `X_OK`).
    /// - Returns: The flaw.
    package func flaw(_ isRefused: (FilePath, Int32) -> Bool) -> Flaw? {
        guard let kind = try? Kernel.status(of: path).kind else { return nil }
        guard kind == (isFolder ? .folder : .regular) else { return .wrongKind }
        return isRefused(path, ways) ? .closed : nil
    }

    /// The same for this process.
    package var flaw: Flaw? {
        flaw { path, ways in
            path.withPlatformString { faccessat(AT_FDCWD, $0, ways, AT_EACCESS) } != 0 && errno == EACCES
        }
    }
}

extension StatePart {
    /// Says what is wrong and what comes of it, in a sentence.
    package func sentence(of flaw: Flaw, for user: String) -> String {
        let what =
            switch flaw {
            case .wrongKind:
                "'\(path.printable)' has the place of the \(purpose) and is no \(isFolder ? "folder" : "regular file")"
            case .closed:
                "\(user) may not \(ways == R_OK ? "read" : "read and write") '\(path.printable)', the \(purpose)"
            }
        let result = isNeeded ? "no daemon works without it" : "the daemon goes on without what it says"
        return "\(what): \(result)."
    }
}
