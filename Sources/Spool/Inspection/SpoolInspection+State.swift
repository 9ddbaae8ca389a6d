import Glibc
package import SystemPackage

extension SpoolInspection {
    /// The processes that hold the locks of a daemon's folders; two may hold one each.
    package struct Holders: Hashable, Sendable {
        /// Who works on the state folder; nil when nobody does.
        package var state: Holder?
        /// Who works on the inbox; nil when nobody does.
        package var inbox: Holder?
    }

    /// A process that holds a lock.
    package struct Holder: Hashable, Sendable {
        /// Its process ID; nil where this process may not know.
        package var pid: Int?
    }

    /// Finds out who works on the folders, without disturbing them.
    package static func holders(state: FilePath, inbox: FilePath) -> Holders {
        Holders(
            state: holder(ofState: state),
            inbox: holder(try? Kernel.openFolder(inbox)))
    }

    /// Whether a daemon works on a state folder: its lock ends with its process (flock(2)).
    package static func isInUse(state: FilePath) -> Bool { holder(ofState: state) != nil }

    /// The process ID of the daemon at work as it wrote it into its lock file: the one that it has among the processes
    /// of its own container; nil when none is at work or the file tells nothing.
    package static func writtenPID(state: FilePath) -> Int? {
        guard let lock = try? Kernel.open(SpoolLayout.Name.lock, beneath: Kernel.openFolder(state), flags: O_RDONLY),
            Kernel.isLocked(lock), let text = try? Kernel.head(of: lock, atMost: 32)
        else { return nil }
        return Int(String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    private static func holder(ofState state: FilePath) -> Holder? {
        holder(try? Kernel.open(SpoolLayout.Name.lock, beneath: Kernel.openFolder(state), flags: O_RDONLY))
    }

    private static func holder(_ descriptor: Descriptor?) -> Holder? {
        guard let descriptor, Kernel.isLocked(descriptor) else { return nil }
        // Nobody is named who holds it in another container, whose processes are not to be seen here.
        return Holder(pid: FolderLock.holder(of: descriptor))
    }

    /// What lies in `spool/active`.
    package struct ActiveEntries: Hashable, Sendable {
        /// Documents with their records: the next start goes on with them.
        package var claimed = 0
        /// Documents without a record; the next start makes one.
        package var orphans: [FilePath] = []
        /// Files that are nothing of a claim.
        package var strangers: [FilePath] = []

        /// Documents with records and without.
        package var documents: Int { claimed + orphans.count }
    }

    /// Looks through `spool/active`; nil where no daemon ever ran.
    package static func activeEntries(in state: FilePath) throws(Errno) -> ActiveEntries? {
        let active: Descriptor
        do throws(Errno) {
            active = try Kernel.openFolder(SpoolLayout(state: state).active)
        } catch .noSuchFileOrDirectory {
            return nil
        }
        var names: [String] = []
        try FolderReader.forEachEntry(of: active) { name, _ in
            names.append(String(decoding: name, as: UTF8.self))
            return true
        }
        let found = names.sorted().map { (name: $0, entry: Entry($0)) }
        let records = Set(found.compactMap { $0.entry?.kind == .record ? $0.entry?.id : nil })
        var entries = ActiveEntries()
        for (name, entry) in found {
            guard let entry else {
                entries.strangers.append(FilePath(name))
                continue
            }
            guard entry.kind == .document else { continue }
            if records.contains(entry.id) {
                entries.claimed += 1
            } else {
                entries.orphans.append(FilePath(name))
            }
        }
        return entries
    }
}
