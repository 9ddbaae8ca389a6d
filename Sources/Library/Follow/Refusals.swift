import SystemPackage

/// Reports that could not be read or taken in for a reason that may pass, as files that are what they were.
///
/// Each is tried again with the comparisons of the whole outbox, but not with every one: with the next, then with every
/// second, fourth, and so on, so that one that never will be read costs nothing after a while.
struct Refusals {
    private struct Refusal {
        let stamp: KnownStamp
        var tries: Int
        var next: Int
    }

    /// When so many are known, all are forgotten, and tried again.
    private static let capacity = 65_536
    /// The most comparisons of the whole outbox, as a power of two, that pass before one is tried again.
    private static let mostPatience = 8

    private var all: [FilePath: Refusal] = [:]
    private var round = 0

    /// The whole outbox is compared once more.
    mutating func beginRound() { round += 1 }

    /// Whether a file at a place is to be tried again in this round.
    func isDue(_ place: FilePath, _ stamp: KnownStamp) -> Bool {
        guard let refusal = all[place], refusal.stamp == stamp else { return true }
        return refusal.next <= round
    }

    /// A report was refused, or not.
    mutating func note(_ change: ReportChange) {
        guard case .problem(_, mayPass: true) = change.content else {
            all[change.place] = nil
            return
        }
        let known = all[change.place].flatMap { $0.stamp == change.stamp ? $0 : nil }
        let tries = (known?.tries ?? 0) + 1
        if all.count >= Self.capacity { all = [:] }
        all[change.place] = Refusal(
            stamp: change.stamp, tries: tries, next: round + 1 << min(tries - 1, Self.mostPatience))
    }
}
