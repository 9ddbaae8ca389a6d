import SystemPackage

/// Tells when something was mounted at the inbox or under it, or unmounted there: `/proc/self/mountinfo` wakes who
/// polls it at each change of mounts (proc(5)).
struct MountNews: ~Copyable {
    private let table: Descriptor?
    private let inbox: FilePath
    private var mounts: Set<MountTable.Mount> = []

    /// Without a proc(5) there is no news, and full scans find what was mounted.
    init(of inbox: FilePath) {
        table = try? Kernel.openFile("/proc/self/mountinfo")
        self.inbox = inbox.resolved ?? inbox
        mounts = read()
    }

    /// To be polled for `POLLPRI`.
    var raw: Int32? { table?.withRaw { $0 } }

    /// Whether the mounts there are others than when this was last asked.
    mutating func haveChanged() -> Bool {
        let now = read()
        defer { mounts = now }
        return now != mounts
    }

    /// The mounts at the inbox and below; a mount above it changes what file the inbox is.
    private func read() -> Set<MountTable.Mount> {
        guard let table, let text = try? Kernel.contents(of: table) else { return [] }
        return Set(MountTable(text) { $0.starts(with: inbox) }.mounts)
    }
}
