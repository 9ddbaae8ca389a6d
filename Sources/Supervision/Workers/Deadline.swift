import Synchronization

/// Tells when a worker takes too long for the document that it has.
///
/// A sleep that is cancelled keeps its memory until its time is over, and with one for each document that is the memory of
/// minutes of documents. So a sleep goes on when its document is done, and looks at its end whether another is overdue; a
/// further one is begun only for a time that comes before the end of all others.
final class Deadline: Sendable {
    typealias Instant = ContinuousClock.Instant

    fileprivate struct State {
        var instant: Instant?
        var time = Duration.zero
        var number: UInt64?
        /// When the first of the sleeps ends.
        var nextLook: Instant?
    }

    private let state = Mutex(State())
    private let sleep: @Sendable (Instant) async -> Void
    private let tell: @Sendable (_ time: Duration, _ number: UInt64?) -> Void

    /// `tell` is called once for each time that is over.
    init(
        sleep: @escaping @Sendable (Instant) async -> Void = { try? await ContinuousClock().sleep(until: $0) },
        tell: @escaping @Sendable (_ time: Duration, _ number: UInt64?) -> Void
    ) {
        self.sleep = sleep
        self.tell = tell
    }

    /// Allows that much time from now on, for the document of that number or for the worker's start.
    func set(_ time: Duration, for number: UInt64?, now: Instant = .now) {
        let instant = now + time
        let isFirst = state.withLock { state in
            (state.instant, state.time, state.number) = (instant, time, number)
            return state.isFirstLook(instant)
        }
        if isFirst { look(at: instant) }
    }

    /// The worker has answered or ended.
    func clear() { state.withLock { $0.instant = nil } }

    private func look(at instant: Instant) {
        // Ends by itself when its time is over, whether anybody still wants to know or not.
        Task { [sleep, weak self] in
            await sleep(instant)
            self?.looked(at: instant)
        }
    }

    private func looked(at instant: Instant) {
        let (overdue, next) = state.withLock { state -> ((Duration, UInt64?)?, Instant?) in
            if state.nextLook == instant { state.nextLook = nil }
            guard let deadline = state.instant else { return (nil, nil) }
            if deadline > instant { return (nil, state.isFirstLook(deadline) ? deadline : nil) }
            state.instant = nil
            return ((state.time, state.number), nil)
        }
        if let (time, number) = overdue { tell(time, number) }
        if let next { look(at: next) }
    }
}

extension Deadline.State {
    /// Whether nobody looks before; then somebody is about to.
    fileprivate mutating func isFirstLook(_ instant: Deadline.Instant) -> Bool {
        if let nextLook, nextLook <= instant { return false }
        nextLook = instant
        return true
    }
}
