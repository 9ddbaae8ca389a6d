/// How well mentions are grouped: B³ (Bagga & Baldwin 1998).
///
/// A mention's precision is the part of its group that belongs to its gold entity, its recall the part of its gold entity
/// that is in its group; both are averaged over mentions.
package struct BCubed: Sendable {
    /// 0 through 1.
    package var precision: Double
    /// 0 through 1.
    package var recall: Double

    /// The harmonic mean of both.
    package var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }

    /// Scores the mentions that gold and system share.
    ///
    /// - Parameters:
    ///   - mentions: Each mention's gold entity and group.
    ///   - missed: The gold entities of mentions that the system lacks: they count as not recalled (the variant of Stoyanov
    ///     et al. 2009 that leaves spurious mentions to the score of spans).
    package init(_ mentions: [(gold: String, group: String)], missed: [String] = []) {
        var both: [[String]: Int] = [:]
        var gold: [String: Int] = [:]
        var groups: [String: Int] = [:]
        for mention in mentions {
            both[[mention.gold, mention.group], default: 0] += 1
            gold[mention.gold, default: 0] += 1
            groups[mention.group, default: 0] += 1
        }
        for entity in missed { gold[entity, default: 0] += 1 }
        precision = 0
        recall = 0
        for mention in mentions {
            let shared = Double(both[[mention.gold, mention.group]] ?? 0)
            precision += shared / Double(groups[mention.group] ?? 1)
            recall += shared / Double(gold[mention.gold] ?? 1)
        }
        precision /= Double(max(1, mentions.count))
        recall /= Double(max(1, mentions.count + missed.count))
    }
}
