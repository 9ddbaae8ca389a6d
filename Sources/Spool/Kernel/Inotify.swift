import Glibc
import SystemPackage

/// The kernel's news of folders, `inotify(7)`.
final class Inotify {
    struct Event {
        let watch: Int32
        let mask: UInt32
        let name: FilePath

        var isFolder: Bool { mask & UInt32(IN_ISDIR) != 0 }
        func has(_ bits: Int) -> Bool { mask & UInt32(truncatingIfNeeded: bits) != 0 }
    }

    let raw: Int32
    private let interest: UInt32

    /// - Parameter tellsOfDeletions: Whether files and folders that are removed are told of, too.
    /// - Throws: `.tooManyOpenFiles` when the user has no instances left.
    init(tellsOfDeletions: Bool = false) throws(Errno) {
        interest = Self.interest | (tellsOfDeletions ? UInt32(IN_DELETE) : 0)
        raw = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard raw >= 0 else { throw Errno(rawValue: errno) }
    }

    deinit { close(raw) }

    private static let interest =
        UInt32(IN_CLOSE_WRITE) | UInt32(IN_MODIFY) | UInt32(IN_MOVED_TO) | UInt32(IN_MOVED_FROM) | UInt32(IN_CREATE)
        | UInt32(IN_ATTRIB)
        | UInt32(IN_DELETE_SELF) | UInt32(IN_ONLYDIR)

    /// Watches an open folder, whatever its name is by now.
    func add(_ folder: Descriptor) -> Result<Int32, Errno> {
        let watch = folder.withRaw { inotify_add_watch(raw, "/proc/self/fd/\($0)", interest) }
        return watch >= 0 ? .success(watch) : .failure(Errno(rawValue: errno))
    }

    func forget(_ watch: Int32) { inotify_rm_watch(raw, watch) }

    /// The events that wait now, as many as fit the buffer.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> [Event] {
        let count = Glibc.read(raw, buffer.baseAddress, buffer.count)
        guard count > 0 else { return [] }
        var events: [Event] = []
        let header = MemoryLayout<inotify_event>.size
        var offset = 0
        while offset + header <= count {
            let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let name = buffer[(offset + header)..<min(count, offset + header + Int(event.len))].prefix {
                $0 != 0
            }
            events.append(Event(watch: event.wd, mask: event.mask, name: FilePath(bytes: name)))
            offset += header + Int(event.len)
        }
        return events
    }
}
