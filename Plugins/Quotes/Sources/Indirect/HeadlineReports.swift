import Discourse
import English
import Linguistics
import References

/// Marked words of a headline that the story reports without marks: *‘It was hell’: survivor tells of her night* above
/// *Marta Quill said that it was hell*.
///
/// Reported words stand in another person and tense than said ones, so that pronouns and auxiliaries do not count.
struct HeadlineReports {
    private let story: Story
    private let reading: ResolvedReading
    private let reports: [Report]

    /// How many spans may stand in headlines, and how many words of one are looked for.
    private static let mostHeadlines = 12
    private static let longest = 30

    init(_ reading: ResolvedReading, _ reports: [Report]) {
        self.reading = reading
        story = reading.story
        self.reports = reports
    }

    /// The decisions with those on headlines changed that a report says more of.
    ///
    /// Whoever the headline itself names beside the words stays.
    ///
    /// - Complexity: O(tokens in reports), since no more than some spans of headlines are looked for.
    func decisions(_ decisions: [Attribution.Decision]) -> [Attribution.Decision] {
        var decisions = decisions
        for index in decisions.indices.prefix(Self.mostHeadlines) where isHeadline(reading.spans[index].outer) {
            let own = decisions[index]
            guard !own.isScare, reading.spans[index].within == nil,
                own.source?.isNamed != true || !own.isAdjacent && !isNamed(own, in: index),
                let report = report(of: reading.spans[index].inner), report.source.id != own.source?.id
            else { continue }
            decisions[index].source = report.source
            decisions[index].logOdds = report.logOdds
            decisions[index].carriedOdds = nil
            decisions[index].isCarried = true
            if !own.isAdjacent { decisions[index].cue = nil }
        }
        return decisions
    }

    /// Whether the speaker found is one whom the headline names, as in *Holt: ‘We will not pay’*.
    private func isNamed(_ own: Attribution.Decision, in index: Int) -> Bool {
        guard let words = own.source?.words, !words.isEmpty else { return false }
        return story.paragraphOfToken[words.lowerBound]
            == story.paragraphOfToken[reading.spans[index].outer.lowerBound]
    }

    /// The first report of the story that has some words.
    private func report(of run: Range<Int>) -> Report? {
        let words = words(run)
        guard !words.isEmpty, words.count <= Self.longest else { return nil }
        let count = run.count(where: story.isWord)
        return reports.first { report in
            guard report.source.isNamed, !isHeadline(report.content) else { return false }
            let said = self.words(report.content)
            if words.count == 1 {
                // One word may stand in anybody's sentence: it has to be all that is said.
                return said == words && abs(report.content.count(where: story.isWord) - count) <= 1
            }
            return said.count <= 2 * words.count + Self.mostBesides && Self.has(said, words)
        }
    }

    /// How many words a report may have beside twice the headline's.
    private static let mostBesides = 6

    private static func has(_ run: [WordHash], _ words: [WordHash]) -> Bool {
        var place = 0
        for word in run where place < words.count && word == words[place] { place += 1 }
        return place == words.count
    }

    private func isHeadline(_ run: Range<Int>) -> Bool {
        let kind = story.blocks.kind(ofToken: run.lowerBound)
        return kind == .headline || kind == .subhead
    }

    /// The words that do not change with who tells them.
    private func words(_ run: Range<Int>) -> [WordHash] {
        run.filter {
            story.isWord($0)
                && story.classes[$0].isDisjoint(with: [
                    .auxiliary, .determiner, .subjectPronoun, .objectPronoun, .possessive, .subordinator,
                ])
        }.map { story.tokens.hashes[$0] }
    }
}
