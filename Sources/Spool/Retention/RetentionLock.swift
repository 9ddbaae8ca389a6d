import Glibc
import SystemPackage

/// The lock between what removes finished work and what relies on it.
///
/// A delivery that finds its name taken looks at what lies there, and may leave it at that: the same bytes, the same
/// document. Between its look and its decision nothing may be removed. So whoever removes holds this lock while it
/// looks a last time and removes, and so does a delivery that found its name taken; all others need none, for a name
/// that is free is given to one of them only. flock(2): the lock ends with whoever holds it, however that dies.
struct RetentionLock: Sendable {
    private let state: BaseFolder

    /// The longest wait: the lock is held for milliseconds at a time, unless who holds it was stopped (SIGSTOP).
    private static let patience = 2_000
    private static let waitMicroseconds: UInt32 = 1_000

    init(in state: BaseFolder) { self.state = state }

    /// Makes the lock's file, with the owner and group of the folder where this is root.
    ///
    /// Its time is that of the last run; before the first it is 1970.
    func make(mode: UInt32) throws(Errno) {
        let folder = try openState()
        let name = SpoolLayout.Name.retentionLock
        do throws(Errno) {
            let file = try Kernel.open(name, beneath: folder, flags: O_RDWR | O_CREAT | O_EXCL, mode: mode)
            try Kernel.setModified(0, of: file)
            guard geteuid() == 0, try Kernel.status(of: folder).owner != 0 else { return }
            try Kernel.giveAway(file, toOwnerOf: folder)
        } catch .fileExists {
            // The usual case: an earlier daemon made it.
        }
    }

    /// Throws the system's error where the lock's file cannot be opened.
    func check() throws(Errno) {
        guard try Kernel.status(of: openFile()).kind == .regular else { throw .isDirectory }
    }

    /// When a run ended last, in nanoseconds since 1970; nil where nobody knows.
    func lastRun() -> Int64? {
        (try? openFile()).flatMap { try? Kernel.status(of: $0).modified }
    }

    /// Notes that a run ends now.
    func noteRun() { if let file = try? openFile() { try? Kernel.setModified(wallTime(), of: file) } }

    /// Does something while nobody else has the lock.
    ///
    /// - Throws: What `body` throws, or why the lock is not to be had: `resourceBusy` after two seconds.
    func holding<Value>(_ body: () throws(Errno) -> Value) throws(Errno) -> Value {
        let file = try openFile()
        var tries = 0
        while true {
            do throws(Errno) {
                try Kernel.lock(file)
                break
            } catch .wouldBlock {
                tries += 1
                guard tries < Self.patience else { throw .resourceBusy }
                usleep(Self.waitMicroseconds)
            } catch  where error == .notSupported || error == .noLocks || error == .invalidArgument {
                // A file system without such locks: as good as before there was this one.
                break
            }
        }
        // The lock goes with the descriptor.
        return try withExtendedLifetime(file) { () throws(Errno) in try body() }
    }

    /// Whether the lock works here, so that something may be removed beside a daemon.
    func works() -> Bool {
        guard let file = try? openFile() else { return false }
        do throws(Errno) {
            try Kernel.lock(file)
            return true
        } catch {
            return error == .wouldBlock
        }
    }

    private func openFile() throws(Errno) -> Descriptor {
        let folder = try openState()
        do throws(Errno) {
            return try Kernel.open(SpoolLayout.Name.retentionLock, beneath: folder, flags: O_RDWR)
        } catch .permissionDenied {
            // Enough for a lock on a local disk, and all that a member of the group has.
            return try Kernel.open(SpoolLayout.Name.retentionLock, beneath: folder, flags: O_RDONLY)
        } catch .noSuchFileOrDirectory {
            try make(mode: 0o640)
            return try Kernel.open(SpoolLayout.Name.retentionLock, beneath: folder, flags: O_RDWR)
        }
    }

    private func openState() throws(Errno) -> Descriptor {
        do throws(Blockage) { return try state.current() } catch { throw error.errno }
    }
}
