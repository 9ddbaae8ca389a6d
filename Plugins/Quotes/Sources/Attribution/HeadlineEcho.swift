import Discourse
import English
import Linguistics
import References

/// Marked words of a headline that the text below has once more.
///
/// A headline seldom names who speaks in it; whoever says the same words below does.
extension Attribution {
    /// How many spans may stand in headlines, and how many words of one are looked for.
    private static let mostHeadlines = 12
    private static let longestEcho = 30

    /// The decisions on such spans, by those on the spans that have their words.
    ///
    /// - Complexity: O(tokens in marks), since no more than some spans of headlines are looked for.
    func echoes() -> [(index: Int, decision: Decision)] {
        var found: [(index: Int, decision: Decision)] = []
        for index in spans.indices.prefix(Self.mostHeadlines) where isHeadline(index) {
            let words = words(of: spans[index])
            guard !words.isEmpty, words.count <= Self.longestEcho else { continue }
            guard let echo = echo(of: words, behind: index) else {
                if let decision = unattributed(index) { found.append((index, decision)) }
                continue
            }
            guard let decision = decision(on: index, echoedBy: decisions[echo], wordCount: words.count) else {
                continue
            }
            found.append((index, decision))
        }
        return found
    }

    /// The decision on a headline of nothing but marked words that the text has not again: whoever is named first below need not
    /// have said them.
    private func unattributed(_ index: Int) -> Decision? {
        var own = decisions[index]
        let span = spans[index].outer
        let block = story.paragraphs[Int(story.paragraphOfToken[span.lowerBound])]
        guard !own.isScare, let words = own.source?.words, !words.isEmpty, !block.overlaps(words),
            !block.contains(where: { story.isWord($0) && !span.contains($0) })
        else { return nil }
        (own.source, own.cue, own.carriedOdds) = (nil, nil, nil)
        return own
    }

    /// The first span below that has some words in a row, else the first that has them with a few others between.
    private func echo(of words: [WordHash], behind index: Int) -> Int? {
        let below = (index + 1..<spans.count).filter { !isHeadline($0) }
        return below.first { self.words(of: spans[$0], hold: words) }
            ?? below.first { HeadlineWords.run(self.words(of: spans[$0]), has: words) }
    }

    private func decision(on index: Int, echoedBy said: Decision, wordCount: Int) -> Decision? {
        var own = decisions[index]
        guard let source = said.source, !said.isScare, !source.isFirstPerson else { return nil }
        // Somebody whom the speaker below quotes in turn is less likely than whoever the headline names.
        if said.isNested, !own.isScare, own.source?.isNamed == true { return nil }
        // "‘Drama’, says Lee": one word may be anybody's; "‘It never rains’: Ann Lee on her island" names her.
        if wordCount < 2, own.isAdjacent, own.source?.isNamed == true { return nil }
        if let id = own.source?.id, !own.isScare, labelBehind(spans[index]).contains(where: { $0.source?.id == id }) {
            return nil
        }
        if own.isScare { own.kind = .mixed }
        if own.source?.id != source.id {
            own.cue = own.isAdjacent ? own.cue : nil
            own.isCarried = true
        }
        own.isScare = false
        own.source = source
        own.logOdds = said.logOdds
        own.carriedOdds = said.carriedOdds
        return own
    }

    private func isHeadline(_ index: Int) -> Bool {
        let kind = story.blocks.kind(ofToken: spans[index].outer.lowerBound)
        return (kind == .headline || kind == .subhead) && spans[index].within == nil
    }

    private func words(of span: MarkedSpan) -> [WordHash] {
        span.inner.filter(story.isWord).map { story.tokens.hashes[$0] }
    }

    /// Whether a span has some words in a row.
    private func words(of span: MarkedSpan, hold words: [WordHash]) -> Bool {
        let own = self.words(of: span)
        guard own.count >= words.count else { return false }
        return (0...own.count - words.count).contains {
            own[$0] == words[0] && own[$0..<$0 + words.count] == words[...]
        }
    }
}
