import Glibc
import SystemPackage

/// The way of an original into the archive, or of a document into `failed`.
extension Spool {
    func placeOriginal(of claim: Claim, from active: Descriptor) throws(Blockage) -> FilePath? {
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
    func copy(
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
}
