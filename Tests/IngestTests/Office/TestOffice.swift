import AnalyzerKit
import Discourse
import Ingest
import Linguistics
import TestSupport

/// Office documents for tests, made of the mark-up that is their text.
enum TestOffice {
    /// A Word document.
    ///
    /// - Parameters:
    ///   - body: What is in its body.
    ///   - parts: Other parts, by names such as `word/styles.xml`, the elements in their roots.
    /// - Returns: Its bytes.
    static func docx(_ body: String, parts: [String: String] = [:]) -> [UInt8] {
        let spaces =
            #"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#
            + #"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#
            + #"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#
            + #"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#
            + #"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#
            + #"xmlns:v="urn:schemas-microsoft-com:vml" xmlns:dc="http://purl.org/dc/elements/1.1/" "#
            + #"xmlns:dcterms="http://purl.org/dc/terms/""#
        func xml(_ root: String, _ inner: String) -> String {
            #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"# + "\n<\(root) \(spaces)>\(inner)</\(root)>"
        }
        let roots = [
            "word/styles.xml": "w:styles", "word/numbering.xml": "w:numbering", "word/footnotes.xml": "w:footnotes",
            "word/endnotes.xml": "w:endnotes", "word/comments.xml": "w:comments", "docProps/core.xml": "coreProperties",
        ]
        let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        var files: [(name: String, text: String)] = [
            ("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"),
            (
                "_rels/.rels",
                "<Relationships><Relationship Id='a' Type='\(types)/officeDocument' Target='word/document.xml'/>"
                    + "<Relationship Id='b' Type='\(types)/metadata/core-properties' Target='/docProps/core.xml'/></Relationships>"
            ),
            (
                "word/_rels/document.xml.rels",
                "<Relationships>"
                    + ["styles", "numbering", "footnotes", "endnotes", "comments"].map {
                        "<Relationship Id='\($0)' Type='\(types)/\($0)' Target='\($0).xml'/>"
                    }.joined() + "<Relationship Id='html' Type='\(types)/aFChunk' Target='chunk.html'/></Relationships>"
            ),
        ]
        files.append(("word/document.xml", xml("w:document", "<w:body>\(body)</w:body>")))
        for (name, inner) in parts.sorted(by: { $0.key < $1.key }) {
            files.append((name, roots[name].map { xml($0, inner) } ?? inner))
        }
        return TestArchive.zip(files)
    }

    /// A paragraph of a style, with runs of its own.
    static func p(_ runs: String, style: String? = nil, properties: String = "") -> String {
        let style = style.map { "<w:pStyle w:val=\"\($0)\"/>" } ?? ""
        return "<w:p><w:pPr>\(style)\(properties)</w:pPr>\(runs)</w:p>"
    }

    /// A run.
    static func r(_ words: String, _ properties: String = "") -> String {
        "<w:r><w:rPr>\(properties)</w:rPr><w:t xml:space=\"preserve\">\(words)</w:t></w:r>"
    }

    /// Styles as Word has them.
    static let styles = [
        ("Normal", "Normal", "w:default=\"1\"", ""), ("Title", "Title", "", ""), ("Untertitel", "Subtitle", "", ""),
        ("berschrift1", "heading 1", "", "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>"),
        ("Heading2", "heading 2", "", "<w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr>"),
        ("Verborgen", "Concealed", "", "<w:rPr><w:vanish/></w:rPr>"), ("Zitat", "Quote", "", ""),
        ("TOC1", "toc 1", "", ""), ("Legende", "caption", "", ""),
    ].map { style in
        "<w:style w:type=\"paragraph\" \(style.2) w:styleId=\"\(style.0)\"><w:name w:val=\"\(style.1)\"/>\(style.3)</w:style>"
    }.joined()

    /// An OpenDocument text.
    ///
    /// - Parameters:
    ///   - body: What is in its text.
    ///   - automatic: Its automatic styles.
    ///   - parts: Other parts, whole.
    /// - Returns: Its bytes.
    static func odt(_ body: String, automatic: String = "", parts: [String: String] = [:]) -> [UInt8] {
        let files: [(name: String, text: String)] =
            [
                ("mimetype", "application/vnd.oasis.opendocument.text"),
                (
                    "content.xml",
                    "<?xml version='1.0' encoding='UTF-8'?><office:document-content \(odfSpaces)>"
                        + "<office:automatic-styles>\(automatic)</office:automatic-styles>"
                        + "<office:body><office:text>\(body)</office:text></office:body></office:document-content>"
                ),
            ] + parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return TestArchive.zip(files)
    }

    static let odfSpaces =
        ["office", "text", "table", "draw", "style", "meta"].map {
            "xmlns:\($0)='urn:oasis:names:tc:opendocument:xmlns:\($0):1.0'"
        }.joined(separator: " ") + " xmlns:dc='http://purl.org/dc/elements/1.1/'"

    /// The document that bytes are read as.
    static func document(_ bytes: [UInt8], _ path: String) throws -> Document {
        try Decoder.document(from: bytes, path: path)
    }

    /// A document's text.
    static func text(_ document: Document) -> String { String(decoding: document.text.bytes, as: UTF8.self) }

    /// Each block's kind and words.
    static func blocks(_ document: Document) -> [String] {
        document.blocks.tokens.indices.map { index in
            let range = document.tokens.range(document.blocks.tokens[index])
            return "\(document.blocks.kinds[index]): \(document.text.string(in: range))"
        }
    }
}
