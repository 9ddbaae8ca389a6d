import Digest
import SystemPackage

/// The names of reports, originals and error files: never longer than a file system takes, the same for the same input.
enum OutputName {
    /// The longest name of a file, in bytes (`NAME_MAX`).
    static let maxBytes = 255

    /// The names under which a document's output may lie, in order of preference: the plain name, then with ever more
    /// of the document's SHA-256, for when another document's output has the name.
    ///
    /// `suffix` comes after the name; `reserve` bytes are left free for what is appended to the result elsewhere.
    static func candidates(for name: [UInt8], sha256: String, suffix: String, reserve: Int = 0)
        -> [FilePath]
    {
        let distinctions = [""] + [8, 16, 64].map { "." + sha256.prefix($0) }
        return distinctions.map {
            FilePath(bytes: fit(name, ending: $0 + suffix, within: maxBytes - reserve))
        }
    }

    /// The name of a folder whose own name is taken by a file.
    static func folder(insteadOf name: FilePath) -> FilePath {
        let hash = SHA256.hexDigest(of: name.bytes).prefix(8)
        return FilePath(bytes: fit(name.bytes, ending: ".\(hash)", within: maxBytes))
    }

    /// The name with an ending; a name too long for it is cut and gets a hash of itself instead of the rest.
    private static func fit(_ name: [UInt8], ending: String, within limit: Int) -> [UInt8] {
        guard name.count + ending.utf8.count > limit else { return name + Array(ending.utf8) }
        let tail = "~" + SHA256.hexDigest(of: name).prefix(16) + ending
        var head = name.prefix(limit - tail.utf8.count)
        // A scalar that was whole stays whole.
        while let next = name.dropFirst(head.count).first, next & 0xC0 == 0x80, head.count > limit / 2 {
            head.removeLast()
        }
        return head + Array(tail.utf8)
    }
}
