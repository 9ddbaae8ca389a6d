import Glibc
package import SystemPackage

/// Which names in the inbox are left alone: litter, which programs write for themselves, and what the configuration says.
///
/// A rule holds for files and for folders with all that is in them. Conflict copies that sync tools make are documents:
/// somebody wrote them.
package struct IgnoreRules: Sendable {
    /// The patterns of litter, in any case of letters; a star stands for any text, also none.
    ///
    /// Sources: what the manuals of the programs say; each row is of one kind. Names that begin with a dot, which most
    /// programs give to their litter (`.DS_Store`, `.Trash-1000`, `.stfolder`, `.~lock.story.odt#`), need no pattern.
    package static let litter = [
        // Files before they are whole: copies, downloads (Chromium, Opera, Firefox, Safari, aria2), uploads.
        "*.tmp", "*.temp", "*.part", "*.partial", "*.filepart", "*.crdownload", "*.opdownload", "*.download", "*.aria2",
        "*.uploading", "*.upload",
        // Sync tools before a file is whole (Resilio, Drive, Syncthing).
        "*.!sync", "*.bts", "*.drivedownload", "*.driveupload", "~syncthing~*",
        // Editors and office programs: backups, swap files, copies saved by themselves, locks.
        "*~", "*.swp", "*.swo", "*.swn", "#*#", "~$*", "*.lock", "*.lck",
        // What was deleted (Windows, QNAP, Synology, network shares of macOS, fsck).
        "$recycle.bin", "recycler", "recycled", "@recycle", "#recycle", "network trash folder", "lost+found",
        // What NAS systems, Windows and macOS keep beside files.
        "@eadir", "@tmp", "#snapshot", "@recently-snapshot", "*@synoeastream", "*@synoresource",
        "system volume information", "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx",
        "temporary items",
    ]

    /// One of `litter`, its star taken apart.
    private struct Litter {
        let pattern: String
        /// In lower case.
        let head: [UInt8]
        /// Nil where the pattern is the whole name.
        let tail: [UInt8]?

        init(_ pattern: String) {
            self.pattern = pattern
            let parts = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
            head = Array(parts[0])
            tail = parts.count > 1 ? Array(parts[1]) : nil
        }

        /// `name` is in lower case.
        func matches(_ name: [UInt8]) -> Bool {
            guard let tail else { return name == head }
            // The two may not share a byte: `#` is no file between two marks.
            return name.count >= head.count + tail.count && name.starts(with: head)
                && name.suffix(tail.count).elementsEqual(tail)
        }
    }

    /// The litter by the last byte of its names; under 0 what may end in any.
    ///
    /// Few names are then compared with more than two patterns.
    private static let litterByEnd: [[Litter]] = {
        var table: [[Litter]] = Array(repeating: [], count: 256)
        for litter in litter.map(Litter.init) { table[Int((litter.tail ?? litter.head).last ?? 0)].append(litter) }
        return table
    }()

    private struct Pattern {
        let text: String
        let isForPath: Bool

        init(_ text: Substring) {
            self.text = String(text)
            isForPath = text.contains("/")
        }

        func matches(_ path: FilePath) -> Bool {
            let subject = isForPath ? path : FilePath(bytes: path.nameBytes)
            return subject.withPlatformString { fnmatch(text, $0, 0) == 0 }
        }
    }

    private let ignored: [Pattern]
    /// What is a document though it looks like litter.
    private let taken: [Pattern]

    /// - Parameter patterns: As in `fnmatch(3)`; one with a slash is matched against the path, others against the name;
    ///   one behind `!` names what is taken though it looks like litter.
    package init(patterns: [String] = []) {
        ignored = patterns.filter { !$0.hasPrefix("!") }.map { Pattern($0[...]) }
        taken = patterns.filter { $0.hasPrefix("!") }.map { Pattern($0.dropFirst()) }
    }

    /// Whether a text is a pattern as it was meant: `fnmatch(3)` takes a bracket that is never closed for itself, and matches
    /// nothing by a backslash at the end.
    package static func isPattern(_ text: String) -> Bool {
        var rest = (text.hasPrefix("!") ? text.dropFirst() : text[...]).utf8
        guard !rest.isEmpty else { return false }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\\"):
                if rest.popFirst() == nil { return false }
            case UInt8(ascii: "["):
                if let first = rest.first, first == UInt8(ascii: "!") || first == UInt8(ascii: "^") {
                    rest.removeFirst()
                }
                // The first one is a member of the set.
                guard let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "]")) else { return false }
                rest = rest[end...].dropFirst()
            default: break
            }
        }
        return true
    }

    /// The rule by which a file or folder is left alone; nil for none.
    package func rule(for path: FilePath) -> String? {
        var way = FilePath()
        for component in path.components {
            way.push(FilePath(root: nil, [component]))
            if let rule = rule(name: FilePath(root: nil, [component]).bytes, path: way) { return rule }
        }
        return nil
    }

    /// The rule for a name in a folder that is not itself left alone.
    func rule(name: some Collection<UInt8>, path: @autoclosure () -> FilePath) -> String? {
        // Our own names are hidden ones: no pattern takes them.
        if name.first == UInt8(ascii: ".") { return "hidden" }
        if let litter = Self.litter(name.map(lower)), !isTaken(path) { return litter.pattern }
        guard !ignored.isEmpty else { return nil }
        let path = path()
        return ignored.first { $0.matches(path) }?.text
    }

    /// The litter that a name in lower case is.
    private static func litter(_ name: [UInt8]) -> Litter? {
        litterByEnd[Int(name.last ?? 0)].first { $0.matches(name) } ?? litterByEnd[0].first { $0.matches(name) }
    }

    private func isTaken(_ path: () -> FilePath) -> Bool {
        guard !taken.isEmpty else { return false }
        let path = path()
        return taken.contains { $0.matches(path) }
    }

    private func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
