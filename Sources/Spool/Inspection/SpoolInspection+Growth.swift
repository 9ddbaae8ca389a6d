import Glibc
package import SystemPackage

extension SpoolInspection {
    /// What lies in a folder of finished work.
    package struct Growth: Hashable, Sendable {
        package var files = 0
        /// The space that they take on the disk.
        package var bytes = 0
        /// How much of that came in the last days.
        package var recentBytes = 0
        /// How many of the files somebody else than the user asked about may write to, by owner and mode.
        package var alterable = 0
    }

    /// Looks at all files of a folder and those below; through no symbolic link.
    ///
    /// - Parameters:
    ///   - folder: Where to look.
    ///   - recent: What counts as the last days.
    ///   - user: Who alone is to be able to write to the files; anybody where it is nil. Root may always.
    ///   - allowed: The bits of a mode that others may have all the same.
    /// - Returns: What there is.
    /// - Throws: The system's error where the folder itself cannot be read; folders below that cannot are left out.
    package static func growth(
        of folder: FilePath, recent: Duration, writtenBy user: UInt32? = nil, allowing allowed: UInt32 = 0
    ) throws(Errno) -> Growth {
        let since = wallTime() - Int64(clamping: recent.nanoseconds)
        var growth = Growth()
        try FolderWalk.visit(folder) { _, step in
            guard case .entry(let name, let folder) = step,
                let status = try? Kernel.status(of: name, in: folder), status.kind == .regular
            else { return }
            growth.files += 1
            growth.bytes += status.allocatedBytes
            if let user, status.owner != user && status.owner != 0 || status.mode & 0o022 & ~allowed != 0 {
                growth.alterable += 1
            }
            if status.changed >= since { growth.recentBytes += status.allocatedBytes }
        }
        return growth
    }
}
