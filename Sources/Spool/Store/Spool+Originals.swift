import Glibc
import Synchronization
package import SystemPackage

// What stays in the inbox after a copy of it was claimed, from the end of the claim to its own.
//
// The claim's record goes to `spool/kept` with what came of it, and goes away with the original. It need not be durable:
// a document whose record a power cut took is dealt with again, to the same end.

extension Spool {
    /// The folders of the inbox that the daemon can read and not take documents out of, and why.
    package var barredFolders: [FilePath: Errno] { originals.barredFolders }

    /// Gives a claim up whose document somebody went on writing to; it is taken again when it is finished.
    ///
    /// Of a copy nothing is left, for the original is in the inbox. A document that was moved goes back there. Reports
    /// that an interrupted delivery had placed by then are of a part of it, and give way to those on the whole.
    ///
    /// - Throws: `changed` when it cannot go back, as its name is another file's by now.
    package func withdraw(_ claim: Claim) throws(DeliveryError) {
        let active = try currentActive()
        successions.end(claim)
        // Of a delivery that a crash cut off; the document's next claim has another name for its own.
        try? removeTemporaryReport(of: claim)
        let document = Entry.document(claim.id)
        let placed = placed(of: claim, in: active)
        guard claim.original == nil else {
            try? Kernel.remove(document, in: active)
            guard let placed else {
                dropRecord(claim, in: active)
                originals.abandon(claim)
                return
            }
            removeSuperseded(by: claim, placed)
            keep(claim, placed, from: active)
            return
        }
        let identity: FileIdentity
        do {
            let inbox = try self.inbox.current()
            let parent = try Kernel.open(claim.path.folder, beneath: inbox, flags: O_RDONLY | O_DIRECTORY)
            let file = try Kernel.open(document, beneath: active, flags: O_RDONLY | O_NONBLOCK)
            identity = try Kernel.status(of: file).identity(born: Kernel.birth(of: file))
            reopened.withLock { reopened in
                if reopened.count >= Self.mostReopened { reopened = [] }
                reopened.insert(identity)
            }
            try Kernel.renameNew(document, in: active, to: FilePath(bytes: claim.path.nameBytes), in: parent)
            try? Kernel.syncNames(of: parent)
        } catch {
            throw .changed(claim.path)
        }
        dropRecord(claim, in: active)
        guard let placed else { return }
        // What was a claim of the file itself ends as one of a file that is back in the inbox.
        var claim = claim
        claim.original = identity
        removeSuperseded(by: claim, placed)
        if (try? createRecord(of: claim, in: active)) != nil { keep(claim, placed, from: active) }
    }

    /// What an interrupted delivery of a claim has placed; nil where it did not come to its first report.
    private func placed(of claim: Claim, in active: Descriptor) -> Outcome? {
        // What this daemon noted while it delivered stands in the record alone.
        guard let bytes = try? Kernel.contents(of: Entry.record(claim.id), in: active),
            let recorded = ClaimRecord(id: claim.id, bytes: bytes)?.claim, !recorded.reports.isEmpty,
            let outcome = outcome(of: recorded), !outcome.reports.isEmpty
        else { return nil }
        return outcome
    }

    private static let mostReopened = 1_024

    /// Whether the original of a claimed copy has grown since: then this document is a part of one.
    func isOutgrown(_ claim: Claim) -> Bool {
        guard let original = claim.original, let inbox = try? self.inbox.current(),
            let parent = try? Kernel.open(claim.path.folder, beneath: inbox, flags: O_RDONLY | O_DIRECTORY),
            let file = try? Kernel.open(
                FilePath(bytes: claim.path.nameBytes), beneath: parent, flags: O_RDONLY | O_NONBLOCK),
            let status = try? Kernel.status(of: file),
            status.identity(born: Kernel.birth(of: file)) == original,
            status.byteCount > claim.byteCount
        else { return false }
        return (try? continues(claim.asSuperseded, in: file, byteCount: status.byteCount)) ?? false
    }

    /// Takes an original out of the inbox that was dealt with and has rested.
    ///
    /// By a hidden name first: should somebody write to it at that moment, it gets its name back. Where the kernel does
    /// not tell whether somebody has it open, it keeps the hidden name for as long as it had to rest.
    ///
    /// - Returns: What became of it.
    func retire(
        _ kept: KeptOriginal, _ identity: FileIdentity, name: FilePath, in parent: Descriptor, file: Descriptor
    ) throws(ClaimError) -> ClaimError {
        let hasWriter = Kernel.hasWriter(file)
        if hasWriter == true { return .unfinished(kept.path) }
        let hidden = SpoolLayout.hidden(kept.claim.id)
        // Or `tendOriginals`, on another thread, would find it under neither name and forget it.
        originals.update(identity) { ($0.isMoving, $0.moves) = (true, $0.moves + 1) }
        defer { originals.update(identity) { $0.isMoving = false } }
        do throws(Errno) {
            try Kernel.renameNew(name, in: parent, to: hidden, in: parent)
        } catch .noSuchFileOrDirectory {
            return .gone(kept.path)
        } catch  where error == .permissionDenied || error == .notPermitted || error == .readOnlyFileSystem {
            originals.update(identity) { $0.barrier = error }
            return .stays(kept.path, error)
        } catch {
            return .system(FailedCall("rename", error, kept.path))
        }
        guard let now = try? Kernel.status(of: hidden, in: parent), now.isSameFile(as: identity), kept.isUnchanged(now)
        else {
            try? Kernel.renameNew(hidden, in: parent, to: name, in: parent)
            return .unfinished(kept.path)
        }
        guard hasWriter != nil || options.restTime == .zero else {
            originals.update(identity) { $0.hiddenSince = bootTime() }
            return .retired(kept.path)
        }
        try? Kernel.remove(hidden, in: parent)
        forget(kept, identity)
        return .retired(kept.path)
    }

    /// Looks after what is kept: hidden originals whose time is over go, and so does what is known of files that others
    /// took out of the inbox.
    ///
    /// To be called now and then.
    package func tendOriginals() { tendOriginals(isStart: false) }

    private func tendOriginals(isStart: Bool) {
        deliveries.settle(isOver: false)
        guard let inbox = try? self.inbox.current() else { return }
        let now = bootTime()
        for (identity, kept) in originals.kept {
            let name =
                kept.hiddenSince == nil
                ? FilePath(bytes: kept.path.nameBytes) : SpoolLayout.hidden(kept.claim.id)
            let status: FileStatus
            var parent: Descriptor?
            do throws(Errno) {
                parent = try Kernel.open(kept.path.folder, beneath: inbox, flags: O_RDONLY | O_DIRECTORY)
                guard let parent else { continue }
                status = try Kernel.status(of: name, in: parent)
            } catch {
                // A folder that is renamed takes its files along, which are not met at once under the new name.
                let mayBeElsewhere = isStart || parent == nil
                if error == .noSuchFileOrDirectory || error == .notDirectory {
                    miss(kept, identity, mayBeElsewhere: mayBeElsewhere, now)
                }
                continue
            }
            guard status.isSameFile(as: identity) else {
                miss(kept, identity, mayBeElsewhere: isStart, now)
                continue
            }
            guard let parent, let since = kept.hiddenSince, now - since >= options.restTime.nanoseconds else {
                continue
            }
            endHiding(kept, identity, status, in: parent)
        }
    }

    /// How long it is until the last hidden original has been watched for its time; nil when none has to be.
    package var hiddenTime: Duration? {
        let rest = options.restTime
        let now = bootTime()
        let left = originals.kept.compactMap { $1.hiddenSince }.map { rest - .nanoseconds(Int64(clamping: now - $0)) }
        return left.max().flatMap { $0 > .zero ? $0 : nil }
    }

    /// Gives hidden originals the names back that their owners know them by; the next daemon knows them.
    func showOriginals() {
        guard let inbox = try? self.inbox.current() else { return }
        for (identity, kept) in originals.kept where kept.hiddenSince != nil {
            guard let parent = try? Kernel.open(kept.path.folder, beneath: inbox, flags: O_RDONLY | O_DIRECTORY) else {
                continue
            }
            show(kept, identity, in: parent)
        }
    }

    /// Removes a hidden original; one that somebody wrote to gets its name back.
    private func endHiding(
        _ kept: KeptOriginal, _ identity: FileIdentity, _ status: FileStatus, in parent: Descriptor
    ) {
        guard kept.isUnchanged(status) else { return show(kept, identity, in: parent) }
        try? Kernel.remove(SpoolLayout.hidden(kept.claim.id), in: parent)
        forget(kept, identity)
    }

    private func show(_ kept: KeptOriginal, _ identity: FileIdentity, in parent: Descriptor) {
        let name = FilePath(bytes: kept.path.nameBytes)
        do throws(Errno) {
            try Kernel.renameNew(SpoolLayout.hidden(kept.claim.id), in: parent, to: name, in: parent)
        } catch {
            // Tried again: another file may have its name for now.
            return
        }
        originals.update(identity) { ($0.hiddenSince, $0.moves) = (nil, $0.moves + 1) }
    }

    /// Deals with an original that is not where it was: its owner took it away, or renamed it or its folder.
    private func miss(_ kept: KeptOriginal, _ identity: FileIdentity, mayBeElsewhere: Bool, _ now: UInt64) {
        // Without the time of its birth another file may have its number by now.
        if mayBeElsewhere, kept.hiddenSince == nil, kept.soughtSince == nil, identity.born != 0 {
            originals.update(identity) { $0.soughtSince = now }
        } else if kept.soughtSince.map({ now - $0 >= options.rescanInterval.nanoseconds }) ?? true {
            // The whole inbox was scanned meanwhile.
            forgetMissing(kept, identity)
        }
    }

    /// Forgets an original that its owner took away, or took for another document.
    private func forgetMissing(_ kept: KeptOriginal, _ identity: FileIdentity) {
        if originals.forget(identity, ifStill: kept) { removeKeptRecord(kept.claim.id) }
    }

    /// Forgets an original that has left the inbox; its record goes too, unless the claim that took its place needs it.
    func forget(_ kept: KeptOriginal, _ identity: FileIdentity, hasRecord: Bool = false) {
        originals.forget(identity)
        if !hasRecord { removeKeptRecord(kept.claim.id) }
    }

    private func removeKeptRecord(_ id: String) {
        guard let folder = try? self.kept.current() else { return }
        try? Kernel.remove(Entry.record(id), in: folder)
    }

    /// Ends a claim of a copy: its record is kept beside what is under way.
    func keep(_ claim: Claim, _ outcome: Outcome, from active: Descriptor) {
        guard let identity = claim.original else { return }
        var claim = claim
        let line = ClaimRecord.Line(outcome: ClaimRecord.Places(outcome))
        do {
            try note(line, for: &claim, isDurable: false)
            try Kernel.rename(
                Entry.record(claim.id), in: active, to: Entry.record(claim.id), in: self.kept.current())
        } catch {
            dropRecord(claim, in: active)
        }
        let before = originals.keep(original(claim, outcome), of: identity)
        // Of another document that the file was before.
        if let before { removeKeptRecord(before.claim.id) }
    }

    private func original(_ claim: Claim, _ outcome: Outcome) -> KeptOriginal {
        var claim = claim
        claim.outcome = outcome
        return KeptOriginal(
            claim: claim.asSuperseded, path: claim.path, modified: claim.modified, barrier: claim.barrier)
    }

    /// Removes what an earlier claim left that was of a part of this document; what has been replaced is not there any
    /// more.
    func removeSuperseded(by claim: Claim, _ outcome: Outcome) {
        guard let earlier = claim.superseded else { return }
        for path in earlier.outcome.reports where !outcome.reports.contains(path) {
            remove(path, of: outbox) { file in
                JSONHead(try ReportFile.head(of: file))["sha256"] == earlier.sha256
            }
        }
        if let path = earlier.outcome.archived, path != outcome.archived {
            remove(path, of: archive) { file in try digest(of: file, byteCount: earlier.byteCount) == earlier.sha256 }
        }
        if let path = earlier.outcome.failed, path != outcome.failed {
            let note = path.folder.pushing(FilePath(bytes: path.nameBytes + Array(SpoolLayout.errorSuffix.utf8)))
            remove(path, of: failed) { file in try digest(of: file, byteCount: earlier.byteCount) == earlier.sha256 }
            remove(note, of: failed) { file in
                JSONHead(try Kernel.head(of: file, atMost: ReportHead.maxBytes))["claim"] == earlier.id
            }
        }
        originals.forget(claim: earlier.id)
        removeKeptRecord(earlier.id)
    }

    /// What came of a claim that was over but for noting that, as far as it is still there; nil when nothing did.
    ///
    /// Its original may have grown since: then this has to give way.
    func outcome(of claim: Claim) -> Outcome? {
        var outcome = Outcome()
        func first(
            _ base: BaseFolder, _ part: ReportedPart = .first, suffix: String,
            _ isMeant: (FilePath, Descriptor) throws -> Bool
        ) -> FilePath? {
            guard let root = try? base.current(),
                let (folder, way) = try? Kernel.openOutput(claim.path.folder, beneath: root)
            else { return nil }
            var names = OutputName.candidates(
                for: part.name(of: claim.path), sha256: claim.sha256, suffix: suffix)
            // The name of an earlier part of the document is none of its own.
            if base === outbox, let noted = claim.reports[part.number], noted.folder == way {
                names.insert(FilePath(bytes: noted.nameBytes), at: 0)
            }
            return names.first { (try? isMeant($0, folder)) ?? false }.map { way.pushing($0) }
        }
        func isReport(_ name: FilePath, _ folder: Descriptor) throws -> Bool {
            let file = try Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
            return JSONHead(try ReportFile.head(of: file))["sha256"] == claim.sha256
        }
        while let report = first(
            outbox, ReportedPart(number: outcome.reports.count + 1), suffix: SpoolLayout.reportSuffix, isReport)
            ?? first(
                outbox, ReportedPart(number: outcome.reports.count + 1), suffix: SpoolLayout.compressedReportSuffix,
                isReport)
        {
            outcome.reports.append(report)
        }
        outcome.archived = first(archive, suffix: "") { name, folder in
            try holdsDocument(of: claim, name, in: folder)
        }
        outcome.failed = first(failed, suffix: "") { name, folder in
            let note = FilePath(bytes: name.bytes + Array(SpoolLayout.errorSuffix.utf8))
            let file = try Kernel.open(note, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
            return JSONHead(try Kernel.head(of: file, atMost: ReportHead.maxBytes))["claim"] == claim.id
        }
        return outcome == Outcome() ? nil : outcome
    }

    /// Removes a file if it is the one that is meant.
    private func remove(_ path: FilePath, of base: BaseFolder, where isMeant: (Descriptor) throws -> Bool) {
        guard let root = try? base.current(),
            let folder = try? Kernel.open(path.folder, beneath: root, flags: O_RDONLY | O_DIRECTORY)
        else { return }
        let name = FilePath(bytes: path.nameBytes)
        guard let file = try? Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK),
            (try? isMeant(file)) ?? false
        else { return }
        try? Kernel.remove(name, in: folder)
    }

    /// Takes up what an earlier daemon kept.
    func recoverKept() throws(Blockage) {
        let (folder, inbox) = (try kept.current(), try self.inbox.current())
        var records: [String] = []
        do throws(Errno) {
            try FolderReader.forEachEntry(of: folder) { name, _ in
                if let entry = Entry(String(decoding: name, as: UTF8.self)), entry.kind == .record {
                    records.append(entry.id)
                }
                return true
            }
        } catch {
            throw Blockage(error, kept.path)
        }
        for id in records.sorted() {
            let bytes = try contents(ofRecord: id, in: folder, of: kept)
            guard let claim = ClaimRecord(id: id, bytes: bytes)?.claim,
                let identity = claim.original, let outcome = claim.outcome
            else {
                try? Kernel.remove(Entry.record(id), in: folder)
                continue
            }
            let kept = original(claim, outcome)
            if let before = originals.keep(kept, of: identity) { removeKeptRecord(before.claim.id) }
            // Its time to be watched under its hidden name is over.
            if let parent = try? Kernel.open(claim.path.folder, beneath: inbox, flags: O_RDONLY | O_DIRECTORY),
                let status = try? Kernel.status(of: SpoolLayout.hidden(id), in: parent), status.isSameFile(as: identity)
            {
                endHiding(kept, identity, status, in: parent)
            }
        }
        tendOriginals(isStart: true)
    }
}

extension FileStatus {
    /// Whether it is the file that is meant, as far as a name can tell.
    fileprivate func isSameFile(as identity: FileIdentity) -> Bool {
        device == identity.device && inode == identity.inode
    }
}
