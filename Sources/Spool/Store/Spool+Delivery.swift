import Digest
import FoundationEssentials
import Glibc
package import SystemPackage

extension Spool {
    /// What lies under a name that something is to be put at.
    enum Occupant: Hashable {
        case nothing
        /// The very same bytes.
        case same
        /// Other bytes, but of the same document: they may be replaced.
        case sameDocument
        /// Something else: it stays.
        case other
    }

    /// Puts the report into the outbox, then the original into the archive, and ends the claim.
    ///
    /// A report's name is the document's with `.json`. If another document's report has that name, judged by the
    /// `"sha256"` in its head, the new one gets the first digits of its own document's SHA-256 as well.
    package func deliver(report: [UInt8], for claim: Claim) throws(DeliveryError) -> DeliveredReport {
        let active = try currentActive()
        let document = try? Kernel.status(of: Entry.document(claim.id), in: active)
        // Not there: this call is made again after an error past the archive.
        if let document, document.byteCount != claim.byteCount || document.modified != claim.modified {
            throw .changed(claim.path)
        }
        if isOutgrown(claim) { throw .changed(claim.path) }
        do throws(Blockage) {
            let path = try placeReport(report, for: claim, in: active)
            let archived = try placeOriginal(of: claim, from: active)
            end(claim, Outcome(report: path, archived: archived), in: active)
            return DeliveredReport(path: path, archived: archived)
        } catch {
            throw .blocked(error)
        }
    }

    /// The folder below the outbox, the archive or `failed` that alone is to blame; nil when it is the whole place, or the
    /// machine.
    package func folder(toBlame blockage: Blockage) -> FilePath? {
        guard let base = [outbox, archive, failed].first(where: { blockage.path.starts(with: $0.path) }),
            blockage.path != base.path
        else { return nil }
        switch blockage.errno {
        case .permissionDenied, .notPermitted, .notDirectory, .tooManySymbolicLinkLevels, .fileNameTooLong:
            return blockage.path
        case .readOnlyFileSystem: return base.isReadOnly ? nil : blockage.path
        default: return nil
        }
    }

    /// Whether files can be put where a claim's report and original belong.
    package func canDeliver(_ claim: Claim) -> Bool {
        for base in [outbox, archive] {
            guard let (folder, _) = try? base.makeFolders(claim.path.folder, mode: options.folderMode),
                Kernel.barrier(toChanging: folder) == nil
            else { return false }
        }
        return true
    }

    /// Whether the report on a document of the inbox, or its original, belongs into or below a folder.
    package func belongs(_ document: FilePath, below folder: FilePath) -> Bool {
        [outbox, archive].contains { $0.path.pushing(document.folder).starts(with: folder) }
    }

    private func placeReport(
        _ report: [UInt8], for claim: Claim, in active: Descriptor
    ) throws(Blockage) -> FilePath {
        let (folder, way) = try outbox.makeFolders(claim.path.folder, mode: options.folderMode)
        do throws(Errno) {
            let temporary = SpoolLayout.hidden(claim.id)
            try write(report, to: temporary, in: folder)
            do throws(Errno) {
                var names = OutputName.candidates(
                    for: claim.path.nameBytes, sha256: claim.sha256, suffix: SpoolLayout.reportSuffix)
                // What was reported of a part of the document gives way.
                if let earlier = claim.superseded?.outcome.report, earlier.folder == way {
                    names.insert(FilePath(bytes: earlier.nameBytes), at: 0)
                }
                // An earlier run of this delivery decided already.
                if let earlier = claim.report, earlier.folder == way {
                    names.insert(FilePath(bytes: earlier.nameBytes), at: 0)
                }
                for (rank, name) in names.enumerated() {
                    if rank > 0 { try? noteReport(way.pushing(name), for: claim, in: active) }
                    guard try settle(temporary, as: name, of: claim, in: folder, holding: report) else {
                        continue
                    }
                    try Kernel.syncNames(of: folder)
                    return way.pushing(name)
                }
                throw .fileExists
            } catch {
                try? Kernel.remove(temporary, in: folder)
                throw error
            }
        } catch {
            throw Blockage(error, folders.outbox.pushing(way))
        }
    }

    /// Gives a whole temporary file its name, unless that is another document's.
    private func settle(
        _ temporary: FilePath, as name: FilePath, of claim: Claim, in folder: Descriptor,
        holding bytes: [UInt8]
    ) throws(Errno) -> Bool {
        do throws(Errno) {
            try Kernel.renameNew(temporary, in: folder, to: name, in: folder)
            return true
        } catch .fileExists {
            switch try occupant(of: name, in: folder, comparedWith: bytes, of: claim) {
            case .other: return false
            case .same: try Kernel.remove(temporary, in: folder)
            case .sameDocument: try Kernel.rename(temporary, in: folder, to: name, in: folder)
            case .nothing: try Kernel.renameNew(temporary, in: folder, to: name, in: folder)
            }
            return true
        }
    }

    func write(_ bytes: [UInt8], to name: FilePath, in folder: Descriptor) throws(Errno) {
        do throws(Errno) {
            try Kernel.remove(name, in: folder)
        } catch .noSuchFileOrDirectory {
            // The usual case: no earlier try left one.
        }
        let file = try Kernel.open(
            name, beneath: folder, flags: O_WRONLY | O_CREAT | O_EXCL, mode: options.fileMode)
        do throws(Errno) {
            try Kernel.writeAll(bytes, to: file)
            try Kernel.sync(file)
        } catch {
            try? Kernel.remove(name, in: folder)
            throw error
        }
    }

    /// Where a report goes that does not have its plain name; not durable, since only a crash of ours alone asks for it.
    private func noteReport(_ path: FilePath, for claim: Claim, in active: Descriptor) throws(Errno) {
        let record = try Kernel.open(
            Entry.record(claim.id), beneath: active, flags: O_WRONLY | O_APPEND)
        let line = ClaimRecord.Line(reportBytes: Data(path.bytes).base64EncodedString())
        try Kernel.writeAll(ClaimRecord.encode(line), to: record)
    }

    // The original

    private func placeOriginal(of claim: Claim, from active: Descriptor) throws(Blockage) -> FilePath? {
        let document = Entry.document(claim.id)
        guard options.archive == .keep else {
            do throws(Errno) {
                try Kernel.remove(document, in: active)
            } catch .noSuchFileOrDirectory {
                // Removed by an earlier try.
            } catch {
                throw Blockage(error, self.active.path)
            }
            return nil
        }
        let (folder, way) = try archive.makeFolders(claim.path.folder, mode: options.folderMode)
        do throws(Errno) {
            var names = OutputName.candidates(for: claim.path.nameBytes, sha256: claim.sha256, suffix: "")
            if let earlier = claim.superseded, let path = earlier.outcome.archived, path.folder == way {
                let name = FilePath(bytes: path.nameBytes)
                names.insert(name, at: 0)
                try replace(earlier, name, by: document, from: active, in: folder)
            }
            for name in names where try move(document, of: claim, from: active, to: name, in: folder) {
                try Kernel.syncNames(of: folder)
                return way.pushing(name)
            }
            // Somebody took the document out of the spool: the report is all there is left to deliver.
            if try isMissing(document, in: active) { return nil }
            throw .fileExists
        } catch {
            throw Blockage(error, archive.path.pushing(way))
        }
    }

    /// Puts a document into the place of a part of it that was archived before.
    private func replace(
        _ earlier: SupersededClaim, _ name: FilePath, by document: FilePath, from active: Descriptor,
        in folder: Descriptor
    ) throws(Errno) {
        do throws(Errno) {
            guard try holdsDocument(sha256: earlier.sha256, byteCount: earlier.byteCount, name, in: folder) else { return }
            try Kernel.rename(document, in: active, to: name, in: folder)
        } catch .noSuchFileOrDirectory {
            // Moved by an earlier try of the same call.
        } catch .improperLink {
            try Kernel.remove(name, in: folder)
        }
    }

    /// Moves a claim's document to a name; false when something else lies there.
    func move(
        _ document: FilePath, of claim: Claim, from active: Descriptor, to name: FilePath,
        in folder: Descriptor
    ) throws(Errno) -> Bool {
        do throws(Errno) {
            try Kernel.renameNew(document, in: active, to: name, in: folder)
            return true
        } catch .fileExists {
            guard try holdsDocument(of: claim, name, in: folder) else { return false }
            try? Kernel.remove(document, in: active)
            return true
        } catch .noSuchFileOrDirectory {
            // Moved by an earlier try of the same call.
            return try holdsDocument(of: claim, name, in: folder)
        } catch .improperLink {
            try copy(document, of: claim, from: active, to: name, in: folder)
            return true
        }
    }

    /// For an archive on a file system of its own.
    private func copy(
        _ document: FilePath, of claim: Claim, from active: Descriptor, to name: FilePath,
        in folder: Descriptor
    ) throws(Errno) {
        let file = try Kernel.open(document, beneath: active, flags: O_RDONLY | O_NONBLOCK)
        let temporary = SpoolLayout.hidden(claim.id)
        try copy(file, modified: claim.modified, to: temporary, in: folder)
        do throws(Errno) {
            try Kernel.renameNew(temporary, in: folder, to: name, in: folder)
        } catch {
            try? Kernel.remove(temporary, in: folder)
            throw error
        }
        try Kernel.syncNames(of: folder)
        try Kernel.remove(document, in: active)
    }

    func isMissing(_ name: FilePath, in folder: Descriptor) throws(Errno) -> Bool {
        do throws(Errno) {
            _ = try Kernel.status(of: name, in: folder)
            return false
        } catch .noSuchFileOrDirectory {
            return true
        }
    }

    func holdsDocument(of claim: Claim, _ name: FilePath, in folder: Descriptor) throws(Errno) -> Bool {
        try holdsDocument(sha256: claim.sha256, byteCount: claim.byteCount, name, in: folder)
    }

    private func holdsDocument(
        sha256: String, byteCount: Int, _ name: FilePath, in folder: Descriptor
    ) throws(Errno) -> Bool {
        guard !sha256.isEmpty else { return false }
        do throws(Errno) {
            guard try Kernel.status(of: name, in: folder).kind == .regular else { return false }
            let file = try Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
            let status = try Kernel.status(of: file)
            guard status.kind == .regular, status.byteCount == byteCount else { return false }
            return try digest(of: file, byteCount: byteCount) == sha256
        } catch .noSuchFileOrDirectory {
            return false
        }
    }

    // What is there already

    /// What lies under a name, compared with bytes of ours and with the document that a claim is of.
    func occupant(
        of name: FilePath, in folder: Descriptor, comparedWith bytes: [UInt8], of claim: Claim
    ) throws(Errno) -> Occupant {
        do throws(Errno) {
            guard try Kernel.status(of: name, in: folder).kind == .regular else { return .other }
            let file = try Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
            let status = try Kernel.status(of: file)
            guard status.kind == .regular else { return .other }
            if status.byteCount == bytes.count,
                try digest(of: file, byteCount: bytes.count) == SHA256.hexDigest(of: bytes)
            {
                return .same
            }
            return try names(claim, file) ? .sameDocument : .other
        } catch .noSuchFileOrDirectory {
            return .nothing
        } catch  where error == .permissionDenied || error == .tooManySymbolicLinkLevels {
            return .other
        }
    }

    /// Whether a report or an error file is of the claim's document, by what its first bytes tell.
    private func names(_ claim: Claim, _ file: Descriptor) throws(Errno) -> Bool {
        let head = JSONHead(try Kernel.head(of: file, atMost: ReportHead.maxBytes))
        let sha256 = head["sha256"]
        return (!claim.sha256.isEmpty && sha256 == claim.sha256) || head["claim"] == claim.id
            || (sha256 != nil && sha256 == claim.superseded?.sha256)
    }
}
