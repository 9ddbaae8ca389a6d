import CLinux
import Foundation
import Glibc
import SystemPackage

/// The standing queries of a library, a file each, so that they outlive its database.
package struct AlertFiles: Sendable {
    private let layout: LibraryLayout
    private var folder: FilePath { layout.alerts }
    private static let suffix = ".json"

    package init(_ layout: LibraryLayout) { self.layout = layout }

    private func file(_ name: String) -> FilePath { folder.appending(name + Self.suffix) }

    /// All of them by name; a file that is none is left out.
    ///
    /// - Throws: `LibraryError.none` where no library was ever made, `.closed` where it may not be read.
    package func all() throws(LibraryError) -> [Alert] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.string)
        } catch {
            throw access(folder.string, R_OK) != 0 && errno == EACCES ? .closed(folder) : .none(folder)
        }
        return names.sorted().compactMap { name in
            guard name.hasSuffix(Self.suffix),
                let data = FileManager.default.contents(atPath: folder.appending(name).string)
            else { return nil }
            let alert = try? JSONDecoder().decode(Alert.self, from: data)
            return alert.flatMap { Alert.isName($0.name) && $0.name + Self.suffix == name ? $0 : nil }
        }
    }

    /// When the list changed last, in nanoseconds; nil where there is none.
    var changed: Int? {
        var status = stat()
        guard stat(folder.string, &status) == 0 else { return nil }
        return Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
    }

    /// Adds an alert, also where the library itself is still to be made.
    ///
    /// - Parameters:
    ///   - alert: The alert.
    ///   - folderMode: The access mode of folders that are made for it, before the umask.
    /// - Throws: `LibraryError.system` with `.fileExists` where there is one of that name, `.none` without a state folder.
    package func add(_ alert: Alert, folderMode: UInt32 = 0o770) throws(LibraryError) {
        guard access(layout.folder.removingLastComponent().string, F_OK) == 0 else { throw .none(folder) }
        for path in [layout.folder, folder] where mkdir(path.string, folderMode) != 0 {
            let error = Errno(rawValue: errno)
            // One that is there says nothing of whether this user may write to what it is in.
            guard access(path.string, F_OK) == 0 else { throw .system(path, error) }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(alert) else { throw .system(folder, .invalidArgument) }
        try NewFile.write(Array(data) + [UInt8(ascii: "\n")], as: alert.name + Self.suffix, in: folder)
    }

    /// Removes an alert; its matches stay.
    ///
    /// - Throws: `LibraryError.system` with `.noSuchFileOrDirectory` where there is none of that name.
    package func remove(_ name: String) throws(LibraryError) {
        guard unlink(file(name).string) == 0 else { throw .system(file(name), Errno(rawValue: errno)) }
    }
}

/// Files that appear whole, and never in another's place.
enum NewFile {
    /// - Throws: `LibraryError.system` with `.fileExists` where there is one of that name.
    static func write(_ bytes: [UInt8], as name: String, in folder: FilePath) throws(LibraryError) {
        let path = folder.appending(name)
        let temporary = folder.appending(".\(name.prefix(200)).\(getpid())")
        defer { unlink(temporary.string) }
        do {
            let file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .groupWrite])
            try file.closeAfter { _ = try file.writeAll(bytes) }
        } catch {
            throw .system(folder, error as? Errno ?? .ioError)
        }
        guard copydesk_rename_new(AT_FDCWD, temporary.string, AT_FDCWD, path.string) == 0 else {
            throw .system(path, Errno(rawValue: errno))
        }
    }
}
