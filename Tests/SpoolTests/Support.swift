import Glibc
import SystemPackage
import Testing

@testable import Spool

/// The folders of a spool of its own, below one that is removed at the end.
final class Scene: Sendable {
    let root: FilePath
    let folders: SpoolFolders

    init(under parent: FilePath = "/dev/shm") throws {
        var template = Array(parent.appending("spool-test-XXXXXX").string.utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        root = FilePath(platformString: made)
        folders = SpoolFolders(
            inbox: root.appending("inbox"), outbox: root.appending("outbox"),
            state: root.appending("state"))
        kept = []
        makeFolder("inbox")
    }

    /// A view of other scenes, which it keeps.
    init(folders: SpoolFolders, root: FilePath, keeping scenes: [Scene]) {
        self.root = root
        self.folders = folders
        kept = scenes
    }

    private let kept: [Scene]

    deinit { if kept.isEmpty { removeTree(root) } }

    func open(_ change: (inout SpoolOptions) -> Void = { _ in }) throws -> Spool {
        var options = SpoolOptions()
        options.minFreeBytes = 0
        change(&options)
        // A process that another test starts holds the locks of the spool before this one, until its exec(3).
        for _ in 0..<200 {
            do throws(SpoolError) {
                return try Spool(folders: folders, options: options)
            } catch .inUse {
                usleep(5_000)
            }
        }
        return try Spool(folders: folders, options: options)
    }

    func makeFolder(_ path: FilePath) {
        var way = root
        for component in path.components {
            way.append(component)
            way.withPlatformString { _ = mkdir($0, 0o755) }
        }
    }

    func drop(_ text: String, at path: FilePath) throws {
        makeFolder(FilePath("inbox").pushing(path.removingLastComponent()))
        try write(text, to: FilePath("inbox").pushing(path))
    }

    func write(_ text: String, to path: FilePath) throws { try write(Array(text.utf8), to: path) }

    func write(_ bytes: [UInt8], to path: FilePath) throws {
        let descriptor = try FileDescriptor.open(
            root.pushing(path), .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: .init(rawValue: 0o644))
        _ = try descriptor.closeAfter { try descriptor.writeAll(bytes) }
    }

    /// Somebody else, as whose a file can be made only by root.
    static let another: uid_t = 65_533

    /// Makes a file another user's, open to everybody, as one that a member of the group moved into the inbox.
    func giveToAnother(_ path: FilePath) throws {
        try #require(geteuid() == 0, "Run this as root: only root can be two users, one who drops and one who works.")
        let isDone = root.pushing(path).withPlatformString {
            chown($0, Self.another, Self.another) == 0 && chmod($0, 0o666) == 0
        }
        try #require(isDone)
    }

    func text(_ path: FilePath) -> String? {
        guard
            let descriptor = try? FileDescriptor.open(
                root.pushing(path), .readOnly, options: [.closeOnExec])
        else {
            return nil
        }
        defer { try? descriptor.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while let count = try? buffer.withUnsafeMutableBytes({ try descriptor.read(into: $0) }),
            count > 0
        {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// All regular files below a folder, sorted, hidden ones too.
    func files(_ folder: FilePath) -> [String] { Self.files(in: root.pushing(folder)) }

    static func files(in folder: FilePath) -> [String] {
        var found: [String] = []
        visit(folder, FilePath()) { found.append($0.printable) }
        return found.sorted()
    }
}

private func visit(_ folder: FilePath, _ way: FilePath, _ body: (FilePath) -> Void) {
    guard let stream = folder.withPlatformString({ opendir($0) }) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            FilePath(platformString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
        }
        if name == "." || name == ".." { continue }
        if Int(entry.pointee.d_type) == Int(DT_DIR) {
            visit(folder.pushing(name), way.pushing(name), body)
        } else {
            body(way.pushing(name))
        }
    }
}

func removeTree(_ folder: FilePath) {
    var folders: [FilePath] = [folder]
    var emptied: [FilePath] = []
    while let next = folders.popLast() {
        emptied.append(next)
        guard let stream = next.withPlatformString({ opendir($0) }) else { continue }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                FilePath(platformString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name == "." || name == ".." { continue }
            let path = next.pushing(name)
            if Int(entry.pointee.d_type) == Int(DT_DIR) {
                folders.append(path)
            } else {
                path.withPlatformString { _ = unlink($0) }
            }
        }
        closedir(stream)
    }
    for folder in emptied.reversed() { folder.withPlatformString { _ = rmdir($0) } }
}

/// A report as the spool must recognise it: with its document's path and SHA-256 in its head.
func report(for claim: Claim, at path: String = "x") -> [UInt8] {
    Array("{\n  \"document\": { \"path\": \"\(path)\", \"sha256\": \"\(claim.sha256)\" }\n}\n".utf8)
}

extension Spool {
    /// Delivers reports that are in memory whole.
    @discardableResult
    func deliver(_ reports: [[UInt8]], for claim: Claim) throws(DeliveryError) -> DeliveredReports {
        try deliver(reports.map { ReportContents(rest: $0) }, for: claim)
    }
}
