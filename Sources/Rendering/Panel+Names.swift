import Reporting

/// Who and what is named, by kind.
extension Panel {
    func writeEntities(into markup: inout Markup) {
        guard !report.entities.isEmpty else {
            markup.element("p", [("class", "none")], nothing(of: report.analyzers.entities?.findings))
            return
        }
        for type in StoredReport.EntityType.allCases {
            let members = report.entities.indices.filter { report.entities[$0].type == type }
                .sorted { (report.entities[$1].mentions, $0) < (report.entities[$0].mentions, $1) }
            guard !members.isEmpty else { continue }
            markup.element("h3") { markup in
                markup.element("span", [("class", "name \(type.className)")], type.plural)
                markup.raw(" ")
                markup.element("span", [("class", "count")], Count.grouped(members.count))
            }
            markup.element("ul", [("class", "names")]) { markup in
                for index in members { writeEntity(index, into: &markup) }
            }
        }
    }

    private func writeEntity(_ index: Int, into markup: inout Markup) {
        let entity = report.entities[index]
        markup.element("li", [("id", Anchor.entity(index))]) { markup in
            markup.element("bdi", entity.name)
            markup.raw(" ")
            markup.element("span", [("class", "count")], Count.grouped(entity.mentions))
            let others = entity.aliases.filter { $0 != entity.name }
            if !others.isEmpty {
                markup.element("span", [("class", "facts")]) { markup in
                    markup.raw(" also ")
                    for (number, alias) in others.enumerated() {
                        if number > 0 { markup.raw(", ") }
                        markup.element("bdi", alias)
                    }
                }
            }
            for (registry, code) in entity.codes.sorted(by: { $0.key < $1.key }) {
                markup.raw(" ")
                markup.element("span", [("class", "facts")], "\(registry) \(code)")
            }
            writePlaces(findings.mentions[index], into: &markup)
        }
        markup.newLine()
    }

    /// As many places as are shown without being asked for.
    private static let fewPlaces = 6

    private func writePlaces(_ mentions: [Int], into markup: inout Markup) {
        guard !mentions.isEmpty else { return }
        func write(_ markup: inout Markup) {
            for (number, mention) in mentions.enumerated() {
                markup.raw(" ")
                markup.element(
                    "a",
                    [
                        ("class", "go"), ("href", "#" + Anchor.mention(mention)),
                        ("aria-label", "Place \(number + 1) in the text"),
                    ], "\(number + 1)")
            }
        }
        guard mentions.count > Self.fewPlaces else {
            markup.element("span", [("class", "places")]) { write(&$0) }
            return
        }
        markup.element("details") { markup in
            markup.element("summary", "\(Count.grouped(mentions.count)) places")
            markup.element("span", [("class", "places")]) { write(&$0) }
        }
    }
}
