import Reporting

/// What is known of the document and of the report on it.
extension Panel {
    func writeProblems(into markup: inout Markup) {
        markup.element("ul", [("class", "problems")]) { markup in
            for problem in report.problems {
                markup.element("li") { markup in
                    markup.element("b", problem.analyzer ?? "document")
                    markup.text(" (\(problem.reason)): ")
                    markup.element("bdi", problem.message)
                }
            }
        }
    }

    func writeFacts(into markup: inout Markup) {
        let document = report.document
        let wire = document.wire
        var facts: [(String, String?)] = [
            ("File", document.path), ("Title", document.title), ("Publisher", document.publisher),
            ("Address", document.url), ("Language", document.language),
            ("Format", "\(document.mediaType), \(document.charset)"),
            (
                "Size",
                "\(Count.of(document.bytes, "byte")), \(Count.of(document.characters, "character")), "
                    + Count.of(document.paragraphs, "paragraph")
            ),
            ("SHA-256", document.sha256),
        ]
        if let part = document.part {
            facts.append(("Part", "\(part.number) of \(part.of)" + (part.name.map { ", \($0)" } ?? "")))
        }
        if let wire {
            facts += [
                ("Wire", [wire.id, wire.version.map { "version \($0)" }].compactMap(\.self).joined(separator: ", ")),
                ("Status", wire.status), ("Urgency", wire.urgency.map(String.init)),
                ("Keywords", wire.keywords.joined(separator: ", ")),
                ("Subjects", wire.subjects.joined(separator: ", ")),
            ]
        }
        let versions = [
            ("entities", report.analyzers.entities?.version), ("quotes", report.analyzers.quotes?.version),
            ("sentiment", report.analyzers.sentiment?.version),
        ]
        var analyzers = versions.compactMap { name, version in version.map { "\(name) \($0)" } }
        analyzers += report.analyzers.others.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        facts += [
            ("Analyzers", analyzers.joined(separator: ", ")), ("Reading", document.reading),
            ("Report", "copydesk \(report.copydesk), schema \(report.schema)"),
        ]
        markup.element("dl") { markup in
            for case (let name, let value?) in facts where !value.isEmpty {
                markup.element("div") { markup in
                    markup.element("dt", name)
                    markup.element("dd") { $0.element("bdi", value) }
                }
            }
        }
    }
}
