import Compression
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
        /// A report of an earlier document that had the same path.
        case otherVersion
        /// Something else: it stays.
        case other
    }

    /// Puts the reports on the documents in a file into the outbox, then the original into the archive, and ends the claim.
    ///
    /// Until the original is in the archive the claim lasts: after a crash in between all of it is done again, to the same
    /// names. The report on a further document of the file is named after its number, `feed.xml.2.json`.
    ///
    /// A report's name is the document's with `.json`, or `.json.zst` for one that is compressed. If another document's
    /// report has that name, judged by the `"sha256"` in its head, the new one gets the first digits of its own
    /// document's SHA-256 as well; or it takes the place of the other, where that is of the same path and the options say
    /// so. Of documents of one path that are under way together the one that was claimed last has the plain name then.
    /// - Parameters:
    ///   - reports: The reports in the order of the documents in the file; one, as a rule.
    ///   - claim: The file.
    /// - Returns: Where they are.
    /// - Throws: Why they cannot be there, or that the file is another by now.
    package func deliver(_ reports: [ReportContents], for claim: Claim) throws(DeliveryError) -> DeliveredReports {
        let active = try currentActive()
        let document = try? Kernel.status(of: Entry.document(claim.id), in: active)
        // Not there: this call is made again after an error past the archive.
        if let document, document.byteCount != claim.byteCount || document.modified != claim.modified {
            throw .changed(claim.path)
        }
        if isOutgrown(claim) { throw .changed(claim.path) }
        if options.archive == .keep { try takeOver(claim, in: active) }
        do throws(Blockage) {
            var paths: [FilePath] = []
            for (number, report) in zip(1..., reports) {
                paths.append(try placeReport(report, ReportedPart(number: number), for: claim, in: active))
            }
            try removeOutdatedReports(beyond: reports.count, of: claim, in: active)
            let archived = try placeOriginal(of: claim, from: active)
            for path in paths { deliveries.note(path, sha256: claim.sha256) }
            end(claim, Outcome(reports: paths, archived: archived), in: active)
            return DeliveredReports(paths: paths, archived: archived)
        } catch {
            throw .blocked(error)
        }
    }

    /// Where a large report of a document may be written down as it comes.
    package func newDraft() -> ReportDraft { ReportDraft(in: active) }

    /// The folder below the outbox, the archive or `failed` that alone is to blame; nil when it is the whole place, or the
    /// machine.
    package func folder(toBlame blockage: Blockage) -> FilePath? {
        guard let base = [outbox, archive, failed].first(where: { blockage.path.starts(with: $0.path) }),
            // Where it could not be made, the base folder is to blame, not one that is not there.
            blockage.path != base.path, blockage.path.culprit(for: blockage.errno) != base.path
        else { return nil }
        switch blockage.errno {
        case .permissionDenied, .notPermitted, .notDirectory, .tooManySymbolicLinkLevels, .fileNameTooLong:
            return blockage.path
        case .readOnlyFileSystem: return base.isReadOnly ? nil : blockage.path
        default: return nil
        }
    }

    /// Whether files can be put where a claim belongs that waits for a folder: its report and its original, or into
    /// `failed`.
    package func canPlace(_ claim: Claim, waitingFor barred: FilePath) -> Bool {
        for base in barred.starts(with: failed.path) ? [failed] : [outbox, archive] {
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
        _ report: ReportContents, _ part: ReportedPart, for claim: Claim, in active: Descriptor
    ) throws(Blockage) -> FilePath {
        try inFolder(claim.path.folder, of: outbox) { (folder, way) throws(Errno) in
            let temporary = SpoolLayout.hidden(claim.id)
            try write(report, to: temporary, in: folder)
            do throws(Errno) {
                for name in try reportNames(report, part, for: claim, in: folder, way) {
                    // Before it is there: should the document turn out to be a part of a longer one, it has to give way.
                    try? noteReport(way.pushing(name.own), part, for: claim, in: active)
                    guard
                        try settle(temporary, as: name, part, of: claim, in: folder, holding: report, active: active)
                    else {
                        continue
                    }
                    try Kernel.syncNames(of: folder)
                    return way.pushing(name.own)
                }
                throw .fileExists
            } catch {
                try? Kernel.remove(temporary, in: folder)
                throw error
            }
        }
    }

    /// Removes what an earlier version of the file had more documents in, where a later version takes its place.
    private func removeOutdatedReports(
        beyond count: Int, of claim: Claim, in active: Descriptor
    ) throws(Blockage) {
        guard options.onConflict == .replace else { return }
        try inFolder(claim.path.folder, of: outbox) { (folder, _) throws(Errno) in
            try successions.inOrder(
                claim,
                outdating: { (older) throws(Errno) in
                    try noteOutdated(older, in: active)
                }
            ) { (isOutdated) throws(Errno) in
                guard !isOutdated else { return }
                try retentionLock.holding { () throws(Errno) in
                    var part = ReportedPart(number: count + 1)
                    while true {
                        var isRemoved = false
                        for suffix in [SpoolLayout.reportSuffix, SpoolLayout.compressedReportSuffix] {
                            let names = OutputName.candidates(
                                for: part.name(of: claim.path), sha256: claim.sha256, suffix: suffix)
                            let there = try occupant(
                                of: names[0], in: folder, comparedWith: ReportContents(rest: []), of: claim, part)
                            guard there == .otherVersion else { continue }
                            try Kernel.remove(names[0], in: folder)
                            isRemoved = true
                        }
                        guard isRemoved else { return }
                        part = ReportedPart(number: part.number + 1)
                    }
                }
            }
        }
    }

    /// A name that a report may get, with what it would be called if it were compressed otherwise.
    private struct ReportName {
        var own: FilePath
        var other: FilePath
        /// Whether it is not the plain name, so that no other document's report is replaced under it.
        var isDistinguished: Bool
    }

    /// The names that a report may get, in order of preference.
    private func reportNames(
        _ report: ReportContents, _ part: ReportedPart, for claim: Claim, in folder: Descriptor, _ way: FilePath
    ) throws(Errno) -> [ReportName] {
        let isCompressed = Zstandard.isFrame(try report.head())
        func candidates(_ suffix: String) -> [FilePath] {
            OutputName.candidates(for: part.name(of: claim.path), sha256: claim.sha256, suffix: suffix)
        }
        let (plain, compressed) = (
            candidates(SpoolLayout.reportSuffix), candidates(SpoolLayout.compressedReportSuffix)
        )
        var names = zip(plain, compressed).enumerated().map { rank, pair in
            ReportName(
                own: isCompressed ? pair.1 : pair.0, other: isCompressed ? pair.0 : pair.1, isDistinguished: rank > 0)
        }
        // A document that is tried again must not push a later one's report from the plain name, if it has one of its own.
        if options.onConflict == .replace {
            for rank in names.indices.dropFirst() {
                let isThere = try holds(names[rank].own, reportOf: claim, part, in: folder)
                let isBeside = try holds(names[rank].other, reportOf: claim, part, in: folder)
                guard isThere || isBeside else { continue }
                names.insert(names.remove(at: rank), at: 0)
                break
            }
        }
        // What was reported of a part of the document gives way; an earlier run of this delivery decided already.
        let superseded = claim.superseded?.outcome.reports.dropFirst(part.number - 1).first
        for earlier in [superseded, claim.reports[part.number]] {
            guard let earlier, earlier.folder == way else { continue }
            let rank = names.firstIndex { $0.own.bytes == earlier.nameBytes || $0.other.bytes == earlier.nameBytes }
            if let rank {
                names.insert(names.remove(at: rank), at: 0)
            } else {
                names.insert(Self.reportName(like: earlier.nameBytes, isCompressed: isCompressed), at: 0)
            }
        }
        return names
    }

    /// The name of a report that another claim's has, compressed or not.
    private static func reportName(like name: [UInt8], isCompressed: Bool) -> ReportName {
        let suffixes = (Array(SpoolLayout.reportSuffix.utf8), Array(SpoolLayout.compressedReportSuffix.utf8))
        let suffix = name.suffix(suffixes.1.count).elementsEqual(suffixes.1) ? suffixes.1 : suffixes.0
        let stem = Array(name.dropLast(suffix.count))
        let (plain, compressed) = (FilePath(bytes: stem + suffixes.0), FilePath(bytes: stem + suffixes.1))
        return ReportName(
            own: isCompressed ? compressed : plain, other: isCompressed ? plain : compressed, isDistinguished: true)
    }

    /// Whether a report of the claim's document lies under a name.
    private func holds(
        _ name: FilePath, reportOf claim: Claim, _ part: ReportedPart, in folder: Descriptor
    ) throws(Errno) -> Bool {
        let occupant = try occupant(
            of: name, in: folder, comparedWith: ReportContents(rest: []), of: claim, part)
        return occupant == .sameDocument
    }

    /// Gives a whole temporary file its name, unless that is another document's.
    private func settle(
        _ temporary: FilePath, as name: ReportName, _ part: ReportedPart, of claim: Claim, in folder: Descriptor,
        holding report: ReportContents, active: Descriptor
    ) throws(Errno) -> Bool {
        let isReplacing = options.onConflict == .replace && !name.isDistinguished
        guard isReplacing else {
            return try settle(temporary, as: name, part, of: claim, in: folder, holding: report, mayReplace: false)
        }
        return try successions.inOrder(
            claim,
            outdating: { (older) throws(Errno) in
                try noteOutdated(older, in: active)
            }
        ) { (isOutdated) throws(Errno) in
            try settle(
                temporary, as: name, part, of: claim, in: folder, holding: report, mayReplace: !isOutdated)
        }
    }

    private func settle(
        _ temporary: FilePath, as name: ReportName, _ part: ReportedPart, of claim: Claim, in folder: Descriptor,
        holding report: ReportContents, mayReplace: Bool
    ) throws(Errno) -> Bool {
        if try isMissing(name.other, in: folder) {
            do throws(Errno) {
                try Kernel.renameNew(temporary, in: folder, to: name.own, in: folder)
                return true
            } catch .fileExists {
                // Looked at below.
            }
        }
        return try retentionLock.holding { () throws(Errno) in
            let there = try occupant(of: name.own, in: folder, comparedWith: report, of: claim, part)
            let beside = try occupant(of: name.other, in: folder, comparedWith: report, of: claim, part)
            for occupant in [there, beside] {
                switch occupant {
                case .other: return false
                case .otherVersion where !mayReplace: return false
                case .nothing, .same, .sameDocument, .otherVersion: continue
                }
            }
            switch there {
            // The very same report is replaced all the same: it came again, and is to be kept as long as any that came now.
            case .nothing: try Kernel.renameNew(temporary, in: folder, to: name.own, in: folder)
            case .same, .sameDocument, .otherVersion, .other:
                try Kernel.rename(temporary, in: folder, to: name.own, in: folder)
            }
            if beside != .nothing {
                // Of two reports under one name one would be out of date. First the new one must be there for good.
                try Kernel.syncNames(of: folder)
                try Kernel.remove(name.other, in: folder)
            }
            return true
        }
    }

    /// Does something in a folder beneath one of ours, which is made if it is missing; again where it was removed
    /// meanwhile, as retention does with a folder that it has emptied.
    func inFolder<Value>(
        _ path: FilePath, of base: BaseFolder, _ step: (Descriptor, FilePath) throws(Errno) -> Value
    ) throws(Blockage) -> Value {
        var tries = 0
        while true {
            let (folder, way) = try base.makeFolders(path, mode: options.folderMode)
            do throws(Errno) {
                return try step(folder, way)
            } catch {
                tries += 1
                let isRemoved = (try? Kernel.status(of: folder))?.links == 0
                guard isRemoved, tries < Self.mostFolders else { throw Blockage(error, base.path.pushing(way)) }
            }
        }
    }

    private static let mostFolders = 10

    private func write(_ report: ReportContents, to name: FilePath, in folder: Descriptor)
        throws(Errno)
    {
        guard let draft = report.draft?.file else {
            return try write(report.rest, to: name, in: folder)
        }
        try Kernel.copy(draft, to: name, in: folder, mode: options.fileMode) { (file) throws(Errno) in
            try Kernel.writeAll(report.rest, to: file)
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

    /// Where a report goes; not durable, since only a crash of ours alone asks for it.
    private func noteReport(
        _ path: FilePath, _ part: ReportedPart, for claim: Claim, in active: Descriptor
    ) throws(Errno) {
        let record = try Kernel.open(
            Entry.record(claim.id), beneath: active, flags: O_WRONLY | O_APPEND)
        let line = ClaimRecord.Line(
            reportBytes: Data(path.bytes).base64EncodedString(), number: part == .first ? nil : part.number)
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
        return try inFolder(claim.path.folder, of: archive) { (folder, way) throws(Errno) in
            var names = OutputName.candidates(for: claim.path.nameBytes, sha256: claim.sha256, suffix: "")
            if let earlier = claim.superseded, let path = earlier.outcome.archived, path.folder == way {
                let name = FilePath(bytes: path.nameBytes)
                names.insert(name, at: 0)
                try retentionLock.holding { () throws(Errno) in
                    try replace(earlier, name, by: document, from: active, in: folder)
                }
            }
            do throws(Errno) {
                try Kernel.renameNew(document, in: active, to: names[0], in: folder)
                try Kernel.syncNames(of: folder)
                return way.pushing(names[0])
            } catch  where error == .fileExists || error == .noSuchFileOrDirectory || error == .improperLink {
                // The name is taken, an earlier try moved the document, or the archive lies elsewhere.
            }
            return try retentionLock.holding { () throws(Errno) in
                for name in names where try move(document, of: claim, from: active, to: name, in: folder) {
                    try Kernel.syncNames(of: folder)
                    return way.pushing(name)
                }
                // Somebody took the document out of the spool: the report is all there is left to deliver.
                if try isMissing(document, in: active) { return nil }
                throw .fileExists
            }
        }
    }

    /// Puts a document into the place of a part of it that was archived, or failed, before.
    func replace(
        _ earlier: SupersededClaim, _ name: FilePath, by document: FilePath, from active: Descriptor,
        in folder: Descriptor
    ) throws(Errno) {
        do throws(Errno) {
            guard try holdsDocument(sha256: earlier.sha256, byteCount: earlier.byteCount, name, in: folder) else {
                return
            }
            try Kernel.rename(document, in: active, to: name, in: folder)
        } catch .noSuchFileOrDirectory {
            // Moved by an earlier try of the same call.
        } catch .improperLink {
            try Kernel.remove(name, in: folder)
        }
    }

    /// Moves a claim's document to a name; false when something else lies there.
    ///
    /// To be called with the retention's lock.
    func move(
        _ document: FilePath, of claim: Claim, from active: Descriptor, to name: FilePath,
        in folder: Descriptor
    ) throws(Errno) -> Bool {
        do throws(Errno) {
            try Kernel.renameNew(document, in: active, to: name, in: folder)
            return true
        } catch .fileExists {
            guard try holdsDocument(of: claim, name, in: folder) else { return false }
            // In its place, for it came again and is to be kept as long as any that came now. If the two are one file with
            // two names, rename(2) does nothing.
            do throws(Errno) {
                try Kernel.rename(document, in: active, to: name, in: folder)
            } catch .improperLink {
                let file = try Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
                try Kernel.setModified(claim.modified, of: file)
            }
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

    func holdsDocument(
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

    /// What lies under a name, compared with a file of ours and with the document that a claim is of.
    func occupant(
        of name: FilePath, in folder: Descriptor, comparedWith report: ReportContents, of claim: Claim,
        _ part: ReportedPart = .first
    ) throws(Errno) -> Occupant {
        do throws(Errno) {
            guard try Kernel.status(of: name, in: folder).kind == .regular else { return .other }
            let file = try Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
            let status = try Kernel.status(of: file)
            guard status.kind == .regular else { return .other }
            let byteCount = report.byteCount
            if status.byteCount == byteCount,
                try digest(of: file, byteCount: byteCount) == report.digest()
            {
                return .same
            }
            return try standing(of: file, to: claim, part)
        } catch .noSuchFileOrDirectory {
            return .nothing
        } catch  where error == .permissionDenied || error == .tooManySymbolicLinkLevels {
            return .other
        }
    }

    /// What a report or an error file is to the claim's document, by what its first bytes tell.
    private func standing(of file: Descriptor, to claim: Claim, _ part: ReportedPart) throws(Errno) -> Occupant {
        let head = JSONHead(try ReportFile.head(of: file))
        let sha256 = head["sha256"]
        if head["claim"] == claim.id { return .sameDocument }
        // As a report has it: what is no UTF-8 in a path is repaired there.
        let path = part.path(of: claim.path)
        // Documents of one file have its digest in common.
        let isOfPart = sha256 != nil && (part == .first || head["path"]?.hasSuffix("#\(part.number)") == true)
        if isOfPart, !claim.sha256.isEmpty, sha256 == claim.sha256 { return .sameDocument }
        // A part of the document, reported before it was whole.
        if isOfPart, sha256 == claim.superseded?.sha256 { return .sameDocument }
        return sha256 != nil && head["path"] == path ? .otherVersion : .other
    }
}
