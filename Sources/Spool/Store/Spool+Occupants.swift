import Glibc
import SystemPackage

/// What lies under a name already.
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
