import SystemPackage

/// The rule by which a file of the inbox is finished.
///
/// What is known of its writer counts. One that was renamed into place is whole. One that somebody was seen closing, or
/// that a lease says nobody has open, is finished unless it was closed several times: then it is written in rounds, and
/// rests for twice the longest time between two of them. One that somebody was seen writing to and not closing is open,
/// and rests for long. Of any other only that nothing about it changed tells, judged by its change time, which no copy
/// can set. An empty file must rest either way: it may be a placeholder.
///
/// A finished file is offered once, for a copy of it to be analyzed, and once more when it is whole: when it has rested
/// for so long that nobody is expected to add to it.
struct FinishedFileRule {
    /// How a file was met.
    enum Evidence: Hashable {
        /// Somebody was seen closing it after writing.
        case closed
        case renamed
        /// By a scan.
        case found
    }

    enum Verdict: Hashable {
        /// It is to be offered; unless it is whole, again after so long.
        case finished(isWhole: Bool, again: Duration?)
        /// It was offered as it is, and will be whole after so long.
        case offered(whole: Duration)
        /// It was taken as it is and cannot leave the inbox.
        case stays
        /// It is no document for what it is, and has been that for long enough.
        case leftAlone(Oddity)
        /// It is to be looked at again after so long.
        case rests(Duration)
    }

    private struct Offer {
        let status: FileStatus
        var stays = false
        /// Whether it was offered again though it stays.
        var wasReleased = false
    }

    private var options: SpoolOptions
    private var seen = Observations(capacity: Self.capacity)
    private var writers = Writers(capacity: Self.capacity)
    private var offers: [FilePath: Offer] = [:]
    /// When each file that is not finished yet is looked at again, in nanoseconds of `CLOCK_BOOTTIME`.
    private var settling: [FilePath: UInt64] = [:]

    private var hasGivenBackRoom = false

    private static let capacity = 16_384

    init(_ options: SpoolOptions) { self.options = options }

    /// Takes over other settings; what was seen of files stays.
    mutating func use(_ options: SpoolOptions) { self.options = options }

    /// A file was made; whether somebody writes to it or it is a new name of another is seen by whether it has bytes.
    mutating func created(_ path: FilePath, isEmpty: Bool) {
        forget(path)
        if isEmpty { writers.wrote(path) }
        settles(path, for: options.settleTime)
    }

    /// Somebody wrote to a file.
    ///
    /// - Returns: Whether that is news since it was closed.
    @discardableResult
    mutating func wrote(_ path: FilePath) -> Bool {
        let isNews = writers.wrote(path)
        if isNews { settles(path, for: options.openSettleTime) }
        return isNews
    }

    /// Somebody closed a file after writing.
    mutating func closed(_ path: FilePath, now: UInt64) { writers.closed(path, now: now) }

    /// A file has gone, or another is in its place.
    mutating func forget(_ path: FilePath) {
        writers.forget(path)
        seen.forget(path)
        offers[path] = nil
        settling[path] = nil
        if offers.giveBackRoom() { hasGivenBackRoom = true }
    }

    /// Whether room was given back since this was asked before: many files were known, and few of them are left.
    mutating func takeGivenBackRoom() -> Bool {
        defer { hasGivenBackRoom = false }
        return hasGivenBackRoom
    }

    /// How many files are not finished yet, as far as is known.
    ///
    /// - Parameters:
    ///   - now: The time in nanoseconds of `CLOCK_BOOTTIME`.
    ///   - patience: So long after its time a file that was not looked at again has gone.
    /// - Returns: Their number.
    mutating func settlingCount(now: UInt64, patience: Duration) -> Int {
        settling = settling.filter { $0.value + patience.nanoseconds > now }
        return settling.count
    }

    /// Whether a file is known that is not finished yet.
    func isSettling(_ path: FilePath) -> Bool { settling[path] != nil }

    /// A file was offered and not taken: it is to be offered again.
    mutating func forgetOffer(_ path: FilePath) { offers[path] = nil }

    /// All files are to be offered again.
    mutating func forgetOffers() { offers = [:] }

    /// A file that was offered was taken as it is and cannot leave the inbox.
    mutating func keep(_ path: FilePath) { offers[path]?.stays = true }

    /// A file that could not leave its folder is offered again, once: what keeps it there may be the file itself.
    ///
    /// - Returns: Whether it is.
    mutating func offerAgain(_ path: FilePath) -> Bool {
        guard let offer = offers[path], offer.stays, !offer.wasReleased else { return false }
        offers[path]?.wasReleased = true
        offers[path]?.stays = false
        return true
    }

    /// The files of a folder that could not leave it are offered again.
    mutating func release(_ folder: FilePath) {
        for (path, offer) in offers where offer.stays && path.folder == folder { offers[path] = nil }
    }

    /// Judges a file as it is now.
    ///
    /// - Parameters:
    ///   - path: The file, under the inbox.
    ///   - status: What it is.
    ///   - evidence: How it was met.
    ///   - isPolled: Whether its times come from another machine's clock, so that only what we see ourselves counts.
    ///   - hasWriter: Asks the kernel whether somebody has it open for writing; nil where that does not tell.
    /// - Returns: Whether it is finished, and when it is to be judged again.
    mutating func judge(
        _ path: FilePath, _ status: FileStatus, evidence: Evidence, isPolled: Bool, hasWriter: () -> Bool?
    ) -> Verdict {
        let verdict = verdict(on: path, status, evidence: evidence, isPolled: isPolled, hasWriter: hasWriter)
        if case .rests(let duration) = verdict, status.oddity == nil {
            settles(path, for: duration)
        } else {
            settling[path] = nil
        }
        return verdict
    }

    private mutating func settles(_ path: FilePath, for duration: Duration) {
        if settling.count < Self.capacity { settling[path] = bootTime() + duration.nanoseconds }
    }

    private mutating func verdict(
        on path: FilePath, _ status: FileStatus, evidence: Evidence, isPolled: Bool, hasWriter: () -> Bool?
    ) -> Verdict {
        if let oddity = status.oddity {
            let rested = rest(path, status, atLeast: options.settleTime, isPolled: isPolled)
            guard rested >= options.settleTime else { return .rests(options.settleTime - rested) }
            seen.forget(path)
            return .leftAlone(oddity)
        }
        let offer = offers[path].flatMap { $0.status == status ? $0 : nil }
        if let offer, offer.stays { return .stays }
        if evidence == .renamed { writers.forget(path) }
        let wholeTime = max(options.restTime, roundTime(of: path))
        var needed = neededTime(path, status, evidence)
        let rested = rest(path, status, atLeast: max(needed, wholeTime), isPolled: isPolled)
        if rested < needed, !isPolled, hasWriter() == false {
            // A lease: nobody has it open for writing.
            writers.foundClosed(path)
            needed = closedTime(path, status)
        }
        guard rested >= needed else { return .rests(needed - rested) }
        let isRenamed = evidence == .renamed && status.byteCount > 0
        if isRenamed || rested >= wholeTime {
            seen.forget(path)
            note(Offer(status: status), at: path)
            return .finished(isWhole: true, again: nil)
        }
        guard offer == nil else { return .offered(whole: wholeTime - rested) }
        note(Offer(status: status), at: path)
        return .finished(isWhole: false, again: wholeTime - rested)
    }

    private mutating func note(_ offer: Offer, at path: FilePath) {
        // What has gone away is not told of: when full, start over.
        if offers.count >= Self.capacity { offers = [:] }
        var offer = offer
        if let before = offers[path], before.status == offer.status { offer.wasReleased = before.wasReleased }
        offers[path] = offer
    }

    /// How long a file must have been as it is before it is finished.
    private func neededTime(_ path: FilePath, _ status: FileStatus, _ evidence: Evidence) -> Duration {
        let isEmpty = status.byteCount == 0
        if evidence == .renamed { return isEmpty ? options.emptySettleTime : .zero }
        switch writers.manner(of: path) {
        case .open: return max(options.openSettleTime, isEmpty ? options.emptySettleTime : .zero)
        case .closed: return closedTime(path, status)
        case .unknown:
            let time = evidence == .closed ? options.closedSettleTime : options.settleTime
            return max(time, isEmpty ? options.emptySettleTime : .zero)
        }
    }

    /// The same for one that nobody has open.
    private func closedTime(_ path: FilePath, _ status: FileStatus) -> Duration {
        let round = roundTime(of: path)
        return max(
            options.closedSettleTime, round > .zero ? max(options.settleTime, round) : .zero,
            status.byteCount == 0 ? options.emptySettleTime : .zero)
    }

    /// How long a file rests that is written in rounds; zero for another.
    private func roundTime(of path: FilePath) -> Duration {
        min(writers.longestGap(of: path) * 2, options.openSettleTime)
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
