/// What a daemon keeps of its finished work.
extension Spool {
    /// Whether something is to be removed at times, and the last time is so long ago, whichever daemon did it.
    package func isRetentionDue(after interval: Duration) -> Bool {
        guard !options.retention.isUnlimited else { return false }
        guard let last = retentionLock.lastRun() else { return true }
        let now = wallTime()
        // A time to come is a clock that was set back.
        return last > now || now - last >= Int64(clamping: interval.nanoseconds)
    }

    /// Removes what need not be kept any more.
    ///
    /// - Parameter isStopped: Asked now and then: whether to end before the end.
    /// - Returns: What it came to, for each folder that has a limit.
    /// - Throws: Why a folder cannot be looked through.
    package func applyRetention(until isStopped: @escaping () -> Bool) throws(PruningError) -> [PrunedFolder] {
        let result = try Pruner(folders, options.retention, isStopped: isStopped).run()
        if !isStopped() { retentionLock.noteRun() }
        return result
    }
}
