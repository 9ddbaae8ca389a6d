import Glibc
import SystemPackage

/// Removes finished work that need not be kept any more, beside a daemon or without one.
///
/// Everything is judged by its change time, which no copy can set: when a document came to where it lies. What is
/// removed is looked at once more under the retention's lock. Names with a dot before them, links and whatever else is
/// no regular file stay, and so does in the outbox what is no report, nor tells of one that an alert waited for, and in
/// `failed` what has no error file. Each
/// step may be the last: a document goes before its error file, and a folder only when nothing lies in it.
package struct Pruner {
    private let folders: SpoolFolders
    private let policy: RetentionPolicy
    private let now: Int64
    private let isStopped: () -> Bool

    /// - Parameters:
    ///   - folders: A daemon's.
    ///   - policy: What they keep.
    ///   - now: The time, in nanoseconds since 1970.
    ///   - isStopped: Asked now and then: whether the run is to end before its end.
    package init(
        _ folders: SpoolFolders, _ policy: RetentionPolicy, now: Int64 = wallTime(),
        isStopped: @escaping () -> Bool = { false }
    ) {
        self.folders = folders
        self.policy = policy
        self.now = now
        self.isStopped = isStopped
    }

    /// How many things are removed before the lock is let go for a moment.
    private static let mostAtOnce = 32
    private static let pauseMicroseconds: UInt32 = 1_000

    /// Goes through the folders that do not keep all.
    ///
    /// - Parameters:
    ///   - isDryRun: Whether only to look.
    ///   - tell: Gets each thing that was removed, or would be.
    /// - Returns: What it came to, for each folder that has a limit and exists.
    /// - Throws: Why a folder could not be looked through; the ones before it have been.
    /// - Complexity: Two walks over a folder with a limit on its size, one over another; 16 bytes for each thing in the
    ///   former.
    package func run(
        isDryRun: Bool = false, _ tell: (PrunedItem) -> Void = { _ in }
    ) throws(PruningError) -> [PrunedFolder] {
        do throws(Errno) {
            _ = try Kernel.openFolder(folders.state)
        } catch {
            throw .unreadable(folders.state, error)
        }
        var results: [PrunedFolder] = []
        let parts = [
            (FolderRole.archive, folders.layout.archive, policy.archive), (.outbox, folders.outbox, policy.outbox),
            (.failed, folders.layout.failed, policy.failed),
        ]
        for (role, path, retention) in parts where !retention.isUnlimited {
            do throws(Errno) {
                results.append(try prune(role, path, retention, isDryRun: isDryRun, tell))
            } catch .noSuchFileOrDirectory {
                // Not there: nothing is to be removed.
            } catch .noLocks {
                throw .noLocks(folders.state)
            } catch {
                throw .unreadable(path, error)
            }
        }
        return results
    }

    private func prune(
        _ role: FolderRole, _ path: FilePath, _ retention: Retention, isDryRun: Bool, _ tell: (PrunedItem) -> Void
    ) throws(Errno) -> PrunedFolder {
        let base = try Kernel.openFolder(path)
        let limit = try limit(role, path, retention)
        var result = PrunedFolder(role)
        let active = try? Kernel.openFolder(folders.layout.active)
        var remover = try isDryRun ? nil : Remover(folders, active)
        var emptied = EmptiedFolders(olderThan: limit, owner: try Kernel.status(of: base).owner)
        try visit(role, path) { thing, folder in
            guard thing.changed <= limit, !isStopped() else { return result.kept.add(thing.bytes) }
            do throws(Errno) {
                let isRemoved =
                    try isDryRun
                    ? Self.isRemovable(thing, role, in: folder, active)
                    : remover?.remove(thing, role, from: folder) ?? false
                guard isRemoved else { return result.kept.add(thing.bytes) }
                emptied.touched(thing.path.folder)
                result.removed.add(thing.bytes)
                tell(
                    PrunedItem(
                        role: role, path: thing.path, bytes: thing.bytes, age: .nanoseconds(max(0, now - thing.changed))
                    ))
            } catch {
                result.kept.add(thing.bytes)
                result.refused += 1
                if result.failure == nil { result.failure = FailedCall("unlinkat", error, path.pushing(thing.path)) }
            }
        } folder: {
            emptied.found($0, $1)
        }
        if !isDryRun, !isStopped() { emptied.remove(from: base) }
        return result
    }

    /// The latest change of what is not kept: by its age, and as the newest take all the space.
    private func limit(_ role: FolderRole, _ path: FilePath, _ retention: Retention) throws(Errno) -> Int64 {
        var limit =
            retention.age.map { now.subtractingReportingOverflow(Int64(clamping: $0.nanoseconds)) }
            .map { $0.overflow ? Int64.min : $0.partialValue } ?? Int64.min
        guard let most = retention.bytes else { return limit }
        var things: ContiguousArray<(changed: Int64, bytes: Int)> = []
        try visit(role, path) { thing, _ in
            if thing.changed > limit { things.append((thing.changed, thing.bytes)) }
        }
        things.sort { $0.changed > $1.changed }
        var sum = 0
        for thing in things {
            sum += thing.bytes
            if sum > most {
                limit = max(limit, thing.changed)
                break
            }
        }
        return limit
    }

    // What lies there

    /// Something that is kept or removed as one.
    struct Thing {
        /// Its path under the folder.
        let path: FilePath
        /// Its files by name, in the order in which they are removed, each as it was seen.
        let files: [(name: FilePath, status: FileStatus)]

        /// When the last of them changed, in nanoseconds since 1970.
        var changed: Int64 { files.map(\.status.changed).max() ?? Int64.max }
        var bytes: Int { files.reduce(0) { $0 + $1.status.allocatedBytes } }
    }

    private func visit(
        _ role: FolderRole, _ path: FilePath, _ body: (Thing, Descriptor) -> Void,
        folder isFolder: (FilePath, Descriptor?) -> Void = { _, _ in }
    ) throws(Errno) {
        try FolderWalk.visit(path) { path, step in
            guard case .entry(let name, let folder) = step else { return isFolder(path, nil) }
            guard let thing = Self.thing(role, path, name, in: folder) else { return }
            body(thing, folder)
        }
    }

    /// What a name stands for; nil for what is left alone, and for an error file, which goes with its document.
    private static func thing(_ role: FolderRole, _ path: FilePath, _ name: FilePath, in folder: Descriptor) -> Thing? {
        let bytes = name.bytes
        guard bytes.first != UInt8(ascii: "."), let status = regular(name, in: folder) else { return nil }
        switch role {
        case .outbox: return SpoolLayout.isReport(bytes) ? Thing(path: path, files: [(name, status)]) : nil
        case .failed:
            let suffix = Array(SpoolLayout.errorSuffix.utf8)
            let errorName = FilePath(bytes: bytes + suffix)
            if let error = regular(errorName, in: folder) {
                return Thing(path: path, files: [(name, status), (errorName, error)])
            }
            // An error file whose document was taken away; one whose document is there is met with that.
            guard bytes.count > suffix.count, bytes.suffix(suffix.count).elementsEqual(suffix),
                regular(FilePath(bytes: bytes.dropLast(suffix.count)), in: folder) == nil
            else { return nil }
            return Thing(path: path, files: [(name, status)])
        default: return Thing(path: path, files: [(name, status)])
        }
    }

    /// The alert in whose folder a file of the outbox lies; nil for all others.
    private static func alert(ofMatch path: FilePath) -> String? {
        let names = path.components.map(\.string)
        guard names.first == SpoolLayout.alertFolder else { return nil }
        return names.count == 3 || names.count == 4 && names[2] == SpoolLayout.alertQueue ? names[1] : nil
    }

    private static func regular(_ name: FilePath, in folder: Descriptor) -> FileStatus? {
        (try? Kernel.status(of: name, in: folder)).flatMap { $0.kind == .regular ? $0 : nil }
    }

    /// Whether a thing is one that was finished: a report, a document that failed and has its place.
    private static func isRemovable(
        _ thing: Thing, _ role: FolderRole, in folder: Descriptor, _ active: Descriptor?
    ) throws(Errno) -> Bool {
        guard let first = thing.files.first else { return false }
        switch role {
        case .outbox:
            let file = try Kernel.open(first.name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
            if let alert = alert(ofMatch: thing.path) {
                return JSONHead(try Kernel.head(of: file, atMost: ReportHead.maxBytes))["alert"] == alert
            }
            return ReportHead(try ReportFile.head(of: file)) != nil
        case .failed where thing.files.count == 1:
            // The reason is there before the document: that may be on its way.
            let suffix = SpoolLayout.errorSuffix.utf8
            guard first.name.bytes.suffix(suffix.count).elementsEqual(suffix),
                let claim = JSONHead(try Kernel.contents(of: first.name, in: folder))["claim"]
            else { return false }
            return active.flatMap { regular(Entry.record(claim), in: $0) } == nil
        default: return true
        }
    }

    /// Holds the lock for a removal at a time.
    private struct Remover {
        private let lock: RetentionLock
        private let active: Descriptor?
        private var count = 0

        init(_ folders: SpoolFolders, _ active: Descriptor?) throws(Errno) {
            lock = RetentionLock(in: BaseFolder(awaiting: .state, folders.state))
            self.active = active
            guard lock.works() || !SpoolInspection.isInUse(state: folders.state) else { throw .noLocks }
        }

        /// Removes a thing if it is what it was.
        ///
        /// - Returns: Whether it is gone now.
        mutating func remove(_ thing: Thing, _ role: FolderRole, from folder: Descriptor) throws(Errno) -> Bool {
            count += 1
            // Who waits for the lock must get it between two removals.
            if count % Pruner.mostAtOnce == 0 { usleep(Pruner.pauseMicroseconds) }
            return try lock.holding { () throws(Errno) in
                for (name, status) in thing.files {
                    guard let now = Pruner.regular(name, in: folder) else { continue }
                    guard now.isSameFile(as: status), now.changed == status.changed else { return false }
                }
                guard try Pruner.isRemovable(thing, role, in: folder, active) else { return false }
                for (name, _) in thing.files {
                    do throws(Errno) {
                        try Kernel.remove(name, in: folder)
                    } catch .noSuchFileOrDirectory {
                        // Somebody else was faster: as with a document that is tried again.
                    }
                }
                return true
            }
        }
    }
}

/// The folders that may have been emptied.
private struct EmptiedFolders {
    private var all: [FilePath] = []
    private var touched: Set<FilePath> = []
    private let limit: Int64
    private let owner: UInt32

    init(olderThan limit: Int64, owner: UInt32) {
        self.limit = limit
        self.owner = owner
    }

    mutating func found(_ path: FilePath, _: Descriptor?) {
        guard let first = path.components.first, first.string != SpoolLayout.alertFolder else { return }
        all.append(path)
    }

    mutating func touched(_ path: FilePath) {
        // The folders of alerts were made with an access of their own.
        if path.components.first?.string != SpoolLayout.alertFolder { touched.insert(path) }
    }

    /// Removes those that are empty, deepest first.
    ///
    /// Those that something was removed from now, and those in which nothing has changed for as long as things are kept,
    /// as an earlier run that was cut off left them. Folders of another owner stay: the daemon did not make them.
    mutating func remove(from base: Descriptor) {
        for path in all.sorted(by: { $0.components.count > $1.components.count }) {
            guard let parent = try? Kernel.open(path.folder, beneath: base, flags: O_RDONLY | O_DIRECTORY) else {
                continue
            }
            let name = FilePath(bytes: path.nameBytes)
            guard let status = try? Kernel.status(of: name, in: parent), status.kind == .folder, status.owner == owner,
                touched.contains(path) || status.changed <= limit, (try? Kernel.removeFolder(name, in: parent)) != nil
            else { continue }
            touched.insert(path.folder)
        }
    }
}
