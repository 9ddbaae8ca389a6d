package import Glibc

/// A user of the machine, with the groups that a process of that user has.
package struct SystemUser: Hashable, Sendable {
    package let name: String
    package let id: uid_t
    package let group: gid_t
    package let groups: [gid_t]

    /// The user of this process.
    package static var current: Self {
        let count = getgroups(0, nil)
        var groups = [gid_t](repeating: 0, count: Int(max(count, 0)))
        getgroups(count, &groups)
        return Self(name: name(ofUser: geteuid()), id: geteuid(), group: getegid(), groups: groups)
    }

    package init(name: String, id: uid_t, group: gid_t, groups: [gid_t]) {
        self.name = name
        self.id = id
        self.group = group
        self.groups = groups
    }

    /// Looks a user up; nil when there is none of that name.
    package init?(named name: String, supplementary: [String] = []) {
        guard let entry = getpwnam(name) else { return nil }
        let (id, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        var count: Int32 = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        if getgrouplist(name, group, &groups, &count) < 0 {
            groups = [gid_t](repeating: 0, count: Int(count))
            getgrouplist(name, group, &groups, &count)
        }
        groups = Array(groups.prefix(Int(count)))
        groups += supplementary.compactMap { getgrnam($0).map { $0.pointee.gr_gid } }
        self.init(name: name, id: id, group: group, groups: groups)
    }

    /// A user's name, or the number where there is none; may be called on any thread.
    package static func name(ofUser id: uid_t) -> String {
        var buffer = [CChar](repeating: 0, count: 16_384)
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return "\(id)" }
        return String(cString: entry.pw_name)
    }

    /// The same for a group.
    package static func name(ofGroup id: gid_t) -> String {
        getgrgid(id).map { String(cString: $0.pointee.gr_name) } ?? "\(id)"
    }

    /// Whether files of a group count as this user's group's.
    package func isMember(of group: gid_t) -> Bool { self.group == group || groups.contains(group) }
}
