import Compression
import FoundationEssentials

/// A report read back from the outbox, as `docs/report.schema.json` describes it.
///
/// Fields that this program does not know are passed over: a later one may have added them within the same schema. Spans
/// are checked: each lies within the text, so that whoever reads on need not ask again.
package struct StoredReport: Sendable, Hashable {
    /// The version of the report's shape: `Report.schema`.
    package let schema: Int
    /// The version of the program that wrote it.
    package let copydesk: String
    /// What the report is of.
    package let document: DocumentPart
    /// What the analyzers found.
    package let analyzers: Analyzers
    /// The analyzers without findings.
    package let problems: [Problem]

    /// Reads a report.
    ///
    /// - Parameters:
    ///   - bytes: The whole file, compressed or not.
    ///   - file: What a message calls the file.
    /// - Throws: What is wrong with the file.
    /// - Complexity: O(`bytes.count`), by Foundation's JSON decoder.
    package init(_ bytes: [UInt8], from file: String) throws(StoredReportError) {
        do {
            let json =
                Zstandard.isFrame(bytes) ? try Zstandard.decompressed(bytes, atMost: Self.maxBytes) : bytes
            self = try JSONDecoder().decode(Self.self, from: Data(json))
        } catch {
            throw StoredReportError(error, file: file)
        }
        if let flaw = firstFlaw { throw StoredReportError(file: file, flaw: flaw) }
    }

    /// The most that a compressed report may stand for: no worker's answer is longer.
    private static let maxBytes = Int(Int32.max)

    /// The entities; none where the analyzer did not run or has no findings.
    package var entities: [Entity] { analyzers.entities?.findings?.entities ?? [] }
    /// The mentions; none where the analyzer did not run or has no findings.
    package var mentions: [Mention] { analyzers.entities?.findings?.mentions ?? [] }
    /// The quotes; none where the analyzer did not run or has no findings.
    package var quotes: [Quote] { analyzers.quotes?.findings?.quotes ?? [] }
    /// The speakers; none where the analyzer did not run or has no findings.
    package var speakers: [Speaker] { analyzers.quotes?.findings?.speakers ?? [] }
    /// The tone; nil where the analyzer did not run or has no findings.
    package var sentiment: SentimentFindings? { analyzers.sentiment?.findings }

    /// The sections of the analyzers; nil for one that did not run.
    package struct Analyzers: Sendable, Hashable {
        package let entities: Section<EntityFindings>?
        package let quotes: Section<QuoteFindings>?
        package let sentiment: Section<SentimentFindings>?
        /// The versions of all others, by name.
        package let others: [String: String]
    }

    /// What one analyzer found.
    package struct Section<Findings: Decodable & Sendable & Hashable>: Decodable, Sendable, Hashable {
        /// The analyzer's version.
        package let version: String
        /// Nil where it has none; `problems` says why.
        package let findings: Findings?
    }

    /// An analyzer without findings, or what was noticed when the document was read.
    package struct Problem: Decodable, Sendable, Hashable {
        /// The analyzer's name; nil for what concerns the document itself.
        package let analyzer: String?
        /// Why, for a person.
        package let message: String
        /// Why, in one word.
        package let reason: String
    }

    /// A stretch of the document's text, in code points.
    package struct Span: Sendable, Hashable {
        package let start: Int
        /// The code point after the last.
        package let end: Int

        init(start: Int, end: Int) { (self.start, self.end) = (start, end) }

        init(_ container: KeyedDecodingContainer<Key>) throws {
            start = try container.decode(Int.self, forKey: .start)
            end = try container.decode(Int.self, forKey: .end)
        }
    }

    /// A polarity with what it rests on.
    package struct Tone: Decodable, Sendable, Hashable {
        /// Which way a score points.
        package enum Label: String, Decodable, Sendable, CaseIterable { case negative, neutral, positive }

        /// From −1 through 1.
        package let score: Double
        package let label: Label
        /// How much in the text the score rests on, 0 through 1.
        package let strength: Double

        init(score: Double, label: Label, strength: Double) {
            (self.score, self.label, self.strength) = (score, label, strength)
        }

        init(_ container: KeyedDecodingContainer<Key>) throws {
            score = try container.decode(Double.self, forKey: .score)
            label = try container.decode(Label.self, forKey: .label)
            strength = try container.decode(Double.self, forKey: .strength)
        }

        package init(from decoder: any Decoder) throws {
            try self.init(decoder.container(keyedBy: Key.self))
        }
    }

    /// The fields of whatever has a span or a tone: a report keeps theirs beside the others.
    enum Key: String, CodingKey {
        case id, name, text, type, entity, entities, kind, confidence, mentions
        case within, continues, speaker, cue, addressee, speech, quote, voice, holder
        case start, end, score, label, strength, level, source
    }
}

extension StoredReport: Decodable {
    /// A report of a schema that this program does not read.
    struct OtherSchema: Error { let found: Int }

    private enum CodingKeys: String, CodingKey { case schema, copydesk, document, analyzers, problems }

    /// Reads a report of `Report.schema`; its spans are not looked at.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // First: in a report of another schema nothing else need be where it is looked for.
        schema = try container.decode(Int.self, forKey: .schema)
        guard schema == Report.schema else { throw OtherSchema(found: schema) }
        copydesk = try container.decode(String.self, forKey: .copydesk)
        document = try container.decode(DocumentPart.self, forKey: .document)
        analyzers = try container.decode(Analyzers.self, forKey: .analyzers)
        problems = try container.decode([Problem].self, forKey: .problems)
    }
}

extension StoredReport.Analyzers: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct OtherSection: Decodable { let version: String }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        func section<Findings>(_ name: String) throws -> StoredReport.Section<Findings>? {
            try container.decodeIfPresent(StoredReport.Section<Findings>.self, forKey: Name(stringValue: name))
        }
        entities = try section("entities")
        quotes = try section("quotes")
        sentiment = try section("sentiment")
        var others: [String: String] = [:]
        for name in container.allKeys where !["entities", "quotes", "sentiment"].contains(name.stringValue) {
            others[name.stringValue] = try container.decode(OtherSection.self, forKey: name).version
        }
        self.others = others
    }
}
