package import Wire

/// The settings of the working loop that can change while it runs.
package struct DispatchSettings: Hashable, Sendable {
    /// How many documents are under way at most: in workers, and on their way there and back.
    package var width: Int
    /// How often a document is tried.
    package var maxAttempts: Int
    /// How long documents under way may take to finish after SIGTERM.
    package var drainTime: Duration
    /// The time that one attempt may take.
    package var budget: DocumentBudget

    package init(width: Int, maxAttempts: Int, drainTime: Duration, budget: DocumentBudget) {
        self.width = max(1, width)
        self.maxAttempts = max(1, maxAttempts)
        self.drainTime = drainTime
        self.budget = budget
    }

    /// The time after which a document that is still under way means that the daemon is stuck: every attempt took
    /// all its time, behind as many others in the queue, and a minute for the disk.
    func patience(forBytes bytes: Int) -> Duration {
        budget.time(forBytes: bytes) * (2 * maxAttempts) + .seconds(60)
    }
}
