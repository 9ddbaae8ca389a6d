import Logging
import Synchronization
import SystemPackage

/// The folders that documents wait for; the log tells of each once, when the first waits and when the last has gone on.
final class Parking: Sendable {
    private let waiting = Mutex<[FilePath: (count: Int, since: ContinuousClock.Instant)]>([:])
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    /// A document waits for a folder.
    func enter(_ trouble: FolderTrouble) {
        let isFirst = waiting.withLock { waiting in
            waiting[trouble.folder, default: (0, .now)].count += 1
            return waiting[trouble.folder]?.count == 1
        }
        if isFirst { logger.record(FolderBarred(folder: trouble.folder, cause: trouble.cause, errno: trouble.errno)) }
    }

    /// A document goes on, or the daemon stops.
    func leave(_ trouble: FolderTrouble) {
        let since = waiting.withLock { waiting -> ContinuousClock.Instant? in
            guard let before = waiting[trouble.folder] else { return nil }
            waiting[trouble.folder] = before.count > 1 ? (before.count - 1, before.since) : nil
            return before.count > 1 ? nil : before.since
        }
        guard let since, !Task.isCancelled else { return }
        logger.record(FolderFreed(folder: trouble.folder, duration: .now - since))
    }
}
