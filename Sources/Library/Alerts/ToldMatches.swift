import Digest
import Foundation
import Glibc
import SystemPackage

/// Which matches were told of: a file for each alert, a line for each match.
///
/// It lies beside the database and is no part of it, for it is not made of the outbox: whoever waits for matches takes
/// their files away, and a database that is built anew meets every report as if it had just come.
struct ToldMatches {
    private typealias Key = SIMD2<UInt64>

    private let folder: FilePath
    private let folderMode: UInt32
    /// By alert, of those that were asked for; read when the first is.
    private var known: [String: Set<Key>] = [:]

    init(_ layout: LibraryLayout, folderMode: UInt32) {
        folder = layout.told
        self.folderMode = folderMode
    }

    /// Another alert of the same name waits for something else.
    private static func name(_ alert: Alert) -> String { "\(alert.name).\(alert.created)" }

    /// Forgets what was told for alerts that are no more.
    mutating func keepOnly(_ alerts: [Alert]) {
        let names = Set(alerts.map(Self.name))
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
        where !names.contains(name) {
            unlink(folder.appending(name).string)
            known[name] = nil
        }
    }

    /// Whether a match was told of.
    ///
    /// - Throws: Why that cannot be found out.
    mutating func contains(_ match: String, of alert: Alert) throws(LibraryError) -> Bool {
        guard let key = Self.key(match) else { return false }
        return try keys(of: alert).contains(key)
    }

    /// Notes that a match was told of.
    ///
    /// - Throws: Why it could not be noted.
    mutating func insert(_ match: String, of alert: Alert) throws(LibraryError) {
        guard let key = Self.key(match), try !keys(of: alert).contains(key) else { return }
        if mkdir(folder.string, folderMode) != 0, errno != EEXIST { throw .system(folder, Errno(rawValue: errno)) }
        let path = folder.appending(Self.name(alert))
        do {
            let file = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite, .groupRead])
            // The line end before it too: the line before may be cut off, where the disk was full.
            try file.closeAfter { _ = try file.writeAll(Array("\n\(Self.digest(match))\n".utf8)) }
        } catch {
            throw .system(path, error as? Errno ?? .ioError)
        }
        known[Self.name(alert)]?.insert(key)
    }

    private mutating func keys(of alert: Alert) throws(LibraryError) -> Set<Key> {
        let name = Self.name(alert)
        if let keys = known[name] { return keys }
        let path = folder.appending(name)
        var keys: Set<Key> = []
        if let data = FileManager.default.contents(atPath: path.string) {
            for line in data.split(separator: UInt8(ascii: "\n")) {
                if let key = Self.key(digest: String(decoding: line, as: UTF8.self)) { keys.insert(key) }
            }
        } else if access(path.string, F_OK) == 0 || errno != ENOENT {
            throw .system(path, .ioError)
        }
        known[name] = keys
        return keys
    }

    private static func digest(_ match: String) -> String { String(SHA256.hexDigest(of: Array(match.utf8)).prefix(32)) }

    private static func key(_ match: String) -> Key? { key(digest: digest(match)) }

    private static func key(digest: String) -> Key? {
        guard digest.utf8.count == 32, let first = UInt64(digest.prefix(16), radix: 16),
            let last = UInt64(digest.suffix(16), radix: 16)
        else { return nil }
        return Key(first, last)
    }
}
