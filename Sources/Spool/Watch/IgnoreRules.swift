import Glibc
package import SystemPackage

/// Which names in the inbox are left alone: what programs write under before a file has its real name, and what the
/// configuration says.
package struct IgnoreRules: Sendable {
    /// The endings of names that mark unfinished or temporary files; in any case of letters.
    package static let endings = [
        "~", ".tmp", ".part", ".partial", ".crdownload", ".filepart", ".swp",
    ]

    private let patterns: [(text: String, isForPath: Bool)]
    private static let endingBytes = endings.map { Array($0.utf8) }

    /// - Parameter patterns: As in `fnmatch(3)`; one with a slash is matched against the path, others against the name.
    package init(patterns: [String] = []) {
        self.patterns = patterns.map { ($0, $0.contains("/")) }
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
        if name.first == UInt8(ascii: ".") { return "hidden" }
        for (ending, text) in zip(Self.endingBytes, Self.endings)
        where name.count >= ending.count
            && zip(name.suffix(ending.count), ending).allSatisfy({ lower($0) == $1 })
        {
            return text
        }
        guard !patterns.isEmpty else { return nil }
        let path = path()
        let file = FilePath(bytes: path.nameBytes)
        return patterns.first { pattern in
            (pattern.isForPath ? path : file).withPlatformString { fnmatch(pattern.text, $0, 0) == 0 }
        }?.text
    }

    private func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
