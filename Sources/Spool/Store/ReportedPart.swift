import SystemPackage

/// Which of the documents in a file a report is on: what it is named after, and what it calls its document.
struct ReportedPart: Hashable {
    /// Its number in the file, from 1.
    let number: Int

    /// The only one, or the first.
    static let first = Self(number: 1)

    /// What the name of its report begins with: the file's name, and the number of a further document.
    func name(of path: FilePath) -> [UInt8] {
        self == .first ? path.nameBytes : path.nameBytes + Array(".\(number)".utf8)
    }

    /// The path that the report gives its document.
    func path(of path: FilePath) -> String {
        String(decoding: path.bytes, as: UTF8.self) + (self == .first ? "" : "#\(number)")
    }
}
