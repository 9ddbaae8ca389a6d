/// What the working loop can be told from outside.
enum DispatchCommand: Sendable {
    /// Claim nothing more and finish what is under way; said twice, it is `hasten`.
    case stop(signal: String)
    /// Return what is under way to the queue, now.
    case hasten
    /// Work with other settings.
    case use(DispatchSettings)
}
