import Synchronization
import SystemPackage

/// Places of the outbox where something changed, each once, until somebody takes them.
final class PendingPlaces: Sendable {
    private struct State {
        var places: Set<FilePath> = []
        var wantsAll = false
        var flaw: String?
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// What is to be looked at.
    struct Work {
        /// Sorted.
        var places: [FilePath]
        /// Whether the whole outbox is to be compared.
        var wantsAll: Bool
        /// What damage was found in the database.
        var flaw: String?
    }

    private let state = Mutex(State())

    /// When more wait, the whole outbox is compared instead.
    private static let capacity = 65_536

    /// Something changed at a place.
    func add(_ places: some Sequence<FilePath>) {
        wake { state in
            state.places.formUnion(places)
            if state.places.count > Self.capacity { (state.places, state.wantsAll) = ([], true) }
        }
    }

    /// Something may have changed anywhere.
    func addAll() { wake { $0.wantsAll = true } }

    /// The database is damaged.
    func add(flaw: String) { wake { $0.flaw = flaw } }

    /// Nothing more will be taken.
    func end() { wake { $0.isOver = true } }

    private func wake(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    var isOver: Bool { state.withLock { $0.isOver } }

    /// How many places wait.
    var count: Int { state.withLock { $0.places.count } }

    /// What waits, at most so many places, once something does; nil when it is over.
    ///
    /// Only one may ask at a time.
    func next(atMost limit: Int) async -> Work? {
        while true {
            let (work, isOver) = state.withLock { state -> (Work?, Bool) in
                guard !state.isOver, !state.places.isEmpty || state.wantsAll || state.flaw != nil else {
                    return (nil, state.isOver)
                }
                let taken = Array(state.places.prefix(limit))
                for place in taken { state.places.remove(place) }
                defer { (state.wantsAll, state.flaw) = (false, nil) }
                let places = taken.sorted { $0.string < $1.string }
                return (Work(places: places, wantsAll: state.wantsAll, flaw: state.flaw), false)
            }
            if work != nil || isOver { return work }
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    guard !state.isOver, state.places.isEmpty, !state.wantsAll, state.flaw == nil else { return true }
                    state.waiter = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        }
    }
}
