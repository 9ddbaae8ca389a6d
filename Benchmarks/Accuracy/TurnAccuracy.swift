import AnalyzerKit
import Corpora
import Entities
import Foundation
import Ingest
import Quotes
import References

/// Scores the turns of transcripts: who says what until the next one does.
///
/// A file is any that is read with a `NAME.gold.json` beside it whose `turns` have `speaker` and `text`; folders of such.
/// `--errors` lists the turns that are wrong.
///
/// - A turn's **text** is right when at least nine in ten of the words of either side are the other's as well. *Exact* wants
///   all. Words are letters and figures, case aside; a hyphen joins what stands around it, at a line's end too.
/// - A **speaker** is right when the label or the name given to it agrees with the gold's: the same letters, or the same last word.
/// - **Joint** counts a text as right only with its speaker. F1 is over all turns of all files given in one argument.
enum TurnAccuracy {
    static func run(_ arguments: [String]) throws {
        let isVerbose = arguments.contains("--errors")
        let pipeline = try Pipeline([Entities.self, References.self, Quotes.self])
        for path in arguments where !path.hasPrefix("--") {
            var score = Score()
            for file in try TurnGold.files(at: path) {
                let found = turns(of: file, pipeline)
                score.add(file, found, isVerbose: isVerbose)
            }
            print("\(path): \(score)")
        }
    }

    private struct Found {
        var names: [String]
        var words: [Substring]
        var text: String
    }

    private static func turns(of file: TurnGold, _ pipeline: Pipeline) -> [Found] {
        guard let document = try? Decoder.document(from: file.bytes, path: file.name) else { return [] }
        let outcome = pipeline.analyze(document).first { $0.name == Quotes.name }?.outcome
        guard let findings = try? outcome?.get() as? Quotes.Findings else { return [] }
        return findings.quotes.filter { $0.kind == .turn }.map { quote in
            Found(
                names: [quote.speaker?.text, quote.speaker?.name].compactMap(\.self), words: words(quote.text),
                text: quote.text)
        }
    }

    private static func words(_ text: String) -> [Substring] {
        var folded = ""
        var isHyphen = false
        for character in text.lowercased() {
            if character == "-" {
                isHyphen = true
            } else if character.isWhitespace {
                if !isHyphen { folded.append(" ") }
            } else {
                isHyphen = false
                if character.isLetter || character.isNumber { folded.append(character) }
            }
        }
        return folded.split(separator: " ")
    }

    private static func agree(_ found: [String], _ gold: String) -> Bool {
        let wanted = words(gold)
        return found.contains { name in
            let given = words(name)
            return given == wanted || (!given.isEmpty && given.last == wanted.last)
        }
    }

    private struct Score: CustomStringConvertible {
        private var gold = 0
        private var found = 0
        private var texts = 0
        private var exact = 0
        private var joint = 0

        mutating func add(_ file: TurnGold, _ turns: [Found], isVerbose: Bool) {
            gold += file.turns.count
            found += turns.count
            var next = 0
            var used: Set<Int> = []
            for turn in file.turns {
                let wanted = words(turn.text)
                guard let place = (next..<turns.count).first(where: { TurnAccuracy.overlap(turns[$0].words, wanted) })
                else {
                    if isVerbose { print("\(file.name): missing \(turn.speaker): \(turn.text.prefix(100))") }
                    continue
                }
                used.insert(place)
                next = place + 1
                texts += 1
                if turns[place].words == wanted { exact += 1 }
                if TurnAccuracy.agree(turns[place].names, turn.speaker) {
                    joint += 1
                } else if isVerbose {
                    print("\(file.name): \(turns[place].names) for \(turn.speaker): \(turn.text.prefix(60))")
                }
            }
            guard isVerbose else { return }
            for (index, turn) in turns.enumerated() where !used.contains(index) {
                print("\(file.name): wrong \(turn.names): \(turn.text.prefix(100)) … \(turn.text.suffix(60))")
            }
        }

        var description: String {
            func measure(_ right: Int) -> String {
                let precision = Double(right) / Double(max(found, 1))
                let recall = Double(right) / Double(max(gold, 1))
                let f1 = right == 0 ? 0 : 2 * precision * recall / (precision + recall)
                return String(format: "%.3f (%.3f, %.3f)", f1, precision, recall)
            }
            return "\(gold) turns; joint F1 \(measure(joint)), text \(measure(texts)), exact text \(measure(exact))"
        }
    }

    /// Whether two runs of words have nine in ten of both in common, in any order.
    private static func overlap(_ first: [Substring], _ second: [Substring]) -> Bool {
        let longer = max(first.count, second.count)
        guard longer > 0, min(first.count, second.count) * 10 >= longer * 9 else {
            return first.isEmpty && second.isEmpty
        }
        var counts: [Substring: Int] = [:]
        for word in first { counts[word, default: 0] += 1 }
        var common = 0
        for word in second where counts[word, default: 0] > 0 {
            counts[word, default: 0] -= 1
            common += 1
        }
        return common * 10 >= longer * 9
    }
}
