import SystemPackage

extension WatchLoop {
    /// Offers a file if it is finished; else gives how long it must rest before it is looked at again.
    ///
    /// `isFinished` says that somebody was seen closing it or renaming it into place, `isPolled` that its times come
    /// from another machine's clock, so that only what we see ourselves counts.
    func consider(
        _ path: FilePath, named name: FilePath, in folder: Descriptor, isFinished: Bool, isPolled: Bool
    ) -> Duration? {
        guard let status = try? Kernel.status(of: name, in: folder), status.kind != .folder else {
            return nil
        }
        let isOdd = status.oddity != nil
        let needed =
            isOdd
            ? options.settleTime
            : status.byteCount == 0 ? options.emptySettleTime : isFinished ? .zero : options.settleTime
        let rested = rest(path, status, atLeast: needed, isPolled: isPolled)
        guard rested >= needed else { return needed - rested }
        seen.forget(path)
        if let oddity = status.oddity {
            // A second link may have been there for a moment only, as in link(2) and unlink(2) of a temporary name.
            watch.tell(.leftAlone(path, oddity))
        } else {
            watch.offer(path, changed: status.changed)
        }
        return nil
    }

    /// How long a file has been as it is.
    private func rest(
        _ path: FilePath, _ status: FileStatus, atLeast needed: Duration, isPolled: Bool
    ) -> Duration {
        guard needed > .zero else { return .zero }
        let age = wallTime() - status.changed
        // A change time in the future tells of a clock that was set back: then only what we see counts as well.
        if !isPolled, age >= 0 {
            let rested = Duration.nanoseconds(age)
            if rested >= needed { return rested }
        }
        let watched = Duration.nanoseconds(Int64(clamping: seen.note(path, status, now: bootTime())))
        return !isPolled && age >= 0 ? max(watched, .nanoseconds(age)) : watched
    }
}
