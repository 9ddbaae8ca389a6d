package import SystemPackage

/// A document that the spool has taken out of the inbox, and that nobody else can see or take.
package struct Claim: Hashable, Sendable {
    /// The name of its entry in `spool/active`: ascending by the time of the claim.
    package let id: String
    /// Its path under the inbox.
    package let path: FilePath
    /// Its size.
    package let byteCount: Int
    /// The SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    package let sha256: String
    /// When it was claimed, RFC 3339, UTC.
    package let claimed: String
    /// Its modification time when it was claimed, in nanoseconds since 1970.
    let modified: Int64
    /// What was tried, in order; the same as what stands in the record on disk.
    package internal(set) var attempts: [Attempt] = []
    /// The reports that an interrupted delivery may have put into the outbox already, by the number of their documents in
    /// the file.
    var reports: [Int: FilePath] = [:]
    /// Whether the document came from another file system, so that its original may still lie in the inbox, hidden.
    var isCopied = false
    /// The file of the inbox that it is a copy of, and that stays there until it has rested; nil for a document that was
    /// moved.
    var original: FileIdentity?
    /// The claim that dealt with an earlier, shorter state of the same file.
    var superseded: SupersededClaim?
    /// What came of it, once that is so.
    var outcome: Outcome?
    /// Why the original cannot be taken out of its folder.
    package internal(set) var barrier: Errno?

    /// What of it gives way when its original has grown.
    var asSuperseded: SupersededClaim {
        SupersededClaim(id: id, byteCount: byteCount, sha256: sha256, outcome: outcome ?? Outcome())
    }

    /// Whether it is a copy, and its original stays in the inbox until it has rested.
    package var isCopyOfKept: Bool { original != nil }

    /// Whether a later document of the same path was delivered before this one.
    var isOutdated = false

    /// How many attempts count against the limit.
    package var spentAttempts: Int { Attempt.spent(attempts) }
}

/// One try at analysing a document.
package struct Attempt: Hashable, Sendable {
    /// When it began, RFC 3339, UTC.
    package let began: String
    /// How it failed; nil while it is under way, or when this process did not live to see its end.
    package internal(set) var failure: Failure?
    /// Whether it was broken off for a reason that is not the document's.
    package internal(set) var isHandedBack = false

    /// Whether nothing tells of its end: it is under way, or the daemon ended first.
    package var isOpen: Bool { failure == nil && !isHandedBack }

    /// How many of ended attempts count: those that failed, and a third of those that the daemon's own end cut off: the
    /// document may have had no part in it, but one that ends the daemon or the machine each time must be set aside in the
    /// end.
    package static func spent(_ attempts: some Collection<Attempt>) -> Int {
        attempts.count { $0.failure != nil } + attempts.count(where: \.isOpen) / 3
    }
}

/// Where a delivery put the reports and the original.
package struct DeliveredReports: Hashable, Sendable {
    /// The reports' paths under the outbox, one for each document in the file, in order.
    package let paths: [FilePath]
    /// The original's path under `archive`; nil when originals are deleted.
    package let archived: FilePath?
}
