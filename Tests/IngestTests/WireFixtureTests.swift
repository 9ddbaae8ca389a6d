import AnalyzerKit
import Discourse
import Foundation
import Ingest
import Linguistics
import Testing

/// Wire files made after the specifications, with what is to be read in them.
@Suite struct WireFixtureTests {
    struct Gold: Decodable {
        struct Wire: Decodable, Equatable {
            var id: String?
            var version: String?
            var status: String?
            var signals: [String]
            var embargo: String?
            var urgency: Int?
            var slugline: String?
            var dateline: String?
            var source: String?
            var ednote: String?
            var keywords: [String]
            var subjects: [String]
        }
        var title: String?
        var authors: [String]
        var published: String?
        var text: String
        var url: String?
        var publisher: String?
        var wire: Wire?
    }

    private static let fixtures = GoldFixtures<Gold>("Wires")

    @Test func thereAreFixtures() { #expect(Self.fixtures.names.count >= 20) }

    @Test(arguments: fixtures.names)
    func isReadAsItsGoldSays(_ name: String) throws {
        let bytes = try Self.fixtures.bytes(name)
        let gold = try Self.fixtures.gold(name)
        let documents = try Decoder.documents(from: bytes, path: name)
        #expect(documents.count == gold.count)
        for (document, gold) in zip(documents, gold) {
            #expect(document.title == gold.title)
            #expect(document.authors == gold.authors)
            #expect(document.metadata.published == gold.published)
            #expect(Self.text(of: document) == gold.text)
            if let url = gold.url { #expect(document.metadata.url == url) }
            if let publisher = gold.publisher { #expect(document.metadata.publisher == publisher) }
            #expect(document.metadata.wire.map(Self.wire) == gold.wire)
        }
    }

    /// The text without its headline.
    static func text(of document: Document) -> String {
        guard document.blocks.count > 0, document.blocks.kinds[0] == .headline, document.blocks.levels[0] == 1 else {
            return document.text.string(in: ByteRange(0, document.text.bytes.count))
        }
        let end = document.tokens.range(document.blocks.tokens[0]).upper
        return document.text.string(in: ByteRange(Int(end), document.text.bytes.count))
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func wire(_ wire: Document.Metadata.Wire) -> Gold.Wire {
        Gold.Wire(
            id: wire.id, version: wire.version, status: wire.status, signals: wire.signals, embargo: wire.embargo,
            urgency: wire.urgency, slugline: wire.slugline, dateline: wire.dateline, source: wire.source,
            ednote: wire.ednote, keywords: wire.keywords, subjects: wire.subjects)
    }

    @Test(arguments: fixtures.names)
    func isNeverATrapWhereverItIsCut(_ name: String) throws { try Self.fixtures.expectNoTrap(whereverIsCut: name) }
}
