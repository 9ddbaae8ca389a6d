import Reporting

/// A report in the words of schema.org as JSON-LD 1.1: the article, whom and what it mentions, and each quote as a `Quotation`.
///
/// The context is part of it, so that nothing is fetched. A `Quotation` has its words in `text`, who says them in
/// `spokenByCharacter`, and the article that it stands in as `isPartOf`.
enum QuotationGraph {
    /// A line of JSON.
    static func json(of document: IndexedReport) -> [UInt8] {
        let iri = document.iri
        var graph = [article(document, iri)]
        for (index, entity) in document.report.entities.enumerated() {
            graph.append(
                .object([
                    ("@id", .text("\(iri)#e\(index + 1)")), ("@type", .text(entity.type.schemaType)),
                    ("name", .text(entity.name)),
                    ("alternateName", JSONNode(entity.aliases.filter { $0 != entity.name })),
                    ("identifier", identifiers(entity.codes)),
                ]))
        }
        for index in document.report.quotes.indices where document.report.quotes[index].kind != .scare {
            graph.append(quotation(index, document, iri))
        }
        return JSONNode.object([
            ("@context", .object([("@vocab", "https://schema.org/")])), ("@graph", .list(graph)),
        ]).line
    }

    private static func article(_ document: IndexedReport, _ iri: String) -> JSONNode {
        let source = document.report.document
        return .object([
            ("@id", .text(iri)), ("@type", "NewsArticle"), ("headline", JSONNode(source.title)),
            ("author", list(source.authors.map { .object([("@type", "Person"), ("name", .text($0))]) })),
            ("creativeWorkStatus", JSONNode(source.wire?.status)),
            ("conditionsOfAccess", source.wire?.embargo.map { .text("Embargoed until \($0)") }),
            ("datePublished", JSONNode(source.published)), ("dateModified", JSONNode(source.modified)),
            (
                "publisher",
                JSONNode(source.publisher).map { .object([("@type", "Organization"), ("name", $0)]) }
            ),
            ("url", JSONNode(source.url)), ("inLanguage", JSONNode(document.language)),
            ("wordCount", .number(source.words)),
            ("articleBody", .text(source.text)),
            ("mentions", list(document.report.entities.indices.map { .reference("\(iri)#e\($0 + 1)") })),
        ])
    }

    private static func quotation(_ index: Int, _ document: IndexedReport, _ iri: String) -> JSONNode {
        let quote = document.report.quotes[index]
        return .object([
            ("@id", .text("\(iri)#q\(index + 1)")), ("@type", "Quotation"), ("text", .text(quote.text)),
            ("additionalType", .text(quote.kind.rawValue)),
            ("spokenByCharacter", speaker(quote.speaker, document, iri)),
            ("inLanguage", JSONNode(document.language)),
            (
                "isPartOf",
                .reference(quote.within.flatMap { document.quote($0) }.map { "\(iri)#q\($0 + 1)" } ?? iri)
            ),
        ])
    }

    /// The entities that speak, or what the document calls a speaker who is none.
    private static func speaker(
        _ speaker: StoredReport.Attribution?, _ document: IndexedReport, _ iri: String
    ) -> JSONNode? {
        guard let speaker else { return nil }
        let entities = speaker.entities.compactMap { document.entity($0) }
        guard entities.isEmpty else { return list(entities.map { .reference("\(iri)#e\($0 + 1)") }) }
        return .object([("@type", "Thing"), ("name", .text(speaker.name))])
    }

    private static func identifiers(_ codes: [String: String]) -> JSONNode? {
        list(
            codes.sorted { $0.key < $1.key }.map { registry, code in
                .object([("@type", "PropertyValue"), ("propertyID", .text(registry)), ("value", .text(code))])
            })
    }

    /// Nil for none, one by itself.
    private static func list(_ nodes: [JSONNode]) -> JSONNode? {
        nodes.count > 1 ? .list(nodes) : nodes.first
    }
}

extension StoredReport.EntityType {
    /// The schema.org type.
    fileprivate var schemaType: String {
        switch self {
        case .person: "Person"
        case .organization: "Organization"
        case .location: "Place"
        case .miscellaneous: "Thing"
        }
    }
}
