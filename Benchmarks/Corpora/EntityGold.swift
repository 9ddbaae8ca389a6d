import Foundation

/// A document whose names, entities, pronouns and descriptions people marked.
package struct EntityGold: Sendable {
    /// Somebody or something that the document names.
    package struct Entity: Decodable, Sendable {
        /// What mentions call it.
        package var key: String
        /// The most complete form in the document, in its usual case.
        package var name: String
        /// `PER`, `ORG`, `LOC` or `MISC`.
        package var type: String
        /// Codes from registries, as `["iso3166": "RU"]`.
        package var codes: [String: String]
    }

    /// Words that name an entity, or stand for one.
    package struct Span: Decodable, Sendable {
        /// The first code point.
        package var start: Int
        /// The code point after the last.
        package var end: Int
        /// The type of a name; `nil` for a reference.
        package var type: String?
        /// The entity's key.
        package var entity: String

        /// The code points.
        package var range: Range<Int> { start..<end }
    }

    /// The text.
    package var text: String
    /// Whom and what it names; empty where only mentions were marked.
    package var entities: [Entity]
    /// The names in the order of the text.
    package var mentions: [Span]
    /// Pronouns and descriptions in the order of the text; `nil` where they were not marked.
    package var references: [Span]?

    private struct Section: Decodable {
        var entities: [Entity]
        var mentions: [Span]
        var references: [Span]?
    }

    private struct File: Decodable { var entities: Section }

    /// Reads `NAME.gold.json` and the text `NAME.txt` beside it.
    package init(contentsOf path: String) throws {
        let section = try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(fileURLWithPath: path))).entities
        text = try String(contentsOfFile: path.replacing(".gold.json", with: ".txt"), encoding: .utf8)
        entities = section.entities
        mentions = section.mentions
        references = section.references
    }
}
