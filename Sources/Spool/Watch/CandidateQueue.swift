import HeapModule
import SystemPackage

/// Files that are ready to be claimed, oldest first, in bounded memory.
///
/// When more come than fit, the newest are dropped, and `isIncomplete` says that the inbox holds more.
struct CandidateQueue {
    private struct Candidate: Comparable {
        let changed: Int64
        /// How many were offered before it.
        let rank: UInt64
        let path: FilePath

        static func < (one: Self, other: Self) -> Bool { (one.changed, one.rank) < (other.changed, other.rank) }
    }

    /// How many are kept at most.
    let capacity: Int
    private(set) var isIncomplete = false
    private var candidates = Heap<Candidate>()
    /// Whether each is whole, as was said of it last.
    private var files: [FilePath: Bool] = [:]
    private var lastRank: UInt64 = 0
    /// Files changed later than this need not be offered: older ones fill the queue.
    private var newestKept: Int64?

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { candidates.count }

    /// When the oldest candidate changed, in nanoseconds since 1970.
    var oldestChange: Int64? { candidates.min?.changed }

    /// Whether it is time to scan for what did not fit.
    var wantsMore: Bool { isIncomplete && candidates.count <= capacity / 4 }

    /// Forgets that something did not fit, before a scan that would find it.
    mutating func beginScan() {
        isIncomplete = false
        newestKept = nil
    }

    mutating func offer(_ file: FoundFile, changed: Int64) {
        if let newestKept, changed > newestKept {
            isIncomplete = true
            return
        }
        guard files.updateValue(file.isWhole, forKey: file.path) == nil else { return }
        lastRank += 1
        candidates.insert(Candidate(changed: changed, rank: lastRank, path: file.path))
        guard candidates.count > capacity, let newest = candidates.popMax() else { return }
        files[newest.path] = nil
        newestKept = candidates.max?.changed
        isIncomplete = true
    }

    mutating func takeOldest() -> FoundFile? {
        guard let oldest = candidates.popMin() else { return nil }
        let isWhole = files.removeValue(forKey: oldest.path) ?? false
        // The map makes a copy that is as long as needed.
        if files.giveBackRoom() { candidates = Heap(candidates.unordered.map { $0 }) }
        return FoundFile(oldest.path, isWhole: isWhole)
    }

    mutating func removeAll(where isUnwanted: (FilePath) -> Bool) {
        candidates = Heap(candidates.unordered.filter { !isUnwanted($0.path) })
        files = files.filter { !isUnwanted($0.key) }
    }
}
