import Synchronization
import SystemPackage

/// Group commit: one `fsync(2)` answers for every call that came before it began.
///
/// Deliveries that run side by side put names into the same few folders. The first makes the folder durable while the
/// others wait, the next does so once for all of them, as databases do with their log (DeWitt et al., "Implementation
/// Techniques for Main Memory Database Systems", SIGMOD 1984).
final class GroupCommit: Sendable {
    private struct Answer {
        /// The last call it is for.
        var call: UInt64 = 0
        /// The last run that failed, and the last call that it was for.
        ///
        /// A descriptor tells of a lost write once only, so all that waited for it must hear it from here, even when a
        /// later run has succeeded before they do.
        var failure: (call: UInt64, error: Errno)?
    }

    private let calls = Atomic<UInt64>(0)
    private let answer = Mutex(Answer())

    /// How many calls were made so far.
    var callCount: UInt64 { calls.load(ordering: .acquiring) }

    /// Returns when a run of `commit` that began after this call has ended, whoever's it was.
    ///
    /// Blocks meanwhile.
    ///
    /// - Throws: What that run threw.
    func join(_ commit: () throws(Errno) -> Void) throws(Errno) {
        try settle(enter(), commit)
    }

    /// Makes a call, and gives its number.
    func enter() -> UInt64 {
        // Releasing, so that what was written before this call is there for the run that answers it.
        calls.add(1, ordering: .acquiringAndReleasing).newValue
    }

    /// Returns when the call of that number has its answer.
    func settle(_ call: UInt64, _ commit: () throws(Errno) -> Void) throws(Errno) {
        let error: Errno? = answer.withLock { answer in
            if call > answer.call {
                answer.call = callCount
                do throws(Errno) { try commit() } catch { answer.failure = (answer.call, error) }
            }
            guard let failure = answer.failure, call <= failure.call else { return nil }
            return failure.error
        }
        if let error { throw error }
    }
}
