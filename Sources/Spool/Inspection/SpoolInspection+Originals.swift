import Glibc
package import SystemPackage

extension SpoolInspection {
    /// Files of the inbox that were taken by copy and stay there: until they have rested, or for good where their folder
    /// does not let go of them.
    package struct TakenOriginals: Sendable {
        private struct File: Hashable {
            let device: UInt64
            let inode: UInt64
        }

        private struct Content: Hashable {
            let byteCount: Int
            let modified: Int64
        }

        private var contents: [File: Set<Content>] = [:]

        /// None.
        package init() {}

        /// Those that the records in a state folder name; none where no daemon ever ran.
        package init(in state: FilePath) {
            let layout = SpoolLayout(state: state)
            for path in [layout.active, layout.kept] {
                guard let folder = try? Kernel.openFolder(path) else { continue }
                try? FolderReader.forEachEntry(of: folder) { name, _ in
                    guard let entry = Entry(String(decoding: name, as: UTF8.self)), entry.kind == .record,
                        let record = try? Kernel.contents(of: Entry.record(entry.id), in: folder),
                        let claim = ClaimRecord(id: entry.id, bytes: record)?.claim, let original = claim.original
                    else { return true }
                    contents[File(device: original.device, inode: original.inode), default: []].insert(
                        Content(byteCount: claim.byteCount, modified: claim.modified))
                    return true
                }
            }
        }

        /// Whether a file is one of them, and was not written to since.
        func holds(_ status: FileStatus) -> Bool {
            contents[File(device: status.device, inode: status.inode)]?.contains(
                Content(byteCount: status.byteCount, modified: status.modified)) ?? false
        }
    }
}
