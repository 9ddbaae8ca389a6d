import Glibc
import SystemPackage

/// Locks that last as long as their descriptor: `flock(2)` ends with the process, however it dies.
enum FolderLock {
    /// Locks a folder by a file in it, which tells our process ID.
    static func take(file name: FilePath, in folder: BaseFolder, mode: UInt32) throws(SpoolError)
        -> Descriptor?
    {
        let file: Descriptor
        do {
            file = try Kernel.open(name, beneath: folder.current(), flags: O_RDWR | O_CREAT, mode: mode)
        } catch {
            throw .unusableFile(folder.path.pushing(name), (error as? Errno) ?? .ioError)
        }
        try lock(file, of: folder)
        file.withRaw { raw in
            let text = Array("\(getpid())\n".utf8)
            // For people only: the lock itself is the kernel's.
            if ftruncate(raw, 0) == 0 { _ = pwrite(raw, text, text.count, 0) }
        }
        return file
    }

    /// Locks the folder itself, so that nothing of ours lies in it; nil where the file system has no such locks.
    static func take(folder: BaseFolder) throws(SpoolError) -> Descriptor? {
        do {
            let descriptor = try folder.current()
            try lock(descriptor, of: folder)
            return descriptor
        } catch let error as SpoolError {
            guard case .system = error else { throw error }
            return nil
        } catch {
            throw .missing(folder.role, folder.path)
        }
    }

    private static func lock(_ descriptor: Descriptor, of folder: BaseFolder) throws(SpoolError) {
        do throws(Errno) {
            try Kernel.lock(descriptor)
        } catch .wouldBlock {
            throw .inUse(folder.role, folder.path, pid: holder(of: descriptor))
        } catch {
            throw .system(FailedCall("flock", error, folder.path))
        }
    }

    /// The process that holds the lock, from `/proc/locks`: `1: FLOCK ADVISORY WRITE 4711 fe:00:1234 0 EOF`.
    static func holder(of descriptor: Descriptor) -> Int? {
        guard let status = try? Kernel.status(of: descriptor), let file = fopen("/proc/locks", "re")
        else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(
                decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let fields = text.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", let pid = Int(fields[4]),
                fields[5].split(separator: ":").last.map({ UInt64($0) == status.inode }) ?? false
            else { continue }
            return pid
        }
        return nil
    }
}
