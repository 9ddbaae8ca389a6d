import Glibc
package import SystemPackage

/// What is mounted where, as a process sees it: `/proc/PID/mountinfo` (proc_pid_mountinfo(5)).
package struct MountTable: Hashable, Sendable {
    /// One mount.
    package struct Mount: Hashable, Sendable {
        /// Where it is.
        package var point: FilePath
        /// What of its file system is mounted, as a path from that one's root.
        package var root: String
        /// The file system's type: `ext4`.
        package var type: String
        /// What is mounted: a device, a server's folder.
        package var source: String
        /// The options of this mount: `ro`, `noexec`.
        package var options: Set<String>
        /// The options of the file system, wherever it is mounted.
        package var superOptions: Set<String>

        /// Whether this mount alone is read-only and its file system is not, as a sandbox makes it.
        package var isReadOnlyHereOnly: Bool { options.contains("ro") && !superOptions.contains("ro") }
        /// Whether nothing can be written, for the mount or for the file system.
        package var isReadOnly: Bool { options.contains("ro") || superOptions.contains("ro") }
    }

    /// All mounts, later ones over earlier ones.
    package let mounts: [Mount]

    /// Reads the text of a mountinfo file; a line that is none is passed over.
    package init(_ text: String) {
        mounts = text.split(separator: "\n").compactMap(Self.mount)
    }

    /// The mounts that a process sees; nil when they may not be known.
    package init?(ofProcess pid: Int? = nil) {
        guard let text = ProcFile.text("/proc/\(pid.map(String.init) ?? "self")/mountinfo") else { return nil }
        self.init(text)
    }

    /// The mount that a path without symbolic links lies on.
    package func mount(of path: FilePath) -> Mount? {
        var found: Mount?
        for mount in mounts where path.starts(with: mount.point) {
            if found.map({ mount.point.starts(with: $0.point) }) ?? true { found = mount }
        }
        return found
    }

    /// Reads `36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/sda1 rw,errors=continue`.
    private static func mount(_ line: Substring) -> Mount? {
        let fields = line.split(separator: " ")
        guard let dash = fields.firstIndex(of: "-"), dash >= 6, fields.count >= dash + 4 else { return nil }
        func options(_ text: Substring) -> Set<String> { Set(text.split(separator: ",").map(String.init)) }
        return Mount(
            point: FilePath(unescaped(fields[4])), root: unescaped(fields[3]), type: String(fields[dash + 1]),
            source: unescaped(fields[dash + 2]), options: options(fields[5]), superOptions: options(fields[dash + 3]))
    }

    /// The text without the octal escapes of white space and backslashes.
    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3, let code = UInt8(String(rest.prefix(3)) ?? "", radix: 8) {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
