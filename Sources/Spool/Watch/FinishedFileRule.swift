import SystemPackage

/// The rule by which a file of the inbox is finished.
///
/// One that somebody was seen closing, or renaming into place, is finished at once; another when nothing about it
/// changed for the settle time, judged by its change time, which no copy can set. An empty file must rest longer either
/// way: it may be a placeholder.
struct FinishedFileRule {
    enum Verdict: Hashable {
        case finished
        /// It is no document for what it is, and has been that for long enough.
        case leftAlone(Oddity)
        /// It is to be looked at again after so long.
        case rests(Duration)
    }

    var settleTime: Duration
    var emptySettleTime: Duration
    private var seen = Observations(capacity: 16_384)

    init(_ options: SpoolOptions) {
        settleTime = options.settleTime
        emptySettleTime = options.emptySettleTime
    }

    /// Takes over other settings; what was seen of files stays.
    mutating func use(_ options: SpoolOptions) {
        settleTime = options.settleTime
        emptySettleTime = options.emptySettleTime
    }

    /// Judges a file as it is now.
    ///
    /// `isFinished` says that somebody was seen closing it or renaming it into place, `isPolled` that its times come
    /// from another machine's clock, so that only what we see ourselves counts.
    mutating func judge(_ path: FilePath, _ status: FileStatus, isFinished: Bool, isPolled: Bool) -> Verdict {
        let oddity = status.oddity
        let needed =
            oddity != nil
            ? settleTime : status.byteCount == 0 ? emptySettleTime : isFinished ? .zero : settleTime
        let rested = rest(path, status, atLeast: needed, isPolled: isPolled)
        guard rested >= needed else { return .rests(needed - rested) }
        seen.forget(path)
        return oddity.map(Verdict.leftAlone) ?? .finished
    }

    /// How long a file has been as it is.
    private mutating func rest(
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
