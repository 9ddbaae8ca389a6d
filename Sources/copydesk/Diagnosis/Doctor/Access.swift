import CLinux
import Glibc
import Spool
import SystemPackage

/// Whether a user may use a file, as the kernel itself decides: with access lists and all folders above.
enum Access: Hashable {
    case granted
    case refused(Errno)
    /// Only root may ask for somebody else.
    case unknown

    /// Asks the kernel; `ways` as in access(2): `R_OK`, `W_OK`, `X_OK`.
    static func of(_ user: SystemUser, to path: FilePath, _ ways: Int32) -> Access {
        let error = path.withPlatformString { path -> Int32 in
            if user.id == geteuid() {
                return faccessat(AT_FDCWD, path, ways, AT_EACCESS) == 0 ? 0 : errno
            }
            return copydesk_access_as(path, ways, user.id, user.group, user.groups, UInt(user.groups.count))
        }
        switch error {
        case 0: return .granted
        case EPERM where user.id != geteuid(): return .unknown
        default: return .refused(Errno(rawValue: error))
        }
    }

    /// Whether a path's owner, group and mode alone refuse a user; false where an access list may say otherwise.
    ///
    /// For who may not ask in the user's name.
    static func isRefusedByMode(_ user: SystemUser, to path: FilePath, _ ways: Int32) -> Bool {
        var status = stat()
        guard user.id != 0, path.withPlatformString({ stat($0, &status) }) == 0,
            path.withPlatformString({ copydesk_has_access_list($0) }) == 0
        else { return false }
        let isOfGroup = user.group == status.st_gid || user.groups.contains(status.st_gid)
        let shift: mode_t = user.id == status.st_uid ? 6 : isOfGroup ? 3 : 0
        // R_OK, W_OK and X_OK are the bits of a mode.
        return status.st_mode >> shift & mode_t(ways) != mode_t(ways)
    }

    /// The first folder above a path that a user may not pass; nil when all let the user through.
    static func barrier(for user: SystemUser, above path: FilePath) -> FilePath? {
        var way = FilePath(root: path.root)
        for component in path.components.dropLast() {
            way.append(component)
            if case .refused = of(user, to: way, X_OK) { return way }
        }
        return nil
    }
}
