import Digest
import Glibc
import Synchronization
import SystemPackage

// `Spool` owns a daemon's folders: what is in them, how it is called (`SpoolLayout`), and every step that a document
// takes between them. It knows nothing of what is done with a document.
//
//     Kernel/      system calls with typed errors, which tests can let fail one by one; mounts, clocks, threads
//     Watch/       which files of the inbox are finished: `Watch` is asked, a thread of its own (`WatchLoop`) looks
//     Store/       `Spool`: claim, record, deliver, archive, quarantine, recover; `SpoolFolders`: back into the inbox
//     Retention/   what of the finished work need not be kept any more is removed, by the daemon or beside it
//     Inspection/  the same folders read from outside, beside a daemon or without one
//
// What it reports, and how grave that is:
//
// - Fatal, the daemon does not start: `SpoolError`. A folder is missing or cannot be written, two overlap, another
//   daemon has them locked, or there is no thread or descriptor for the watch.
// - A stop that ends by itself: `Blockage`, within `ClaimError`, `DeliveryError` or from `Watch`. A disk is full or
//   read-only, the inbox or outbox is gone, no descriptor is left. Nothing is lost; the call is made again until it
//   works.
// - A warning, once for its cause: `SpoolNotice`. Something lies in the inbox that is no document, a folder cannot be
//   read or has to be polled, the kernel dropped events. Everything else goes on.
// - One document's trouble: other cases of `ClaimError` leave the file in the inbox, except for one that is too large;
//   `DeliveryError.unreadable` and `.changed` are for the caller to `fail(_:because:)`.
// - Not told at all: what recovery does again to the same end, as a record or a hidden file that could not be removed.
//
// A trap is a bug: only a record or an error file of ours that has no JSON form ends the process.

/// The safe handling of documents between inbox and outbox, whatever is done with them in between.
///
/// A document that was completely written to the inbox is always in one of: the inbox, `spool/active` (claimed),
/// archive and outbox (delivered), `failed` with its reason; whatever dies when. The entry in `spool/active` is the
/// truth: the document, and a record that is on disk before the document comes and before each attempt. Each operation
/// may be repeated after an error, and after a crash `recover()` finds what was under way; repeated, it ends in the
/// same files.
///
/// All calls block on the disk, so they belong on a thread of their own, and may run side by side for different claims.
package final class Spool: Sendable {
    package let folders: SpoolFolders
    let deliveries: DeliveryList
    private let settings: Mutex<SpoolOptions>
    let inbox: BaseFolder
    let outbox: BaseFolder
    let active: BaseFolder
    let kept: BaseFolder
    let archive: BaseFolder
    let failed: BaseFolder
    /// Open as long as this lives, with a lock on each: a second daemon is refused.
    private let locks: [Descriptor]
    private let lastSerial = Atomic<UInt64>(0)
    /// Which of several documents of one path is the latest.
    let successions = Successions()
    let retentionLock: RetentionLock
    let originals = Originals()
    /// Files that went back to the inbox since somebody wrote to them after they were claimed: no rename of ours makes
    /// them whole.
    let reopened = Mutex<Set<FileIdentity>>([])

    /// Opens the folders, makes those of the state and the outbox if they are missing, and locks them.
    ///
    /// An outbox that an earlier daemon used and that has vanished is waited for: `checkRoom()` says so until it is back.
    package init(folders: SpoolFolders, options: SpoolOptions = SpoolOptions()) throws(SpoolError) {
        self.folders = folders
        settings = Mutex(options)
        deliveries = DeliveryList(in: folders.state, mode: options.fileMode)
        // libgcrypt opens files when it is first used, and ends the process where no descriptor is left.
        _ = SHA256.hexDigest(of: [])
        inbox = try BaseFolder(.inbox, folders.inbox)
        func make(_ role: FolderRole, _ path: FilePath) throws(SpoolError) -> BaseFolder {
            try Self.makeFolder(path, role: role, mode: options.folderMode)
            return try BaseFolder(role, path)
        }
        let state = try make(.state, folders.state)
        let isOutboxKnown = LastOutbox.is(folders.outbox, in: state)
        outbox = isOutboxKnown ? try Self.awaited(.outbox, folders.outbox) : try make(.outbox, folders.outbox)
        try Self.checkApart(folders)
        for folder in [inbox, state] { try Self.checkWritable(folder) }
        try Self.checkWritable(outbox, mayBeMissing: isOutboxKnown)
        locks = try [
            FolderLock.take(file: SpoolLayout.Name.lock, in: state, mode: options.fileMode),
            FolderLock.take(folder: inbox),
        ].compactMap { $0 }
        retentionLock = RetentionLock(in: state)
        do throws(Errno) {
            try retentionLock.make(mode: options.fileMode)
            try retentionLock.check()
        } catch {
            throw .unusableFile(folders.layout.retentionLock, error)
        }
        active = try make(.active, folders.layout.active)
        kept = try make(.kept, folders.layout.kept)
        archive = try make(.archive, folders.layout.archive)
        failed = try make(.failed, folders.layout.failed)
        for folder in [active, kept, archive, failed] { try Self.checkWritable(folder) }
        if !isOutboxKnown { deliveries.begin(isOutboxEmpty: Self.isEmpty(folders.outbox)) }
        LastOutbox.note(folders.outbox, in: state, mode: options.fileMode)
    }

    /// The settings in force.
    package var options: SpoolOptions { settings.withLock { $0 } }

    /// Works with other settings from now on; a call that is under way may use both.
    package func use(_ options: SpoolOptions) { settings.withLock { $0 = options } }

    /// Leaves no original under a hidden name, and puts on disk what is only a help, and so was not yet; nothing is lost
    /// without it.
    package func close() {
        tendOriginals()
        showOriginals()
        deliveries.settle(isOver: true)
    }

    /// As many descriptors are open at once on a document's way: two folders, the file, what is made of it.
    private static let descriptorsOfADocument = 4

    /// Checks that there is room for another document's record, report and original, and descriptors to open them.
    package func checkRoom() throws(Blockage) {
        let minFreeBytes = options.minFreeBytes
        // What is copied out of the inbox would be taken again and again without its record.
        if let barrier = Kernel.barrier(toChanging: try kept.current()) { throw Blockage(barrier, kept.path) }
        // Opened anew, all at once, so that a want of descriptors shows here and not amid a claim, and a single one that
        // comes free does not pass for the end of it.
        var opened: [Descriptor] = []
        for folder in [active, outbox] {
            let handle = try folder.current()
            let free: Kernel.FreeSpace
            do throws(Errno) {
                while opened.count < Self.descriptorsOfADocument {
                    opened.append(try Kernel.open(FilePath(), beneath: handle, flags: O_RDONLY | O_DIRECTORY))
                }
                free = try Kernel.freeSpace(at: handle)
            } catch {
                throw Blockage(error, folder.path)
            }
            // A file that cannot be claimed for that must not be said to be unreadable.
            if folder === active, let barrier = Kernel.barrier(toChanging: handle) {
                throw Blockage(barrier, folder.path)
            }
            if free.bytes < minFreeBytes || free.files.map({ $0 < 16 }) ?? false {
                throw Blockage(.noSpace, folder.path)
            }
        }
    }

    /// A name for an entry: later ones sort behind earlier ones.
    func makeID() -> String {
        let serial = lastSerial.add(1, ordering: .relaxed).newValue
        return "\(paddedHex(UInt64(clamping: wallTime())))-\(String(serial, radix: 16))-\(getpid())"
    }

    private func paddedHex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 16 - digits.count)) + digits
    }
}

// Opening

extension Spool {
    private static func makeFolder(_ path: FilePath, role: FolderRole, mode: UInt32)
        throws(SpoolError)
    {
        var way = FilePath(root: path.root)
        for component in path.components {
            way.push(FilePath(root: nil, [component]))
            guard way.withPlatformString({ mkdir($0, mode) }) != 0 else { continue }
            let error = Errno(rawValue: errno)
            // A folder above may be there and unwritable, even read-only: then that is no error.
            guard error != .fileExists, !isThere(way) else { continue }
            throw .refused(role, path, error)
        }
    }

    /// Whether nothing lies in a folder but what a file system of its own has.
    private static func isEmpty(_ path: FilePath) -> Bool {
        var isEmpty = true
        do throws(Errno) {
            try FolderReader.forEachEntry(of: Kernel.openFolder(path)) { name, _ throws(Errno) in
                isEmpty = name.elementsEqual("lost+found".utf8)
                return isEmpty
            }
            return isEmpty
        } catch {
            return false
        }
    }

    private static func isThere(_ path: FilePath) -> Bool { (try? Kernel.status(of: path)) != nil }

    private static func awaited(_ role: FolderRole, _ path: FilePath) throws(SpoolError) -> BaseFolder {
        do throws(SpoolError) {
            return try BaseFolder(role, path)
        } catch .missing {
            return BaseFolder(awaiting: role, path)
        }
    }

    private static func checkWritable(_ folder: BaseFolder, mayBeMissing: Bool = false) throws(SpoolError) {
        let ways = R_OK | W_OK | X_OK
        guard folder.path.withPlatformString({ faccessat(AT_FDCWD, $0, ways, AT_EACCESS) }) != 0 else { return }
        let error = Errno(rawValue: errno)
        if mayBeMissing && error == .noSuchFileOrDirectory { return }
        throw .refused(folder.role, folder.path, error)
    }

    /// Reports in the inbox would be documents again, and documents in the outbox reports.
    private static func checkApart(_ folders: SpoolFolders) throws(SpoolError) {
        let all: [(FolderRole, FilePath)] = [
            (.inbox, folders.inbox), (.outbox, folders.outbox), (.state, folders.state),
        ]
        let real = all.map { role, path in (role, path, path.resolved ?? path) }
        for (role, path, place) in real {
            for (otherRole, otherPath, otherPlace) in real
            where role != otherRole && place.starts(with: otherPlace) {
                throw .overlapping(role, path, otherRole, otherPath)
            }
        }
    }
}
