import Glibc
import Spool
import Synchronization
package import SystemPackage

/// `status.json` in the state folder, which holds a `DaemonStatus`.
///
/// Replaced atomically, so that a reader never sees half of one.
package struct StatusFile: Sendable {
    private let layout: SpoolLayout
    private let version: String
    private let started = wallSecond()
    private var rates = RateMeter()
    private var deliveredBefore = 0
    /// Open for nothing, so that a want of descriptors can be told.
    private var spare: FileDescriptor?

    package init(in state: FilePath, version: String) {
        layout = SpoolLayout(state: state)
        self.version = version
    }

    /// Writes the file as things stand; one that cannot be written is left as it is, since the work matters more.
    mutating func write(_ tally: Tally, _ health: WorkerPool.Health) {
        let now = wallSecond()
        rates.add(tally.delivered - deliveredBefore, at: now)
        deliveredBefore = tally.delivered
        let status = DaemonStatus(
            version: version, pid: getpid(), started: Timestamp.text(second: started),
            updated: Timestamp.text(second: now), tally: tally, health: health,
            deliveredLastMinute: rates.perMinute(at: now), deliveredLastHour: rates.perHour(at: now))
        do {
            let file = try open(layout.nextStatus)
            try file.closeAfter { _ = try file.writeAll(status.json) }
            _ = layout.nextStatus.withPlatformString { old in layout.status.withPlatformString { rename(old, $0) } }
        } catch {
            return
        }
    }

    /// Opens a file to write it, with the spare descriptor where there is no other.
    private mutating func open(_ path: FilePath) throws -> FileDescriptor {
        func open() throws -> FileDescriptor {
            try FileDescriptor.open(
                path, .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead])
        }
        if spare == nil { spare = try? FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec) }
        do {
            return try open()
        } catch Errno.tooManyOpenFiles {
            try spare?.close()
            spare = nil
            return try open()
        }
    }
}

/// The status file, shared between those who write it.
final class StatusWriter: Sendable {
    private let file: Mutex<StatusFile>

    init(in state: FilePath, version: String) { file = Mutex(StatusFile(in: state, version: version)) }

    /// Writes the file as things stand.
    func write(_ tally: Tally, _ health: WorkerPool.Health) { file.withLock { $0.write(tally, health) } }
}
