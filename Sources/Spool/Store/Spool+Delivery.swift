package import SystemPackage

extension Spool {
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

    func write(_ bytes: [UInt8], to name: FilePath, in folder: Descriptor) throws(Errno) {
        let file = try Kernel.create(name, in: folder, mode: options.fileMode)
        do throws(Errno) {
            try Kernel.writeAll(bytes, to: file)
            try Kernel.sync(file)
        } catch {
            try? Kernel.remove(name, in: folder)
            throw error
        }
    }
}
