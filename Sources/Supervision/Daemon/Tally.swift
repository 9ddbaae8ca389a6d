/// What the daemon has done and is doing; what STATUS and the status file say.
package struct Tally: Hashable, Sendable {
    /// Documents in workers.
    package var analyzing = 0
    /// Documents claimed and not yet delivered: in workers, or on their way there and back.
    package var claimed = 0
    /// Documents found and not yet claimed, as far as is known.
    package var waiting = 0
    /// Files that are not finished yet, as far as is known.
    package var settling = 0
    /// When the document that waits the longest changed last, in whole seconds since 1970.
    package var oldestWaiting: Int?
    /// Documents delivered since the start.
    package var delivered = 0
    /// Documents that went to `failed/` since the start.
    package var failed = 0
    /// Documents put back into the queue when the daemon stopped.
    package var returned = 0
    /// Why no document is claimed at the moment.
    package var pause: String?
    /// What does not work as it should while documents are still analysed: workers held back, folders polled.
    package var troubles: [String] = []
    /// Why the settings that were read last are not in use.
    package var refusedSettings: String?
    /// Whether the daemon is not ready yet.
    package var isStarting = false
    /// Whether the daemon is on its way out.
    package var isStopping = false

    package init() {}

    /// The sentence that `systemctl status` shows.
    package var sentence: String {
        let counts = "\(delivered) delivered, \(failed) failed"
        let work: String
        if isStopping {
            work = claimed == 0 ? "Stopping" : "Stopping, \(claimed) still to be finished"
        } else if isStarting {
            return "Starting"
        } else if let pause {
            work = "Paused: \(pause); \(claimed) claimed, \(waitingText)"
        } else if claimed == 0 && waiting == 0 && settling == 0 {
            work = "Idle"
        } else {
            let analysis = "Analyzing \(min(analyzing, claimed)) of \(claimed) claimed, "
            work = (claimed == 0 ? "" : analysis) + waitingText
        }
        return ([work, counts].joined(separator: ", ") + allTroubles.map { "; " + $0 }.joined())
    }

    /// The troubles, the settings' among them.
    var allTroubles: [String] { troubles + (refusedSettings.map { ["new settings were refused: \($0)"] } ?? []) }

    private var waitingText: String {
        let since = oldestWaiting.map { " since \(Timestamp.text(second: $0))" } ?? ""
        let unfinished = settling > 0 ? ", \(settling) settling" : ""
        return "\(waiting) waiting\(waiting > 0 ? since : "")\(unfinished)"
    }
}
