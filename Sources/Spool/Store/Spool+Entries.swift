import Digest
import FoundationEssentials
import Glibc
import SystemPackage

extension Spool {
    /// The document's bytes, the same that its SHA-256 was computed of.
    ///
    /// One byte more than there should be is asked for, so that a file that grew is noticed.
    package func bytes(of claim: Claim) throws(DeliveryError) -> [UInt8] {
        let active = try currentActive()
        let file: Descriptor
        do throws(Errno) {
            file = try Kernel.open(Entry.document(claim.id), beneath: active, flags: O_RDONLY | O_NONBLOCK)
        } catch {
            throw error.isOfThePlace
                ? .blocked(Blockage(error, self.active.path)) : .unreadable(claim.path, error)
        }
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try Kernel.bytes(of: file, from: 0, atMost: claim.byteCount + 1)
        } catch {
            // It may be this file's alone, and must not hold up the others.
            throw error == .noMemory ? .blocked(Blockage(error, self.active.path)) : .unreadable(claim.path, error)
        }
        guard bytes.count == claim.byteCount, SHA256.hexDigest(of: bytes) == claim.sha256 else {
            throw .changed(claim.path)
        }
        return bytes
    }

    /// Notes durably that an attempt begins, so that it counts even if this process does not live to see its end.
    package func beginAttempt(_ claim: inout Claim) throws(DeliveryError) {
        try note(
            ClaimRecord.Line(attempt: claim.attempts.count + 1, began: ClaimRecord.timestamp),
            for: &claim,
            isDurable: true)
    }

    /// Notes how the attempt under way failed.
    package func endAttempt(_ claim: inout Claim, with failure: Failure) throws(DeliveryError) {
        try note(
            ClaimRecord.Line(
                attempt: claim.attempts.count, failure: failure),
            for: &claim, isDurable: true)
    }

    /// Notes that the attempt under way was broken off for a reason that is not the document's; it does not count.
    ///
    /// The claim stays in `spool/active`, history and all, and the next `recover()` gives it out again.
    package func handBack(_ claim: inout Claim) throws(DeliveryError) {
        guard let last = claim.attempts.last, last.failure == nil, !last.isHandedBack else { return }
        try note(
            ClaimRecord.Line(attempt: claim.attempts.count, handedBack: true), for: &claim,
            isDurable: true)
    }

    func note(_ line: ClaimRecord.Line, for claim: inout Claim, isDurable: Bool) throws(DeliveryError) {
        let active = try currentActive()
        do throws(Errno) {
            let record = try Kernel.open(
                Entry.record(claim.id), beneath: active, flags: O_WRONLY | O_APPEND)
            try Kernel.writeAll(ClaimRecord.encode(line), to: record)
            if isDurable { try Kernel.syncData(record) }
        } catch {
            throw .blocked(Blockage(error, self.active.path.pushing(Entry.record(claim.id))))
        }
        claim.apply(line)
    }

    /// Notes durably that a later document of the same path is about to be delivered before this one.
    func noteOutdated(_ id: String, in active: Descriptor) throws(Errno) {
        do throws(Errno) {
            let record = try Kernel.open(Entry.record(id), beneath: active, flags: O_WRONLY | O_APPEND)
            try Kernel.writeAll(ClaimRecord.encode(ClaimRecord.Line(isOutdated: true)), to: record)
            try Kernel.syncData(record)
        } catch .noSuchFileOrDirectory {
            // It has just ended.
        }
    }

    func currentActive() throws(DeliveryError) -> Descriptor {
        do throws(Blockage) { return try active.current() } catch { throw .blocked(error) }
    }

    /// Writes a claim's record, so that it is on disk before the document comes.
    func createRecord(of claim: Claim, in active: Descriptor) throws(Errno) {
        let name = Entry.record(claim.id)
        let record = try Kernel.open(
            name, beneath: active, flags: O_WRONLY | O_CREAT | O_EXCL, mode: options.fileMode)
        do throws(Errno) {
            try Kernel.writeAll(
                ClaimRecord.encode(ClaimRecord.firstLine(of: claim)), to: record)
            try Kernel.sync(record)
            try Kernel.syncNames(of: active)
        } catch {
            dropRecord(claim, in: active)
            throw error
        }
    }

    /// Ends a claim whose document has its place.
    ///
    /// What cannot be removed now is done again, to the same end, by the next `recover()`.
    func end(_ claim: Claim, _ outcome: Outcome, in active: Descriptor) {
        successions.end(claim)
        removeSuperseded(by: claim, outcome)
        guard claim.original == nil else { return keep(claim, outcome, from: active) }
        if claim.isCopied {
            do {
                let parent = try Kernel.open(
                    claim.path.folder, beneath: inbox.current(), flags: O_RDONLY | O_DIRECTORY)
                try Kernel.remove(SpoolLayout.hidden(claim.id), in: parent)
            } catch Errno.noSuchFileOrDirectory {
                // The usual case: it was removed when the copy was complete.
            } catch {
                return
            }
        }
        dropRecord(claim, in: active)
    }

    /// Removes the record of a claim whose document is not in `spool/active`; one that stays is harmless.
    func dropRecord(_ claim: Claim, in active: Descriptor) {
        try? Kernel.remove(Entry.record(claim.id), in: active)
    }
}
