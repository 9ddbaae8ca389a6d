import Digest
import Glibc
package import SystemPackage

/// Looks at a spool's folders from outside: takes no lock and changes nothing, so that a daemon may work meanwhile.
package enum SpoolInspection {
    /// The claims in `spool/active` whose documents are there, oldest first.
    ///
    /// - Throws: The system's error; `noSuchFileOrDirectory` where no daemon ever ran.
    package static func claims(in state: FilePath) throws(Errno) -> [Claim] {
        let active = try Kernel.openFolder(SpoolLayout(state: state).active)
        var documents: Set<String> = []
        try FolderReader.forEachEntry(of: active) { name, _ in
            if let entry = Entry(String(decoding: name, as: UTF8.self)), entry.kind == .document {
                documents.insert(entry.id)
            }
            return true
        }
        var claims: [Claim] = []
        for id in documents.sorted() {
            do throws(Errno) {
                let bytes = try Kernel.contents(of: Entry.record(id), in: active)
                if let claim = ClaimRecord(id: id, bytes: bytes)?.claim { claims.append(claim) }
            } catch .permissionDenied {
                throw .permissionDenied
            } catch {
                // Delivered meanwhile, or lost: `doctor` tells of those.
                continue
            }
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
        /// Whether it was taken by copy as it is, and stays for now, or for good.
        package let isTaken: Bool
    }

    /// Looks at a file under the inbox, through no symbolic link.
    ///
    /// - Parameters:
    ///   - path: Under the inbox.
    ///   - inbox: The inbox.
    ///   - taken: What was taken by copy.
    /// - Returns: What the file is.
    /// - Throws: The system's error.
    package static func file(
        _ path: FilePath, in inbox: FilePath, besides taken: TakenOriginals = TakenOriginals()
    ) throws(Errno) -> InboxFile {
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
        let age = wallTime() - status.changed
        return InboxFile(
            isFolder: status.kind == .folder, oddity: oddity, byteCount: status.byteCount,
            age: .nanoseconds(max(0, age)), hasWriter: hasWriter, isTaken: taken.holds(status))
    }

    /// The folders on the way to where reports or originals from a folder of the inbox belong, the base first and those that
    /// were made instead of one whose name is a file's; as far as they are there and can be looked at.
    ///
    /// - Parameters:
    ///   - folder: A folder under the inbox.
    ///   - base: The outbox, the archive or `failed`.
    /// - Returns: Their paths under the base.
    package static func outputFolders(_ folder: FilePath, in base: FilePath) -> [FilePath] {
        var (ways, way) = ([FilePath()], FilePath())
        for component in folder.components {
            var name = FilePath(root: nil, [component])
            if let status = try? Kernel.status(of: base.pushing(way).pushing(name)), status.kind != .folder {
                name = OutputName.folder(insteadOf: name)
            }
            way.push(name)
            guard (try? Kernel.status(of: base.pushing(way)))?.kind == .folder else { break }
            ways.append(way)
        }
        return ways
    }

    /// The user ID of a file's or folder's owner; nil where it cannot be looked at.
    package static func owner(of path: FilePath) -> UInt32? { (try? Kernel.status(of: path))?.owner }

    /// Whether the daemon with this state folder used that outbox last: then it waits for it when it has vanished.
    package static func wasUsed(outbox: FilePath, by state: FilePath) -> Bool {
        guard let folder = try? Kernel.openFolder(state) else { return false }
        return (try? Kernel.contents(of: SpoolLayout.Name.lastOutbox, in: folder)) == outbox.bytes
    }

    /// Where the original of a delivered document lies under `archive`; nil when it was deleted.
    package static func archived(_ path: FilePath, sha256: String, in state: FilePath) -> FilePath? {
        guard path.staysBeneath, let archive = try? Kernel.openFolder(SpoolLayout(state: state).archive),
            let (folder, way) = try? Kernel.openOutput(path.folder, beneath: archive)
        else { return nil }
        for name in OutputName.candidates(for: path.nameBytes, sha256: sha256, suffix: "") {
            guard let bytes = try? Kernel.contents(of: name, in: folder) else { continue }
            if SHA256.hexDigest(of: bytes) == sha256 { return way.pushing(name) }
        }
        return nil
    }
}
