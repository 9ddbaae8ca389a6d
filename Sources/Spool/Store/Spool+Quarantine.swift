import Digest
import FoundationEssentials
import Glibc
package import SystemPackage

/// What `<name>.error.json` tells.
struct ErrorFile: Codable {
    struct Try: Codable {
        let began: String
        let failure: Failure?
    }

    let claim: String
    let path: String
    let pathBytes: String?
    let sha256: String?
    let bytes: Int
    let claimed: String
    let reason: String
    let message: String
    let byteOffset: Int?
    let attempts: [Try]
}

extension Spool {
    /// Puts the document into `failed/`, with its reason and history beside it in `<name>.error.json`, and ends the
    /// claim.
    ///
    /// The reason is there before the document is.
    ///
    /// - Returns: The document's path under `failed/`.
    /// - Throws: Also `changed`, when the document is a part of one by now.
    @discardableResult
    package func fail(_ claim: Claim, because failure: Failure) throws(DeliveryError) -> FilePath {
        let active = try currentActive()
        // What is wrong with a part says nothing of the whole.
        if isOutgrown(claim) { throw .changed(claim.path) }
        try takeOver(claim, in: active, isVerified: false)
        do throws(Blockage) {
            let path = try quarantine(claim, error: errorFile(claim, failure), from: active)
            try removeTemporaryReport(of: claim)
            end(claim, Outcome(failed: path), in: active)
            return path
        } catch {
            throw .blocked(error)
        }
    }

    private func quarantine(_ claim: Claim, error: [UInt8], from active: Descriptor) throws(Blockage)
        -> FilePath
    {
        try inFolder(claim.path.folder, of: failed) { (folder, way) throws(Errno) in
            // Too large a file was not read: its claim tells it apart.
            let distinction =
                claim.sha256.isEmpty ? SHA256.hexDigest(of: Array(claim.id.utf8)) : claim.sha256
            var names = OutputName.candidates(
                for: claim.path.nameBytes, sha256: distinction, suffix: "",
                reserve: SpoolLayout.errorSuffix.utf8.count)
            // An earlier state of the same file that failed, too, gives way.
            let earlier = claim.superseded.flatMap { $0.outcome.failed?.folder == way ? $0 : nil }
            let earlierName = earlier?.outcome.failed.map { FilePath(bytes: $0.nameBytes) }
            if let earlierName { names.insert(earlierName, at: 0) }
            return try retentionLock.holding { () throws(Errno) in
                for name in names {
                    let replaced = name == earlierName ? earlier : nil
                    let isEarlier = try replaced.map { (it) throws(Errno) in
                        try holdsDocument(sha256: it.sha256, byteCount: it.byteCount, name, in: folder)
                    }
                    let isFree = isEarlier == true ? true : try isFree(name, for: claim, in: folder, active: active)
                    guard isFree else { continue }
                    let errorName = FilePath(bytes: name.bytes + Array(SpoolLayout.errorSuffix.utf8))
                    guard try place(error, as: errorName, of: claim, in: folder) else { continue }
                    if let replaced, isEarlier == true {
                        try replace(replaced, name, by: Entry.document(claim.id), from: active, in: folder)
                    }
                    let isMoved = try move(Entry.document(claim.id), of: claim, from: active, to: name, in: folder)
                    // A document that somebody took out of the spool leaves its reason all the same.
                    let isOver = isMoved ? true : try isMissing(Entry.document(claim.id), in: active)
                    guard isOver else {
                        try? Kernel.remove(errorName, in: folder)
                        continue
                    }
                    try Kernel.syncNames(of: folder)
                    return way.pushing(name)
                }
                throw .fileExists
            }
        }
    }

    /// Whether a document may get the name: nothing is there, or the same document is.
    private func isFree(
        _ name: FilePath, for claim: Claim, in folder: Descriptor, active: Descriptor
    ) throws(Errno) -> Bool {
        do throws(Errno) {
            _ = try Kernel.status(of: name, in: folder)
        } catch .noSuchFileOrDirectory {
            return true
        }
        return try holdsDocument(of: claim, name, in: folder)
    }

    private func place(
        _ error: [UInt8], as name: FilePath, of claim: Claim, in folder: Descriptor
    ) throws(Errno) -> Bool {
        switch try occupant(of: name, in: folder, comparedWith: ReportContents(rest: error), of: claim)
        {
        case .other, .otherVersion: return false
        case .same: return true
        case .nothing, .sameDocument: break
        }
        let temporary = SpoolLayout.hidden(claim.id)
        try write(error, to: temporary, in: folder)
        do throws(Errno) {
            try Kernel.rename(temporary, in: folder, to: name, in: folder)
        } catch {
            try? Kernel.remove(temporary, in: folder)
            throw error
        }
        return true
    }

    private func errorFile(_ claim: Claim, _ failure: Failure) -> [UInt8] {
        let isPrintable = Array(claim.path.printable.utf8) == claim.path.bytes
        let file = ErrorFile(
            claim: claim.id, path: claim.path.printable,
            pathBytes: isPrintable ? nil : Data(claim.path.bytes).base64EncodedString(),
            sha256: claim.sha256.isEmpty ? nil : claim.sha256, bytes: claim.byteCount,
            claimed: claim.claimed,
            reason: failure.reason, message: failure.message, byteOffset: failure.byteOffset,
            attempts: claim.attempts.filter { !$0.isHandedBack }.map {
                ErrorFile.Try(began: $0.began, failure: $0.failure)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Text and integers only: all of that has a JSON form.
        guard let data = try? encoder.encode(file) else {
            preconditionFailure("an error file has no JSON form")
        }
        return data + [UInt8(ascii: "\n")]
    }

    /// Removes what a crash in a delivery before this failure may have left in the outbox.
    func removeTemporaryReport(of claim: Claim) throws(Blockage) {
        let outbox = try outbox.current()
        do throws(Errno) {
            let (folder, _) = try Kernel.openOutput(claim.path.folder, beneath: outbox)
            try Kernel.remove(SpoolLayout.hidden(claim.id), in: folder)
        } catch .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels {
            // The usual case: no delivery began.
        } catch {
            throw Blockage(error, folders.outbox.pushing(claim.path.folder))
        }
    }
}
