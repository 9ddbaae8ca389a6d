import Digest
import Glibc
import Synchronization
package import SystemPackage

/// A file of the inbox, open.
private struct Found {
    let path: FilePath
    let parent: Descriptor
    let name: FilePath
    let file: Descriptor
    let status: FileStatus
    /// When it was made, in nanoseconds since 1970; 0 where that is not known.
    let born: Int64

    var identity: FileIdentity { status.identity(born: born) }
}

extension Spool {
    /// Takes a file of the inbox.
    ///
    /// One that nobody adds to is moved: the record is durable first, then the file is renamed into `spool/active`, so
    /// that of a crash at any moment the file lies in the inbox or is claimed. From another file system the file gets a
    /// hidden name beside its own first, so that nobody can put another one in its place while it is copied.
    ///
    /// Of one that may be added to, and of one whose folder does not let go of it, a copy is taken. The file itself
    /// stays; this is called for it again when it has rested, and then takes it out of the inbox. If it has grown by
    /// then, the claim is one of the whole document, which takes the place of what came of the first.
    ///
    /// - Parameter file: What the watch has found.
    /// - Returns: The claim, its record on disk.
    /// - Throws: Why the file stays, or where it went.
    package func claim(_ file: FoundFile) throws(ClaimError) -> Claim {
        let path = file.path
        guard path.staysBeneath else { throw .leftAlone(path, .badPath) }
        let (inbox, active) = try openFolders()
        let found = try attempt(path, at: self.inbox) { () throws(Errno) in try find(path, in: inbox) }
        if let oddity = found.status.oddity { throw .leftAlone(path, oddity) }
        let earlier = try keptOriginal(found, isWhole: file.isWhole)
        if Kernel.hasWriter(found.file) == true { throw .unfinished(path) }
        let isReopened = try isReopened(found)
        // Whoever gives a file the time of another does so once it is complete.
        let isWhole = (file.isWhole || found.status.modified < found.born) && !isReopened
        guard found.status.byteCount <= options.maxBytes else {
            guard isWhole else { throw .unfinished(path) }
            throw try setAside(found, in: active)
        }
        let sha256 = try attempt(path, at: self.inbox, isReading: true) { () throws(Errno) in
            try digest(of: found.file, byteCount: found.status.byteCount)
        }
        guard let sha256 else { throw .unfinished(path) }
        var claim = draft(found, sha256: sha256)
        if let earlier {
            let isContinued = try attempt(path, at: self.inbox, isReading: true) { () throws(Errno) -> Bool in
                try continues(earlier.claim, in: found.file, byteCount: found.status.byteCount)
            }
            claim.superseded = isContinued ? earlier.claim : earlier.claim.asFailure
        }
        if isWhole {
            // The archive's copy must outlast a power cut no less than the report.
            try attempt(path, at: self.inbox) { () throws(Errno) in try Kernel.sync(found.file) }
            switch try move(&claim, found, into: active) {
            case .moved:
                if let earlier { forget(earlier, found.identity, hasRecord: claim.superseded != nil) }
                successions.begin(claim)
                return claim
            case .changed: throw .unfinished(path)
            case .barred(let barrier): claim.barrier = barrier
            }
        } else {
            claim.barrier = Kernel.barrier(toChanging: found.parent)
        }
        try takeCopy(&claim, found, into: active)
        reopened.withLock { _ = $0.remove(found.identity) }
        successions.begin(claim)
        return claim
    }

    /// Takes a file of the inbox that nobody adds to.
    package func claim(_ path: FilePath) throws(ClaimError) -> Claim { try claim(FoundFile(path)) }

    /// Deals with a file that was taken already.
    ///
    /// - Returns: What came of it when it was another document, or a part of this one; nil for one that is met for the
    ///   first time.
    private func keptOriginal(_ found: Found, isWhole: Bool) throws(ClaimError) -> KeptOriginal? {
        switch originals[found.identity] {
        case nil: return nil
        case .underWay(let byteCount, let modified):
            originals.see(found.identity, at: found.path)
            let isUnchanged = found.status.byteCount == byteCount && found.status.modified == modified
            throw isUnchanged && !isWhole ? .resting(found.path) : .unfinished(found.path)
        case .kept(var kept):
            guard kept.isUnchanged(found.status) else { return kept }
            if kept.path != found.path {
                (kept.path, kept.soughtSince) = (found.path, nil)
                originals.update(found.identity) { ($0.path, $0.soughtSince) = (found.path, nil) }
            }
            guard isWhole else { throw .resting(found.path) }
            throw try retire(kept, found.identity, name: found.name, in: found.parent, file: found.file)
        }
    }

    /// Whether a file went back to the inbox before; one that was written to just now is not finished.
    private func isReopened(_ found: Found) throws(ClaimError) -> Bool {
        guard reopened.withLock({ $0.contains(found.identity) }) else { return false }
        let age = wallTime() - found.status.modified
        if age >= 0, age < Int64(clamping: options.settleTime.nanoseconds) { throw .unfinished(found.path) }
        return true
    }

    /// Whether an open file begins with what an earlier claim was of, and goes on.
    func continues(_ earlier: SupersededClaim, in file: Descriptor, byteCount: Int) throws(Errno) -> Bool {
        guard byteCount >= earlier.byteCount, !earlier.sha256.isEmpty else { return false }
        return try digest(of: file, first: earlier.byteCount) == earlier.sha256
    }

    private enum Move {
        case moved
        case changed
        /// The folder does not let go of it.
        case barred(Errno)
    }

    private func move(_ claim: inout Claim, _ found: Found, into active: Descriptor) throws(ClaimError) -> Move {
        do throws(ClaimError) {
            let isTaken = try attempt(found.path, at: self.active) { () throws(Errno) in
                try take(&claim, found, into: active, mayCopy: true)
            }
            return isTaken ? .moved : .changed
        } catch .leftAlone(_, .unreadable(let errno)) {
            claim.isCopied = false
            return .barred(errno)
        } catch .blocked(let blockage) where blockage.errno == .readOnlyFileSystem && !inbox.isReadOnly {
            // A read-only mount in the inbox is that folder's trouble.
            claim.isCopied = false
            return .barred(blockage.errno)
        }
    }

    /// Claims a copy; the original stays where it is.
    private func takeCopy(_ claim: inout Claim, _ found: Found, into active: Descriptor) throws(ClaimError) {
        claim.original = found.identity
        do throws(Blockage) {
            // Without its record it would be taken again by the next daemon.
            let kept = try self.kept.current()
            if let barrier = Kernel.barrier(toChanging: kept) { throw Blockage(barrier, self.kept.path) }
        } catch {
            throw .blocked(error)
        }
        switch originals.begin(claim, of: found.identity) {
        case .begun: break
        case .otherIsUnderWay: throw .resting(found.path)
        case .tooMany:
            throw claim.barrier.map { .leftAlone(found.path, .undeletable($0)) } ?? .unfinished(found.path)
        }
        do throws(ClaimError) {
            let record = claim
            let isTaken = try attempt(found.path, at: self.active) { () throws(Errno) in
                try copyBeside(record, found, in: active)
            }
            guard isTaken else { throw .unfinished(found.path) }
        } catch {
            originals.abandon(claim)
            throw error
        }
    }

    /// Makes a claim's record and its copy; false when the file was written to meanwhile, and nothing is left.
    private func copyBeside(_ claim: Claim, _ found: Found, in active: Descriptor) throws(Errno) -> Bool {
        let part = Entry.part(claim.id)
        try createRecord(of: claim, in: active)
        do throws(Errno) {
            try copy(found.file, modified: claim.modified, to: part, in: active)
            if try Kernel.status(of: found.file).isUnchanged(since: found.status) {
                try Kernel.renameNew(part, in: active, to: Entry.document(claim.id), in: active)
                return true
            }
        } catch {
            try? Kernel.remove(part, in: active)
            dropRecord(claim, in: active)
            throw error
        }
        try? Kernel.remove(part, in: active)
        dropRecord(claim, in: active)
        return false
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
            // The place that a claim goes to, and not the file, where that was closed since there was room in it.
            case .permissionDenied where place === active && isClosed(active):
                throw .blocked(Blockage(error, place.path))
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

    private func isClosed(_ base: BaseFolder) -> Bool {
        (try? base.current()).map { Kernel.barrier(toChanging: $0) != nil } ?? false
    }

    private func find(_ path: FilePath, in inbox: Descriptor) throws(Errno) -> Found {
        let parent = try Kernel.open(path.folder, beneath: inbox, flags: O_RDONLY | O_DIRECTORY)
        let name = FilePath(bytes: path.nameBytes)
        // Looked at before it is opened, for to open a device can have effects.
        let before = try Kernel.status(of: name, in: parent)
        guard before.oddity == nil else {
            return Found(path: path, parent: parent, name: name, file: parent, status: before, born: 0)
        }
        let file = try Kernel.open(name, beneath: parent, flags: O_RDONLY | O_NONBLOCK)
        return Found(
            path: path, parent: parent, name: name, file: file, status: try Kernel.status(of: file),
            born: Kernel.birth(of: file))
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
        } catch .leftAlone(let path, .unreadable(let errno)) {
            return .leftAlone(path, .undeletable(errno))
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

    /// The SHA-256 of an open file's first bytes; nil when it has not as many.
    func digest(of file: Descriptor, first byteCount: Int) throws(Errno) -> String? {
        let hash = SHA256()
        let count = try Kernel.readPieces(of: file, atMost: byteCount) { hash.update($0) }
        return count == byteCount ? hash.hexDigest() : nil
    }

    /// The SHA-256 of an open file; nil when it has not as many bytes as expected.
    func digest(of file: Descriptor, byteCount: Int) throws(Errno) -> String? {
        let hash = SHA256()
        // One byte more tells a longer file.
        let count = try Kernel.readPieces(of: file, atMost: byteCount + 1) { hash.update($0) }
        return count == byteCount ? hash.hexDigest() : nil
    }
}
