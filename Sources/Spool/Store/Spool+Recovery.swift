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
        let recovered: [Claim]
        do throws(Blockage) {
            try recoverKept()
            let claims = try recoverActive(active, inbox: inbox.current())
            for claim in claims { successions.begin(claim) }
            recovered = claims
        } catch {
            throw .blocked(error)
        }
        for claim in recovered where claim.sha256.isEmpty {
            try fail(claim, because: .tooLarge(SizeExcess(bytes: claim.byteCount, limit: options.maxBytes)))
        }
        return recovered.filter { !$0.sha256.isEmpty }
    }

    private func recoverActive(_ active: Descriptor, inbox: Descriptor) throws(Blockage) -> [Claim] {
        var claims: [Claim] = []
        var documents: Set<String> = []
        var records: [String] = []
        var parts: [String] = []
        do throws(Errno) {
            try FolderReader.forEachEntry(of: active) { name, _ in
                let entry = Entry(String(decoding: name, as: UTF8.self))
                switch entry?.kind {
                case .document: entry.map { _ = documents.insert($0.id) }
                case .record: entry.map { records.append($0.id) }
                case .part: entry.map { parts.append($0.id) }
                case nil: break
                }
                return true
            }
        } catch {
            throw Blockage(error, self.active.path)
        }
        // Copies that a crash cut off are made anew.
        for id in parts { try? Kernel.remove(Entry.part(id), in: active) }
        for id in records.sorted() {
            let bytes = try contents(ofRecord: id, in: active, of: self.active)
            let claim = ClaimRecord(id: id, bytes: bytes)?.claim
            do throws(Errno) {
                if let claim, claim.isCopied { try completeCopy(claim, &documents, in: active, inbox: inbox) }
                // Cut off while it was written, before its document came; else the document is an orphan.
                if claim == nil, !documents.contains(id) { try Kernel.remove(Entry.record(id), in: active) }
            } catch {
                throw Blockage(error, self.active.path)
            }
            guard let claim else { continue }
            guard documents.remove(id) != nil else {
                endWithoutDocument(claim, in: active)
                continue
            }
            originals.resume(claim)
            claims.append(claim)
        }
        for id in documents.sorted() {
            do throws(Errno) {
                claims.append(try orphan(id, in: active))
            } catch {
                throw Blockage(error, self.active.path.pushing(Entry.document(id)))
            }
        }
        return claims
    }

    /// What a claim's record says, whose file is the one to blame where it cannot be read.
    func contents(ofRecord id: String, in folder: Descriptor, of base: BaseFolder) throws(Blockage) -> [UInt8] {
        do throws(Errno) {
            return try Kernel.contents(of: Entry.record(id), in: folder)
        } catch {
            throw Blockage(error, base.path.pushing(Entry.record(id)))
        }
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
        _ claim: Claim, _ documents: inout Set<String>, in active: Descriptor, inbox: Descriptor
    ) throws(Errno) {
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
