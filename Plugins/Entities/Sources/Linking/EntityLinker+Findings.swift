import AnalyzerKit
import Linguistics

extension EntityLinker {
    /// The groups as entities, in the order of their first mention.
    func findings() -> Entities.Findings {
        var entities: [Entities.Entity] = []
        var members: [[Int]] = []
        var indexOfGroup: [Int: Int] = [:]
        var mentions: [Entities.Mention] = []
        mentions.reserveCapacity(names.count)
        for (index, group) in AmbiguousNames.resolve(self).enumerated() {
            let entity: Int
            if let known = indexOfGroup[group] {
                entity = known
            } else {
                entity = entities.count
                indexOfGroup[group] = entity
                entities.append(Entities.Entity(id: "e\(entity + 1)", name: "", type: .miscellaneous))
                members.append([])
            }
            members[entity].append(index)
            let name = names[index]
            let range = tokens.range(name.tokens)
            let span = document.span(range)
            mentions.append(
                Entities.Mention(
                    start: span.start, end: span.end, text: span.text, type: name.type, entity: entities[entity].id,
                    confidence: (name.confidence * 100).rounded() / 100, range: range, tokens: name.tokens,
                    entityIndex: entity))
        }
        for entity in entities.indices { describe(&entities[entity], members[entity], mentions) }
        pointToCountries(&entities)
        return Entities.Findings(entities: entities, mentions: mentions)
    }

    /// Points peoples and their adjectives to the countries that the document names.
    private func pointToCountries(_ entities: inout [Entities.Entity]) {
        var countries: [String: String] = [:]
        for entity in entities where entity.type == .location {
            if let code = entity.codes["iso3166"], countries[code] == nil { countries[code] = entity.id }
        }
        guard !countries.isEmpty else { return }
        for index in entities.indices where entities[index].type == .miscellaneous {
            entities[index].of = entities[index].codes["iso3166"].flatMap { countries[$0] }
        }
    }

    /// Fills in an entity's name, type, aliases, codes and gender.
    private func describe(_ entity: inout Entities.Entity, _ members: [Int], _ mentions: [Entities.Mention]) {
        let forms = Set(members.map { formOfName[$0] }).sorted()
        var votes = [0, 0, 0, 0]
        var sums = [0.0, 0, 0, 0]
        for member in members {
            votes[Int(names[member].type.index)] += 1
            sums[Int(names[member].type.index)] += names[member].confidence
        }
        // Of as many mentions those of which the recogniser is surer.
        let leading = votes.indices.max { (votes[$0], sums[$0], -$0) < (votes[$1], sums[$1], -$1) } ?? 0
        let type = Entities.EntityType.allCases[leading]
        entity.type = type
        entity.mentions = members.count
        entity.aliases = Set(members.map { mentions[$0].text }).sorted()
        let ofType = forms.filter { self.forms[$0].type == type }
        if let best = (ofType.isEmpty ? forms : ofType).max(by: { isLessComplete($0, $1, as: type) }) {
            entity.name = CanonicalName.written(self.forms[best].tokens, as: type, in: document)
        }
        if type != .person {
            if let code = forms.lazy.compactMap({ codes[$0] }).first { entity.codes["iso3166"] = code }
        }
        entity.gender = type == .person ? gender(members) : .neuter
    }

    /// Orders forms by how much of a name they give: words, then whether they are spelled out, then, for people and
    /// organisations, letters, else how often they are used.
    private func isLessComplete(_ left: Int, _ right: Int, as type: Entities.EntityType) -> Bool {
        func rank(_ form: Int) -> [Int] {
            let found = forms[form]
            let length = type == .person || type == .organization ? text(found.tokens).unicodeScalars.count : 0
            return [found.words.count, found.isAcronym && found.words.count == 1 ? 0 : 1, length, found.count, -form]
        }
        return rank(left).lexicographicallyPrecedes(rank(right))
    }
}
