import AnalyzerKit
import Linguistics

/// Lets a document's mentions of one name help each other to a type.
///
/// A name is seldom two kinds of thing in one document (Gale, Church & Yarowsky 1992 for senses, Ratinov & Roth 2009 for
/// names). Each mention's evidence for a type is the mean over its tokens of the tag scores; where the mean of all
/// mentions of the same words says otherwise with more force than the mention's own, it wins. Words alone that end
/// somebody's full name count as that person's.
struct TypeConsistency {
    let document: Document
    let scores: TagScores

    /// The names with their types made consistent.
    ///
    /// - Complexity: O(names).
    func consistent(_ names: [Name]) -> [Name] {
        guard names.count > 1 else { return names }
        let keys = names.map { name in
            WordKey.joined(name.tokens.map { WordKey.key($0, of: document.tokens, in: document.text) })
        }
        var sums: [UInt64: (evidence: [Double], count: Int)] = [:]
        var surnames: Set<UInt64> = []
        let evidence = names.map { self.evidence($0) }
        for (index, name) in names.enumerated() {
            var entry = sums[keys[index]] ?? ([0, 0, 0, 0], 0)
            for type in 0..<4 { entry.evidence[type] += evidence[index][type] }
            entry.count += 1
            sums[keys[index]] = entry
            if name.type == .person, name.tokens.count > 1, let last = name.tokens.last {
                surnames.insert(WordKey.joined([WordKey.key(last, of: document.tokens, in: document.text)]))
            }
        }
        return names.indices.map { index in
            var name = names[index]
            guard let entry = sums[keys[index]] else { return name }
            let isSurname = name.tokens.count == 1 && surnames.contains(keys[index])
            guard entry.count > 1 || isSurname else { return name }
            var total = (0..<4).map { type in
                evidence[index][type] + Self.weight * entry.evidence[type] / Double(entry.count)
            }
            if isSurname { total[0] += Self.surnameBonus }
            let best = total.indices.max { total[$0] < total[$1] } ?? 0
            name.type = Entities.EntityType.allCases[best]
            return name
        }
    }

    private static let weight = 1.5
    private static let surnameBonus = 2.0

    /// The mean score of a name's tags for each type, in nats relative to the best.
    private func evidence(_ name: Name) -> [Double] {
        let values = Entities.EntityType.allCases.map { type in
            name.tokens.reduce(0.0) { sum, token in
                let place: Tag.Place =
                    name.tokens.count == 1
                    ? .single
                    : token == name.tokens.lowerBound
                        ? .begin : token == name.tokens.upperBound - 1 ? .end : .inside
                return sum + scores.score(token, Tag(place, type))
            } / Double(name.tokens.count)
        }
        let top = values.max() ?? 0
        return values.map { max($0 - top, -10) }
    }
}
