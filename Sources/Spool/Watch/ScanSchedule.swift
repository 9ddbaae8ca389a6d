import SystemPackage

/// When which folder of the inbox is looked at next; all times in nanoseconds of `CLOCK_BOOTTIME`.
struct ScanSchedule {
    private var due: [FilePath: UInt64] = [:]
    /// Folders with files that were not finished when they were last looked at.
    private var resting: Set<FilePath> = []
    private var nextFullScan: UInt64 = 0
    private var isFullScanWanted = true
    /// No full scan begins before: one that took long leaves time for everything else.
    private var pauseEnd: UInt64 = 0

    /// When there is something to do next.
    var next: UInt64 { min(due.values.min() ?? .max, nextFullScan) }

    /// Whether all that was found is finished and nothing is to be looked at for a reason.
    var isQuiet: Bool { resting.isEmpty && !isFullScanWanted }

    /// Looks at a folder after a while, or earlier if that was planned.
    mutating func visit(_ folder: FilePath, after delay: Duration, now: UInt64) {
        due[folder] = min(due[folder] ?? .max, now + delay.nanoseconds)
    }

    /// The same, for a folder with a file that is not finished.
    mutating func rest(_ folder: FilePath, for delay: Duration, now: UInt64) {
        resting.insert(folder)
        visit(folder, after: delay, now: now)
    }

    /// A folder is being looked at.
    mutating func began(_ folder: FilePath) { resting.remove(folder) }

    /// Looks at everything as soon as the last look at everything allows it.
    mutating func wantFullScan() {
        isFullScanWanted = true
        nextFullScan = min(nextFullScan, pauseEnd)
    }

    /// Looks at everything after a while, or earlier if that was planned.
    mutating func wantFullScan(after delay: Duration, now: UInt64) {
        isFullScanWanted = true
        nextFullScan = min(nextFullScan, max(now + delay.nanoseconds, pauseEnd))
    }

    /// Whether everything is to be looked at now; then all that was planned for single folders is forgotten.
    mutating func beginFullScan(now: UInt64) -> Bool {
        guard now >= nextFullScan else { return false }
        due = [:]
        resting = []
        isFullScanWanted = false
        return true
    }

    /// Plans the next look at everything: four times as long as this one took passes in any case.
    mutating func endFullScan(begun: UInt64, now: UInt64, interval: Duration) {
        pauseEnd = now + 4 * (now - begun)
        nextFullScan = max(now + interval.nanoseconds, pauseEnd)
    }

    /// The folders whose time has come, those nearer to the inbox first.
    mutating func takeDue(now: UInt64) -> [FilePath] {
        let folders = due.filter { $0.value <= now }.keys.sorted { $0.bytes.count < $1.bytes.count }
        for folder in folders { due[folder] = nil }
        return folders
    }

    /// The inbox has gone, or is another one.
    mutating func forgetFolders() {
        due = [:]
        resting = []
    }

    /// The inbox is there again: everything is looked at at once.
    mutating func beginAnew() {
        pauseEnd = 0
        wantFullScan()
    }
}
