import AnalyzerKit
import Archives

/// Reads the files in an archive, each as whatever format it is in.
enum PackedFiles {
    /// Archives stand in each other this deep at most.
    static let deepest = 4

    /// Reads the documents in an archive.
    ///
    /// - Parameters:
    ///   - file: The archive.
    ///   - forms: What it may be.
    ///   - format: Its format's name for people.
    /// - Returns: The documents in the order in which they stand in it; what is no document is named in a notice.
    /// - Throws: Why there is none, or why no more is read of it.
    static func read(_ file: SourceFile, as forms: Archive.Forms, format: String) throws(DecodeError) -> [SourceText] {
        var members: [Archive.Member]
        do throws(ArchiveError) {
            guard file.depth < deepest else { throw .tooDeep(limit: deepest) }
            members = try Archive.members(of: file.bytes, as: forms, within: file.unpacking, where: isDocument)
            // What begins as a compressed file and is none comes out as it is; zeros do as a tar archive that has ended.
            if forms.contains(.single) {
                guard let first = members.first else {
                    throw .damaged("what is packed in it is an empty archive, or nothing but zeros")
                }
                guard first.bytes.count != file.bytes.count || first.bytes != file.bytes else { throw .cutOff }
            }
        } catch {
            throw DecodeError(error, format: format)
        }
        // What is one compressed file has the archive's name without its ending.
        if members.count == 1, forms.contains(.single), members[0].name == "data" {
            members[0].name = nameWithoutEnding(file)
        }
        var texts: [SourceText] = []
        var left: [(name: String, error: DecodeError)] = []
        for member in members where !member.bytes.isEmpty {
            let inner = SourceFile(member.bytes, path: member.name, in: file)
            let reader = SourceFormats.format(of: inner)
            do throws(DecodeError) {
                let disagreement = SourceFormats.disagreement(of: inner, with: reader)
                for var text in try reader.read(inner) {
                    guard !text.isEmpty else { throw .empty(format: reader.name) }
                    text.name = text.name.map { member.name + "/" + $0 } ?? member.name
                    text.mediaType = text.mediaType ?? reader.mediaType
                    if let disagreement {
                        text.notices.insert(Document.Notice(reason: "format", message: disagreement), at: 0)
                    }
                    text.metadata.part = Document.Metadata.Part(of: file.path, number: texts.count + 1, name: text.name)
                    texts.append(text)
                }
            } catch {
                // More than may come out of the whole ends the whole.
                if case .overLimit = error { throw error }
                left.append((member.name, error))
            }
        }
        guard !texts.isEmpty else { throw refusal(of: left, format) }
        texts[0].notices += notices(of: left)
        return texts
    }

    /// So many files that are left out are named.
    private static let mostNamed = 10

    /// So many are named in the refusal of a whole archive.
    private static let mostNamedInRefusal = 3

    /// Why an archive without a document is refused.
    private static func refusal(of left: [(name: String, error: DecodeError)], _ format: String) -> DecodeError {
        guard let first = left.first else { return .empty(format: format) }
        let isText = left.contains { if case .notText = $0.error { false } else { true } }
        guard isText else {
            // Pictures and programs, none of which is damaged.
            let names = left.prefix(mostNamedInRefusal).map(\.name).joined(separator: ", ")
            let more = left.count > mostNamedInRefusal ? " and \(left.count - mostNamedInRefusal) more" : ""
            return .unsupported(
                format: "a \(format) file with no text in any file of it (\(names)\(more))",
                advice: "Drop the text that belongs to them as a file of its own.")
        }
        return .malformed(
            format: format, byteOffset: nil,
            reason: "no file in it is a document (\(first.name): \("\(first.error)".droppingLast { $0 == "." }))")
    }

    private static func notices(of left: [(name: String, error: DecodeError)]) -> [Document.Notice] {
        var notices = left.prefix(mostNamed).map {
            Document.Notice(reason: "left-out", message: "A file in the archive was not read: \($0.name): \($0.error)")
        }
        if left.count > mostNamed {
            notices.append(
                Document.Notice(
                    reason: "left-out", message: "\(left.count - mostNamed) more files in the archive were not read."))
        }
        return notices
    }

    /// Whether a file in an archive may be a document: not what systems put beside files.
    private static func isDocument(_ name: String) -> Bool {
        let steps = name.split(whereSeparator: { $0 == "/" || $0 == "\\" })
        guard let last = steps.last else { return false }
        return !steps.contains("__MACOSX") && last.first != "." && last != "Thumbs.db" && last != "desktop.ini"
    }

    private static func nameWithoutEnding(_ file: SourceFile) -> String {
        let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot])
    }
}

/// ZIP archives of documents.
enum ZIPArchive: SourceFormat {
    static let mediaType = "application/zip"
    static let name = "ZIP"
    static let pathExtensions = ["zip"]

    static func matches(_ file: SourceFile) -> Bool {
        file.bytes.starts(with: [0x50, 0x4B, 3, 4]) || file.bytes.starts(with: [0x50, 0x4B, 5, 6])
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        try PackedFiles.read(file, as: .zip, format: name)
    }
}

/// Tar archives of documents.
enum TarArchive: SourceFormat {
    static let mediaType = "application/x-tar"
    static let name = "tar"
    static let pathExtensions = ["tar"]

    static func matches(_ file: SourceFile) -> Bool {
        file.bytes.count > 512 && file.bytes[257..<262].elementsEqual("ustar".utf8)
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        try PackedFiles.read(file, as: .tar, format: name)
    }
}

/// A compressed document, or a compressed tar archive of documents.
enum CompressedFile: SourceFormat {
    static let mediaType = "application/gzip"
    static let name = "compressed"
    static let pathExtensions = ["gz", "tgz", "zst", "xz", "txz", "bz2", "tbz2"]

    private static let kinds: [(mark: [UInt8], name: String)] = [
        ([0x1F, 0x8B, 8], "gzip"), ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"),
        ([0x42, 0x5A, 0x68], "bzip2"),
    ]

    private static func kind(of file: SourceFile) -> String? {
        guard let kind = kinds.first(where: { file.bytes.starts(with: $0.mark) }) else { return nil }
        // Three letters may begin a text, too; its first block has a mark of its own.
        return kind.name != "bzip2" || file.bytes.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26]) ? kind.name : nil
    }

    static func matches(_ file: SourceFile) -> Bool { kind(of: file) != nil }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        try PackedFiles.read(file, as: [.tar, .single], format: kind(of: file) ?? name)
    }
}
