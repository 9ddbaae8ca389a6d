import SystemPackage
import Synchronization

/// Where the parts of a claim that is over lie.
struct Outcome: Hashable, Sendable {
    /// The reports' paths under the outbox, in the order of the documents in the file.
    var reports: [FilePath] = []
    /// The document's path under `archive`.
    var archived: FilePath?
    /// The document's path under `failed`.
    var failed: FilePath?
}

/// A claim that was over when its original grew: what it left gives way to what comes of the whole document.
struct SupersededClaim: Hashable, Sendable {
    let id: String
    let byteCount: Int
    let sha256: String
    let outcome: Outcome

    /// What gives way even to a file that does not begin with the same bytes; nil where nothing failed.
    ///
    /// That an earlier state of a file could not be analyzed says nothing of the file any more.
    var asFailure: SupersededClaim? {
        outcome.failed.map {
            SupersededClaim(id: id, byteCount: byteCount, sha256: sha256, outcome: Outcome(failed: $0))
        }
    }
}

/// A file of the inbox that was dealt with and is still there.
struct KeptOriginal: Hashable, Sendable {
    /// The claim that dealt with it, and what came of that.
    let claim: SupersededClaim
    /// Where it was when it was looked at last, under the inbox.
    var path: FilePath
    /// Its modification time when it was claimed, in nanoseconds since 1970.
    let modified: Int64
    /// Why it cannot be taken out of its folder; nil where that was not tried or is possible.
    var barrier: Errno?
    /// When it got its hidden name, in nanoseconds of `CLOCK_BOOTTIME`: it is watched for a while before it goes.
    var hiddenSince: UInt64?
    /// How often its name was changed here: what was seen in between says nothing of it.
    var moves = 0
    /// Whether its name is being changed at this moment.
    var isMoving = false
    /// Since when it is looked for under another name, in nanoseconds of `CLOCK_BOOTTIME`: it was not where the daemon before
    /// left it, and its owner may have renamed it, or a folder above it, while none ran.
    var soughtSince: UInt64?

    /// Whether a file is as it was when it was claimed.
    func isUnchanged(_ status: FileStatus) -> Bool {
        status.byteCount == claim.byteCount && status.modified == modified
    }
}

/// The originals that stay in the inbox after a copy of them was claimed: those whose documents are under way, and
/// those that were dealt with.
///
/// Known by what they are and not by their names, since their owners may rename them.
final class Originals: Sendable {
    /// What is known of one.
    enum Fate {
        /// A claim of it is under way.
        case underWay(byteCount: Int, modified: Int64)
        case kept(KeptOriginal)
    }

    private struct Known {
        var underWay: (id: String, byteCount: Int, modified: Int64)?
        /// Where it was seen since its claim began: its owner may have renamed it, or a folder above it.
        var seen: FilePath?
        var kept: KeptOriginal?
    }

    /// How many there may be: then files are taken only once they can be moved.
    let capacity = 16_384
    private let known = Mutex<[FileIdentity: Known]>([:])

    subscript(_ identity: FileIdentity) -> Fate? {
        known.withLock { known in
            guard let found = known[identity] else { return nil }
            return found.underWay.map { .underWay(byteCount: $0.byteCount, modified: $0.modified) }
                ?? found.kept.map { .kept($0) }
        }
    }

    /// What comes of the beginning of a claim.
    enum Beginning { case begun, otherIsUnderWay, tooMany }

    /// A claim of a copy begins, unless another of the same file is under way, or there are too many.
    func begin(_ claim: Claim, of identity: FileIdentity) -> Beginning {
        known.withLock { known in
            guard known[identity]?.underWay == nil else { return .otherIsUnderWay }
            guard known[identity] != nil || known.count < capacity else { return .tooMany }
            known[identity, default: Known()].underWay = (claim.id, claim.byteCount, claim.modified)
            return .begun
        }
    }

    /// A claim came to nothing; what was known before of its original holds again.
    func abandon(_ claim: Claim) {
        guard let identity = claim.original else { return }
        known.withLock { known in
            guard known[identity]?.underWay?.id == claim.id else { return }
            known[identity]?.underWay = nil
            known[identity]?.seen = nil
            if known[identity]?.kept == nil { known[identity] = nil }
        }
    }

    /// A claim is over, and its original still in the inbox.
    ///
    /// - Returns: What was kept of the same file before.
    func keep(_ original: KeptOriginal, of identity: FileIdentity) -> KeptOriginal? {
        known.withLock { known in
            var original = original
            if let path = known[identity]?.seen { original.path = path }
            defer { known[identity] = Known(kept: original) }
            return known[identity]?.kept
        }
    }

    /// Notes where a file is of which a claim is under way.
    func see(_ identity: FileIdentity, at path: FilePath) { known.withLock { $0[identity]?.seen = path } }

    /// A claim that an earlier daemon began goes on.
    func resume(_ claim: Claim) {
        guard let identity = claim.original else { return }
        known.withLock {
            $0[identity, default: Known()].underWay = (claim.id, claim.byteCount, claim.modified)
        }
    }

    /// Notes something of a kept original.
    func update(_ identity: FileIdentity, _ change: (inout KeptOriginal) -> Void) {
        known.withLock { known in
            guard var kept = known[identity]?.kept else { return }
            change(&kept)
            known[identity]?.kept = kept
        }
    }

    /// An original is not in the inbox any more, or is another document by now.
    func forget(_ identity: FileIdentity) { known.withLock { $0[identity] = nil } }

    /// Forgets one that was not found where it was said to be, unless something else is known of it by now.
    ///
    /// - Returns: Whether it is forgotten.
    func forget(_ identity: FileIdentity, ifStill kept: KeptOriginal) -> Bool {
        known.withLock { known in
            guard let it = known[identity], it.underWay == nil, it.kept == kept else { return false }
            known[identity] = nil
            return true
        }
    }

    /// Forgets the original that a claim dealt with, whatever it is.
    func forget(claim id: String) {
        known.withLock { known in
            for (identity, it) in known where it.underWay == nil && it.kept?.claim.id == id { known[identity] = nil }
        }
    }

    /// All that were dealt with and have a name to be found by.
    var kept: [(FileIdentity, KeptOriginal)] {
        known.withLock { known in
            known.compactMap { identity, it in
                guard it.underWay == nil, let kept = it.kept, !kept.isMoving else { return nil }
                return (identity, kept)
            }
        }
    }

    /// The folders under the inbox that originals cannot be taken out of, and why.
    var barredFolders: [FilePath: Errno] {
        known.withLock { known in
            var folders: [FilePath: Errno] = [:]
            for it in known.values {
                if let kept = it.kept, kept.soughtSince == nil, let barrier = kept.barrier {
                    folders[kept.path.folder] = barrier
                }
            }
            return folders
        }
    }
}
