import Glibc
import SystemPackage

/// The outbox that was used last, by its path in a file of the state folder.
///
/// If it is not there at the next start it is not made anew: the file system that it lies on may not be mounted, and
/// reports in the place of its mount point would vanish under it.
enum LastOutbox {
    /// Whether it is this one.
    static func `is`(_ outbox: FilePath, in state: BaseFolder) -> Bool {
        (try? Kernel.contents(of: SpoolLayout.Name.lastOutbox, in: state.current())) == outbox.bytes
    }

    /// Notes which outbox is used; without that, as on a full disk, only this watchfulness is lost.
    static func note(_ outbox: FilePath, in state: BaseFolder, mode: UInt32) {
        guard !self.is(outbox, in: state), let folder = try? state.current(),
            let file = try? Kernel.open(
                SpoolLayout.Name.lastOutbox, beneath: folder, flags: O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK,
                mode: mode)
        else { return }
        try? Kernel.writeAll(outbox.bytes, to: file)
    }
}
