import Archives
import AnalyzerKit
import XML

/// The parts of a document that is a ZIP archive, as word processors and makers of books write them.
struct OfficePackage {
    /// The format's name for people.
    let format: String
    private var parts: [String: [UInt8]] = [:]
    /// What was noticed in reading its parts.
    private(set) var notices: [Document.Notice] = []

    /// Unpacks the parts that are wanted.
    ///
    /// - Parameters:
    ///   - file: The archive.
    ///   - format: The format's name for people.
    ///   - isWanted: Whether a part of a name, in lower case, is wanted.
    /// - Throws: Why it cannot be unpacked.
    init(_ file: SourceFile, format: String, where isWanted: (String) -> Bool) throws(DecodeError) {
        self.format = format
        do throws(ArchiveError) {
            let members = try Archive.members(of: file.bytes, as: .zip, within: file.unpacking) {
                isWanted(Self.key($0))
            }
            for member in members { parts[Self.key(member.name)] = member.bytes }
        } catch {
            throw DecodeError(error, format: format)
        }
    }

    /// Names of parts are the same in whatever case.
    private static func key(_ name: String) -> String {
        let name = name.lowercased().replacing("\\", with: "/")
        return name.first == "/" ? String(name.dropFirst()) : name
    }

    /// A part by its name.
    func bytes(_ name: String) -> [UInt8]? { parts[Self.key(name)] }

    /// The largest part in XML that is read, in bytes: its tree takes some six times as much.
    static let largest = 32 << 20

    /// The tree of a part in XML; nil where there is no such part.
    ///
    /// - Throws: Why the part cannot be read.
    mutating func tree(_ name: String) throws(DecodeError) -> XMLTree? {
        guard let bytes = bytes(name), !bytes.isEmpty else { return nil }
        guard bytes.count <= Self.largest else {
            throw .overLimit(format: format, reason: "\(name) in it has more than \(Self.largest >> 20) MiB")
        }
        let head = SourceFile(Array(bytes.prefix(200)), path: name).head
        let decoded = try TextDecoding.decode(bytes, declared: XMLSource.declaredCharset(of: head))
        do throws(XMLError) {
            let tree = try XMLTree.read(decoded.bytes)
            if let repair = tree.repair {
                notices.append(
                    Document.Notice(
                        reason: "malformed",
                        message: "\(name) in it is no well-formed XML (\(repair)): it was read as far as that goes."))
            }
            return tree
        } catch {
            throw .malformed(format: format, byteOffset: nil, reason: "in \(name) \(error)")
        }
    }

    /// The tree of a part that a document can do without; nil also where it cannot be read, which is noticed.
    mutating func treeIfReadable(_ name: String) -> XMLTree? {
        do throws(DecodeError) {
            return try tree(name)
        } catch {
            notices.append(
                Document.Notice(
                    reason: "malformed", message: "\(name) in it cannot be read, so what it says is left out."))
            return nil
        }
    }

    /// A name in a part, relative to the part's folder or from the root, as a name from the root.
    static func resolve(_ target: String, in folder: String) -> String {
        let target = target.prefix { $0 != "#" && $0 != "?" }
        var steps = target.first == "/" ? [] : folder.split(separator: "/").map(String.init)
        for step in target.split(separator: "/") {
            switch step {
            case ".": break
            case "..": _ = steps.popLast()
            default: steps.append(String(step))
            }
        }
        return steps.joined(separator: "/")
    }
}

extension DecodeError {
    /// Why an archive, or a document that is one, is not read.
    init(_ error: ArchiveError, format: String) {
        switch error {
        case .damaged(let words): self = .malformed(format: format, byteOffset: nil, reason: words)
        case .cutOff: self = .malformed(format: format, byteOffset: nil, reason: error.description)
        case .encrypted:
            self = .unsupported(
                format: "an encrypted \(format) file", advice: "Save it without its password, and drop that.")
        case .tooMany, .tooLarge, .tooDense, .tooDeep: self = .overLimit(format: format, reason: error.description)
        case .noLibrary:
            self = .unsupported(
                format: "\(format), for which this machine lacks libarchive",
                advice: "Install the Debian package libarchive13, and drop the document again.")
        }
    }
}
