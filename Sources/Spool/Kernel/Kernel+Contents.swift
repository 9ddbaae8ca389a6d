import CLinux
import Glibc
import SystemPackage

/// What files hold: reading, writing, copying.
extension Kernel {
    /// Reads at most as many bytes as fit, from an offset; 0 at the end.
    static func read(
        _ descriptor: Descriptor, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
    ) throws(Errno) -> Int {
        try call("pread") {
            descriptor.withRaw { code(pread($0, buffer.baseAddress, buffer.count, off_t(offset))) }
        }
    }

    /// Hands over an open file's bytes from its beginning, a piece at a time.
    ///
    /// - Parameters:
    ///   - file: What is read.
    ///   - limit: How many bytes are read at most.
    ///   - body: What takes a piece, which is gone afterwards.
    /// - Returns: How many bytes were read: fewer than `limit` where the file ends before.
    /// - Throws: The system's error, or what `body` throws.
    @discardableResult
    static func readPieces(
        of file: Descriptor, atMost limit: Int = .max, _ body: (UnsafeRawBufferPointer) throws(Errno) -> Void
    ) throws(Errno) -> Int {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var offset = 0
        while offset < limit {
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, limit - offset)])
            let count = try read(file, at: offset, into: wanted)
            if count == 0 { break }
            try body(UnsafeRawBufferPointer(rebasing: wanted[..<count]))
            offset += count
        }
        return offset
    }

    /// The bytes of a file in a folder, whole.
    static func contents(of name: FilePath, in folder: Descriptor) throws(Errno) -> [UInt8] {
        try contents(of: open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK))
    }

    /// The bytes of an open file, from its beginning, whole.
    static func contents(of file: Descriptor) throws(Errno) -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try read(file, at: bytes.count, into: buffer)
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// The first bytes of an open file.
    static func head(of file: Descriptor, atMost limit: Int) throws(Errno) -> [UInt8] {
        try bytes(of: file, from: 0, atMost: limit)
    }

    /// The last bytes of an open file.
    static func tail(of file: Descriptor, atMost limit: Int) throws(Errno) -> [UInt8] {
        try bytes(of: file, from: max(0, status(of: file).byteCount - limit), atMost: limit)
    }

    /// As many bytes of an open file as there are from an offset, up to a limit.
    static func bytes(of file: Descriptor, from offset: Int, atMost limit: Int) throws(Errno) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 16)
        defer { buffer.deallocate() }
        var count = 0
        while count < limit {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
            let part = try read(file, at: offset + count, into: rest)
            if part == 0 { break }
            count += part
        }
        return Array(buffer[..<count])
    }

    static func writeAll(_ bytes: [UInt8], to descriptor: Descriptor) throws(Errno) {
        // `withUnsafeBytes` would lose the type of the error.
        var written: Result<Void, Errno> = .success(())
        bytes.withUnsafeBytes { buffer in
            do throws(Errno) { try writeAll(buffer, to: descriptor) } catch { written = .failure(error) }
        }
        try written.get()
    }

    static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Descriptor) throws(Errno) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = try call("write") {
                descriptor.withRaw { code(write($0, part.baseAddress, part.count)) }
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes a file without a name on a folder's file system, for reading and writing; it is gone when it is closed.
    static func openNameless(in folder: Descriptor) throws(Errno) -> Descriptor {
        do throws(Errno) {
            return try open(
                FilePath(), beneath: folder, flags: O_RDWR | copydesk_nameless_flag, mode: 0o600)
        } catch .notSupported {
            // NFS, FUSE: there a name that is taken away at once.
        } catch .isDirectory {
            // A kernel that does not know the flag for this file system.
        }
        let name = SpoolLayout.hidden("draft-\(getpid())-\(UInt64.random(in: 0 ... .max))")
        let file = try open(name, beneath: folder, flags: O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
        try remove(name, in: folder)
        return file
    }

    /// Has the file system set space aside for the first bytes of a file.
    static func reserve(_ byteCount: Int, in file: Descriptor) throws(Errno) {
        try call("fallocate") {
            file.withRaw { raw in
                let error = posix_fallocate(raw, 0, off_t(max(1, byteCount)))
                return error == 0 ? 0 : -Int(error)
            }
        }
    }

    /// Makes a new file for writing, in the place of what an earlier try left under its name.
    static func create(_ name: FilePath, in folder: Descriptor, mode: UInt32) throws(Errno) -> Descriptor {
        do throws(Errno) {
            try remove(name, in: folder)
        } catch .noSuchFileOrDirectory {
            // The usual case.
        }
        return try open(name, beneath: folder, flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    }

    /// Copies an open file to a new name, over what an earlier try left there, and makes the copy durable, but for its
    /// name.
    ///
    /// - Parameters:
    ///   - file: What is copied, from its beginning.
    ///   - name: What the copy is called.
    ///   - folder: Where the copy lies.
    ///   - mode: The copy's access mode, before the umask.
    ///   - finish: What is done to the copy before it is synced.
    /// - Throws: The system's error; then there is no copy.
    static func copy(
        _ file: Descriptor, to name: FilePath, in folder: Descriptor, mode: UInt32,
        finish: (Descriptor) throws(Errno) -> Void
    ) throws(Errno) {
        let target = try create(name, in: folder, mode: mode)
        do throws(Errno) {
            try readPieces(of: file) { (piece) throws(Errno) in try writeAll(piece, to: target) }
            try finish(target)
            try sync(target)
        } catch {
            try? remove(name, in: folder)
            throw error
        }
    }
}
