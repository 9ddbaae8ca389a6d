import Glibc
import Synchronization
import SystemPackage

/// One of the spool's folders, kept open, and opened again when another one took its place.
final class BaseFolder: Sendable {
    let role: FolderRole
    let path: FilePath
    private let opened: Mutex<(Descriptor, FileStatus)?>

    init(_ role: FolderRole, _ path: FilePath) throws(SpoolError) {
        self.role = role
        self.path = path
        do throws(Errno) {
            let descriptor = try Kernel.openFolder(path)
            opened = Mutex((descriptor, try Kernel.status(of: descriptor)))
        } catch {
            throw error == .noSuchFileOrDirectory ? .missing(role, path) : .refused(role, path, error)
        }
    }

    /// A folder that is not there yet: it is opened when it is.
    init(awaiting role: FolderRole, _ path: FilePath) {
        self.role = role
        self.path = path
        opened = Mutex(nil)
    }

    /// The folder that lies at the path now: after a mount, or when the folder was removed and made again, another.
    func current() throws(Blockage) -> Descriptor {
        do throws(Errno) {
            let status = try Kernel.status(of: path)
            if let known = opened.withLock({ $0 }), known.1.isSameFile(as: status) { return known.0 }
            let descriptor = try Kernel.openFolder(path)
            let newStatus = try Kernel.status(of: descriptor)
            opened.withLock { $0 = (descriptor, newStatus) }
            return descriptor
        } catch {
            throw Blockage(error, path)
        }
    }

    /// Whether it is mounted read-only, as far as that is known.
    var isReadOnly: Bool {
        guard let folder = try? current() else { return false }
        return (try? Kernel.freeSpace(at: folder))?.isReadOnly ?? false
    }

    /// Opens a folder beneath, making what is missing of it, durably.
    ///
    /// Where a component's place is taken by something that is no folder, the folder's name gets a hash of the name
    /// behind it, so that the same path always leads to the same folder.
    ///
    /// - Returns: The folder and its path as it was made.
    func makeFolders(_ path: FilePath, mode: UInt32) throws(Blockage) -> (Descriptor, FilePath) {
        var here = try current()
        var way = FilePath()
        for component in path.components {
            var name = FilePath(root: nil, [component])
            do throws(Errno) {
                do throws(Errno) {
                    here = try openOrMake(name, in: here, mode: mode)
                } catch  where error == .notDirectory || error == .tooManySymbolicLinkLevels {
                    name = OutputName.folder(insteadOf: name)
                    here = try openOrMake(name, in: here, mode: mode)
                }
            } catch {
                throw Blockage(error, self.path.pushing(way).pushing(name))
            }
            way.push(name)
        }
        return (here, way)
    }

    private func openOrMake(_ name: FilePath, in folder: Descriptor, mode: UInt32) throws(Errno)
        -> Descriptor
    {
        do throws(Errno) {
            return try Kernel.open(name, beneath: folder, flags: O_RDONLY | O_DIRECTORY)
        } catch .noSuchFileOrDirectory {
            do throws(Errno) {
                try Kernel.makeFolder(name, in: folder, mode: mode)
                try Kernel.syncNames(of: folder)
            } catch .fileExists {
                // Another document's delivery was faster.
            }
            return try Kernel.open(name, beneath: folder, flags: O_RDONLY | O_DIRECTORY)
        }
    }
}

extension Kernel {
    /// Opens a folder as `BaseFolder.makeFolders` makes it, without making it: of a folder whose name is a file's the one
    /// that was made instead.
    ///
    /// - Parameters:
    ///   - path: The folder's path under the base, as that of the documents is in the inbox.
    ///   - base: The base folder, open.
    /// - Returns: The folder, and its path as it was made.
    /// - Throws: The system's error; `noSuchFileOrDirectory` where it was not made.
    static func openOutput(_ path: FilePath, beneath base: Descriptor) throws(Errno) -> (Descriptor, FilePath) {
        let flags = O_RDONLY | O_DIRECTORY
        do throws(Errno) {
            return (try open(path, beneath: base, flags: flags), path)
        } catch  where error == .notDirectory || error == .tooManySymbolicLinkLevels {
            // Looked for folder by folder.
        }
        var (here, way) = (try open(FilePath(), beneath: base, flags: flags), FilePath())
        for component in path.components {
            var name = FilePath(root: nil, [component])
            do throws(Errno) {
                here = try open(name, beneath: here, flags: flags)
            } catch  where error == .notDirectory || error == .tooManySymbolicLinkLevels {
                name = OutputName.folder(insteadOf: name)
                here = try open(name, beneath: here, flags: flags)
            }
            way.push(name)
        }
        return (here, way)
    }
}
