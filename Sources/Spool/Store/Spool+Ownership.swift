import Glibc
import SystemPackage

extension Spool {
    /// Makes a claimed document a file that only this process's user, and root, may write to; to be called before it goes
    /// into the archive or into `failed`.
    ///
    /// A document that was moved out of the inbox is still the file of whoever dropped it: its owner may write to it,
    /// wherever it lies, by a second name or a descriptor that was open all the time too. A copy that is ours takes its
    /// place. One that is ours already loses the rights of others to write that the options do not give.
    ///
    /// - Parameters:
    ///   - claim: The claim.
    ///   - active: `spool/active`.
    ///   - isVerified: Whether the bytes must be those that were claimed; of a document that fails they may be any.
    /// - Throws: `changed` where they are not, or where somebody has the document open for writing; `blocked`.
    func takeOver(_ claim: Claim, in active: Descriptor, isVerified: Bool = true) throws(DeliveryError) {
        // A copy of ours; what was too large to be read is too large to be copied, and nothing was said of its bytes.
        guard claim.original == nil, !claim.sha256.isEmpty else { return }
        let document = Entry.document(claim.id)
        do throws(Errno) {
            let file = try Kernel.open(document, beneath: active, flags: O_RDONLY | O_NONBLOCK)
            let status = try Kernel.status(of: file)
            guard !status.isOurs else { return try keepOthersFromWriting(to: file, status) }
            if isVerified, Kernel.hasWriter(file) == true { throw Errno.textFileBusy }
            let part = Entry.part(claim.id)
            try copy(file, modified: claim.modified, to: part, in: active)
            do throws(Errno) {
                if isVerified {
                    let copied = try Kernel.open(part, beneath: active, flags: O_RDONLY | O_NONBLOCK)
                    guard try digest(of: copied, byteCount: claim.byteCount) == claim.sha256 else {
                        throw Errno.textFileBusy
                    }
                }
                // Not durable for itself: a power cut before the next step leaves the document as it was.
                try Kernel.rename(part, in: active, to: document, in: active)
            } catch {
                try? Kernel.remove(part, in: active)
                throw error
            }
        } catch .noSuchFileOrDirectory {
            // It has its place already: an earlier try of the same step put it there.
        } catch .textFileBusy {
            throw .changed(claim.path)
        } catch {
            // A document that cannot be read goes to `failed` as it is.
            guard isVerified || error.isOfThePlace else { return }
            throw .blocked(Blockage(error, self.active.path))
        }
    }

    private func keepOthersFromWriting(to file: Descriptor, _ status: FileStatus) throws(Errno) {
        let rights = status.mode & 0o022 & ~options.fileMode
        // The group's bits are the most that an access list gives, too.
        if rights != 0 { try Kernel.setMode(status.mode & ~rights, of: file) }
    }
}

extension FileStatus {
    /// Whether the file belongs to the user that this process acts as.
    var isOurs: Bool { owner == geteuid() }
}
