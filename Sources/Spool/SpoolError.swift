package import SystemPackage

/// Why the spool cannot be opened; the daemon does not start.
package enum SpoolError: Error, Hashable, Sendable {
    case missing(FolderRole, FilePath)
    case notAFolder(FolderRole, FilePath)
    case unwritable(FolderRole, FilePath, Errno)
    /// Something above it is no folder, or does not let the daemon pass or make it.
    case barred(FolderRole, FilePath, by: FilePath, Errno)
    /// A file of the state folder that the daemon cannot do without.
    case unusableFile(FilePath, Errno)
    case overlapping(FolderRole, FilePath, FolderRole, FilePath)
    /// Another daemon works on this folder; its process ID where that can be known.
    case inUse(FolderRole, FilePath, pid: Int?)
    case system(FailedCall)
}

extension SpoolError {
    /// Why a folder cannot be used, by what stands in the way.
    static func refused(_ role: FolderRole, _ path: FilePath, _ errno: Errno) -> SpoolError {
        let culprit = path.culprit(for: errno)
        if culprit != path { return .barred(role, path, by: culprit, errno) }
        return errno == .notDirectory ? .notAFolder(role, path) : .unwritable(role, path, errno)
    }
}

/// Why a file was not claimed; it lies where it was, except for one that is too large.
package enum ClaimError: Error, Hashable, Sendable {
    /// It is not there any more.
    case gone(FilePath)
    /// It is to be left alone for what it is.
    case leftAlone(FilePath, Oddity)
    /// Somebody has it open for writing, or it changed while it was taken: it is to be tried again later.
    case unfinished(FilePath)
    /// It was taken already and stays for a while, or its document is under way.
    case resting(FilePath)
    /// It was taken already and has left the inbox.
    case retired(FilePath)
    /// It was taken already and cannot leave the inbox: its folder does not let go of it.
    case stays(FilePath, Errno)
    /// It is larger than `maxBytes` and went to `failed/`, there under the path given.
    case tooLarge(FilePath, SizeExcess, failed: FilePath)
    /// The place is to blame, not the file.
    case blocked(Blockage)
    /// This file cannot be taken.
    case system(FailedCall)
}

/// Why a claimed document could not be moved on; it is still claimed and the call may be made again.
package enum DeliveryError: Error, Hashable, Sendable {
    /// The place is to blame, not the document.
    case blocked(Blockage)
    /// The document cannot be read.
    case unreadable(FilePath, Errno)
    /// Somebody wrote to the document after it was claimed: it is to be withdrawn, and taken again when it is finished.
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
    case largeElsewhere(SizeExcess)
    case badPath
}

extension Oddity {
    /// Whether it is about what the one who looked may do, and not about the file.
    package var isAboutAccess: Bool {
        switch self {
        case .unreadable(let errno), .undeletable(let errno): errno == .permissionDenied || errno == .notPermitted
        default: false
        }
    }
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

    /// - Parameters:
    ///   - errno: The system's error.
    ///   - path: What it was met at.
    ///   - user: Who has to be let in; nil where that is not known.
    init(_ errno: Errno, _ path: FilePath, for user: @autoclosure () -> SystemUser? = .current) {
        self.errno = errno
        self.path = path
        let culprit = path.culprit(for: errno)
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
            case .permissionDenied, .notPermitted:
                "refuses access: give the daemon's user read and write access"
                    + (user().map { ", `\(AccessRemedy.line(opening: culprit, for: $0, refusedBy: errno))`" } ?? "")
            case .staleNFSFileHandle: "was forgotten by its server: mount it again"
            default: "cannot be used: \(errno)"
            }
        message = errno.isWant ? remedy : "'\(culprit.printable)' \(remedy)"
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
        case .largeElsewhere(let excess): "\(excess)"
        case .badPath: "does not lead to a file under the inbox"
        }
    }
}

extension FileStatus {
    /// What keeps it from being a document; nil for a regular file with one name.
    var oddity: Oddity? {
        switch kind {
        case .regular: links == 1 ? nil : .hardLinked(links: links)
        case .folder: .folder
        case .symbolicLink: .symbolicLink
        case .fifo: .fifo
        case .socket: .socket
        case .device: .device
        }
    }
}

extension SpoolError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let role, let path):
            "The \(role.name) folder '\(path.printable)' does not exist: make it, or mount what it lies on."
        case .notAFolder(let role, let path) where role.isOfState:
            "'\(path.printable)' has the place of the folder \(role.name) and is none: move it away, and the next start "
                + "makes the folder."
        case .notAFolder(let role, let path):
            "The \(role.name) '\(path.printable)' is not a folder: name another one."
        case .barred(let role, let path, let culprit, .notDirectory):
            "'\(culprit.printable)' is no folder, so that there cannot be the \(role.name) folder '\(path.printable)' in it: "
                + "move it away."
        case .barred(let role, let path, let culprit, let errno):
            "'\(culprit.printable)' keeps the daemon from the \(role.name) folder '\(path.printable)' (\(errno)): give the "
                + "daemon's user read, write and search access to '\(culprit.printable)'."
        case .unusableFile(let path, let errno) where errno == .isDirectory || errno == .noSuchAddressOrDevice:
            "'\(path.printable)' is no regular file: move it away, and the next start makes one."
        case .unusableFile(let path, let errno):
            "'\(path.printable)' cannot be used (\(errno)): give the daemon's user read and write access to it, or remove it "
                + "while no daemon runs."
        case .unwritable(let role, let path, let errno):
            "The \(role.name) folder '\(path.printable)' cannot be used (\(errno)): give the daemon's user read, "
                + "write and search access to it."
        case .overlapping(let one, let path, let other, let otherPath):
            "The \(one.name) folder '\(path.printable)' lies in the \(other.name) folder "
                + "'\(otherPath.printable)': keep them apart."
        case .inUse(let role, let path, let pid):
            "The \(role.name) folder '\(path.printable)' is in use by "
                + (pid.map { "the daemon with process ID \($0)" } ?? "another daemon")
                + ": stop that one, or use other folders."
        case .system(let call): "\(call)"
        }
    }
}

extension ClaimError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .gone(let path): "'\(path.printable)' is not there any more."
        case .leftAlone(let path, let oddity): "'\(path.printable)' \(oddity)."
        case .resting(let path):
            "'\(path.printable)' was taken and stays for a while, in case that more is written to it."
        case .retired(let path): "'\(path.printable)' was taken before and has left the inbox."
        case .stays(let path, let errno):
            "'\(path.printable)' was taken and stays: its folder does not let go of it (\(errno))."
        case .unfinished(let path): "'\(path.printable)' is still being written."
        case .tooLarge(let path, let excess, let failed):
            "'\(path.printable)' \(excess); it is kept as 'failed/\(failed.printable)'."
        case .blocked(let blockage): blockage.message + "."
        case .system(let call): "\(call)"
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
