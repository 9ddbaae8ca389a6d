import FoundationEssentials
import Glibc
import SystemPackage

extension Spool {
    /// What was claimed when an earlier daemon ended, oldest first, with the attempts made so far.
    ///
    /// To be called once, before the first claim. Claims that were not completed are undone or completed; a document
    /// whose record cannot be read goes to `failed/`.
    package func recover() throws(DeliveryError) -> [Claim] {
        let active = try currentActive()
        var claims: [Claim] = []
        do throws(Errno) {
            var documents: Set<String> = []
            var records: [String] = []
            try recoverKept()
            try FolderReader.forEachEntry(of: active) { name, _ in
                let entry = Entry(String(decoding: name, as: UTF8.self))
                switch entry?.kind {
                case .document: entry.map { _ = documents.insert($0.id) }
                case .record: entry.map { records.append($0.id) }
                case .part, nil: break
                }
                return true
            }
            for id in records.sorted() {
                guard let record = ClaimRecord(id: id, bytes: try Kernel.contents(of: Entry.record(id), in: active))
                else {
                    // Cut off while it was written, before its document came; else the document is an orphan.
                    if !documents.contains(id) { try Kernel.remove(Entry.record(id), in: active) }
                    continue
                }
                if record.claim.isCopied { try completeCopy(record.claim, &documents, in: active) }
                guard documents.remove(id) != nil else {
                    endWithoutDocument(record.claim, in: active)
                    continue
                }
                originals.resume(record.claim)
                claims.append(record.claim)
            }
            for id in documents.sorted() { claims.append(try orphan(id, in: active)) }
            for claim in claims { successions.begin(claim) }
        } catch {
            throw .blocked(Blockage(error, self.active.path))
        }
        for claim in claims where claim.sha256.isEmpty {
            try fail(claim, because: .tooLarge(SizeExcess(bytes: claim.byteCount, limit: options.maxBytes)))
        }
        return claims.filter { !$0.sha256.isEmpty }
    }

    /// A claim that did not come to its rename, or was over but for its record.
    private func endWithoutDocument(_ claim: Claim, in active: Descriptor) {
        try? removeTemporaryReport(of: claim)
        guard claim.original != nil else {
            removeSuperseded(by: claim, Outcome())
            return dropRecord(claim, in: active)
        }
        try? Kernel.remove(Entry.part(claim.id), in: active)
        // Without an outcome the original is taken again.
        guard let outcome = claim.outcome ?? outcome(of: claim) else { return dropRecord(claim, in: active) }
        removeSuperseded(by: claim, outcome)
        keep(claim, outcome, from: active)
    }

    /// Ends a claim from another file system that was under way: its document lies in the inbox under a hidden name.
    private func completeCopy(
        _ claim: Claim, _ documents: inout Set<String>, in active: Descriptor
    ) throws(Errno) {
        let inbox: Descriptor
        do throws(Blockage) { inbox = try self.inbox.current() } catch { throw error.errno }
        let hidden = SpoolLayout.hidden(claim.id)
        do throws(Errno) {
            let parent = try Kernel.open(claim.path.folder, beneath: inbox, flags: O_RDONLY | O_DIRECTORY)
            let file = try Kernel.open(hidden, beneath: parent, flags: O_RDONLY | O_NONBLOCK)
            if !documents.contains(claim.id) {
                try copy(file, modified: claim.modified, to: Entry.part(claim.id), in: active)
                try Kernel.renameNew(
                    Entry.part(claim.id), in: active, to: Entry.document(claim.id), in: active)
                try Kernel.syncNames(of: active)
                documents.insert(claim.id)
            }
            try Kernel.remove(hidden, in: parent)
        } catch .noSuchFileOrDirectory {
            // It never got its hidden name, or it lost it with the claim complete.
        }
        try? Kernel.remove(Entry.part(claim.id), in: active)
    }

    /// A document without a record: somebody removed it, or the file system lost it.
    private func orphan(_ id: String, in active: Descriptor) throws(Errno) -> Claim {
        let file = try Kernel.open(Entry.document(id), beneath: active, flags: O_RDONLY | O_NONBLOCK)
        let status = try Kernel.status(of: file)
        let sha256 = try digest(of: file, byteCount: status.byteCount) ?? ""
        let claim = Claim(
            id: id, path: FilePath("recovered-" + id), byteCount: status.byteCount, sha256: sha256,
            claimed: ClaimRecord.timestamp, modified: status.modified)
        try? Kernel.remove(Entry.record(id), in: active)
        try createRecord(of: claim, in: active)
        return claim
    }
}
