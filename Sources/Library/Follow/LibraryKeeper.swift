import Foundation
import Glibc
import Spool
import Synchronization
package import SystemPackage

/// Keeps a library's database in line with an outbox: opens it or makes it, brings in what changed, builds it anew.
///
/// All calls block on the disk and belong on a thread of their own.
package final class LibraryKeeper: Sendable {
    /// How many reports are more than what comes in a moment: then it is said how the work goes on.
    package static let batch = 256

    private let layout: LibraryLayout
    private let intake: OutboxIntake
    private let folderMode: UInt32
    /// Held as long as this lives.
    private let lock: LibraryLock
    private let store: Mutex<LibraryStore>
    private let refusals = Mutex(Refusals())
    private let step: @Sendable () -> Void
    /// Where a damaged database was put when this was opened; nil where none was.
    package let setAside: SetAside?

    /// A database that is of no use any more.
    package struct SetAside: Hashable, Sendable {
        /// Where it lies now.
        package let place: FilePath
        /// What is wrong with it.
        package let flaw: String
    }

    /// What is done with reports on their way into the library.
    package struct Look: Sendable {
        /// Gets some reports before they are in it; where it throws, none of them is taken in, and all come again.
        let coming: @Sendable ([ReportChange]) throws(LibraryError) -> Void
        /// Told of each that cannot be read or taken in, once, when that is noted.
        let refused: @Sendable (ReportChange) -> Void

        init(
            coming: @escaping @Sendable ([ReportChange]) throws(LibraryError) -> Void = { _ throws(LibraryError) in },
            refused: @escaping @Sendable (ReportChange) -> Void = { _ in }
        ) {
            (self.coming, self.refused) = (coming, refused)
        }
    }

    /// Takes the lock, and opens the database in use or makes one.
    ///
    /// - Parameters:
    ///   - layout: Where the library lies.
    ///   - outbox: What it is of.
    ///   - folderMode: The access mode of its folders, before the umask.
    ///   - isChecked: Whether the whole database is looked through for damage before it is used.
    ///   - isForRebuilding: Whether only `rebuild` will be called: then the database in use is not opened, whatever state or
    ///     version it is of.
    ///   - step: Called with each step of the work.
    /// - Throws: Why it cannot be written to.
    package init(
        _ layout: LibraryLayout, of outbox: FilePath, folderMode: UInt32, isChecked: Bool = true,
        isForRebuilding: Bool = false,
        step: @escaping @Sendable () -> Void = {}
    ) throws(LibraryError) {
        self.step = step
        self.layout = layout
        self.folderMode = folderMode
        intake = OutboxIntake(OutboxReader(outbox))
        try Self.makeFolder(layout.folder, mode: folderMode)
        try Self.makeFolder(layout.alerts, mode: folderMode)
        lock = try LibraryLock(layout)
        if isForRebuilding {
            setAside = nil
            store = Mutex(try Self.makeGeneration(in: layout, mode: folderMode))
            return
        }
        if let current = layout.target {
            do throws(LibraryError) {
                let opened = try LibraryStore(current)
                if isChecked { try opened.check() }
                store = Mutex(opened)
                setAside = nil
            } catch .damaged(_, let flaw) {
                let new = try Self.makeGeneration(in: layout, mode: folderMode)
                try Self.use(new.generation, in: layout)
                store = Mutex(new)
                setAside = SetAside(place: try Self.putAside(current, in: layout), flaw: flaw)
            }
        } else {
            setAside = nil
            let new = try Self.makeGeneration(in: layout, mode: folderMode)
            try Self.use(new.generation, in: layout)
            store = Mutex(new)
        }
        Self.removeOthers(than: store.withLock { $0.generation }, in: layout)
    }

    /// Brings in whatever is new, other or gone in the whole outbox.
    ///
    /// - Parameters:
    ///   - look: What is done with reports on their way.
    ///   - progress: Called now and then with how many are done, of how many; false ends the work early.
    /// - Returns: How many changed.
    /// - Throws: Why not all could be brought in; what was before is.
    @discardableResult
    package func reconcile(
        look: Look? = nil, progress: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
    ) throws(LibraryError) -> Int {
        try reconcile(store.withLock { $0 }, look: look, progress: progress)
    }

    private func reconcile(
        _ store: LibraryStore, look: Look?, progress: (_ done: Int, _ total: Int) -> Bool
    ) throws(LibraryError) -> Int {
        let places: [FilePath]
        let known = try store.stamps()
        do throws(Errno) {
            refusals.withLock { $0.beginRound() }
            places = try intake.differences(
                from: known, where: { place, stamp in refusals.withLock { $0.isDue(place, stamp) } }, step: step)
        } catch {
            throw .system(intake.outbox, error)
        }
        var done = 0
        let areMany = places.count >= Self.many
        if areMany { try store.setMerging(.atTheEnd) }
        // Where that fails it is set when the database is opened the next time.
        defer { if areMany { try? store.setMerging(.asTheyCome) } }
        var next = OutboxIntake.Reading(intake, at: places[...])
        while done < places.count {
            guard progress(done, places.count) else { return done }
            let changes = try read { () throws(Errno) in try next.wait() }
            let end = done + changes.count
            // The next ones are read while these are written.
            if end < places.count { next = OutboxIntake.Reading(intake, at: places[end...]) }
            try takeIn(changes, store, look: look)
            done = end
        }
        _ = progress(done, places.count)
        return done
    }

    /// Brings in what lies at some places now; those whose report is known already cost a look.
    ///
    /// - Parameters:
    ///   - places: Paths under the outbox; those of folders stand for all that was in them.
    ///   - look: What is done with reports on their way.
    /// - Throws: Why none was brought in.
    package func refresh(_ places: [FilePath], look: Look? = nil) throws(LibraryError) {
        let store = store.withLock { $0 }
        var wanted: [FilePath] = []
        for place in places {
            if OutboxReader.isReport(place) { wanted.append(place) }
            wanted += try store.places(under: place)
        }
        var news = wanted.filter { isNews($0, to: store) }[...]
        while !news.isEmpty {
            let changes = try read { () throws(Errno) in try intake.changes(at: news) }
            try takeIn(changes, store, look: look)
            news = news.dropFirst(changes.count)
        }
    }

    private func read(_ body: () throws(Errno) -> [ReportChange]) throws(LibraryError) -> [ReportChange] {
        do throws(Errno) { return try body() } catch { throw .system(intake.outbox, error) }
    }

    private func isNews(_ place: FilePath, to store: LibraryStore) -> Bool {
        do throws(Errno) {
            return try intake.stamp(of: place) != store.stamp(of: place)
        } catch {
            // What keeps it from being read is said when it is read.
            return true
        }
    }

    private func takeIn(_ changes: [ReportChange], _ store: LibraryStore, look: Look?) throws(LibraryError) {
        try look?.coming(changes)
        // What was said of a report before is not said at every try.
        var refused = changes.filter { $0.isProblem && !store.isKnown($0) }
        do throws(LibraryError) {
            try store.apply(changes, step: step)
            refusals.withLock { refusals in for change in changes { refusals.note(change) } }
        } catch .database {
            // One of them may be to blame, and must not keep the others out.
            let (problems, news) = try store.applyOneByOne(changes, step: step)
            refusals.withLock { refusals in
                for change in changes { refusals.note(problems[change.place] ?? change) }
            }
            refused += news
        }
        if let look { for change in refused { look.refused(change) } }
    }

    /// Builds the library anew beside the one in use, which is in use until the new one is whole.
    ///
    /// - Parameters:
    ///   - look: What is done with all reports on their way: some may have come while nobody followed.
    ///   - progress: As of `reconcile`.
    /// - Returns: How many reports it is of; nil where the work was ended early.
    /// - Throws: Why there is no new one; the old one is in use still.
    package func rebuild(
        look: Look? = nil, progress: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
    ) throws(LibraryError) -> Int? {
        let opened = store.withLock { $0 }
        // One that was made for this is empty, and nobody asks it.
        let new =
            opened.generation == layout.target ? try Self.makeGeneration(in: layout, mode: folderMode) : opened
        var isWhole = false
        let count = try reconcile(new, look: look) { done, total in
            isWhole = done == total
            return progress(done, total)
        }
        guard isWhole else { return nil }
        // Without room for that it is as good, and larger.
        try? Self.compact(new, after: count)
        try store.withLock { store throws(LibraryError) in
            if store !== new { try? store.close() }
            try Self.use(new.generation, in: layout)
            store = new
            Self.removeOthers(than: new.generation, in: layout)
        }
        return count
    }

    /// The folder of the database in use.
    package var generation: FilePath { store.withLock { $0.generation } }

    /// Puts the damaged database aside and begins an empty one.
    package func startOver(after flaw: String) throws(LibraryError) -> SetAside {
        try store.withLock { store throws(LibraryError) in
            // First the new one: where there is no room for it, the old one stays what it was.
            let new = try Self.makeGeneration(in: layout, mode: folderMode)
            try Self.use(new.generation, in: layout)
            let old = store
            store = new
            try? old.close()
            return SetAside(place: try Self.putAside(old.generation, in: layout), flaw: flaw)
        }
    }

    /// How many reports are in it, and how many could not be read.
    package func counts() throws(LibraryError) -> (documents: Int, unread: Int) {
        try store.withLock { store throws(LibraryError) in try store.counts() }
    }

    /// How many reports are many.
    private static let many = 5_000

    /// Makes the database small after many reports came in, most of those that it has.
    ///
    /// - Parameter count: How many came.
    /// - Throws: Why it is no smaller.
    package func compact(after count: Int) throws(LibraryError) {
        try store.withLock { store throws(LibraryError) in try Self.compact(store, after: count) }
    }

    private static func compact(_ store: LibraryStore, after count: Int) throws(LibraryError) {
        guard count >= many else { return }
        let documents = try store.counts().documents
        if count * 2 > documents { try store.compact() }
    }

    /// Makes the database small beside its file where there is nothing to do.
    package func rest() throws(LibraryError) {
        try store.withLock { store throws(LibraryError) in try store.rest() }
    }

    /// Closes the database, with all that was written in its one file.
    package func close() throws(LibraryError) {
        try store.withLock { store throws(LibraryError) in try store.close() }
    }
}

// Generations

extension LibraryLayout {
    /// The folder that `current` leads to; nil where there is none, or none any more.
    package var target: FilePath? {
        guard let name = try? FileManager.default.destinationOfSymbolicLink(atPath: current.string),
            !name.contains("/")
        else { return nil }
        let generation = folder.appending(name)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: generation.string, isDirectory: &isFolder), isFolder.boolValue
        else { return nil }
        return generation
    }
}

extension LibraryKeeper {
    private static func makeFolder(_ path: FilePath, mode: UInt32) throws(LibraryError) {
        guard path.withPlatformString({ mkdir($0, mode) }) != 0 else { return }
        let error = Errno(rawValue: errno)
        guard error == .fileExists else { throw .system(path, error) }
    }

    private static func makeGeneration(in layout: LibraryLayout, mode: UInt32) throws(LibraryError) -> LibraryStore {
        let folder = layout.folder.appending(LibraryLayout.generationPrefix + String(wallTime(), radix: 16))
        try makeFolder(folder, mode: mode)
        return try LibraryStore(folder)
    }

    /// Brings a generation into use.
    private static func use(_ generation: FilePath, in layout: LibraryLayout) throws(LibraryError) {
        let name = generation.lastComponent?.string ?? ""
        unlink(layout.nextCurrent.string)
        guard symlink(name, layout.nextCurrent.string) == 0,
            rename(layout.nextCurrent.string, layout.current.string) == 0
        else { throw .system(layout.current, Errno(rawValue: errno)) }
    }

    /// Keeps a damaged generation for whoever wants to look into it; only the last one.
    private static func putAside(_ generation: FilePath, in layout: LibraryLayout) throws(LibraryError) -> FilePath {
        for name in entries(of: layout) where name.hasPrefix(LibraryLayout.damagedPrefix) {
            try? FileManager.default.removeItem(atPath: layout.folder.appending(name).string)
        }
        let number = (generation.lastComponent?.string ?? "").dropFirst(LibraryLayout.generationPrefix.count)
        let place = layout.folder.appending(LibraryLayout.damagedPrefix + number)
        guard rename(generation.string, place.string) == 0 else {
            throw .system(generation, Errno(rawValue: errno))
        }
        return place
    }

    /// Removes what earlier runs left behind when they were ended in the middle.
    private static func removeOthers(than generation: FilePath, in layout: LibraryLayout) {
        for name in entries(of: layout)
        where name.hasPrefix(LibraryLayout.generationPrefix) && name != generation.lastComponent?.string {
            try? FileManager.default.removeItem(atPath: layout.folder.appending(name).string)
        }
    }

    private static func entries(of layout: LibraryLayout) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: layout.folder.string)) ?? []
    }
}
