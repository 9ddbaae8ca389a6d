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
            state: holder(try? Kernel.open("lock", beneath: Kernel.openFolder(state), flags: O_RDONLY)),
            inbox: holder(try? Kernel.openFolder(inbox)))
    }

    private static func holder(_ descriptor: Descriptor?) -> Holder? {
        guard let descriptor else { return nil }
        if let pid = FolderLock.holder(of: descriptor) { return Holder(pid: pid) }
        do throws(Errno) {
            // Free: the lock that this took goes with the descriptor.
            try Kernel.lock(descriptor)
            return nil
        } catch {
            // Held in another container, whose processes are not to be seen here.
            return error == .wouldBlock ? Holder(pid: nil) : nil
        }
    }

    /// What lies in `spool/active`.
    package struct ActiveEntries: Hashable, Sendable {
        /// Documents with their records: the next start goes on with them.
        package var claimed = 0
        /// Documents without a record; the next start makes one.
        package var orphans: [FilePath] = []
        /// Files that are nothing of a claim.
        package var strangers: [FilePath] = []
    }

    /// Looks through `spool/active`; nil where no daemon ever ran.
    package static func activeEntries(in state: FilePath) throws(Errno) -> ActiveEntries? {
        let active: Descriptor
        do throws(Errno) {
            active = try Kernel.openFolder(state.appending("spool/active"))
        } catch .noSuchFileOrDirectory {
            return nil
        }
        var names: [String] = []
        try FolderReader.forEachEntry(of: active) { name, _ in
            names.append(String(decoding: name, as: UTF8.self))
            return true
        }
        let records = Set(names.filter { $0.hasSuffix(".json") }.map { $0.dropLast(5) })
        var entries = ActiveEntries()
        for name in names.sorted() {
            if name.hasSuffix(".document") {
                if records.contains(name.dropLast(9)) {
                    entries.claimed += 1
                } else {
                    entries.orphans.append(FilePath(name))
                }
            } else if !name.hasSuffix(".json"), !name.hasSuffix(".part") {
                entries.strangers.append(FilePath(name))
            }
        }
        return entries
    }
}
