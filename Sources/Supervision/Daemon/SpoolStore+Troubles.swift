import Glibc
import Spool
import Synchronization
import SystemPackage

/// What stands in the way of documents, in sentences for STATUS.
extension SpoolStore {
    package var troubles: [String] {
        let (current, isWatchStill, barred, unreadable) = state.withLock {
            ($0.watch, $0.isWatchStill, $0.barred, $0.unreadable)
        }
        guard let watch = current else { return [] }
        if isWatchStill { return ["the inbox does not answer: look after the server of a file system in it"] }
        return Self.troubles(
            inbox: spool.folders.inbox, isInboxThere: watch.isInboxThere, polled: watch.polledFolders,
            unreadable: watch.unreadableFolders)
            + Self.troubles(ofInbox: spool.folders.inbox, unwritable: spool.barredFolders)
            + barred.values.map { "\($0.cause); its documents wait" }.sorted()
            + Self.troubles(ofInbox: spool.folders.inbox, unreadable: unreadable)
    }

    /// What is said of documents that may not be read.
    package static let unreadableFiles = "of the inbox cannot be read by the daemon"
    static let mostUnreadable = 100

    /// The documents that may not be read: how many, and the first, with what opens it.
    static func troubles(ofInbox inbox: FilePath, unreadable: Set<FilePath>) -> [String] {
        guard let first = sorted(unreadable).first else { return [] }
        let count = unreadable.count < mostUnreadable ? "\(unreadable.count)" : "\(mostUnreadable) or more"
        let path = inbox.pushing(first)
        return [
            "\(count) \(unreadable.count == 1 ? "file" : "files") \(unreadableFiles), as '\(path.printable)': "
                + AccessRemedy.line(reading: path, for: .current)
                + (unreadable.count > 1 ? "; for the others see status" : "")
        ]
    }

    /// Forgets documents that may be read by now, or are gone.
    func tendUnreadable() async {
        let (inbox, known) = (spool.folders.inbox, state.withLock { $0.unreadable })
        guard !known.isEmpty else { return }
        let mended = await calls {
            known.filter { path in
                inbox.pushing(path).withPlatformString {
                    access($0, R_OK) == 0 || errno == ENOENT || errno == ENOTDIR
                }
            }
        }
        guard !mended.isEmpty else { return }
        state.withLock { $0.unreadable.subtract(mended) }
        announceNews()
    }

    /// The folders of the inbox that keep their documents: each of the first few named.
    static func troubles(ofInbox inbox: FilePath, unwritable: [FilePath: Errno]) -> [String] {
        guard !unwritable.isEmpty else { return [] }
        return [
            "documents stay in \(named(unwritable.keys, of: inbox)) when they are done, which does not let go of them: "
                + remedy(unwritable, of: inbox)
        ]
    }

    /// The line that opens the first of some folders, and where the others' stand.
    static func remedy(_ folders: [FilePath: Errno], of inbox: FilePath) -> String {
        guard let first = sorted(folders.keys).first else { return "see doctor" }
        let line = AccessRemedy.line(opening: inbox.pushing(first), for: .current, refusedBy: folders[first])
        return line + (folders.count > 1 ? "; for the others see doctor" : "")
    }

    private static func sorted(_ folders: some Collection<FilePath>) -> [FilePath] {
        folders.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    private static func named(_ folders: some Collection<FilePath>, of inbox: FilePath) -> String {
        let first = sorted(folders).prefix(3).map { "'\(inbox.pushing($0).printable)'" }.joined(separator: ", ")
        return first + (folders.count > 3 ? " and \(folders.count - 3) more" : "")
    }

    /// What is wrong with the watch: one sentence for each reason, with the first of the folders that nothing is taken from.
    static func troubles(
        inbox: FilePath, isInboxThere: Bool, polled: [FilePath: PollingReason], unreadable: [FilePath: Errno] = [:]
    ) -> [String] {
        guard isInboxThere else { return ["the inbox is gone: mount or make it"] }
        func count(_ folders: Int) -> String { "\(folders) \(folders == 1 ? "folder" : "folders")" }
        let slow = Dictionary(grouping: polled.values) { $0 }.map { "\(count($1.count)) polled: \($0)" }
        let unread = Dictionary(grouping: unreadable) { $0.value }.map { errno, folders in
            let isAccess = errno == .permissionDenied || errno == .notPermitted
            let remedy = isAccess ? ": " + remedy(unreadable.filter { $0.value == errno }, of: inbox) : ""
            return
                "nothing is taken from \(named(folders.map(\.key), of: inbox)), which cannot be read (\(errno))\(remedy)"
        }
        return slow.sorted() + unread.sorted()
    }
}
