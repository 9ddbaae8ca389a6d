import Glibc

/// What `fstat(2)` says of a file.
struct FileStatus: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case regular, folder, symbolicLink, fifo, socket, device }

    let kind: Kind
    let byteCount: Int
    /// The space that it takes on its disk, in bytes, as du(1) counts.
    let allocatedBytes: Int
    /// The user ID of its owner.
    let owner: UInt32
    /// The group ID.
    let group: UInt32
    /// The permission bits.
    let mode: UInt32
    let links: Int
    let device: UInt64
    let inode: UInt64
    /// Nanoseconds since 1970 by the file system's clock.
    let modified: Int64
    /// Nanoseconds since 1970 by the file system's clock; cannot be set by a copy.
    let changed: Int64

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            case S_IFIFO: .fifo
            case S_IFSOCK: .socket
            default: .device
            }
        byteCount = Int(status.st_size)
        allocatedBytes = Int(status.st_blocks) * 512
        owner = status.st_uid
        group = status.st_gid
        mode = status.st_mode & 0o7777
        links = Int(status.st_nlink)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    }

    /// What tells the file from all others, with the time of its birth as `Kernel.birth(of:)` has it.
    func identity(born: Int64) -> FileIdentity { FileIdentity(device: device, inode: inode, born: born) }

    /// Whether both are the same file.
    func isSameFile(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }

    /// Whether both are the same file and nothing was written in between, as far as size and time tell.
    func isUnchanged(since other: FileStatus) -> Bool {
        isSameFile(as: other) && byteCount == other.byteCount && modified == other.modified
    }
}

/// What tells a file from all others, whatever its name is and was: numbers of inodes are used again, so the time of
/// its birth belongs to it where the file system knows that.
struct FileIdentity: Hashable, Codable, Sendable {
    let device: UInt64
    let inode: UInt64
    /// Nanoseconds since 1970; 0 where it is not known.
    let born: Int64
}
