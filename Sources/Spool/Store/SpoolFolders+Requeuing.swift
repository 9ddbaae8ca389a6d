import Glibc
package import SystemPackage

/// Why a document did not go back into the inbox; it lies where it was.
package enum RequeuingError: Error, Hashable, Sendable {
    /// The inbox has another document of that path, given whole.
    case taken(FilePath)
    /// Its original is still in the inbox, and somebody has it open for writing.
    case beingWritten(FilePath)
    /// The original of a delivered document, by its path under the inbox, is not kept.
    case notArchived(FilePath)
    /// Its path does not lead to a file under the inbox.
    case badPath(FilePath)
    /// A folder that this user may not change.
    case notPermitted(FilePath)
    case system(FailedCall)
}

extension RequeuingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .taken(let path):
            "'\(path.printable)' is taken by another document: try again when that is delivered."
        case .beingWritten(let path):
            "A program has '\(path.printable)' open for writing: try again when that closes it."
        case .notArchived(let path):
            "'\(path.printable)' is not in the archive: put the document into the inbox again."
        case .badPath(let path): "'\(path.printable)' does not lead to a file under the inbox: move the document there."
        case .notPermitted(let path): "'\(path.printable)' is not for you to change."
        case .system(let call): "\(call)"
        }
    }
}

/// Putting documents back into the inbox from outside, whether a daemon runs or not.
extension SpoolFolders {
    /// Puts a failed document back into the inbox under the path that it had, and forgets its error.
    ///
    /// The document first: should this end in between, it is tried again, and a note too many lies in `failed`.
    package func requeue(_ document: FailedDocument) throws(RequeuingError) {
        try moveToInbox(document.place, of: layout.failed, as: document.origin)
        let name = FilePath(bytes: document.place.nameBytes + Array(SpoolLayout.errorSuffix.utf8))
        try attempt("unlinkat", layout.failed.pushing(document.place)) { () throws(Errno) in
            let failed = try Kernel.openFolder(layout.failed)
            try Kernel.remove(
                name, in: Kernel.open(document.place.folder, beneath: failed, flags: O_RDONLY | O_DIRECTORY))
        }
    }

    /// Puts a delivered document's original back into the inbox; its next report takes the place of this one.
    package func requeue(_ report: SpoolInspection.IncompleteReport) throws(RequeuingError) {
        let path = report.document
        guard let archived = SpoolInspection.archived(path, sha256: report.head.sha256, in: state) else {
            throw .notArchived(path)
        }
        try moveToInbox(archived, of: layout.archive, as: path)
    }

    /// What is to be done about a file in the inbox whose name a document is to get.
    private enum Occupant { case other, itsOriginal, itsOpenOriginal }

    /// Moves a document of a folder of the state to a path under the inbox, over nothing that is there but its own
    /// original: that stays for a while, or for good, where it was taken by copy.
    private func moveToInbox(_ source: FilePath, of base: FilePath, as path: FilePath) throws(RequeuingError) {
        guard path.staysBeneath else { throw .badPath(path) }
        let target = inbox.pushing(path)
        let name = FilePath(bytes: path.nameBytes)
        let sourceName = FilePath(bytes: source.nameBytes)
        let obstacle: Occupant? = try attempt(
            "rename", target, changing: [base.pushing(source.folder), inbox.pushing(path.folder)]
        ) {
            () throws(Errno) in
            let sourceFolder = try Kernel.open(
                source.folder, beneath: Kernel.openFolder(base), flags: O_RDONLY | O_DIRECTORY)
            let targetFolder = try makeInboxFolders(path.folder)
            do throws(Errno) {
                do throws(Errno) {
                    try Kernel.renameNew(sourceName, in: sourceFolder, to: name, in: targetFolder)
                } catch .improperLink {
                    try copy(sourceName, in: sourceFolder, to: name, in: targetFolder, replacing: false)
                }
            } catch .fileExists {
                let occupant = try occupant(of: name, in: targetFolder, comparedWith: sourceName, in: sourceFolder)
                guard occupant == .itsOriginal else { return occupant }
                do throws(Errno) {
                    try Kernel.rename(sourceName, in: sourceFolder, to: name, in: targetFolder)
                } catch .improperLink {
                    try copy(sourceName, in: sourceFolder, to: name, in: targetFolder, replacing: true)
                }
            }
            return nil
        }
        switch obstacle {
        case nil, .itsOriginal?: return
        case .other?: throw .taken(target)
        case .itsOpenOriginal?: throw .beingWritten(target)
        }
    }

    private func occupant(
        of name: FilePath, in folder: Descriptor, comparedWith source: FilePath, in sourceFolder: Descriptor
    ) throws(Errno) -> Occupant {
        let document = try Kernel.open(source, beneath: sourceFolder, flags: O_RDONLY | O_NONBLOCK)
        let file: Descriptor
        do throws(Errno) {
            file = try Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
        } catch .tooManySymbolicLinkLevels {
            return .other
        }
        let status = try Kernel.status(of: file)
        guard status.kind == .regular, SpoolInspection.TakenOriginals(in: state).holds(status),
            try Kernel.status(of: document).byteCount == status.byteCount,
            try Kernel.digest(of: file) == Kernel.digest(of: document)
        else { return .other }
        return Kernel.hasWriter(file) == true ? .itsOpenOriginal : .itsOriginal
    }

    /// Moves a file to another file system: hidden until it is whole, so that the daemon doesn't take half of it.
    private func copy(
        _ name: FilePath, in folder: Descriptor, to newName: FilePath, in newFolder: Descriptor, replacing: Bool
    ) throws(Errno) {
        let hidden = SpoolLayout.hidden("retry-\(getpid())")
        let file = try Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
        try Kernel.copy(file, to: hidden, in: newFolder, mode: 0o600) { (copy) throws(Errno) in
            try Kernel.setModified(try Kernel.status(of: file).modified, of: copy)
            try Kernel.copyAccess(of: file, to: copy)
        }
        do throws(Errno) {
            if replacing {
                try Kernel.rename(hidden, in: newFolder, to: newName, in: newFolder)
            } else {
                try Kernel.renameNew(hidden, in: newFolder, to: newName, in: newFolder)
            }
        } catch {
            try? Kernel.remove(hidden, in: newFolder)
            throw error
        }
        try Kernel.syncNames(of: newFolder)
        try Kernel.remove(name, in: folder)
    }

    /// Opens a folder of the inbox; those that are missing get owner, group and mode of the one that they lie in: root
    /// may do this, and the daemon must be able to move documents out of them.
    private func makeInboxFolders(_ path: FilePath) throws(Errno) -> Descriptor {
        var here = try Kernel.openFolder(inbox)
        for component in path.components {
            let name = FilePath(root: nil, [component])
            do throws(Errno) {
                here = try Kernel.open(name, beneath: here, flags: O_RDONLY | O_DIRECTORY)
            } catch .noSuchFileOrDirectory {
                do throws(Errno) {
                    try Kernel.makeFolder(name, in: here, mode: 0o700)
                } catch .fileExists {
                    // Somebody else was faster.
                }
                let made = try Kernel.open(name, beneath: here, flags: O_RDONLY | O_DIRECTORY)
                try Kernel.copyAccess(of: here, to: made)
                here = made
            }
        }
        return here
    }

    private func attempt<Value>(
        _ call: String, _ path: FilePath, changing folders: [FilePath] = [], _ step: () throws(Errno) -> Value
    ) throws(RequeuingError) -> Value {
        do throws(Errno) {
            // Nothing may be removed meanwhile; who may not hold the lock finds its document there or not.
            let lock = RetentionLock(in: BaseFolder(awaiting: .state, state))
            return try lock.works() ? lock.holding(step) : step()
        } catch  where error == .permissionDenied || error == .notPermitted {
            throw .notPermitted(folders.first { !Self.mayChange($0) } ?? path)
        } catch {
            throw .system(FailedCall(call, error, path))
        }
    }

    /// Whether this user may put names into a folder and take them out, if it is there.
    private static func mayChange(_ folder: FilePath) -> Bool {
        folder.withPlatformString { faccessat(AT_FDCWD, $0, W_OK | X_OK, AT_EACCESS) } == 0
            || errno == ENOENT
    }
}
