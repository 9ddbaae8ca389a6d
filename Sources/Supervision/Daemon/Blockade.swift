import Logging
import Spool
import Synchronization
import SystemPackage

/// What keeps the daemon from writing or claiming: a full disk, a folder that is gone.
///
/// Every part that meets a cause enters it and leaves it when its own retry succeeded; the log and STATUS tell of a
/// cause once, when it begins and when the last part left.
final class Blockade: Sendable {
    private struct State {
        var holders: [String: Int] = [:]
        var since: ContinuousClock.Instant?
        var tries = 0
    }

    private let state = Mutex(State())
    private let tally: TallyBoard
    private let logger: Logger

    init(tally: TallyBoard, logger: Logger) {
        self.tally = tally
        self.logger = logger
    }

    /// Whether anything is blocked.
    var isClear: Bool { state.withLock { $0.holders.isEmpty } }

    /// Repeats an operation on the store until it succeeds, with growing waits.
    ///
    /// - Returns: Its value; nil when the task was cancelled while it waited.
    /// - Throws: What is wrong with the document itself, or with its folder.
    func repeating<Value>(
        _ operation: () async throws(StoreError) -> Value
    ) async throws(StepFailure) -> Value? {
        var held: String?
        defer { if let held { leave(held) } }
        var wait = Self.firstWait
        while true {
            do throws(StoreError) {
                return try await operation()
            } catch {
                switch error {
                case .document(let failure): throw .document(failure)
                case .folder(let trouble): throw .folder(trouble)
                case .changed: throw .changed
                case .blocked(let errno, let cause) where held != cause:
                    if let held { leave(held) }
                    enter(cause, errno)
                    held = cause
                case .blocked: state.withLock { $0.tries += 1 }
                }
            }
            guard (try? await Task.sleep(for: wait)) != nil else { return nil }
            wait = min(wait * 2, Self.maxWait)
        }
    }

    private static let firstWait = Duration.milliseconds(250)
    private static let maxWait = Duration.seconds(15)

    private func enter(_ cause: String, _ errno: Errno) {
        let isNew = state.withLock { state in
            if state.holders.isEmpty { (state.since, state.tries) = (.now, 0) }
            state.holders[cause, default: 0] += 1
            return state.holders[cause] == 1
        }
        guard isNew else { return }
        logger.record(ClaimingPaused(cause: cause, errno: errno))
        publish()
    }

    private func leave(_ cause: String) {
        let (isOver, since, tries) = state.withLock { state in
            let left = (state.holders[cause] ?? 1) - 1
            state.holders[cause] = left == 0 ? nil : left
            return (state.holders.isEmpty, state.since, state.tries)
        }
        publish()
        guard isOver, let since else { return }
        logger.record(ClaimingResumed(duration: .now - since, tries: tries))
    }

    private func publish() {
        let cause = state.withLock { $0.holders.keys.min() }
        tally.update { $0.pause = cause }
    }
}
