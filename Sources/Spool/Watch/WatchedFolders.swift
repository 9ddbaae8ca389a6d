import Glibc
import SystemPackage

/// Which folders the kernel tells of, and which must be polled.
struct WatchedFolders: ~Copyable {
    private var inotify: Inotify?
    private var paths: [Int32: FilePath] = [:]
    private var watches: [FilePath: Int32] = [:]
    private(set) var polled: [FilePath: PollingReason] = [:]

    private let tellsOfDeletions: Bool

    /// Without an instance, which a user may have no more of, every folder is polled.
    ///
    /// - Parameter tellsOfDeletions: Whether files and folders that are removed are told of, too.
    init(tellsOfDeletions: Bool = false) {
        self.tellsOfDeletions = tellsOfDeletions
        tryAgain()
    }

    /// Asks for an instance if there is none.
    mutating func tryAgain() {
        guard inotify == nil else { return }
        do throws(Errno) { inotify = try Inotify(tellsOfDeletions: tellsOfDeletions) } catch { inotify = nil }
    }

    var raw: Int32? { inotify?.raw }

    func path(of watch: Int32) -> FilePath? { paths[watch] }

    /// Whether a folder is being followed, one way or the other.
    func knows(_ path: FilePath) -> Bool { watches[path] != nil || polled[path] != nil }

    /// Follows an open folder under its path.
    ///
    /// - Returns: Whether the folder is polled now and was not before, or the other way round.
    mutating func follow(
        _ folder: Descriptor, at path: FilePath, pollingBecause reason: PollingReason?
    ) -> Bool {
        let before = polled[path]
        polled[path] = reason ?? watch(folder, at: path)
        return polled[path] != before
    }

    /// - Returns: Why the kernel does not tell of the folder.
    private mutating func watch(_ folder: Descriptor, at path: FilePath) -> PollingReason? {
        guard let watch = inotify?.add(folder) else { return .instanceLimit }
        switch watch {
        case .success(let watch):
            // The kernel gives a folder that was moved the watch that it had.
            if let old = paths[watch], old != path { watches[old] = nil }
            if let old = watches[path], old != watch { paths[old] = nil }
            paths[watch] = path
            watches[path] = watch
            return nil
        case .failure: return .watchLimit
        }
    }

    func takeEvents(into buffer: UnsafeMutableRawBufferPointer) -> [Inotify.Event] {
        inotify?.read(into: buffer) ?? []
    }

    /// The kernel has dropped a watch.
    mutating func forget(_ watch: Int32) {
        guard let path = paths.removeValue(forKey: watch) else { return }
        if watches[path] == watch { watches[path] = nil }
    }

    /// A folder has gone.
    ///
    /// - Returns: Whether it was polled.
    mutating func forget(_ path: FilePath) -> Bool {
        if let watch = watches.removeValue(forKey: path), paths.removeValue(forKey: watch) != nil {
            inotify?.forget(watch)
        }
        return polled.removeValue(forKey: path) != nil
    }

    /// A folder was moved away, and all below it.
    mutating func forgetAll(under path: FilePath) {
        for (watch, folder) in paths where folder.starts(with: path) {
            inotify?.forget(watch)
            paths[watch] = nil
            watches[folder] = nil
        }
        polled = polled.filter { !$0.key.starts(with: path) }
    }

    mutating func forgetPolled() { polled = [:] }

    mutating func forgetAll() {
        for watch in paths.keys { inotify?.forget(watch) }
        (paths, watches, polled) = ([:], [:], [:])
    }
}
