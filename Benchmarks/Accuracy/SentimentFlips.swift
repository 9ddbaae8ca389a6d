import Corpora
import Foundation
import Sentiment

/// Renames the people, the countries and the gender in sentences and counts how many labels that flips.
///
/// What is measured is the whole analyzer: the names are found anew in each copy.
enum SentimentFlips {
    /// A kind of change: groups of words of which each may stand for another of its group.
    private struct Change {
        let name: String
        let groups: [[String]]
    }

    private static let changes = [
        Change(
            name: "people",
            groups: [
                [
                    "Obama", "Trump", "Clinton", "Biden", "Bush", "Romney", "Kavanaugh", "Mueller", "Smith", "Johnson",
                    "Nguyen", "Okafor", "Hernandez", "Yilmaz", "Kowalski", "Haddad",
                ],
                ["Donald", "Barack", "Hillary", "Joe", "John", "Mary", "Mohammed", "Chukwu", "Jose", "Wei", "Olga"],
            ]),
        Change(
            name: "countries",
            groups: [
                [
                    "Russia", "China", "Iran", "Israel", "Iraq", "France", "Germany", "Japan", "India", "Mexico",
                    "Syria", "Norway", "Nigeria", "Brazil", "Pakistan", "Ukraine",
                ],
                ["Russian", "Chinese", "Iranian", "Israeli", "Iraqi", "French", "German", "Mexican", "Nigerian"],
            ]),
        Change(
            name: "gender",
            groups: [
                ["he", "she"], ["He", "She"], ["himself", "herself"], ["man", "woman"], ["men", "women"],
                ["father", "mother"], ["son", "daughter"], ["brother", "sister"], ["husband", "wife"], ["boy", "girl"],
                ["Mr.", "Mrs."], ["spokesman", "spokeswoman"], ["chairman", "chairwoman"],
            ]),
    ]

    /// Prints, for each kind of change, how many labels of the rows that it touches are no longer the same.
    static func measure(_ files: [String], _ predictor: Predictor) throws {
        let rows = try files.flatMap(SentimentRow.rows(at:))
        print("change     rows    labels  flipped  share")
        for change in changes {
            var (touched, labels, flipped) = (0, 0, 0)
            for (number, row) in rows.enumerated() {
                guard let other = renamed(row, change, number) else { continue }
                touched += 1
                let before = try predictor.predict(row).predictions
                let after = try predictor.predict(other).predictions
                labels += before.count
                flipped += zip(before, after).count { $0.label != $1.label }
            }
            let share = labels == 0 ? 0 : 100 * Double(flipped) / Double(labels)
            let counts = [touched, labels, flipped].map { "\($0)".padding(toLength: 8, withPad: " ", startingAt: 0) }
            let name = change.name.padding(toLength: 11, withPad: " ", startingAt: 0)
            print(name + counts.joined() + String(format: " %.1f %%", share))
        }
    }

    /// A copy of a row with each word of a group another of the group, and its spans moved along; nil if none is there.
    private static func renamed(_ row: SentimentRow, _ change: Change, _ number: Int) -> SentimentRow? {
        var copy = row
        var text: [Unicode.Scalar] = []
        // For each place in the old text the one in the new.
        var places: [Int] = []
        var word: [Unicode.Scalar] = []
        var isChanged = false
        func flush() {
            guard !word.isEmpty else { return }
            let old = String(String.UnicodeScalarView(word))
            var new = old
            for group in change.groups {
                guard let index = group.firstIndex(of: old) else { continue }
                new = group[(index + 1 + number % (group.count - 1)) % group.count]
                isChanged = true
                break
            }
            let start = text.count
            text += Array(new.unicodeScalars)
            for index in word.indices { places.append(index == 0 ? start : min(start + index, text.count)) }
            word.removeAll()
        }
        for scalar in row.text.unicodeScalars {
            if scalar.properties.isAlphabetic
                || (scalar == "." && ["Mr", "Mrs"].contains(String(String.UnicodeScalarView(word))))
            {
                word.append(scalar)
            } else {
                flush()
                places.append(text.count)
                text.append(scalar)
            }
        }
        flush()
        places.append(text.count)
        guard isChanged else { return nil }
        func moved(_ place: Int) -> Int { places[max(0, min(place, places.count - 1))] }
        func moved(_ target: SentimentRow.Target) -> SentimentRow.Target {
            var target = target
            target.start = moved(target.start)
            target.end = max(moved(target.end), target.start + 1)
            return target
        }
        copy.text = String(String.UnicodeScalarView(text))
        copy.target = row.target.map(moved)
        copy.targets = row.targets.map(moved)
        return copy
    }
}
