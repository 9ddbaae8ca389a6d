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

    /// Whether a path's owner, group, mode and access list refuse a user, whatever the folders above say; nil where they
    /// cannot be looked at.
    ///
    /// For who may not ask in the user's name.
    static func isRefusedByRights(_ user: SystemUser, to path: FilePath, _ ways: Int32) -> Bool? {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0, let list = try? AccessList(of: path) else {
            return nil
        }
        return user.id != 0 && !list.gives(user, ways, owner: status.st_uid, group: status.st_gid)
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
