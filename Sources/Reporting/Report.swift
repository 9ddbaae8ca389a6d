public import AnalyzerKit
import Discourse
import Linguistics
package import OrderedJSON

// Reporting writes a document's findings as a report, and reads what stands in reports on disk. The same binary writes the same
// bytes for the same document. Findings without a JSON form cost their own section (`Problem`), and a file that is no report
// is a `StoredReportError`; a document that cannot be written is a bug. Workers and `copydesk analyze` use it.

/// One document's report, version 2 of the contract with everyone who reads the outbox.
///
/// Offsets are Unicode code points into `document.text`. The same binary writes the same bytes for the same document.
public struct Report: Encodable {
    /// The version of the report's shape.
    public static let schema = 2

    private let version: String
    private let document: Document
    private let sections: [Pipeline.Section]
    private let reading: ReadingDepth

    /// Makes the report of a document.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - version: The program's version.
    ///   - sections: What the analyzers found.
    ///   - reading: How much of the text was read by the pretrained reader.
    public init(of document: Document, version: String, sections: [Pipeline.Section], reading: ReadingDepth = .fast) {
        self.document = document
        self.reading = reading
        self.version = version
        self.sections = sections
    }

    /// An analyzer without findings.
    public struct Problem: Sendable, Hashable, Encodable {
        /// The analyzer's name.
        public let analyzer: String
        /// Why in one word: `AnalysisError.reason`, or `findings` for findings that have no JSON form.
        public let reason: String
        /// Why, for a person.
        public let message: String
    }

    /// A report as it goes to the outbox.
    public struct File: Sendable {
        /// One line of JSON, with the line end, in pieces.
        package let pieces: PiecedBytes
        /// The analyzers without findings.
        public let problems: [Problem]

        /// One line of JSON, with the line end.
        public var bytes: [UInt8] { pieces.joined }
    }

    /// The report as one line of JSON, with the line end.
    public func json() -> [UInt8] { file().bytes }

    /// Writes the report.
    ///
    /// Findings that cannot be written as JSON become a problem of their analyzer; the others stay.
    ///
    /// - Parameter enter: Told of the analyzer whose findings are written next, nil for all the rest.
    /// - Returns: The file, and what is missing in it.
    public func file(enter: (String?) -> Void = { _ in }) -> File { file(enter: enter, giving: nil) }

    /// Writes the report, and gives pieces of it away before it is whole.
    ///
    /// - Parameters:
    ///   - enter: Told of the analyzer whose findings are written next, nil for all the rest.
    ///   - give: Takes the pieces of a long report, in order, but for the last ones.
    /// - Returns: What of the file was not given away, and what is missing in the whole.
    package func file(enter: (String?) -> Void = { _ in }, giving give: (([UInt8]) -> Void)?) -> File {
        withoutActuallyEscaping(enter) { enter in
            let body = Body(report: self, enter: enter)
            var pieces = Self.pieces(of: body, giving: give)
            pieces.append([0x0A])
            return File(pieces: pieces, problems: body.problems.all)
        }
    }

    /// The JSON of what holds strings, whole numbers and findings that may fail.
    private static func pieces(of value: some Encodable, giving give: (([UInt8]) -> Void)? = nil) -> PiecedBytes {
        do {
            return try OrderedJSONEncoder().pieces(of: value, giving: give)
        } catch {
            preconditionFailure("a report that cannot be written: \(error)")
        }
    }

    /// Writes the part of a report that tells of the document alone, as one line of JSON with the line end.
    public static func documentJSON(of document: Document, reading: ReadingDepth = .fast) -> [UInt8] {
        pieces(of: DocumentSection(document, reading)).joined + [0x0A]
    }

    /// Encodes the report; `json()` does the same with an analyzer's faults kept apart.
    public func encode(to encoder: any Encoder) throws { try Body(report: self) { _ in }.encode(to: encoder) }

    /// The analyzers without findings, found out while their sections are written.
    private final class Problems {
        var all: [Problem] = []
    }

    /// A problem as it is written; one of the document itself names no analyzer.
    private struct Entry: Encodable {
        let analyzer: String?
        let reason: String
        let message: String

        private enum CodingKeys: String, CodingKey { case analyzer, reason, message }
    }

    private struct Body: Encodable {
        let report: Report
        let enter: (String?) -> Void
        let problems = Problems()

        enum CodingKeys: String, CodingKey { case schema, copydesk, document, analyzers, problems }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(Report.schema, forKey: .schema)
            try container.encode(report.version, forKey: .copydesk)
            try container.encode(DocumentSection(report.document, report.reading), forKey: .document)
            try container.encode(
                Sections(sections: report.sections, enter: enter, problems: problems), forKey: .analyzers)
            let notices = report.document.notices.map {
                Entry(analyzer: nil, reason: $0.reason, message: $0.message)
            }
            let problems = problems.all.map {
                Entry(analyzer: $0.analyzer, reason: $0.reason, message: $0.message)
            }
            try container.encode(notices + problems, forKey: .problems)
        }
    }

    private struct Sections: Encodable {
        let sections: [Pipeline.Section]
        let enter: (String?) -> Void
        let problems: Problems

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: AnalyzerKey.self)
            for section in sections {
                if let error = section.problem {
                    problems.all.append(
                        Problem(analyzer: section.name, reason: error.reason, message: error.description))
                }
                guard section.isReported else { continue }
                enter(section.name)
                try container.encode(
                    Section(version: section.version, findings: findings(of: section)),
                    forKey: AnalyzerKey(stringValue: section.name))
            }
            enter(nil)
        }

        private func findings(of section: Pipeline.Section) -> GuardedJSON? {
            guard case .success(let value) = section.outcome else { return nil }
            return GuardedJSON(value) { error in
                problems.all.append(
                    Problem(
                        analyzer: section.name, reason: "findings",
                        message: "The findings cannot be written: \(error)"))
            }
        }
    }

    private struct Section: Encodable {
        let version: String
        let findings: GuardedJSON?
    }

    private struct AnalyzerKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct DocumentSection: Encodable {
        let path: String
        let sha256: String
        let bytes: Int
        let characters: Int
        let mediaType: String
        let charset: String
        let language: String
        let title: String?
        let authors: [String]
        let published: String?
        let modified: String?
        let publisher: String?
        let url: String?
        let wire: Wire?
        let part: Part?
        let reading: ReadingDepth
        let words: Int
        let sentences: Int
        let paragraphs: Int
        let text: UTF8JSON
        let blocks: BlockList

        init(_ document: Document, _ reading: ReadingDepth) {
            self.reading = reading
            path = document.source.path
            sha256 = document.source.sha256
            bytes = document.source.byteCount
            characters = document.text.codePointCount
            mediaType = document.source.mediaType
            charset = document.source.charset
            language = document.language
            title = document.title
            authors = document.authors
            published = document.metadata.published
            modified = document.metadata.modified
            publisher = document.metadata.publisher
            url = document.metadata.url
            wire = document.metadata.wire.map(Wire.init)
            part = document.metadata.part.map(Part.init)
            words = document.structure.wordCount
            sentences = document.structure.sentences.count
            paragraphs = document.structure.paragraphs.count
            text = UTF8JSON(document.text.bytes)
            blocks = BlockList(document: document)
        }

        private enum CodingKeys: String, CodingKey {
            case path, sha256, bytes, characters, mediaType, charset, language, title, authors, published, modified
            case publisher, url, wire, part, reading, words, sentences, paragraphs, text, blocks
        }
    }

    /// What a wire says of an item.
    private struct Wire: Encodable {
        let id: String?
        let version: String?
        let status: String?
        let signals: [String]
        let embargo: String?
        let urgency: Int?
        let slugline: String?
        let dateline: String?
        let source: String?
        let ednote: String?
        let keywords: [String]
        let subjects: [String]

        init(_ wire: Document.Metadata.Wire) {
            id = wire.id
            version = wire.version
            status = wire.status
            signals = wire.signals
            embargo = wire.embargo
            urgency = wire.urgency
            slugline = wire.slugline
            dateline = wire.dateline
            source = wire.source
            ednote = wire.ednote
            keywords = wire.keywords
            subjects = wire.subjects
        }

        private enum CodingKeys: String, CodingKey {
            case id, version, status, signals, embargo, urgency, slugline, dateline, source, ednote, keywords, subjects
        }
    }

    /// The place of a document in a file that holds several.
    private struct Part: Encodable {
        let of: String
        let number: Int
        let name: String?

        init(_ part: Document.Metadata.Part) {
            of = part.of
            number = part.number
            name = part.name
        }

        private enum CodingKeys: String, CodingKey { case of, number, name }
    }

    /// The blocks, each made when it is written.
    private struct BlockList: Encodable {
        let document: Document

        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            for index in 0..<document.blocks.count { try container.encode(Block(index, of: document)) }
        }
    }

    /// What a line or paragraph is.
    private struct Block: Encodable {
        let start: Int
        let end: Int
        let kind: String
        let level: Int?
        let source: Place?

        init(_ index: Int, of document: Document) {
            let blocks = document.blocks
            let range = document.tokens.range(blocks.tokens[index])
            start = document.text.codePointOffset(ofByte: range.lower)
            end = document.text.codePointOffset(ofByte: range.upper)
            kind = blocks.kinds[index].rawValue
            level = blocks.levels[index] > 0 ? Int(blocks.levels[index]) : nil
            source = blocks.places.isEmpty ? nil : blocks.places[index].map(Place.init)
        }
    }

    /// Where a block stood in its source; only what is known is written.
    private struct Place: Encodable {
        let place: Blocks.Place

        init(_ place: Blocks.Place) { self.place = place }

        private enum CodingKeys: String, CodingKey { case page, path, time, part }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            if let page = place.page { try container.encode(page, forKey: .page) }
            if let path = place.path { try container.encode(path, forKey: .path) }
            // No source is finer than a millisecond; sums of its parts may print as more.
            if let time = place.time { try container.encode((time * 1000).rounded() / 1000, forKey: .time) }
            if let part = place.part { try container.encode(part, forKey: .part) }
        }
    }
}
