import Synchronization
import SystemPackage

/// Which of several documents of one path that are under way together was claimed last.
///
/// Where a report takes the place of an earlier document's, the last one dropped must win, though an earlier one may be
/// delivered after it. So a delivery tells the earlier claims of its path, in their records too, that they are out of
/// date, before its report gets the name; and what is out of date replaces nothing.
final class Successions: Sendable {
    private struct State {
        /// The IDs of the claims under way, by their documents' paths.
        var claims: [FilePath: Set<String>] = [:]
        var outdated: Set<String> = []
    }

    private let state = Mutex(State())
    /// Held from the question whether a claim is out of date until its report has the name.
    private let order = Mutex(())

    /// Notes a claim that is under way.
    func begin(_ claim: Claim) {
        state.withLock { state in
            state.claims[claim.path, default: []].insert(claim.id)
            if claim.isOutdated { state.outdated.insert(claim.id) }
        }
    }

    /// Forgets a claim that has ended.
    func end(_ claim: Claim) {
        state.withLock { state in
            state.claims[claim.path]?.remove(claim.id)
            if state.claims[claim.path]?.isEmpty == true { state.claims[claim.path] = nil }
            state.outdated.remove(claim.id)
        }
    }

    /// Gives a report its name, one after the other.
    ///
    /// - Parameters:
    ///   - claim: The claim whose report it is.
    ///   - outdate: Notes durably that the claim of that ID is out of date.
    ///   - place: Gives the name; told whether this claim is out of date itself.
    /// - Returns: What `place` gives.
    /// - Throws: What one of the two throws.
    func inOrder<Value>(
        _ claim: Claim, outdating outdate: (String) throws(Errno) -> Void,
        _ place: (_ isOutdated: Bool) throws(Errno) -> Value
    ) throws(Errno) -> Value {
        var result: Result<Value, Errno> = .failure(.ioError)
        order.withLock { _ in
            do throws(Errno) {
                let (older, isOutdated) = state.withLock { state in
                    (
                        state.claims[claim.path, default: []].filter { $0 < claim.id && !state.outdated.contains($0) },
                        state.outdated.contains(claim.id)
                    )
                }
                for id in older.sorted() {
                    try outdate(id)
                    state.withLock { _ = $0.outdated.insert(id) }
                }
                result = .success(try place(isOutdated))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }
}
