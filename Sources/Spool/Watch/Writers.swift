import SystemPackage

/// What was seen of the programs that write to files of the inbox.
///
/// Bounded: of files that do not fit nothing is known.
struct Writers {
    enum Manner: Hashable {
        /// Somebody was seen writing and not closing.
        case open
        /// Somebody was seen closing it, or the kernel says that nobody has it open.
        case closed
        case unknown
    }

    private struct Writing {
        var isOpen = false
        var lastClose: UInt64?
        var longestGap: UInt64 = 0
    }

    private let capacity: Int
    private var writings: [FilePath: Writing] = [:]

    init(capacity: Int) { self.capacity = capacity }

    func manner(of path: FilePath) -> Manner {
        guard let writing = writings[path] else { return .unknown }
        return writing.isOpen ? .open : .closed
    }

    /// The longest time between two closings of a file, as far as it was closed more than once.
    func longestGap(of path: FilePath) -> Duration {
        .nanoseconds(Int64(clamping: writings[path]?.longestGap ?? 0))
    }

    /// Somebody wrote to a file; whether that is news since it was closed.
    @discardableResult
    mutating func wrote(_ path: FilePath) -> Bool {
        let wasOpen = writings[path]?.isOpen ?? false
        if !wasOpen { change(path) { $0.isOpen = true } }
        return !wasOpen
    }

    /// Somebody closed a file after writing, at a time in nanoseconds of `CLOCK_BOOTTIME`.
    mutating func closed(_ path: FilePath, now: UInt64) {
        change(path) { writing in
            if let last = writing.lastClose { writing.longestGap = max(writing.longestGap, now - last) }
            (writing.isOpen, writing.lastClose) = (false, now)
        }
    }

    /// Nobody has a file open, though nobody was seen closing it.
    mutating func foundClosed(_ path: FilePath) { change(path) { $0.isOpen = false } }

    mutating func forget(_ path: FilePath) {
        writings[path] = nil
        writings.giveBackRoom()
    }

    private mutating func change(_ path: FilePath, _ body: (inout Writing) -> Void) {
        // Those that have gone away are not told of: when full, only the open ones are kept, if there is room for more.
        if writings[path] == nil, writings.count >= capacity {
            writings = writings.filter { $0.value.isOpen }
            if writings.count >= capacity { writings = [:] }
        }
        body(&writings[path, default: Writing()])
    }
}
