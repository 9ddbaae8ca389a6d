/// When a worker that ended may be started again.
///
/// A worker that did its work before it died is replaced at once: one bad document must not slow the others. One
/// that dies again and again is replaced ever more slowly, so that a broken machine isn't kept busy with starts.
package struct RestartPolicy: Hashable, Sendable {
    /// The first wait; each further failure doubles it.
    package var firstDelay: Duration
    /// The longest wait.
    package var maxDelay: Duration
    /// How many failures in a row are replaced without a wait.
    package var freeFailures: Int
    private var failures = 0

    package init(firstDelay: Duration = .milliseconds(200), maxDelay: Duration = .seconds(30), freeFailures: Int = 2) {
        self.firstDelay = firstDelay
        self.maxDelay = maxDelay
        self.freeFailures = freeFailures
    }

    /// Whether starts are being held back.
    package var isHoldingBack: Bool { failures > freeFailures }

    /// A worker answered: whatever was wrong is over.
    package mutating func workerAnswered() { failures = 0 }

    /// A worker died.
    ///
    /// - Returns: How long to wait before the next is started.
    package mutating func workerDied() -> Duration {
        failures += 1
        guard failures > freeFailures else { return .zero }
        let doublings = min(failures - freeFailures - 1, 20)
        return min(maxDelay, firstDelay * (1 << doublings))
    }
}
