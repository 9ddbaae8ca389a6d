import AnalyzerKit
import HTML

/// Web pages: HTML of any age, XHTML, AMP.
///
/// A page is parsed (`HTMLParser`), cut into blocks (`PageSegmenter`), and a model tells which of them are its story
/// (`BlockModel`); the rest of the page, navigation, notices, teasers, comments, is left out.
enum HTMLPages: SourceFormat {
    static let mediaType = "text/html"
    static let name = "HTML"
    /// Endings of names.
    static let pathExtensions = ["html", "htm", "xhtml", "xht", "shtml"]

    /// Elements that a page or a piece of one begins with.
    private static let roots: Set<String> = [
        "html", "head", "body", "title", "meta", "link", "script", "style", "div", "p", "article", "section", "main",
        "table", "h1",
        "h2", "span", "center", "font", "header", "nav", "ul", "blockquote", "pre", "b", "a", "br",
    ]

    static func matches(_ file: SourceFile) -> Bool {
        if let root = file.root {
            if root.name == "html" || root.documentType == "html" { return true }
            return !root.hasDeclaration && root.prefix.isEmpty && roots.contains(root.name)
        }
        if file.head.holds("<html") || file.head.holds("<!doctype html") { return true }
        return pathExtensions.contains(file.pathExtension) && hasTag(file.head)
    }

    /// Elements of running text that a piece of a page holds, besides those that it begins with.
    private static let inline: Set<String> = ["i", "em", "strong", "li", "ol", "td", "tr", "img", "h3", "h4", "q", "u"]

    /// Whether an element of HTML stands in some words; a sign for *less than* is none.
    private static func hasTag(_ head: String) -> Bool {
        var rest = head[...]
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            let name = (rest.first == "/" ? rest.dropFirst() : rest).prefix { $0.isLetter || $0.isNumber }
            let behind = rest[name.endIndex...].first
            if roots.contains(String(name)) || inline.contains(String(name)),
                behind.map({ $0 == ">" || $0 == "/" || $0.isWhitespace }) ?? true
            {
                return true
            }
        }
        return false
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let text = try text(of: file, charset: nil)
        guard !text.isEmpty else { throw .empty(format: name) }
        return [text]
    }

    /// The text of a page that another format carries, which may tell the charset.
    ///
    /// - Throws: Why it is no text.
    static func text(of bytes: [UInt8], path: String, charset: String?) throws(DecodeError) -> SourceText {
        try text(of: SourceFile(bytes, path: path), charset: charset)
    }

    private static func text(of file: SourceFile, charset: String?) throws(DecodeError) -> SourceText {
        let (document, decoded) = try document(of: file, charset: charset)
        var text = record(in: document) ?? ArticleReader.read(document)
        text.charset = decoded.charset
        text.notices = decoded.notices + text.notices
        if document.isFlattened {
            text.notices.append(
                Document.Notice(
                    reason: "malformed",
                    message:
                        "Elements are nested more than \(HTMLDocument.deepest) deep: what is deeper was read as if it "
                        + "stood beside them."))
        }
        return text
    }

    /// The turns of a page whose `<pre>` is the Congressional Record as printed; nil for any other page.
    private static func record(in document: HTMLDocument) -> SourceText? {
        let largest = document.nodes.indices.filter { document.nodes[$0].tag == .pre }
            .map { Array(document.content(of: $0).utf8) }.max { $0.count < $1.count }
        guard let lines = largest, CongressionalRecord.isRecord(lines) else { return nil }
        let text = CongressionalRecord.text(of: lines)
        return text.isEmpty ? nil : text
    }

    /// Decodes and parses a page.
    ///
    /// - Parameters:
    ///   - file: The page.
    ///   - charset: Its charset, where what carries it tells one.
    /// - Returns: Its tree, and its words in UTF-8.
    /// - Throws: Why it is no text.
    static func document(
        of file: SourceFile, charset: String? = nil
    ) throws(DecodeError) -> (document: HTMLDocument, decoded: TextDecoding.Decoded) {
        let declared = charset ?? declaredCharset(file.head)
        let decoded: TextDecoding.Decoded
        do throws(DecodeError) {
            decoded = try TextDecoding.decode(file.bytes, declared: declared)
        } catch {
            decoded = try withoutZeros(file.bytes, declared, or: error)
        }
        return (HTMLParser.document(of: decoded.bytes, isXML: file.root?.hasDeclaration == true), decoded)
    }

    /// One byte in so many may be zero in a page.
    private static let shareOfZeros = 100

    /// The words of a page in which a few bytes are zero, without these: a NUL among a page's words is passed over (HTML Living
    /// Standard, 13.2.6.4.7, "A character token that is U+0000 NULL").
    private static func withoutZeros(
        _ bytes: [UInt8], _ declared: String?, or error: DecodeError
    ) throws(DecodeError) -> TextDecoding.Decoded {
        guard case .notText(let offset) = error, bytes[offset] == 0 else { throw error }
        let kept = bytes.filter { $0 != 0 }
        let count = bytes.count - kept.count
        guard count * shareOfZeros < bytes.count else { throw error }
        var decoded = try TextDecoding.decode(kept, declared: declared)
        decoded.notices.append(
            Document.Notice(
                reason: "malformed",
                message: "\(count == 1 ? "A byte" : "\(count) bytes") of the page, the first at offset \(offset), "
                    + "\(count == 1 ? "is" : "are") zero, and \(count == 1 ? "was" : "were") passed over as browsers do."
            ))
        return decoded
    }

    /// The charset that a page names in a `<meta>` or, as XML, in its declaration.
    static func declaredCharset(_ head: String) -> String? {
        if head.hasPrefix("<?xml"), let end = head.byteRange(of: "?>") {
            let declaration = head[..<end.lowerBound]
            if let name = declaration.byteRange(of: "encoding"),
                let charset = value(behind: declaration[name.upperBound...])
            {
                return charset
            }
        }
        var rest = Substring(head)
        while let tag = rest.byteRange(of: "<meta") {
            rest = rest[tag.upperBound...]
            let end = rest.firstIndex(of: ">") ?? rest.endIndex
            if let name = rest[..<end].byteRange(of: "charset"),
                let charset = value(behind: rest[name.upperBound..<end])
            {
                return charset
            }
            rest = rest[end...]
        }
        return nil
    }

    private static func value(behind text: Substring) -> String? {
        let rest = text.drop { $0 == " " || $0 == "=" || $0 == "\"" || $0 == "'" }
        guard text.drop(while: { $0 == " " }).first == "=" else { return nil }
        let name = rest.prefix { $0.isLetter || $0.isNumber || "-_.:".contains($0) }
        return name.isEmpty ? nil : String(name)
    }
}
