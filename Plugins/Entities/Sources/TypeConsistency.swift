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
        var sums: [UInt64: (evidence: SIMD4<Double>, count: Int)] = [:]
        var surnames: Set<UInt64> = []
        let evidence = names.map { self.evidence($0) }
        for (index, name) in names.enumerated() {
            sums[keys[index], default: (.zero, 0)].evidence += evidence[index]
            sums[keys[index], default: (.zero, 0)].count += 1
            if name.type == .person, name.tokens.count > 1, let last = name.tokens.last {
                surnames.insert(WordKey.joined([WordKey.key(last, of: document.tokens, in: document.text)]))
            }
        }
        return names.indices.map { index in
            var name = names[index]
            guard let entry = sums[keys[index]] else { return name }
            let isSurname = name.tokens.count == 1 && surnames.contains(keys[index])
            guard entry.count > 1 || isSurname else { return name }
            var total = evidence[index] + Self.weight * entry.evidence / Double(entry.count)
            if isSurname { total[0] += Self.surnameBonus }
            let best = total.indices.max { total[$0] < total[$1] } ?? 0
            name.type = Entities.EntityType.allCases[best]
            return name
        }
    }

    private static let weight = 1.5
    private static let surnameBonus = 2.0

    /// The mean score of a name's tags for each type, in nats relative to the best.
    private func evidence(_ name: Name) -> SIMD4<Double> {
        var values = SIMD4<Double>.zero
        for token in name.tokens {
            let place: Tag.Place =
                name.tokens.count == 1
                ? .single
                : token == name.tokens.lowerBound ? .begin : token == name.tokens.upperBound - 1 ? .end : .inside
            for type in 0..<4 { values[type] += scores.score(token, Tag(place, ofType: type)) }
        }
        values /= Double(name.tokens.count)
        let least = SIMD4<Double>(repeating: -10)
        return pointwiseMax(values - values.max(), least)
    }
}
