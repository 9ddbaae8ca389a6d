import Linguistics
import Reporting

/// A report as a collection of W3C Web Annotations (*Web Annotation Data Model*, W3C Recommendation, 2017) on the document's text.
///
/// Each annotation says what a stretch of the text is: by its place in code points (section 4.2.5) and by its words with
/// those around them (section 4.2.4), so that whoever has the text in another form finds it, too.
enum WebAnnotations {
    /// How many code points before and behind the words are given with them.
    private static let context = 32

    /// A line of JSON.
    static func json(of document: IndexedReport) -> [UInt8] {
        let iri = document.iri
        var items = standing(of: document, iri)
        for (index, mention) in document.report.mentions.enumerated() {
            let name = document.entity(mention.entity).map { document.report.entities[$0].name } ?? mention.text
            items.append(
                annotation(
                    "\(iri)#m\(index + 1)", "identifying", mention.span, document, iri,
                    [body(name, "identifying"), body(mention.type.rawValue, "classifying")]))
        }
        for (index, quote) in document.report.quotes.enumerated() {
            var bodies = [body(quote.kind.rawValue, "classifying")]
            if let speaker = quote.speaker { bodies.append(body(speaker.name, "identifying")) }
            if let tone = document.tone(ofQuote: index) { bodies.append(body(tone.label.rawValue, "assessing")) }
            items.append(annotation("\(iri)#q\(index + 1)", "classifying", quote.span, document, iri, bodies))
        }
        var count = 0
        for target in document.report.sentiment?.targets ?? [] {
            for evidence in target.stance?.evidence ?? [] {
                count += 1
                items.append(
                    annotation(
                        "\(iri)#j\(count)", "assessing", evidence.span, document, iri,
                        [body(evidence.label, "assessing"), body(target.name, "identifying")]))
            }
        }
        return JSONNode.object([
            ("@context", "http://www.w3.org/ns/anno.jsonld"), ("id", .text("\(iri)#annotations")),
            ("type", "AnnotationCollection"),
            ("label", .text(document.report.document.title ?? document.report.document.path)),
            ("total", .number(items.count)),
            (
                "first",
                .object([
                    ("id", .text("\(iri)#page-1")), ("type", "AnnotationPage"), ("startIndex", .number(0)),
                    ("items", .list(items)),
                ])
            ),
        ]).line
    }

    /// What the agency says of using the story, on the document as a whole; nothing of one that may be used.
    private static func standing(of document: IndexedReport, _ iri: String) -> [JSONNode] {
        let wire = document.report.document.wire
        var tags: [JSONNode] = []
        if let status = wire?.status, status != "usable" { tags.append(body(status, "tagging")) }
        if let embargo = wire?.embargo { tags.append(body("Embargoed until \(embargo)", "tagging")) }
        guard !tags.isEmpty else { return [] }
        return [
            .object([
                ("id", .text("\(iri)#standing")), ("type", "Annotation"), ("motivation", "tagging"),
                ("body", .list(tags)), ("target", .text(iri)),
            ])
        ]
    }

    private static func annotation(
        _ id: String, _ motivation: String, _ span: StoredReport.Span, _ document: IndexedReport, _ iri: String,
        _ bodies: [JSONNode]
    ) -> JSONNode {
        let range = document.range(span)
        let text = document.text
        let before = ByteRange(text.byteOffset(ofCodePoint: span.start - context), range.lower)
        let behind = ByteRange(range.upper, text.byteOffset(ofCodePoint: span.end + context))
        return .object([
            ("id", .text(id)), ("type", "Annotation"), ("motivation", .text(motivation)), ("body", .list(bodies)),
            (
                "target",
                .object([
                    ("source", .text(iri)),
                    (
                        "selector",
                        .list([
                            .object([
                                ("type", "TextPositionSelector"), ("start", .number(span.start)),
                                ("end", .number(span.end)),
                            ]),
                            .object([
                                ("type", "TextQuoteSelector"), ("exact", .text(text.string(in: range))),
                                ("prefix", .text(text.string(in: before))), ("suffix", .text(text.string(in: behind))),
                            ]),
                        ])
                    ),
                ])
            ),
        ])
    }

    private static func body(_ value: String, _ purpose: String) -> JSONNode {
        .object([("type", "TextualBody"), ("purpose", .text(purpose)), ("value", .text(value))])
    }
}
