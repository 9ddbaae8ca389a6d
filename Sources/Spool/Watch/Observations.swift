import SystemPackage

/// When files were first seen as they are now, for those whose own times prove nothing.
///
/// Bounded: one that does not fit is simply seen for the first time again.
struct Observations {
    private struct Sight {
        let status: FileStatus
        let since: UInt64
    }

    private let capacity: Int
    private var sights: [FilePath: Sight] = [:]

    init(capacity: Int) { self.capacity = capacity }

    /// Takes note of a file; how many nanoseconds it has been as it is.
    mutating func note(_ path: FilePath, _ status: FileStatus, now: UInt64) -> UInt64 {
        if let sight = sights[path], sight.status == status { return now - sight.since }
        // Those that have gone away are not told of: when full, start over.
        if sights.count >= capacity { sights = [:] }
        sights[path] = Sight(status: status, since: now)
        return 0
    }

    mutating func forget(_ path: FilePath) {
        sights[path] = nil
        sights.giveBackRoom()
    }
}
