import Glibc
import SystemPackage

/// Reads folders name by name; a folder is never in memory whole.
enum FolderReader {
    enum Kind { case regular, folder, other, unknown }

    /// Calls `body` for each name but `.` and `..`, in no order, until it says false.
    static func forEachEntry(
        of folder: Descriptor,
        _ body: (_ name: UnsafeBufferPointer<UInt8>, _ kind: Kind) throws(Errno) -> Bool
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
            let kind: Kind =
                switch Int(entry.pointee.d_type) {
                case Int(DT_REG): .regular
                case Int(DT_DIR): .folder
                case Int(DT_UNKNOWN): .unknown
                default: .other
                }
            // The name lies in the entry, at `d_name`, ended by a zero.
            guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return }
            let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: UInt8.self)
            let bytes = UnsafeBufferPointer(start: name, count: strlen(name))
            if bytes.elementsEqual([0x2E]) || bytes.elementsEqual([0x2E, 0x2E]) { continue }
            guard try body(bytes, kind) else { return }
        }
    }
}
