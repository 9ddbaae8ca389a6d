import Digest
import CLinux
import Glibc
package import SystemPackage

/// Looks at a spool's folders from outside: takes no lock and changes nothing, so that a daemon may work meanwhile.
package enum SpoolInspection {
    /// The claims in `spool/active` whose documents are there, oldest first.
    ///
    /// - Throws: The system's error; `noSuchFileOrDirectory` where no daemon ever ran.
    package static func claims(in state: FilePath) throws(Errno) -> [Claim] {
        let active = try Kernel.openFolder(state.appending("spool/active"))
        var names: Set<String> = []
        try FolderReader.forEachEntry(of: active) { name, _ in
            names.insert(String(decoding: name, as: UTF8.self))
            return true
        }
        var claims: [Claim] = []
        for name in names.sorted() where name.hasSuffix(".json") {
            let id = String(name.dropLast(5))
            let document = id + ".document"
            guard names.contains(document), let bytes = try? Kernel.contents(of: Entry.record(id), in: active),
                let record = ClaimRecord(id: id, bytes: bytes)
            else { continue }
            claims.append(record.claim)
        }
        return claims
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

    /// Whether the daemon with this state folder used that outbox last: then it waits for it when it has vanished.
    package static func wasUsed(outbox: FilePath, by state: FilePath) -> Bool {
        guard let folder = try? Kernel.openFolder(state) else { return false }
        return (try? Kernel.contents(of: LastOutbox.name, in: folder)) == outbox.bytes
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
