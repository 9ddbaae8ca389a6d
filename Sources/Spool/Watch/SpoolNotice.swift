package import SystemPackage

/// What the administrator should hear of the inbox; each told once for its cause.
package enum SpoolNotice: Hashable, Sendable {
    /// Something that is no document lies in the inbox and stays there.
    case leftAlone(FilePath, Oddity)
    /// The kernel dropped events; everything is scanned.
    case eventsLost
    /// A folder is polled, because the kernel tells nothing of it.
    case polling(FilePath, PollingReason)
    /// A folder cannot be read; with the line that mends it.
    case unreadableFolder(FilePath, Errno, remedy: String)
    /// Documents of a folder are analyzed and stay in it; with the line that mends it.
    case unwritableFolder(FilePath, Errno, remedy: String)
    case inboxGone(FilePath)
    case inboxBack(FilePath)
    /// A file of the state folder cannot be used, and the daemon goes on without it.
    case uselessFile(StatePart, StatePart.Flaw)
}

/// Why a folder is polled.
package enum PollingReason: Hashable, Sendable {
    /// Its file system reports no changes that other machines make.
    case fileSystem(String)
    /// `fs.inotify.max_user_watches` is reached.
    case watchLimit
    /// `fs.inotify.max_user_instances`, or a limit of open files, is reached.
    case instanceLimit
}

extension SpoolNotice: CustomStringConvertible {
    package var description: String {
        switch self {
        case .leftAlone(let path, let oddity): "'\(path.printable)' is left alone: it \(oddity)."
        case .eventsLost:
            "The kernel's queue of file events was full (fs.inotify.max_queued_events): the inbox is scanned instead."
        case .polling(let path, let reason):
            "The folder '\(path.isEmpty ? "." : path.printable)' of the inbox is polled: \(reason)."
        case .unreadableFolder(let path, let errno, let remedy):
            "The folder '\(path.printable)' of the inbox cannot be read (\(errno)): give the daemon's user access, `\(remedy)`."
        case .unwritableFolder(let path, let errno, let remedy):
            "The folder '\(path.isEmpty ? "." : path.printable)' of the inbox does not let go of its documents (\(errno)): "
                + "they are analyzed and stay in it. To have them taken out, `\(remedy)`."
        case .inboxGone(let path):
            "The inbox '\(path.printable)' is gone: mount or make it; it is looked for."
        case .inboxBack(let path): "The inbox '\(path.printable)' is there again."
        case .uselessFile(let part, let flaw): part.sentence(of: flaw, for: "The daemon's user")
        }
    }
}

extension PollingReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .fileSystem(let name): "\(name) does not report what other machines change"
        case .watchLimit: "the limit of watches is reached, raise fs.inotify.max_user_watches"
        case .instanceLimit:
            "the limit of inotify instances is reached, raise fs.inotify.max_user_instances"
        }
    }
}
