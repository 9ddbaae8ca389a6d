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
        let file: FoundFile

        static func < (one: Self, other: Self) -> Bool { (one.changed, one.rank) < (other.changed, other.rank) }
    }

    /// How many are kept at most.
    let capacity: Int
    private(set) var isIncomplete = false
    private var candidates = Heap<Candidate>()
    private var paths: Set<FilePath> = []
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
        guard paths.insert(file.path).inserted else { return }
        lastRank += 1
        candidates.insert(Candidate(changed: changed, rank: lastRank, file: file))
        guard candidates.count > capacity, let newest = candidates.popMax() else { return }
        paths.remove(newest.file.path)
        newestKept = candidates.max?.changed
        isIncomplete = true
    }

    mutating func takeOldest() -> FoundFile? {
        guard let oldest = candidates.popMin() else { return nil }
        paths.remove(oldest.file.path)
        return oldest.file
    }

    mutating func removeAll(where isUnwanted: (FilePath) -> Bool) {
        candidates = Heap(candidates.unordered.filter { !isUnwanted($0.file.path) })
        paths = Set(candidates.unordered.map(\.file.path))
    }
}
