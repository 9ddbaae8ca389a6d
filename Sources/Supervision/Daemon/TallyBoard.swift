import Synchronization

/// The tally, shared between those who change it and the one who tells of it.
package final class TallyBoard: Sendable {
    private let tally = Mutex(Tally())
    /// Says that the tally changed; many changes may be one element.
    let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation

    package init() {
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Has the tally told again though it did not change: who reads the status file sees that the daemon lives.
    @Sendable func announce() { changed.yield() }

    /// The tally now.
    package var current: Tally { tally.withLock { $0 } }

    /// Changes the tally.
    package func update(_ change: (inout Tally) -> Void) {
        let isChanged = tally.withLock { tally in
            let before = tally
            change(&tally)
            return tally != before
        }
        if isChanged { changed.yield() }
    }
}
