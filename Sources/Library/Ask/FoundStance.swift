import GRDB

/// How documents judge an entity, and what befalls it, in one month or at one publisher.
package struct FoundStance: Encodable, Hashable, Sendable {
    /// `2026-01`, or the publisher's name; empty where that is not known.
    package let group: String
    /// The documents that name it, and those that judge it.
    package let documents: Int
    package let judged: Int
    /// The documents by how they judge it on the whole.
    package let critical: Int
    package let supportive: Int
    package let mixed: Int
    package let neutral: Int
    /// The documents by what befalls it.
    package let badNews: Int
    package let goodNews: Int
    package let mixedNews: Int
}

/// What stances are put together by.
package enum StanceGrouping: String, CaseIterable, Sendable { case month, publisher }

extension LibraryReader {
    /// How documents judge an entity, by month, the earliest first, or by publisher.
    ///
    /// - Complexity: O(appearances of the entity).
    package func stances(
        of name: String, by grouping: StanceGrouping, _ filter: LibraryFilter = LibraryFilter()
    ) throws(LibraryError) -> [FoundStance] {
        try answer { db in
            var sums: [Int: StanceSum] = [:]
            var months = MonthOfTime()
            for one in try appearances(of: entities(named: name, db), filter, db) {
                let group = grouping == .month ? months.month(of: one.appearance.time) : one.appearance.publisher
                sums[group, default: StanceSum()].add(one.appearance)
            }
            var publishers: [Int: String] = [:]
            if grouping == .publisher {
                for row in try Row.fetchAll(db, sql: "SELECT id, name FROM publisher") { publishers[row[0]] = row[1] }
            }
            let groups = sums.map { number, sum in
                (text: grouping == .month ? PublishedTime.text(ofMonth: number) : publishers[number] ?? "", sum: sum)
            }
            return groups.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }.map { $0.sum.found($0.text) }
        }
    }
}

/// What is counted of one group.
private struct StanceSum {
    /// Two of those whom a name may mean may be in one document.
    private var documents: Set<Int64> = []
    /// By the labels' numbers.
    private var stances = Array(repeating: 0, count: PackedLabels.other + 1)
    private var news = Array(repeating: 0, count: PackedLabels.other + 1)

    mutating func add(_ appearance: Appearance) {
        documents.insert(appearance.document)
        stances[appearance.stance] += 1
        news[appearance.news] += 1
    }

    func found(_ group: String) -> FoundStance {
        func stance(_ label: String) -> Int { stances[PackedLabels.stances.number(label)] }
        func befalls(_ label: String) -> Int { news[PackedLabels.news.number(label)] }
        return FoundStance(
            group: group, documents: documents.count, judged: stances.reduce(0, +) - stances[PackedLabels.none],
            critical: stance("critical"), supportive: stance("supportive"), mixed: stance("mixed"),
            neutral: stance("neutral"), badNews: befalls("bad"), goodNews: befalls("good"),
            mixedNews: befalls("mixed"))
    }
}

/// The months of times, of which many are of one.
struct MonthOfTime {
    /// The days since 1970 that were asked for, and their months.
    private var known: [Int: Int] = [:]

    mutating func month(of time: Int) -> Int {
        let day = time >= 0 ? time / 86_400 : (time - 86_399) / 86_400
        if let month = known[day] { return month }
        let month = PublishedTime.month(of: time)
        known[day] = month
        return month
    }
}
