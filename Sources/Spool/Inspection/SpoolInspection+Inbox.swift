import Glibc
package import SystemPackage

extension SpoolInspection {
    /// What waits in an inbox, told without a daemon.
    package struct Backlog: Hashable, Sendable {
        /// How many files are documents by their names and kinds; finished or not.
        package var documents = 0
        /// How long ago the file changed that did so first; nil when there is none.
        package var oldestAge: Duration?
        /// How many folders there are, the inbox among them.
        package var folders = 0
        /// Hidden files of a claim or a delivery, by their paths under the inbox.
        package var temporaries: [FilePath] = []
    }

    /// Counts what waits in an inbox, through no symbolic links.
    ///
    /// - Throws: The system's error where the inbox itself cannot be read; folders below that cannot are left out.
    package static func backlog(of inbox: FilePath, ignoring rules: IgnoreRules) throws(Errno) -> Backlog {
        let root = try Kernel.openFolder(inbox)
        var backlog = Backlog()
        var oldest: Int64?
        try visit(root, ignoring: rules) { path, name, folder in
            guard let name else {
                backlog.folders += 1
                return
            }
            if name.bytes.starts(with: Self.temporaryPrefix) { return backlog.temporaries.append(path) }
            guard rules.rule(name: name.bytes, path: path) == nil,
                let status = try? Kernel.status(of: name, in: folder), status.kind == .regular
            else { return }
            backlog.documents += 1
            oldest = min(oldest ?? status.changed, status.changed)
        }
        backlog.oldestAge = oldest.map { .nanoseconds(max(0, wallTime() - $0)) }
        return backlog
    }

    /// Some documents of an inbox, by their paths under it.
    ///
    /// - Throws: The system's error where the inbox itself cannot be read.
    package static func documents(
        in inbox: FilePath, ignoring rules: IgnoreRules, atMost most: Int
    ) throws(Errno) -> [FilePath] {
        var found: [FilePath] = []
        try visit(try Kernel.openFolder(inbox), ignoring: rules) { path, name, folder in
            guard found.count < most, let name, rules.rule(name: name.bytes, path: path) == nil,
                let status = try? Kernel.status(of: name, in: folder), status.kind == .regular
            else { return }
            found.append(path)
        }
        return found
    }

    /// The name of the network file system that a folder lies on; nil for another kind, or when it cannot be opened.
    package static func networkFileSystem(of folder: FilePath) -> String? {
        (try? Kernel.openFolder(folder)).flatMap { try? NetworkFileSystem.name(of: $0) }
    }

    /// The hidden files in an outbox that are reports before they were whole, by their paths under it.
    ///
    /// - Throws: The system's error where the outbox itself cannot be read.
    package static func temporaryReports(in outbox: FilePath) throws(Errno) -> [FilePath] {
        var found: [FilePath] = []
        try visit(try Kernel.openFolder(outbox), ignoring: nil) { path, name, _ in
            if let name, name.bytes.starts(with: Self.temporaryPrefix) { found.append(path) }
        }
        return found
    }

    private static let temporaryPrefix = Array(".copydesk-".utf8)

    /// Calls `body` for each folder, without a name, and for each other entry with its name and its folder.
    private static func visit(
        _ root: Descriptor, ignoring rules: IgnoreRules?, _ body: (FilePath, FilePath?, Descriptor) -> Void
    ) throws(Errno) {
        var folders = [FilePath()]
        while let folder = folders.popLast() {
            let descriptor: Descriptor
            do throws(Errno) {
                descriptor = try Kernel.open(folder, beneath: root, flags: O_RDONLY | O_DIRECTORY)
            } catch {
                guard !folder.isEmpty else { throw error }
                continue
            }
            body(folder, nil, descriptor)
            try FolderReader.forEachEntry(of: descriptor) { name, isFolder throws(Errno) in
                let component = FilePath(bytes: name)
                let path = folder.pushing(component)
                guard isFolder else {
                    body(path, component, descriptor)
                    return true
                }
                if rules?.rule(name: name, path: path) == nil { folders.append(path) }
                return true
            }
        }
    }
}
