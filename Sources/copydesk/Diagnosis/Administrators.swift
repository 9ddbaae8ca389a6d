import Glibc

/// Who may do more in the folders of the service than drop documents and read reports.
enum Administrators {
    /// The group whose members may remove reports and originals and try documents again, as the package makes it.
    static let group = "copydesk-admin"

    /// What somebody is told who may not.
    static var advice: String {
        let isThere = getgrnam(group) != nil
        return isThere
            ? "Members of the group \(group) may (`sudo adduser \"$USER\" \(group)`, then log in again); or use sudo."
            : "Use sudo, or give yourself write access to it."
    }
}
