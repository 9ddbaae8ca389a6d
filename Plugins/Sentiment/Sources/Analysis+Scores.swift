import AnalyzerKit
import Entities
import Linguistics

extension Analysis {
    /// Notes who won and who lost where a sentence begins with a score: *Harriers 5, Devils 1: Pastor scored*; *Wrexham 1 Barrow 2*.
    ///
    /// - Complexity: O(mentions).
    mutating func judgeScores() {
        for (right, homeWins) in scores() {
            note(homeWins ? 1 : -1, of: right - 1)
            note(homeWins ? -1 : 1, of: right)
        }
    }

    /// The mentions of the second sides of scores, and whether the first side has more.
    ///
    /// All at once: asked of each from where news is noted, the whole analysis was copied for each.
    private func scores() -> [(right: Int, homeWins: Bool)] {
        var found: [(right: Int, homeWins: Bool)] = []
        for right in mentions.indices.dropFirst() {
            guard let scores = score(mentions[right - 1], mentions[right]), scores.0 != scores.1 else { continue }
            found.append((right, scores.0 > scores.1))
        }
        return found
    }

    private mutating func note(_ news: Int, of mention: Int) {
        guard mentions[mention].verdict.news == 0 else { return }
        mentions[mention].verdict.news = news
        mentions[mention].verdict.newsCertainty = Verdict.byVerb
        mentions[mention].verdict.verb = mentions[mention].tokens.upperBound
        mentions[mention].verdict.isNewsAlone = true
    }

    /// The numbers behind two names, where nothing else stands between the sentence's beginning and the mark that ends the score.
    private func score(_ left: Mention, _ right: Mention) -> (Int, Int)? {
        let tokens = document.tokens
        guard isSide(left), isSide(right) else { return nil }
        let (first, last) = (left.tokens.upperBound, right.tokens.upperBound)
        let begins = left.tokens.lowerBound == 0 || tokens.flags[left.tokens.lowerBound].contains(.startsSentence)
        let isTight =
            right.tokens.lowerBound == first + 1
            || right.tokens.lowerBound == first + 2 && tokens.hashes[first + 1] == WordHash(",")
        let ends =
            last + 1 >= tokens.count || tokens.flags[last + 1].contains(.startsSentence)
            || tokens.kinds[last + 1] == .punctuation && tokens.hashes[last + 1] != WordHash(",")
        guard begins, isTight, last < tokens.count, ends, let goals = number(first), let others = number(last) else {
            return nil
        }
        return (goals, others)
    }

    /// Whether a mention names a body or a place, which sides are called by.
    private func isSide(_ mention: Mention) -> Bool {
        guard let index = mention.index else { return false }
        return entities.mentions[index].type == .organization || entities.mentions[index].type == .location
    }

    /// A number of up to three digits.
    private func number(_ token: Int) -> Int? {
        guard document.tokens.kinds[token] == .number, document.tokens[token].count < 4 else { return nil }
        return Int(document.text.string(in: document.tokens[token]))
    }
}
