import ArgumentParser
import Glibc
import SystemPackage

/// Reads and writes whole files and streams.
enum FileBytes {
    /// The bytes of a file, or of standard input for `-`.
    ///
    /// - Throws: The system's error; `isDirectory` for a folder.
    static func read(_ path: String) throws(Errno) -> [UInt8] { try read(FilePath(path)) }

    /// The same, of a path that need not be UTF-8.
    static func read(_ path: FilePath) throws(Errno) -> [UInt8] {
        guard path != "-" else { return try readAll(.standardInput) }
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            defer { try? file.close() }
            return try readAll(file)
        } catch let error as Errno {
            throw error
        } catch {
            throw .ioError
        }
    }

    private static func readAll(_ file: FileDescriptor) throws(Errno) -> [UInt8] {
        var status = stat()
        let size = fstat(file.rawValue, &status) == 0 ? Int(status.st_size) : 0
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 1)
        var buffer = [UInt8](repeating: 0, count: size > 0 ? min(size + 1, 1 << 20) : 64 << 10)
        while true {
            let count: Int
            do {
                count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            } catch {
                throw error as? Errno ?? .ioError
            }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// Gives a file other bytes in one step: who reads it sees the old ones or the new ones.
    ///
    /// - Throws: The system's error; the file is as it was then.
    static func replace(_ path: String, with bytes: [UInt8]) throws(Errno) {
        try replace(FilePath(path), with: bytes)
    }

    /// The same, of a path that need not be UTF-8.
    static func replace(_ path: FilePath, with bytes: [UInt8]) throws(Errno) {
        guard path.lastComponent != nil else { throw .isDirectory }
        // Not after its name, which may be as long as a name can be.
        let temporary = path.removingLastComponent().appending(".copydesk-\(getpid())-\(UInt64.random(in: 0 ... .max))")
        do {
            let file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            try file.closeAfter { _ = try file.writeAll(bytes) }
        } catch {
            _ = temporary.withPlatformString { unlink($0) }
            throw error as? Errno ?? .ioError
        }
        let result = temporary.withPlatformString { from in path.withPlatformString { to in rename(from, to) } }
        guard result == 0 else {
            let error = Errno(rawValue: errno)
            _ = temporary.withPlatformString { unlink($0) }
            throw error
        }
    }

    /// Makes a folder and those above it, as far as they are missing.
    ///
    /// - Throws: The system's error.
    static func makeFolder(_ folder: FilePath) throws(Errno) {
        var way = FilePath(root: folder.root, [])
        for component in folder.components {
            way.append(component)
            guard way.withPlatformString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST else {
                throw Errno(rawValue: errno)
            }
        }
    }

    /// Writes all bytes.
    ///
    /// - Throws: The system's error; `brokenPipe` where the reader has gone.
    static func write(_ bytes: [UInt8], to file: FileDescriptor) throws(Errno) {
        do {
            _ = try file.writeAll(bytes)
        } catch {
            throw error as? Errno ?? .ioError
        }
    }
}

/// Standard error, for messages to a person.
enum StandardError {
    /// Writes a line.
    static func say(_ line: String) {
        try? FileBytes.write(Array((line + "\n").utf8), to: .standardError)
    }
}

/// Standard output, for what a command was asked for.
enum StandardOutput {
    /// Writes there.
    ///
    /// - Parameters:
    ///   - status: What the command ends with where the reader has gone: it asked for no more.
    ///   - body: What writes.
    /// - Throws: The exit status, once why is said where that is not plain.
    static func write(orEndWith status: Int32, _ body: () throws(Errno) -> Void) throws(ExitCode) {
        do throws(Errno) {
            try body()
        } catch .brokenPipe {
            throw ExitCode(status)
        } catch {
            StandardError.say("copydesk: standard output: \(error).")
            throw ExitCode(Sysexits.inputOutput)
        }
    }
}
