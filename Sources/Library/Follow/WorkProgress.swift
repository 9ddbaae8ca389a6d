import Synchronization

/// Whether the work comes on: what the watchdog is fed by.
final class WorkProgress: Sendable {
    private struct State {
        var steps = 0
        var lastSteps = -1
        var isAtWork = false
        var isWaiting = false
    }

    private let state = Mutex(State())

    func step() { state.withLock { $0.steps += 1 } }

    /// The worker took something up, or has nothing to do any more.
    func work(_ isAtWork: Bool) {
        state.withLock { state in
            state.isAtWork = isAtWork
            state.steps += 1
        }
    }

    /// It waits for something that the machine has to give.
    func wait(_ isWaiting: Bool) { state.withLock { $0.isWaiting = isWaiting } }

    /// Whether the worker came on since this was asked before, or has nothing to do; work that it took up and does not come
    /// on with is a hang, whether more waits or not.
    func hasMoved() -> Bool {
        state.withLock { state in
            defer { state.lastSteps = state.steps }
            return !state.isAtWork || state.isWaiting || state.steps != state.lastSteps
        }
    }
}
