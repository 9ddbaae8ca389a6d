package import SystemPackage

/// Why the spool cannot be opened; the daemon does not start.
package enum SpoolError: Error, Hashable, Sendable {
    case missing(FolderRole, FilePath)
    case notAFolder(FolderRole, FilePath)
    case unwritable(FolderRole, FilePath, Errno)
    case overlapping(FolderRole, FilePath, FolderRole, FilePath)
    /// Another daemon works on this folder; its process ID where that can be known.
    case inUse(FolderRole, FilePath, pid: Int?)
    case system(Errno, call: String, FilePath)
}

/// Why a file was not claimed; it lies where it was, except for one that is too large.
package enum ClaimError: Error, Hashable, Sendable {
    /// It is not there any more.
    case gone(FilePath)
    /// It is to be left alone for what it is.
    case leftAlone(FilePath, Oddity)
    /// Somebody has it open for writing, or it changed while it was taken: it is to be tried again later.
    case unfinished(FilePath)
    /// It is larger than `maxBytes` and went to `failed/`, there under the path given.
    case tooLarge(FilePath, bytes: Int, limit: Int, failed: FilePath)
    /// The place is to blame, not the file.
    case blocked(Blockage)
    /// This file cannot be taken.
    case system(Errno, call: String, FilePath)
}

/// Why a claimed document could not be moved on; it is still claimed and the call may be made again.
package enum DeliveryError: Error, Hashable, Sendable {
    /// The place is to blame, not the document.
    case blocked(Blockage)
    /// The document cannot be read.
    case unreadable(FilePath, Errno)
    /// Somebody wrote to the document after it was claimed.
    case changed(FilePath)
}

/// A state of the machine or of a folder in which the spool cannot go on, but can later.
package struct Blockage: Error, Hashable, Sendable {
    package let errno: Errno
    /// The folder or file it was met at.
    package let path: FilePath
    /// What is wrong and what to do, without a full stop.
    package let message: String
}

/// What a file is when it is no document.
package enum Oddity: Hashable, Sendable {
    case folder, symbolicLink, fifo, socket, device
    case hardLinked(links: Int)
    case unreadable(Errno)
    case undeletable(Errno)
    case largeElsewhere(bytes: Int, limit: Int)
    case badPath
}

extension Blockage: CustomStringConvertible {
    package var description: String { message }

    /// The same, told of the configured folder where it is a whole file system's trouble: one cause, however many
    /// folders meet it.
    package func widened(to folders: SpoolFolders) -> Blockage {
        switch errno {
        case .noSpace, .diskQuotaExceeded, .readOnlyFileSystem, .ioError, .staleNFSFileHandle:
            let all = [folders.state, folders.outbox, folders.inbox]
            return all.first { path.starts(with: $0) }.map { Blockage(errno, $0) } ?? self
        default: return self
        }
    }

    init(_ errno: Errno, _ path: FilePath) {
        self.errno = errno
        self.path = path
        let remedy =
            switch errno {
            case .noSpace: "has no space or no inode left: free some"
            case .diskQuotaExceeded: "has used up its quota: raise that or free some space"
            case .readOnlyFileSystem: "is read-only: mount it writable, or add it to ReadWritePaths= of the unit"
            case .tooManyOpenFiles: "the daemon may open no more files: raise LimitNOFILE= of the unit"
            case .tooManyOpenFilesInSystem: "the machine may open no more files: raise fs.file-max"
            case .ioError: "has a device that reports errors: check it (dmesg) and its file system"
            case .noSuchFileOrDirectory: "is not there: mount or make it"
            case .notDirectory: "is no folder: move away what has its place and make it"
            case .permissionDenied, .notPermitted: "refuses access: give the daemon's user read and write access"
            case .staleNFSFileHandle: "was forgotten by its server: mount it again"
            default: "cannot be used: \(errno)"
            }
        message = errno.isWant ? remedy : "'\(path.printable)' \(remedy)"
    }
}

extension Oddity: CustomStringConvertible {
    package var description: String {
        switch self {
        case .folder: "is a folder: its files are documents, it is not"
        case .symbolicLink: "is a symbolic link: put a copy of the file into the inbox instead"
        case .fifo: "is a FIFO: only regular files are documents"
        case .socket: "is a socket: only regular files are documents"
        case .device: "is a device: only regular files are documents"
        case .hardLinked(let links):
            "has \(links) hard links: put a copy of the file into the inbox instead"
        case .unreadable(.ioError): "cannot be read: its device reports errors, check it (dmesg)"
        case .unreadable(let errno): "cannot be read (\(errno)): give the daemon's user read access"
        case .undeletable(let errno):
            "cannot be moved (\(errno)): give the daemon's user write access to its folder"
        case .largeElsewhere(let bytes, let limit):
            "has \(bytes) bytes, limits.maxBytes is \(limit): raise the limit or split the document"
        case .badPath: "does not lead to a file under the inbox"
        }
    }
}

extension SpoolError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let role, let path):
            "The \(role.rawValue) folder '\(path.printable)' does not exist: make it, or mount what it lies on."
        case .notAFolder(let role, let path):
            "The \(role.rawValue) '\(path.printable)' is not a folder: name another one."
        case .unwritable(let role, let path, let errno):
            "The \(role.rawValue) folder '\(path.printable)' cannot be used (\(errno)): give the daemon's user read, "
                + "write and search access to it."
        case .overlapping(let one, let path, let other, let otherPath):
            "The \(one.rawValue) folder '\(path.printable)' lies in the \(other.rawValue) folder "
                + "'\(otherPath.printable)': keep them apart."
        case .inUse(let role, let path, let pid):
            "The \(role.rawValue) folder '\(path.printable)' is in use by "
                + (pid.map { "the daemon with process ID \($0)" } ?? "another daemon")
                + ": stop that one, or use other folders."
        case .system(let errno, let call, let path): "\(call) on '\(path.printable)' failed: \(errno)."
        }
    }
}

extension ClaimError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .gone(let path): "'\(path.printable)' is not there any more."
        case .leftAlone(let path, let oddity): "'\(path.printable)' \(oddity)."
        case .unfinished(let path): "'\(path.printable)' is still being written."
        case .tooLarge(let path, let bytes, let limit, let failed):
            "'\(path.printable)' has \(bytes) bytes, limits.maxBytes is \(limit): raise the limit or split the "
                + "document; it is kept as 'failed/\(failed.printable)'."
        case .blocked(let blockage): blockage.message + "."
        case .system(let errno, let call, let path): "\(call) on '\(path.printable)' failed: \(errno)."
        }
    }
}

extension DeliveryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .blocked(let blockage): blockage.message + "."
        case .unreadable(let path, let errno):
            "The claimed document '\(path.printable)' cannot be read: \(errno)."
        case .changed(let path):
            "'\(path.printable)' was written to after it was claimed: put the finished document into the inbox again."
        }
    }
}

extension FilePath {
    /// The path for a person: control characters and bytes that are not UTF-8 are written as `\xNN`.
    package var printable: String {
        let bytes = self.bytes
        var text = ""
        var start = 0
        while start < bytes.count {
            // A scalar has four bytes at most.
            let length = (1...4).first { count in
                start + count <= bytes.count
                    && String(validating: bytes[start..<(start + count)], as: UTF8.self) != nil
            }
            if let length,
                let scalar = String(validating: bytes[start..<(start + length)], as: UTF8.self),
                let first = scalar.unicodeScalars.first, first.value >= 0x20,
                !(0x7f...0x9f).contains(first.value)
            {
                text += scalar
                start += length
            } else {
                let digits = String(bytes[start], radix: 16)
                text += "\\x" + (digits.count == 1 ? "0" + digits : digits)
                start += 1
            }
        }
        return text
    }
}
