import CLinux
import Glibc
package import SystemPackage

/// Looks at a spool's folders from outside: takes no lock and changes nothing, so that a daemon may work meanwhile.
package enum SpoolInspection {
    /// What `spool/active` holds.
    package struct Entries: Sendable {
        /// The claims whose documents are there, oldest first.
        package var claims: [Claim] = []
        /// Names of files that belong to no such claim, in ascending order.
        package var leftovers: [String] = []
    }

    /// Reads `spool/active`.
    ///
    /// - Throws: The system's error; `noSuchFileOrDirectory` where no daemon ever ran.
    package static func entries(in state: FilePath) throws(Errno) -> Entries {
        let active = try Kernel.openFolder(state.appending("spool/active"))
        var names: Set<String> = []
        try FolderReader.forEachEntry(of: active) { name, _ in
            names.insert(String(decoding: name, as: UTF8.self))
            return true
        }
        var entries = Entries()
        for name in names.sorted() where name.hasSuffix(".json") {
            let id = String(name.dropLast(5))
            let document = id + ".document"
            guard names.contains(document), let bytes = try? Kernel.contents(of: Entry.record(id), in: active),
                let record = ClaimRecord(id: id, bytes: bytes)
            else { continue }
            entries.claims.append(record.claim)
            names.subtract([name, document])
        }
        entries.leftovers = names.sorted()
        return entries
    }

    /// A file of the inbox as the daemon sees it.
    package struct InboxFile: Sendable {
        package let isFolder: Bool
        /// Why it is no document, for what it is.
        package let oddity: Oddity?
        package let byteCount: Int
        /// How long ago it changed, by this machine's clock.
        package let age: Duration
        /// Whether somebody has it open for writing; nil when the kernel does not tell.
        package let hasWriter: Bool?
    }

    /// Looks at a file under the inbox, through no symbolic link.
    ///
    /// - Throws: The system's error.
    package static func file(_ path: FilePath, in inbox: FilePath) throws(Errno) -> InboxFile {
        guard path.staysBeneath else { throw .noSuchFileOrDirectory }
        let root = try Kernel.openFolder(inbox)
        let parent = try Kernel.open(path.folder, beneath: root, flags: O_RDONLY | O_DIRECTORY)
        let name = FilePath(bytes: path.nameBytes)
        let status = try Kernel.status(of: name, in: parent)
        var oddity = status.oddity
        var hasWriter: Bool?
        if status.kind == .regular {
            do throws(Errno) {
                hasWriter = Kernel.hasWriter(try Kernel.open(name, beneath: parent, flags: O_RDONLY | O_NONBLOCK))
            } catch {
                oddity = .unreadable(error)
            }
        }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let age = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec) - status.changed
        return InboxFile(
            isFolder: status.kind == .folder, oddity: oddity, byteCount: status.byteCount,
            age: .nanoseconds(max(0, age)), hasWriter: hasWriter)
    }

    /// Where the original of a delivered document lies under `archive`; nil when it was deleted.
    package static func archived(_ path: FilePath, sha256: String, in state: FilePath) -> FilePath? {
        guard path.staysBeneath, let archive = try? Kernel.openFolder(state.appending("archive")),
            let folder = try? Kernel.open(path.folder, beneath: archive, flags: O_RDONLY | O_DIRECTORY)
        else { return nil }
        for name in OutputName.candidates(for: path.nameBytes, sha256: sha256, suffix: "") {
            guard let bytes = try? Kernel.contents(of: name, in: folder) else { continue }
            if SHA256.hexDigest(of: bytes) == sha256 { return path.folder.pushing(name) }
        }
        return nil
    }

    /// A folder's place: what it lies on and what is left there.
    package struct Place: Hashable, Sendable {
        /// The file system's name where other machines may write to it, so that folders are polled; else nil.
        package let networkFileSystem: String?
        /// The mount that it is reached through: files are renamed within one only (rename(2)).
        package let mount: String?
        package let freeBytes: Int
        /// Inodes left; nil where the file system has no fixed number of them.
        package let freeFiles: Int?
    }

    /// Looks at the place of a folder.
    ///
    /// - Throws: The system's error.
    package static func place(of folder: FilePath) throws(Errno) -> Place {
        let opened = try Kernel.openFolder(folder)
        let space = try Kernel.freeSpace(at: opened)
        let proc = try? Kernel.openFolder("/proc/self/fdinfo")
        let information = opened.withRaw { raw in
            proc.flatMap { try? Kernel.contents(of: FilePath("\(raw)"), in: $0) }
        }
        let mount = String(decoding: information ?? [], as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("mnt_id:") }
        return Place(
            networkFileSystem: NetworkFileSystem.name(of: opened), mount: mount.map { String($0) },
            freeBytes: space.bytes, freeFiles: space.files)
    }
}

extension Kernel {
    /// The bytes of a file in a folder, whole.
    static func contents(of name: FilePath, in folder: Descriptor) throws(Errno) -> [UInt8] {
        let file = try open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try read(file, at: bytes.count, into: buffer)
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }
}
