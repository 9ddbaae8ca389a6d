import CLinux
import Glibc
import SystemPackage

/// The system calls of the spool: names relative to open folders, no links followed, errors typed.
///
/// All go through `call`, so that tests can let any of them fail, or let the process "die" before it.
enum Kernel {
    #if DEBUG
    /// Decides before each call whether it fails, for tests.
    @TaskLocal static var faults: (@Sendable (_ call: String) -> Errno?)?
    #endif

    /// Makes a call, again after a signal; `body` returns a negative `errno` for an error.
    @discardableResult
    static func call(_ name: String, _ body: () -> Int) throws(Errno) -> Int {
        #if DEBUG
        if let fault = faults?(name) { throw fault }
        #endif
        while true {
            let result = body()
            if result >= 0 { return result }
            guard result == -Int(EINTR) else { throw Errno(rawValue: CInt(-result)) }
        }
    }

    @discardableResult
    private static func call(
        _ name: String, _ folder: Descriptor, _ path: FilePath,
        _ body: (Int32, UnsafePointer<CChar>) -> Int32
    ) throws(Errno) -> Int {
        try call(name) { folder.withRaw { raw in path.withPlatformString { code(body(raw, $0)) } } }
    }

    static func code(_ result: Int32) -> Int { result >= 0 ? Int(result) : -Int(errno) }
    static func code(_ result: Int) -> Int { result >= 0 ? result : -Int(errno) }

    // Opening

    /// Opens a base folder by its full path.
    static func openFolder(_ path: FilePath) throws(Errno) -> Descriptor {
        let raw = try call("open") {
            path.withPlatformString {
                code(copydesk_openat(AT_FDCWD, $0, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0))
            }
        }
        return Descriptor(adopting: Int32(raw))
    }

    /// Opens a file of proc(5) to read it.
    static func openFile(_ path: FilePath) throws(Errno) -> Descriptor {
        let raw = try call("open") {
            path.withPlatformString { code(copydesk_openat(AT_FDCWD, $0, O_RDONLY | O_CLOEXEC, 0)) }
        }
        return Descriptor(adopting: Int32(raw))
    }

    /// Opens what lies under a folder, through no symbolic link; an empty path is the folder itself.
    static func open(
        _ path: FilePath, beneath folder: Descriptor, flags: Int32, mode: UInt32 = 0
    ) throws(Errno) -> Descriptor {
        let path = path.isEmpty ? "." : path
        let flags = flags | O_CLOEXEC | O_NOFOLLOW
        do throws(Errno) {
            let raw = try call("openat2", folder, path) { copydesk_openat_beneath($0, $1, flags, mode) }
            return Descriptor(adopting: Int32(raw))
        } catch .noFunction {
            return try walk(path, beneath: folder, flags: flags, mode: mode)
        }
    }

    /// What `openat2(2)` does, step by step, for kernels before 5.6.
    static func walk(
        _ path: FilePath, beneath folder: Descriptor, flags: Int32, mode: UInt32
    ) throws(Errno) -> Descriptor {
        var components = Array(path.components)
        guard path.isRelative, let last = components.popLast() else { throw .improperLink }
        var here = folder
        for component in components + [last] {
            guard component.kind != .parentDirectory else { throw .improperLink }
        }
        for component in components {
            let raw = try call("openat", here, FilePath(root: nil, [component])) {
                copydesk_openat($0, $1, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0)
            }
            here = Descriptor(adopting: Int32(raw))
        }
        let raw = try call("openat", here, FilePath(root: nil, [last])) {
            copydesk_openat($0, $1, flags | O_NOFOLLOW | O_CLOEXEC, mode)
        }
        return Descriptor(adopting: Int32(raw))
    }

    // Folders

    static func makeFolder(_ name: FilePath, in folder: Descriptor, mode: UInt32) throws(Errno) {
        try call("mkdirat", folder, name) { mkdirat($0, $1, mode) }
    }

    static func remove(_ name: FilePath, in folder: Descriptor) throws(Errno) {
        try call("unlinkat", folder, name) { unlinkat($0, $1, 0) }
    }

    /// Removes a folder; `.directoryNotEmpty` where something lies in it.
    static func removeFolder(_ name: FilePath, in folder: Descriptor) throws(Errno) {
        try call("unlinkat", folder, name) { unlinkat($0, $1, AT_REMOVEDIR) }
    }

    /// Renames over what is there.
    static func rename(
        _ name: FilePath, in folder: Descriptor, to newName: FilePath, in newFolder: Descriptor
    ) throws(Errno) {
        try call("renameat", folder, name) { raw, from in
            newFolder.withRaw { newRaw in newName.withPlatformString { renameat(raw, from, newRaw, $0) } }
        }
    }

    /// Renames, but fails with `.fileExists` when something of the new name is there.
    static func renameNew(
        _ name: FilePath, in folder: Descriptor, to newName: FilePath, in newFolder: Descriptor
    ) throws(Errno) {
        do throws(Errno) {
            try call("renameat2", folder, name) { raw, from in
                newFolder.withRaw { newRaw in
                    newName.withPlatformString { copydesk_rename_new(raw, from, newRaw, $0) }
                }
            }
        } catch  where error == .invalidArgument || error == .noFunction {
            // NFS and some FUSE file systems have no RENAME_NOREPLACE: link(2) has the same promise.
            try call("linkat", folder, name) { raw, from in
                newFolder.withRaw { newRaw in
                    newName.withPlatformString { linkat(raw, from, newRaw, $0, 0) }
                }
            }
            try remove(name, in: folder)
        }
    }

    // Files

    static func status(of descriptor: Descriptor) throws(Errno) -> FileStatus {
        var status = stat()
        try call("fstat") { descriptor.withRaw { code(fstat($0, &status)) } }
        return FileStatus(status)
    }

    /// What lies under a name, links not followed.
    static func status(of name: FilePath, in folder: Descriptor) throws(Errno) -> FileStatus {
        var status = stat()
        try call("fstatat", folder, name) { fstatat($0, $1, &status, AT_SYMLINK_NOFOLLOW) }
        return FileStatus(status)
    }

    /// What lies under a full path, links followed.
    static func status(of path: FilePath) throws(Errno) -> FileStatus {
        var status = stat()
        try call("stat") { path.withPlatformString { code(fstatat(AT_FDCWD, $0, &status, 0)) } }
        return FileStatus(status)
    }

    /// Makes a folder's names durable, in one go for all calls that wait for the same descriptor.
    static func syncNames(of folder: Descriptor) throws(Errno) {
        try folder.commits.join { () throws(Errno) in try sync(folder) }
    }

    /// Makes a file's content, or a folder's names, durable.
    static func sync(_ descriptor: Descriptor) throws(Errno) {
        do throws(Errno) {
            try call("fsync") { descriptor.withRaw { code(fsync($0)) } }
        } catch .invalidArgument {
            // Some network file systems cannot sync folders and write names through.
        }
    }

    /// Makes a file's content durable, without its times.
    static func syncData(_ descriptor: Descriptor) throws(Errno) {
        try call("fdatasync") { descriptor.withRaw { code(fdatasync($0)) } }
    }

    /// Gives a file or folder the mode of another, and, where this is root, its owner and group.
    ///
    /// Not its sticky bit where the owner is another: in such a folder only its owner could take the others' files.
    static func copyAccess(of model: Descriptor, to target: Descriptor) throws(Errno) {
        var status = stat()
        try call("fstat") { model.withRaw { code(fstat($0, &status)) } }
        let isRoot = geteuid() == 0
        if isRoot { try call("fchown") { target.withRaw { code(fchown($0, status.st_uid, status.st_gid)) } } }
        let hasOwner = isRoot || status.st_uid == geteuid()
        try call("fchmod") { target.withRaw { code(fchmod($0, status.st_mode & (hasOwner ? 0o7777 : 0o6777))) } }
    }

    /// Gives a file the owner and group of a folder; only root may.
    static func giveAway(_ file: Descriptor, toOwnerOf folder: Descriptor) throws(Errno) {
        var status = stat()
        try call("fstat") { folder.withRaw { code(fstat($0, &status)) } }
        try call("fchown") { file.withRaw { code(fchown($0, status.st_uid, status.st_gid)) } }
    }

    /// Sets the permission bits of an open file that is ours.
    static func setMode(_ mode: UInt32, of descriptor: Descriptor) throws(Errno) {
        try call("fchmod") { descriptor.withRaw { code(fchmod($0, mode)) } }
    }

    static func setModified(_ nanoseconds: Int64, of descriptor: Descriptor) throws(Errno) {
        let time = timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        try call("futimens") { descriptor.withRaw { code(futimens($0, [time, time])) } }
    }

    /// Whether somebody has the file open for writing; nil when the kernel does not tell.
    static func hasWriter(_ descriptor: Descriptor) -> Bool? {
        #if DEBUG
        if faults?("lease") != nil { return nil }
        #endif
        return switch descriptor.withRaw({ copydesk_has_writer($0) }) {
        case 0: false
        case 1: true
        default: nil
        }
    }

    /// When an open file was made, in nanoseconds since 1970; 0 where its file system does not say.
    static func birth(of file: Descriptor) -> Int64 { file.withRaw { copydesk_birth_time($0) } }

    /// Why names cannot be taken out of an open folder; nil where nothing is known to bar it.
    static func barrier(toChanging folder: Descriptor) -> Errno? {
        folder.withRaw { faccessat($0, ".", W_OK | X_OK, AT_EACCESS) == 0 ? nil : Errno(rawValue: errno) }
    }

    /// Takes the lock on an open file or folder, without waiting.
    static func lock(_ descriptor: Descriptor) throws(Errno) {
        try call("flock") { descriptor.withRaw { code(copydesk_lock($0)) } }
    }

    /// Whether another open file holds the lock; as good as free where the file system has no such locks.
    ///
    /// Asked for with a shared lock, given back at once, so that two who ask do not take each other for a holder.
    static func isLocked(_ descriptor: Descriptor) -> Bool {
        descriptor.withRaw { raw in
            guard flock(raw, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
            flock(raw, LOCK_UN)
            return false
        }
    }

    /// A counter that wakes who waits for it in `poll(2)`.
    static func eventDescriptor() throws(Errno) -> Descriptor {
        Descriptor(adopting: Int32(try call("eventfd") { code(copydesk_event_descriptor()) }))
    }

    /// The number of the kind of file system that an open folder lies on (`statfs(2)`).
    static func fileSystemType(of folder: Descriptor) throws(Errno) -> Int {
        try call("fstatfs") { folder.withRaw { code(copydesk_file_system_type($0)) } }
    }

    /// The space that a file system has left for us.
    static func freeSpace(at folder: Descriptor) throws(Errno) -> FreeSpace {
        var status = statvfs()
        try call("fstatvfs") { folder.withRaw { code(fstatvfs($0, &status)) } }
        return FreeSpace(
            bytes: Int(
                clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).0
            ),
            // File systems without a fixed number of inodes report none at all.
            files: status.f_files == 0 ? nil : Int(clamping: status.f_favail),
            isReadOnly: status.f_flag & UInt(ST_RDONLY) != 0)
    }

    struct FreeSpace: Hashable, Sendable {
        let bytes: Int
        let files: Int?
        let isReadOnly: Bool
    }
}
