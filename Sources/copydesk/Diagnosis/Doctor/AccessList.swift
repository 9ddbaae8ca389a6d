import CLinux
import Glibc
import Spool
import SystemPackage

/// The access list of a file (acl(5)): who may do what, the mode's bits included.
struct AccessList: Hashable {
    /// Somebody to whom an entry gives rights.
    enum Holder: Hashable {
        case owner, group, others
        case namedUser(uid_t)
        case namedGroup(gid_t)
    }

    /// What each may do, in the bits of access(2): `R_OK`, `W_OK`, `X_OK`; what the mask takes away is not there.
    let rights: [Holder: Int32]

    /// Reads the list of a file; where it has none, what its mode says.
    ///
    /// - Throws: The system's error.
    init(of path: FilePath) throws(Errno) {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0 else { throw Errno(rawValue: errno) }
        self.init(mode: status.st_mode, attribute: Self.attribute("system.posix_acl_access", of: path) ?? [])
    }

    /// What a new file or folder in a folder gets; nil where the folder says nothing of that.
    init?(defaultOf path: FilePath) {
        guard let bytes = Self.attribute("system.posix_acl_default", of: path), bytes.count > 4 else { return nil }
        self.init(mode: 0, attribute: bytes)
    }

    /// Reads what the kernel keeps (linux/posix_acl_xattr.h): a version, then for each entry a tag, rights and an ID, all
    /// little-endian.
    init(mode: mode_t, attribute bytes: [UInt8]) {
        func bits(_ shift: mode_t) -> Int32 { Int32(mode >> shift & 7) }
        var rights: [Holder: Int32] = [.owner: bits(6), .group: bits(3), .others: bits(0)]
        func number(_ place: Int, _ count: Int) -> UInt32 {
            (0..<count).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
        }
        var mask: Int32 = 7
        var place = 4
        while place + 8 <= bytes.count {
            let (permissions, id) = (Int32(number(place + 2, 2) & 7), number(place + 4, 4))
            switch number(place, 2) {
            case 0x01: rights[.owner] = permissions
            case 0x02: rights[.namedUser(id)] = permissions
            case 0x04: rights[.group] = permissions
            case 0x08: rights[.namedGroup(id)] = permissions
            case 0x10: mask = permissions
            case 0x20: rights[.others] = permissions
            default: break
            }
            place += 8
        }
        for holder in rights.keys where holder != .owner && holder != .others {
            rights[holder] = (rights[holder] ?? 0) & mask
        }
        self.rights = rights
    }

    private static func attribute(_ name: String, of path: FilePath) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = path.withPlatformString { copydesk_attribute($0, name, &bytes, UInt(bytes.count)) }
        return count >= 0 ? Array(bytes.prefix(count)) : nil
    }

    /// Whether a user has all of some rights by it, as acl(5) has it decided.
    ///
    /// - Parameters:
    ///   - user: Who, with all groups.
    ///   - wanted: In the bits of access(2).
    ///   - owner: Whose the file is.
    ///   - group: The group that the file belongs to.
    /// - Returns: Whether it has them.
    func gives(_ user: SystemUser, _ wanted: Int32, owner: uid_t, group: gid_t) -> Bool {
        func has(_ holder: Holder) -> Bool? { rights[holder].map { $0 & wanted == wanted } }
        if user.id == owner { return has(.owner) ?? false }
        if let byName = has(.namedUser(user.id)) { return byName }
        let groups = ([user.group] + user.groups).flatMap {
            $0 == group ? [Holder.group, .namedGroup($0)] : [.namedGroup($0)]
        }
        let byGroup = groups.compactMap(has)
        return byGroup.isEmpty ? has(.others) ?? false : byGroup.contains(true)
    }

    /// The names of the groups, and users beside the owner, that have all of some rights.
    ///
    /// - Parameters:
    ///   - wanted: In the bits of access(2).
    ///   - group: The group that the file belongs to.
    /// - Returns: The names, in order.
    func holders(of wanted: Int32, group: gid_t) -> [String] {
        rights.filter { $0.value & wanted == wanted }.keys.compactMap { holder in
            switch holder {
            case .owner: nil
            case .group: "members of \(SystemUser.name(ofGroup: group))"
            case .namedGroup(let id): "members of \(SystemUser.name(ofGroup: id))"
            case .namedUser(let id): SystemUser.name(ofUser: id)
            case .others: "everybody"
            }
        }.sorted()
    }
}
