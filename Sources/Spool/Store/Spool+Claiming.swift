import Digest
import Glibc
package import SystemPackage

/// A file of the inbox, open.
private struct Found {
    let path: FilePath
    let parent: Descriptor
    let name: FilePath
    let file: Descriptor
    let status: FileStatus
}

extension Spool {
    /// Takes a file out of the inbox.
    ///
    /// The record is durable first, then the file is renamed into `spool/active`: of a crash at any moment the file
    /// lies in the inbox or is claimed. From another file system the file gets a hidden name beside its own first, so
    /// that nobody can put another one in its place while it is copied.
    ///
    /// - Parameter path: Under the inbox.
    /// - Returns: The claim, its record on disk.
    /// - Throws: Why the file stays, or went to `failed/`.
    package func claim(_ path: FilePath) throws(ClaimError) -> Claim {
        guard path.staysBeneath else { throw .leftAlone(path, .badPath) }
        let (inbox, active) = try openFolders()
        let found = try attempt(path, at: self.inbox) { () throws(Errno) in try find(path, in: inbox) }
        if let oddity = found.status.oddity { throw .leftAlone(path, oddity) }
        if Kernel.hasWriter(found.file) == true { throw .unfinished(path) }
        guard found.status.byteCount <= options.maxBytes else { throw try setAside(found, in: active) }
        let sha256 = try attempt(path, at: self.inbox, isReading: true) { () throws(Errno) in
            try digest(of: found.file, byteCount: found.status.byteCount)
        }
        guard let sha256 else { throw .unfinished(path) }
        // The archive's copy must outlast a power cut no less than the report.
        try attempt(path, at: self.inbox) { () throws(Errno) in try Kernel.sync(found.file) }
        var claim = draft(found, sha256: sha256)
        guard
            try attempt(
                path, at: self.active, { () throws(Errno) in try take(&claim, found, into: active, mayCopy: true) })
        else {
            throw .unfinished(path)
        }
        successions.begin(claim)
        return claim
    }

    private func openFolders() throws(ClaimError) -> (inbox: Descriptor, active: Descriptor) {
        do throws(Blockage) {
            return (try inbox.current(), try active.current())
        } catch {
            throw .blocked(error)
        }
    }

    /// Runs a step of a claim that works on a place, and says what its error means.
    private func attempt<Value>(
        _ path: FilePath, at place: BaseFolder, isReading: Bool = false, _ step: () throws(Errno) -> Value
    ) throws(ClaimError) -> Value {
        do throws(Errno) {
            return try step()
        } catch {
            switch error {
            case .noSuchFileOrDirectory, .notDirectory: throw .gone(path)
            case .tooManySymbolicLinkLevels: throw .leftAlone(path, .symbolicLink)
            case .permissionDenied, .notPermitted: throw .leftAlone(path, .unreadable(error))
            // It may be this file's alone, and must not hold up the others.
            case .ioError where isReading: throw .leftAlone(path, .unreadable(error))
            case .resourceTemporarilyUnavailable: throw .unfinished(path)
            default:
                guard error.isOfThePlace else { throw .system(FailedCall("claim", error, path)) }
                // The rename out of the inbox is a change of it too.
                let isOfTheInbox = error == .readOnlyFileSystem && inbox.isReadOnly
                throw .blocked(Blockage(error, isOfTheInbox ? inbox.path : place.path))
            }
        }
    }

    private func find(_ path: FilePath, in inbox: Descriptor) throws(Errno) -> Found {
        let parent = try Kernel.open(path.folder, beneath: inbox, flags: O_RDONLY | O_DIRECTORY)
        let name = FilePath(bytes: path.nameBytes)
        // Looked at before it is opened, for to open a device can have effects.
        let before = try Kernel.status(of: name, in: parent)
        guard before.oddity == nil else {
            return Found(path: path, parent: parent, name: name, file: parent, status: before)
        }
        let file = try Kernel.open(name, beneath: parent, flags: O_RDONLY | O_NONBLOCK)
        return Found(
            path: path, parent: parent, name: name, file: file, status: try Kernel.status(of: file))
    }

    private func draft(_ found: Found, sha256: String) -> Claim {
        Claim(
            id: makeID(), path: found.path, byteCount: found.status.byteCount, sha256: sha256,
            claimed: ClaimRecord.timestamp, modified: found.status.modified)
    }

    /// Moves the file into `spool/active`; false when it is not the one that was looked at, and stays.
    private func take(
        _ claim: inout Claim, _ found: Found, into active: Descriptor, mayCopy: Bool
    ) throws(Errno) -> Bool {
        let document = Entry.document(claim.id)
        try createRecord(of: claim, in: active)
        do throws(Errno) {
            try Kernel.rename(found.name, in: found.parent, to: document, in: active)
        } catch {
            dropRecord(claim, in: active)
            guard error == .improperLink else { throw error }
            guard mayCopy else { throw .fileTooLarge }
            claim.isCopied = true
            return try takeFromElsewhere(claim, found, into: active)
        }
        if let now = try? Kernel.status(of: document, in: active), now.isUnchanged(since: found.status) {
            return true
        }
        // Between the look and the rename somebody wrote to the file or put another in its place.
        try Kernel.renameNew(document, in: active, to: found.name, in: found.parent)
        dropRecord(claim, in: active)
        return false
    }

    private func takeFromElsewhere(_ claim: Claim, _ found: Found, into active: Descriptor)
        throws(Errno) -> Bool
    {
        let hidden = SpoolLayout.hidden(claim.id)
        try createRecord(of: claim, in: active)
        do throws(Errno) {
            try Kernel.rename(found.name, in: found.parent, to: hidden, in: found.parent)
        } catch {
            dropRecord(claim, in: active)
            throw error
        }
        do throws(Errno) {
            if let now = try? Kernel.status(of: hidden, in: found.parent),
                now.isUnchanged(since: found.status)
            {
                let part = Entry.part(claim.id)
                try copy(found.file, modified: claim.modified, to: part, in: active)
                try Kernel.renameNew(part, in: active, to: Entry.document(claim.id), in: active)
                try Kernel.syncNames(of: active)
                try Kernel.remove(hidden, in: found.parent)
                return true
            }
        } catch {
            try? Kernel.remove(Entry.part(claim.id), in: active)
            // If it was the last step that failed the claim holds, and recovery removes what is left of it.
            if (try? Kernel.status(of: Entry.document(claim.id), in: active)) != nil { return true }
            try Kernel.renameNew(hidden, in: found.parent, to: found.name, in: found.parent)
            dropRecord(claim, in: active)
            throw error
        }
        try Kernel.renameNew(hidden, in: found.parent, to: found.name, in: found.parent)
        dropRecord(claim, in: active)
        return false
    }

    /// Copies an open file to a new name and makes the copy durable, but for its name.
    func copy(
        _ file: Descriptor, modified: Int64, to name: FilePath, in folder: Descriptor
    ) throws(Errno) {
        try Kernel.copy(file, to: name, in: folder, mode: options.fileMode) { (copy) throws(Errno) in
            try Kernel.setModified(modified, of: copy)
        }
    }

    /// Puts a file that is too large into `failed/`, unread.
    private func setAside(_ found: Found, in active: Descriptor) throws(ClaimError) -> ClaimError {
        let excess = SizeExcess(bytes: found.status.byteCount, limit: options.maxBytes)
        var claim = draft(found, sha256: "")
        do throws(ClaimError) {
            let isTaken = try attempt(found.path, at: self.active) { () throws(Errno) in
                try take(&claim, found, into: active, mayCopy: false)
            }
            guard isTaken else { return .unfinished(found.path) }
        } catch .system(let call) where call.errno == .fileTooLarge {
            return .leftAlone(found.path, .largeElsewhere(excess))
        }
        do throws(DeliveryError) {
            let failed = try fail(claim, because: .tooLarge(excess))
            return .tooLarge(found.path, excess, failed: failed)
        } catch .blocked(let blockage) {
            return .blocked(blockage)
        } catch {
            return .system(FailedCall("rename", .ioError, found.path))
        }
    }

    /// The SHA-256 of an open file; nil when it has not as many bytes as expected.
    func digest(of file: Descriptor, byteCount: Int) throws(Errno) -> String? {
        let hash = SHA256()
        var offset = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try Kernel.read(file, at: offset, into: buffer)
            if count == 0 { break }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
            if offset > byteCount { return nil }
        }
        return offset == byteCount ? hash.hexDigest() : nil
    }
}
