import Synchronization

/// How much a file may unpack to, with all archives in it together.
///
/// Sizes that archives give are not believed: what comes out of them is counted.
package final class UnpackingBudget: Sendable {
    /// Bytes that may come out of one file and the archives in it.
    package static let bytes = 128 << 20
    /// Files that may come out of it.
    package static let members = 10_000
    /// How many times its own size an archive may unpack to.
    ///
    /// XML of thousands of equal rows packs to a fortieth.
    package static let ratio = 200
    /// What an archive may unpack to whatever its size, in bytes.
    package static let free = 4 << 20

    private struct State {
        var bytes = 0
        var members = 0
    }

    private let state = Mutex(State())

    /// Makes a budget of which nothing is used.
    package init() {}

    /// Takes a member.
    func takeMember() throws(ArchiveError) {
        let count = state.withLock { state in
            state.members += 1
            return state.members
        }
        guard count <= Self.members else { throw .tooMany(limit: Self.members) }
    }

    /// Takes bytes that came out.
    func take(_ bytes: Int) throws(ArchiveError) {
        let sum = state.withLock { state in
            state.bytes += bytes
            return state.bytes
        }
        guard sum <= Self.bytes else { throw .tooLarge(limit: Self.bytes) }
    }
}
