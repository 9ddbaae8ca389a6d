import SystemPackage

/// Files that are ready to be claimed, oldest first, in bounded memory.
///
/// When more come than fit, the newest are dropped, and `isIncomplete` says that the inbox holds more.
struct CandidateQueue {
    private struct Candidate {
        let path: FilePath
        let changed: Int64

        func isBefore(_ other: Candidate) -> Bool { changed < other.changed }
    }

    /// How many are kept at least, once there were more.
    let capacity: Int
    private(set) var isIncomplete = false
    /// A binary heap, the oldest first.
    private var heap: [Candidate] = []
    private var paths: Set<FilePath> = []
    /// Files changed later than this need not be offered: older ones fill the queue.
    private var newestKept: Int64?

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { heap.count }

    /// When the oldest candidate changed, in nanoseconds since 1970.
    var oldestChange: Int64? { heap.first?.changed }

    /// Whether it is time to scan for what did not fit.
    var wantsMore: Bool { isIncomplete && heap.count <= capacity / 4 }

    /// Forgets that something did not fit, before a scan that would find it.
    mutating func beginScan() {
        isIncomplete = false
        newestKept = nil
    }

    mutating func offer(_ path: FilePath, changed: Int64) {
        if let newestKept, changed > newestKept {
            isIncomplete = true
            return
        }
        guard paths.insert(path).inserted else { return }
        heap.append(Candidate(path: path, changed: changed))
        rise(heap.count - 1)
        if heap.count >= 2 * capacity { drop() }
    }

    mutating func takeOldest() -> FilePath? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink(0)
        }
        paths.remove(first.path)
        return first.path
    }

    mutating func removeAll(where isUnwanted: (FilePath) -> Bool) {
        heap.removeAll { isUnwanted($0.path) }
        // An ascending array is a heap.
        heap.sort { $0.isBefore($1) }
        paths = Set(heap.map(\.path))
    }

    private mutating func drop() {
        // An ascending array is a heap.
        heap.sort { $0.isBefore($1) }
        for candidate in heap[capacity...] { paths.remove(candidate.path) }
        heap.removeLast(heap.count - capacity)
        newestKept = heap.last?.changed
        isIncomplete = true
    }

    private mutating func rise(_ start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard heap[index].isBefore(heap[parent]) else { return }
            heap.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            guard least != index else { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}
