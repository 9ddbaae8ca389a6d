import Glibc
package import SystemPackage

extension SpoolInspection {
    /// What waits in an inbox, told without a daemon.
    package struct Backlog: Hashable, Sendable {
        /// How many files are documents by their names and kinds; finished or not.
        package var documents = 0
        /// How many files were taken by copy and stay for now, or for good: not counted as documents.
        package var taken = 0
        /// How many files and folders are left alone: for their names, as files for what they are, as folders since the
        /// daemon's user may not read them; a folder counts once, whatever lies in it.
        package var leftAlone = 0
        /// How many documents the daemon's user may not read.
        package var unreadable = 0
        /// The first found of them, by their paths under the inbox.
        package var unreadableFiles: [FilePath] = []
        /// How long ago the file changed that did so first; nil when there is none.
        package var oldestAge: Duration?
        /// How many folders there are, the inbox among them.
        package var folders = 0
        /// The folders of which the reader may not take documents, by their paths under the inbox; not those in them.
        package var barred: [FilePath: Bar] = [:]
        /// Hidden files of a claim or a delivery, by their paths under the inbox.
        package var temporaries: [FilePath] = []

        static let mostNamed = 100
    }

    /// What somebody may do too little of in a folder.
    package enum Bar: Hashable, Sendable {
        /// Nothing is taken from it.
        case reading
        /// What is taken stays in it.
        case writing
        /// The same of what others put there: it is sticky, and another's.
        case sticky
    }

    /// For whom it is told what waits: the daemon's user, who may read less than the one who asks.
    package struct Reader {
        let user: UInt32
        let groups: Set<UInt32>
        let isRefused: (FilePath, Int32) -> Bool

        /// - Parameters:
        ///   - user: The user ID.
        ///   - groups: The IDs of all of the user's groups.
        ///   - isRefused: Whether a path under the inbox may not be used in some ways, as access(2) has them; asked only where
        ///     the mode says no.
        package init(
            user: UInt32, groups: Set<UInt32>, isRefused: @escaping (FilePath, Int32) -> Bool
        ) {
            (self.user, self.groups, self.isRefused) = (user, groups, isRefused)
        }

        func isKept(from path: FilePath, _ status: FileStatus) -> Bool { isRefused(path, status, R_OK) }

        func bar(in path: FilePath, _ status: FileStatus) -> Bar? {
            if isRefused(path, status, R_OK | X_OK) { return .reading }
            if isRefused(path, status, W_OK | X_OK) { return .writing }
            return status.isBarringMoves(by: user) ? .sticky : nil
        }

        private func isRefused(_ path: FilePath, _ status: FileStatus, _ ways: Int32) -> Bool {
            // The bits of a mode are those of access(2).
            let wanted = UInt32(ways)
            let shift: UInt32 = status.owner == user ? 6 : groups.contains(status.group) ? 3 : 0
            // An access list may still say yes.
            return user != 0 && status.mode >> shift & wanted != wanted && isRefused(path, ways)
        }
    }

    /// The files of an inbox with a name, in whatever folder, by their paths under it.
    package static func files(named name: FilePath, in inbox: FilePath) -> [FilePath] {
        let name = name.bytes
        return FolderWalk.paths(in: inbox) { $0.elementsEqual(name) }
    }

    /// Counts what waits in an inbox, through no symbolic links.
    ///
    /// - Parameters:
    ///   - inbox: The inbox.
    ///   - rules: What is left alone.
    ///   - taken: What was taken by copy.
    ///   - reader: Who would take it; nil for whoever asks.
    /// - Returns: The counts.
    /// - Throws: The system's error where the inbox itself cannot be read; folders below that cannot are left out.
    package static func backlog(
        of inbox: FilePath, ignoring rules: IgnoreRules, besides taken: TakenOriginals = TakenOriginals(),
        for reader: Reader? = nil
    ) throws(Errno) -> Backlog {
        var backlog = Backlog()
        var oldest: Int64?
        // What lies in a folder that the reader may not enter goes with it.
        var closedFolders: Set<FilePath> = []
        try FolderWalk.visit(inbox, ignoring: rules) { path, step in
            switch step {
            case .folder(let folder):
                backlog.folders += 1
                let parent = path.removingLastComponent()
                if closedFolders.contains(parent), !path.isEmpty {
                    closedFolders.insert(path)
                } else if let reader, let status = try? Kernel.status(of: folder),
                    let bar = reader.bar(in: path, status)
                {
                    backlog.barred[path] = bar
                    guard bar == .reading, !path.isEmpty else { return }
                    closedFolders.insert(path)
                    backlog.leftAlone += 1
                }
            case .closedFolder:
                // What the daemon's user may do there is seen from outside.
                guard let reader, !closedFolders.contains(path.removingLastComponent()),
                    let status = try? Kernel.status(of: inbox.pushing(path)), reader.bar(in: path, status) == .reading
                else { return }
                backlog.barred[path] = .reading
                backlog.leftAlone += 1
            case .ignoredFolder: backlog.leftAlone += 1
            case .entry: break
            }
            guard case .entry(let name, let folder) = step else { return }
            if !closedFolders.isEmpty, closedFolders.contains(path.removingLastComponent()) { return }
            if SpoolLayout.isHidden(name.bytes) { return backlog.temporaries.append(path) }
            guard rules.rule(name: name.bytes, path: path) == nil else {
                backlog.leftAlone += 1
                return
            }
            guard let status = try? Kernel.status(of: name, in: folder) else { return }
            guard status.oddity == nil else {
                backlog.leftAlone += 1
                return
            }
            guard !taken.holds(status) else {
                backlog.taken += 1
                return
            }
            guard reader?.isKept(from: path, status) != true else {
                backlog.unreadable += 1
                if backlog.unreadableFiles.count < Backlog.mostNamed { backlog.unreadableFiles.append(path) }
                return
            }
            backlog.documents += 1
            oldest = min(oldest ?? status.changed, status.changed)
        }
        backlog.oldestAge = oldest.map { .nanoseconds(max(0, wallTime() - $0)) }
        return backlog
    }

    /// The regular files of a folder and those below it, without litter and hidden ones, in no order, by their paths.
    ///
    /// - Throws: The system's error where the folder itself cannot be read.
    package static func files(in folder: FilePath, ignoring rules: IgnoreRules) throws(Errno) -> [FilePath] {
        var found: [FilePath] = []
        try FolderWalk.visit(folder, ignoring: rules) { path, step in
            guard case .entry(let name, let folder) = step, rules.rule(name: name.bytes, path: path) == nil,
                (try? Kernel.status(of: name, in: folder))?.kind == .regular
            else { return }
            found.append(path)
        }
        return found
    }

    /// Whether a path leads to a sticky folder in which a user may not remove or rename what others put there.
    package static func isSticky(_ path: FilePath, for user: SystemUser) -> Bool {
        (try? Kernel.status(of: path))?.isBarringMoves(by: user.id) ?? false
    }

    /// Whether something is a folder, or may be one.
    package static func isFolder(_ path: FilePath) -> Bool {
        do throws(Errno) {
            return try Kernel.status(of: path).kind == .folder
        } catch {
            return true
        }
    }

    /// The folders of an inbox, the inbox left out, by their paths under it; those that cannot be read are among them.
    ///
    /// - Throws: The system's error where the inbox itself cannot be read.
    package static func subfolders(of inbox: FilePath, ignoring rules: IgnoreRules) throws(Errno) -> [FilePath] {
        var folders = [FilePath()]
        var next = 0
        let root = try Kernel.openFolder(inbox)
        while next < folders.count {
            let folder = folders[next]
            next += 1
            guard let descriptor = try? Kernel.open(folder, beneath: root, flags: O_RDONLY | O_DIRECTORY) else {
                continue
            }
            try? FolderReader.forEachEntry(of: descriptor) { name, isFolder throws(Errno) in
                guard isFolder else { return true }
                let path = folder.pushing(FilePath(bytes: name))
                if rules.rule(name: name, path: path) == nil { folders.append(path) }
                return true
            }
        }
        return Array(folders.dropFirst())
    }

    /// Some documents of an inbox, by their paths under it.
    ///
    /// - Throws: The system's error where the inbox itself cannot be read.
    package static func documents(
        in inbox: FilePath, ignoring rules: IgnoreRules, atMost most: Int
    ) throws(Errno) -> [FilePath] {
        var found: [FilePath] = []
        try FolderWalk.visit(inbox, ignoring: rules) { path, step in
            guard found.count < most, case .entry(let name, let folder) = step,
                rules.rule(name: name.bytes, path: path) == nil,
                let status = try? Kernel.status(of: name, in: folder), status.oddity == nil
            else { return }
            found.append(path)
        }
        return found
    }

    /// The name of the network file system that a folder lies on; nil for another kind, or when it cannot be opened.
    package static func networkFileSystem(of folder: FilePath) -> String? {
        (try? Kernel.openFolder(folder)).flatMap { try? NetworkFileSystem.name(of: $0) }
    }
}
