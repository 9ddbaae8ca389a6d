import Glibc
package import SystemPackage

/// Reads the reports of an outbox by their paths under it, through no symbolic link.
///
/// Each call opens the outbox anew: it may be unmounted and come back.
package struct OutboxReader: Sendable {
    /// What tells a report's file from what lay at the same place before.
    package struct Stamp: Hashable, Sendable {
        package let byteCount: Int
        /// Nanoseconds since 1970 by the file system's clock; cannot be set by a copy.
        package let changed: Int64
        package let inode: UInt64
        /// When the report was written, in seconds since 1970.
        package let modified: Int

        init(_ status: FileStatus) {
            (byteCount, changed, inode) = (status.byteCount, status.changed, status.inode)
            modified = Int(status.modified / 1_000_000_000)
        }
    }

    /// Where reports lie.
    package let outbox: FilePath

    package init(_ outbox: FilePath) { self.outbox = outbox }

    /// Whether a path under the outbox may be a report's: no hidden name on the way, and a report's ending.
    package static func isReport(_ place: FilePath) -> Bool {
        place.staysBeneath && SpoolLayout.isReport(place.nameBytes)
            && place.components.allSatisfy { !isHidden(FilePath(root: nil, [$0]).bytes) }
    }

    private static func isHidden(_ name: [UInt8]) -> Bool { name.first == UInt8(ascii: ".") }

    /// Calls `body` for each report, in no order, with its path under the outbox.
    ///
    /// - Throws: The system's error where the outbox, or the rest of a folder, cannot be read.
    package func forEachReport(_ body: (FilePath, Stamp) -> Void) throws(Errno) {
        // Everything but hidden names: whatever a document was called, its report is one.
        try FolderWalk.visit(outbox, ignoring: IgnoreRules(patterns: ["!*"])) { path, step in
            guard case .entry(let name, let folder) = step, SpoolLayout.isReport(name.bytes),
                !Self.isHidden(name.bytes),
                let status = try? Kernel.status(of: name, in: folder), status.kind == .regular
            else { return }
            body(path, Stamp(status))
        }
    }

    /// The stamp of what lies at a place; nil where no regular file does.
    ///
    /// - Throws: The system's error where that cannot be found out.
    package func stamp(of place: FilePath) throws(Errno) -> Stamp? {
        guard let file = try open(place) else { return nil }
        let status = try Kernel.status(of: file)
        return status.kind == .regular ? Stamp(status) : nil
    }

    /// The stamp of whatever lies at a place, also where it cannot be opened; nil where nothing does.
    package func stampUnopened(of place: FilePath) -> Stamp? {
        guard let root = try? Kernel.openFolder(outbox),
            let folder = try? Kernel.open(place.folder, beneath: root, flags: O_RDONLY | O_DIRECTORY),
            let status = try? Kernel.status(of: FilePath(bytes: place.nameBytes), in: folder)
        else { return nil }
        return Stamp(status)
    }

    /// The bytes of the report at a place, with its stamp; nil where no regular file lies there.
    ///
    /// - Parameters:
    ///   - place: A path under the outbox.
    ///   - limit: The most bytes that are read.
    /// - Returns: They and the stamp.
    /// - Throws: The system's error where it cannot be read; `fileTooLarge` for one that is larger.
    package func contents(of place: FilePath, atMost limit: Int) throws(Errno) -> (bytes: [UInt8], stamp: Stamp)? {
        guard let file = try open(place) else { return nil }
        let status = try Kernel.status(of: file)
        guard status.kind == .regular else { return nil }
        guard status.byteCount <= limit else { throw .fileTooLarge }
        return (try Kernel.bytes(of: file, from: 0, atMost: status.byteCount), Stamp(status))
    }

    private func open(_ place: FilePath) throws(Errno) -> Descriptor? {
        let folder = try Kernel.openFolder(outbox)
        do throws(Errno) {
            return try Kernel.open(place, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
        } catch  where [.noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels].contains(error) {
            return nil
        }
    }
}
