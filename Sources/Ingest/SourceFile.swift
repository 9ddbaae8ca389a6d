package import Archives
import Linguistics

/// A file as it came, with what its first bytes and its name say.
package struct SourceFile: Sendable {
    /// All its bytes.
    package let bytes: [UInt8]
    /// The path under the inbox, or the name as given.
    package let path: String
    /// The ending of the name in lower case, without the dot; empty where there is none.
    package let pathExtension: String
    /// Its first characters as far as they are ASCII, in lower case: zeros of UTF-16 and a byte order mark left out.
    package let head: String
    /// The first element, where the file looks like XML or HTML.
    package let root: Root?
    /// The names of what is in it, where it is a ZIP archive, as far as they are needed to tell what it is.
    package let members: [String]
    /// What may still be unpacked of it, with all that is in it and all that it is in.
    package let unpacking: UnpackingBudget
    /// Who has it read by programs of others, where its format needs one; nil where nobody does.
    package let converter: (any FileConverter)?
    /// How many archives and messages it is in; formats that open what is in them refuse to go on for ever.
    package let depth: Int

    /// How many names of an archive are looked at.
    private static let mostNames = 256

    /// How much of a file is looked at to tell what it is, in bytes.
    package static let headBytes = 4096

    /// The first element of a file in XML or HTML.
    package struct Root: Hashable, Sendable {
        /// The element's name without its prefix, in lower case.
        package var name: String
        /// The prefix of its name; empty where there is none.
        package var prefix: String
        /// All of the tag from behind its name to the end of the head, in lower case, with namespaces as written.
        package var rest: String
        /// The name that a document type declaration gives, in lower case.
        package var documentType: String?
        /// Whether the file begins with an XML declaration.
        package var hasDeclaration: Bool
    }

    /// Looks at a file.
    ///
    /// - Parameters:
    ///   - bytes: All its bytes.
    ///   - path: The path under the inbox, or the name as given.
    ///   - container: The archive or message that it is in.
    ///   - levels: How many levels below that; more than one where messages stand in each other there.
    ///   - converter: Who has it read by programs of others; that of the container where it is in one.
    package init(
        _ bytes: [UInt8], path: String, in container: SourceFile? = nil, levels: Int = 1,
        converter: (any FileConverter)? = nil
    ) {
        self.bytes = bytes
        self.path = path
        self.converter = container?.converter ?? converter
        unpacking = container?.unpacking ?? UnpackingBudget()
        depth = container.map { $0.depth + levels } ?? 0
        members =
            bytes.starts(with: [0x50, 0x4B, 3, 4]) ? Archive.names(in: bytes, as: .zip, limit: Self.mostNames) : []
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        pathExtension = parts.count > 1 ? (parts.last?.lowercased() ?? "") : ""
        var head: [UInt8] = []
        head.reserveCapacity(min(bytes.count, Self.headBytes))
        for byte in bytes.prefix(Self.headBytes) where byte != 0 && byte < 0x80 {
            head.append(byte.asciiLowercased)
        }
        self.head = String(decoding: head, as: UTF8.self)
        root = Self.root(of: self.head)
    }

    private static func root(of head: String) -> Root? {
        var rest = Substring(head).drop(while: \.isWhitespace)
        guard rest.first == "<" else { return nil }
        var documentType: String?
        var hasDeclaration = false
        while rest.first == "<" {
            if rest.hasPrefix("<?") {
                if rest.hasPrefix("<?xml") { hasDeclaration = true }
                guard let end = rest.byteRange(of: "?>") else { return nil }
                rest = rest[end.upperBound...]
            } else if rest.hasPrefix("<!--") {
                guard let end = rest.byteRange(of: "-->") else { return nil }
                rest = rest[end.upperBound...]
            } else if rest.hasPrefix("<!doctype") {
                documentType = String(
                    rest.dropFirst(9).drop(while: \.isWhitespace).prefix { !$0.isWhitespace && $0 != ">" && $0 != "[" })
                // An internal subset is in brackets, and has declarations of its own.
                let close = rest.firstIndex(of: ">")
                let open = rest.firstIndex(of: "[")
                if let open, close.map({ open < $0 }) ?? true {
                    guard let end = rest.byteRange(of: "]>") ?? rest.byteRange(of: "] >") else { return nil }
                    rest = rest[end.upperBound...]
                } else {
                    guard let close else { return nil }
                    rest = rest[rest.index(after: close)...]
                }
            } else {
                let tag = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || "-_.:".contains($0) }
                guard tag.first?.isLetter == true else { return nil }
                let parts = tag.split(separator: ":")
                return Root(
                    name: parts.last.map(String.init) ?? String(tag),
                    prefix: parts.count > 1 ? parts.first.map(String.init) ?? "" : "",
                    rest: String(rest[tag.endIndex...]), documentType: documentType, hasDeclaration: hasDeclaration)
            }
            rest = rest.drop(while: \.isWhitespace)
        }
        return nil
    }
}
