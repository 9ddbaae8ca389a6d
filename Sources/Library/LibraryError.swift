package import SystemPackage

/// Why the library cannot be used.
package enum LibraryError: Error, Hashable, Sendable {
    /// There is none yet.
    case none(FilePath)
    /// This user may not read it.
    case closed(FilePath)
    /// It is of a later version of the program.
    case later(FilePath)
    /// The database is damaged; what SQLite says.
    case damaged(FilePath, String)
    /// Another process writes to it.
    case locked(FilePath)
    /// A file or folder could not be made, read or written.
    case system(FilePath, Errno)
    /// The database could not be read or written; what SQLite says.
    case database(FilePath, String)

    /// Whether it may work later, without anybody's doing.
    package var isPassing: Bool {
        switch self {
        case .database, .system(_, .noSpace), .system(_, .ioError), .system(_, .diskQuotaExceeded): true
        default: false
        }
    }
}

extension LibraryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .none(let path):
            "There is no library in '\(path)' yet: start the service (`sudo systemctl enable --now copydesk-library`), or "
                + "have it built once with `copydesk library --once`."
        case .closed(let path):
            "The library '\(path)' is not for you to read: become a member of its group (`sudo adduser \"$USER\" "
                + "copydesk`), or use sudo."
        case .later(let path):
            "The library '\(path)' was made by a later version of copydesk: use that, or have it built anew with "
                + "`copydesk library rebuild`."
        case .damaged(let path, let detail):
            "The library '\(path)' is damaged (\(detail)): restart copydesk-library, which builds it anew, or run "
                + "`copydesk library rebuild`."
        case .locked(let path):
            "Another process writes to the library '\(path)': stop it first (`sudo systemctl stop copydesk-library`)."
        case .system(let path, let errno): "'\(path)' cannot be used: \(errno)."
        case .database(let path, let detail): "The library '\(path)' cannot be used now: \(detail)."
        }
    }
}
