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
    }

    /// Looks at all files of a folder and those below; through no symbolic link.
    ///
    /// - Parameters:
    ///   - folder: Where to look.
    ///   - recent: What counts as the last days.
    /// - Returns: What there is.
    /// - Throws: The system's error where the folder itself cannot be read; folders below that cannot are left out.
    package static func growth(of folder: FilePath, recent: Duration) throws(Errno) -> Growth {
        let since = wallTime() - Int64(clamping: recent.nanoseconds)
        var growth = Growth()
        try FolderWalk.visit(folder) { _, step in
            guard case .entry(let name, let folder) = step,
                let status = try? Kernel.status(of: name, in: folder), status.kind == .regular
            else { return }
            growth.files += 1
            growth.bytes += status.allocatedBytes
            if status.changed >= since { growth.recentBytes += status.allocatedBytes }
        }
        return growth
    }
}
