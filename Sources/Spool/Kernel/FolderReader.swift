import Glibc
import SystemPackage

/// Reads folders name by name; a folder is never in memory whole.
enum FolderReader {
    /// Calls `body` for each name but `.` and `..`, in no order, until it says false.
    static func forEachEntry(
        of folder: Descriptor,
        _ body: (_ name: UnsafeBufferPointer<UInt8>, _ isFolder: Bool) throws(Errno) -> Bool
    ) throws(Errno) {
        // A descriptor of its own, for its offset belongs to the reading.
        let own = try Kernel.open(".", beneath: folder, flags: O_RDONLY | O_DIRECTORY)
        let stream = own.withRaw { raw -> OpaquePointer? in
            let copy = fcntl(raw, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { return nil }
            guard let stream = fdopendir(copy) else {
                close(copy)
                return nil
            }
            return stream
        }
        guard let stream else { throw Errno(rawValue: errno) }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw Errno(rawValue: errno) }
                return
            }
            // The name lies in the entry, at `d_name`, ended by a zero.
            guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return }
            let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: UInt8.self)
            let bytes = UnsafeBufferPointer(start: name, count: strlen(name))
            if bytes.elementsEqual([0x2E]) || bytes.elementsEqual([0x2E, 0x2E]) { continue }
            let type = Int(entry.pointee.d_type)
            guard try body(bytes, isFolder(bytes, type: type, in: folder)) else { return }
        }
    }

    /// Whether an entry is a folder; some file systems, sshfs among them, leave its type in readdir(3) open.
    static func isFolder(_ name: UnsafeBufferPointer<UInt8>, type: Int, in folder: Descriptor) -> Bool {
        guard type == Int(DT_UNKNOWN) else { return type == Int(DT_DIR) }
        return (try? Kernel.status(of: FilePath(bytes: name), in: folder))?.kind == .folder
    }
}
