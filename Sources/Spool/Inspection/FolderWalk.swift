import Glibc
import SystemPackage

/// Goes through a folder and those below it, through no symbolic link.
enum FolderWalk {
    /// Something on the way.
    enum Step {
        /// A folder, open; the first is the root.
        case folder(Descriptor)
        /// A folder that the rules leave out, with all that is in it.
        case ignoredFolder
        /// A folder that this process may not read or enter, with all that is in it.
        case closedFolder
        /// Anything else, with its name and the folder that it lies in.
        case entry(FilePath, in: Descriptor)
    }

    /// Gives the paths under a folder of all but folders whose names are wanted; only those cost more than a look.
    ///
    /// - Parameters:
    ///   - root: Where to begin.
    ///   - isWanted: Looks at a name.
    /// - Returns: The paths, in no order; those of folders that cannot be read are left out.
    static func paths(
        in root: FilePath, where isWanted: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> [FilePath] {
        guard let root = try? Kernel.openFolder(root) else { return [] }
        var found: [FilePath] = []
        var folders = [FilePath()]
        while let folder = folders.popLast() {
            guard let descriptor = try? Kernel.open(folder, beneath: root, flags: O_RDONLY | O_DIRECTORY) else {
                continue
            }
            try? FolderReader.forEachEntry(of: descriptor) { name, isFolder throws(Errno) in
                if isFolder {
                    folders.append(folder.pushing(FilePath(bytes: name)))
                } else if isWanted(name) {
                    found.append(folder.pushing(FilePath(bytes: name)))
                }
                return true
            }
        }
        return found
    }

    /// Calls `body` for each folder and for each other entry, with its path under the root.
    ///
    /// - Parameters:
    ///   - root: Where to begin.
    ///   - rules: By which folders are left out.
    ///   - body: What is done at each step.
    /// - Throws: The system's error where the root itself cannot be read; folders below that cannot are left out.
    static func visit(
        _ root: FilePath, ignoring rules: IgnoreRules? = nil, _ body: (FilePath, Step) -> Void
    ) throws(Errno) {
        let root = try Kernel.openFolder(root)
        var folders = [FilePath()]
        while let folder = folders.popLast() {
            let descriptor: Descriptor
            do throws(Errno) {
                descriptor = try Kernel.open(folder, beneath: root, flags: O_RDONLY | O_DIRECTORY)
            } catch {
                guard !folder.isEmpty else { throw error }
                if error == .permissionDenied { body(folder, .closedFolder) }
                continue
            }
            body(folder, .folder(descriptor))
            try FolderReader.forEachEntry(of: descriptor) { name, isFolder throws(Errno) in
                let component = FilePath(bytes: name)
                let path = folder.pushing(component)
                if !isFolder {
                    body(path, .entry(component, in: descriptor))
                } else if rules?.rule(name: name, path: path) == nil {
                    folders.append(path)
                } else {
                    body(path, .ignoredFolder)
                }
                return true
            }
        }
    }
}
