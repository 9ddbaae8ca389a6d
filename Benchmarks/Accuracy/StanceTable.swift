import AnalyzerKit
import Corpora
import Foundation

/// Prints how well it is found who is judged and what befalls whom, each mention for itself.
enum StanceTable {
    /// A mention: what annotators say and what is found, −1, 0 or 1.
    struct Row {
        var kind: String
        var target: String
        var text: String
        var start: Int
        var gold: (stance: Int, news: Int)
        var found: (stance: Int, news: Int)
    }

    /// Whether a file's targets are labelled so.
    static func isLabelled(_ file: String) throws -> Bool {
        try SentimentRow.rows(at: file).contains { $0.targets.contains { $0.stance != nil } }
    }

    /// −1 for `-` and `b`, 1 for `+` and `g`, else 0.
    static func sign(_ label: String?) -> Int {
        switch label {
        case "-", "b": -1
        case "+", "g": 1
        default: 0
        }
    }

    static func print(_ file: String, _ rows: [Row], _ depth: ReadingDepth) {
        let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        Swift.print("\(name), \(rows.count) mentions, --reading \(depth.rawValue)")
        line("stance", rows.map { ($0.gold.stance, $0.found.stance) })
        line("news", rows.map { ($0.gold.news, $0.found.news) })
        line(
            "either",
            rows.map { row in
                (
                    row.gold.stance != 0 ? row.gold.stance : row.gold.news,
                    row.found.stance != 0 ? row.found.stance : row.found.news
                )
            })
        let kinds = Set(rows.map(\.kind)).sorted()
        if kinds.count > 1, kinds.count < 30 {
            for kind in kinds {
                let own = rows.filter { $0.kind == kind }
                line("  \(kind): stance", own.map { ($0.gold.stance, $0.found.stance) })
                line("  \(kind): news", own.map { ($0.gold.news, $0.found.news) })
            }
        }
        guard ProcessInfo.processInfo.environment["COPYDESK_STANCE_ERRORS"] != nil else { return }
        for row in rows where row.gold.stance != row.found.stance || row.gold.news != row.found.news {
            let characters = Array(row.text.unicodeScalars)
            var around = String.UnicodeScalarView()
            around.append(contentsOf: characters[max(0, row.start - 90)..<min(characters.count, row.start + 120)])
            Swift.print(
                "  \(row.target): \(row.gold) found \(row.found): …\(String(around).split(separator: "\n").joined(separator: " "))…"
            )
        }
    }

    /// Precision and recall of what is not neutral, macro-F1 of the three labels, and that of always saying neutral.
    private static func line(_ what: String, _ pairs: [(gold: Int, found: Int)]) {
        let gold = pairs.filter { $0.gold != 0 }.count
        let found = pairs.filter { $0.found != 0 }.count
        let right = pairs.filter { $0.gold != 0 && $0.gold == $0.found }.count
        func share(_ part: Int, _ whole: Int) -> String {
            whole == 0 ? "–" : String(format: "%.2f", Double(part) / Double(whole))
        }
        func macroF1(_ pairs: [(gold: Int, found: Int)]) -> String {
            let scores = [-1, 0, 1].map { label in
                let both = pairs.filter { $0.gold == label && $0.found == label }.count
                let total = pairs.filter { $0.gold == label }.count + pairs.filter { $0.found == label }.count
                return total == 0 ? 0 : 2 * Double(both) / Double(total)
            }
            return String(format: "%.3f", scores.reduce(0, +) / 3)
        }
        let always = macroF1(pairs.map { ($0.gold, 0) })
        Swift.print(
            "\(what): precision \(share(right, found)) (\(right) of \(found)), recall \(share(right, gold)) (of \(gold)), "
                + "macro-F1 \(macroF1(pairs)) (always neutral \(always))")
    }
}
