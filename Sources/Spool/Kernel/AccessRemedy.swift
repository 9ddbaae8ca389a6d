import CLinux
import Glibc
package import SystemPackage

/// The line for a shell that lets a user use a file or folder.
package enum AccessRemedy {
    /// The line by which a user may read a folder, write to it and take out of it what others put there; of a file, read it and
    /// write to it.
    ///
    /// By the mode where that is enough, else by an entry in the access list. In a sticky folder only who owns it may take
    /// what others put there, and what is immutable nobody may change, whatever the mode says.
    ///
    /// - Parameters:
    ///   - path: The file or folder.
    ///   - user: Who is to use it.
    ///   - errno: What refused it, where that is known.
    /// - Returns: The line, to be run as it is.
    package static func line(opening path: FilePath, for user: SystemUser, refusedBy errno: Errno? = nil) -> String {
        let word = ShellWord.quoted(path)
        let listed = "sudo setfacl -m u:\(user.name):rwX \(word)"
        guard let status = try? Kernel.status(of: path) else { return listed }
        let rights = status.kind == .folder ? "rwx" : "rw"
        let isOpenToOwner = status.mode & 0o700 == 0o700
        if status.owner == user.id, errno != .notPermitted || !isOpenToOwner {
            return "sudo chmod u+\(rights) \(word)"
        }
        if status.isBarringMoves(by: user.id) {
            return "sudo chown \(user.name) \(word)" + (isOpenToOwner ? "" : " && sudo chmod u+rwx \(word)")
        }
        if errno == .notPermitted { return "sudo chattr -i -a \(word)" }
        let hasList = path.withPlatformString { copydesk_has_access_list($0) } != 0
        return user.isMember(of: status.group) && !hasList ? "sudo chmod g+\(rights) \(word)" : listed
    }

    /// The line by which a user may read a file, to be run by whoever asks: its owner needs no more than that.
    ///
    /// An entry in the access list makes the list's mask anew, too, which a copy of a closed file has empty.
    package static func line(reading path: FilePath, for user: SystemUser) -> String {
        let word = ShellWord.quoted(path)
        guard let status = try? Kernel.status(of: path) else { return "sudo setfacl -m u:\(user.name):r \(word)" }
        let isOwners = status.owner == geteuid() && status.owner != user.id && status.owner != 0
        let sudo = isOwners ? "" : "sudo "
        if status.owner == user.id { return "\(sudo)chmod u+r \(word)" }
        let hasList = path.withPlatformString { copydesk_has_access_list($0) } != 0
        let isOfGroup = user.isMember(of: status.group) && !hasList
        return sudo + (isOfGroup ? "chmod g+r \(word)" : "setfacl -m u:\(user.name):r \(word)")
    }
}

extension FileStatus {
    /// Whether it is a sticky folder in which a user may not remove or rename what others put there.
    func isBarringMoves(by user: UInt32) -> Bool {
        kind == .folder && mode & UInt32(S_ISVTX) != 0 && user != 0 && owner != user
    }
}
