import Compression
package import SystemPackage

/// Every name that a spool has on disk; each stands here only.
package struct SpoolLayout: Hashable, Sendable {
    /// The state folder.
    package let state: FilePath

    /// The layout of a state folder.
    package init(state: FilePath) { self.state = state }

    /// Where claimed documents and their records lie.
    package var active: FilePath { state.pushing(Name.active) }
    /// Where the records of documents lie that are dealt with while their originals are still in the inbox.
    package var kept: FilePath { state.pushing(Name.kept) }
    /// Where delivered originals lie, under the paths that they had in the inbox.
    package var archive: FilePath { state.pushing(Name.archive) }
    /// Where documents that failed lie, with their error files.
    package var failed: FilePath { state.pushing(Name.failed) }
    /// The file whose lock the daemon holds.
    package var lock: FilePath { state.pushing(Name.lock) }
    /// The file whose lock stands between what removes finished work and what relies on it.
    package var retentionLock: FilePath { state.pushing(Name.retentionLock) }
    /// The file that holds the path of the outbox that was used last.
    package var lastOutbox: FilePath { state.pushing(Name.lastOutbox) }
    /// Where the daemon says how it is.
    package var status: FilePath { state.pushing(Name.status) }
    /// Where the daemon writes its next status before it takes the place of the last.
    package var nextStatus: FilePath { state.pushing(Name.nextStatus) }

    /// The list of what was delivered.
    package var delivered: FilePath { state.pushing(Name.delivered) }
    /// The list before it.
    package var olderDelivered: FilePath { state.pushing(Name.olderDelivered) }

    /// The names in the state folder.
    enum Name {
        static let active: FilePath = "spool/active"
        static let kept: FilePath = "spool/kept"
        static let archive: FilePath = "archive"
        static let failed: FilePath = "failed"
        /// The file whose lock the daemon holds.
        static let lock: FilePath = "lock"
        /// The file that holds the path of the outbox that was used last.
        static let lastOutbox: FilePath = "outbox"
        /// The file whose lock is held by who removes what need not be kept, and who relies on what is kept.
        static let retentionLock: FilePath = "retention.lock"
        static let delivered: FilePath = "delivered"
        static let olderDelivered: FilePath = "delivered.1"
        static let status: FilePath = "status.json"
        static let nextStatus: FilePath = "status.json.new"
    }

    /// What a report's name has behind the document's.
    static let reportSuffix = ".json"
    /// What the name of a compressed report has.
    static let compressedReportSuffix = reportSuffix + Zstandard.suffix
    /// What names of reports end in.
    static let reportSuffixes = [reportSuffix, compressedReportSuffix]

    /// Whether a name may be a report's.
    static func isReport(_ name: some Collection<UInt8>) -> Bool {
        reportSuffixes.contains { suffix in
            name.count > suffix.utf8.count && name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
        }
    }
    /// Where in an outbox lie, in a folder for each alert, the files that tell of reports that were waited for.
    package static let alertFolder = ".alerts"
    /// Where in the folder of an alert the same files lie that its systemd unit is to take.
    package static let alertQueue = "new"

    /// What the name of an error file has behind that of its document in `failed`.
    static let errorSuffix = ".error.json"

    /// The name of a file that is nobody else's and not whole yet, in the inbox, the outbox, the archive or `failed`.
    ///
    /// - Parameter purpose: What makes the name the only one in its folder: a claim's ID.
    /// - Returns: The name.
    static func hidden(_ purpose: String) -> FilePath { FilePath(hiddenPrefix + purpose) }

    /// Whether a name is one of `hidden(_:)`.
    static func isHidden(_ name: some Sequence<UInt8>) -> Bool { name.starts(with: hiddenPrefix.utf8) }

    private static let hiddenPrefix = ".copydesk-"
}

extension SpoolLayout {
    /// What a daemon must be allowed to do with a file in `spool/active` or `spool/kept`, by its name.
    package enum Need: Hashable, Sendable {
        /// Whoever owns it: a document stays its dropper's until it is archived.
        case reading
        /// Records are written on.
        case readingAndWriting
        /// What is only ever removed, for which the folder's rights count, or is nothing of a claim.
        case nothing
    }

    /// What a daemon needs of a claim's file of this name.
    package static func need(of name: FilePath) -> Need {
        switch Entry(name.string)?.kind {
        case .document?: .reading
        case .record?: .readingAndWriting
        case .part?, nil: .nothing
        }
    }
}

/// The name of a claim's file in `spool/active`: the claim's ID, a dot, and what it is.
struct Entry: Hashable {
    /// What a claim's file is; the raw value is the ending of its name.
    enum Kind: String, CaseIterable {
        case document
        case record = "json"
        /// A document from another file system, while it is copied.
        case part
    }

    let kind: Kind
    let id: String

    /// What a name is of; nil for a file that is nothing of a claim.
    init?(_ name: String) {
        guard let dot = name.lastIndex(of: "."), let kind = Kind(rawValue: String(name[name.index(after: dot)...]))
        else { return nil }
        self.kind = kind
        id = String(name[..<dot])
    }

    static func document(_ id: String) -> FilePath { name(.document, id) }
    static func record(_ id: String) -> FilePath { name(.record, id) }
    static func part(_ id: String) -> FilePath { name(.part, id) }

    private static func name(_ kind: Kind, _ id: String) -> FilePath { FilePath("\(id).\(kind.rawValue)") }
}
