import English
import Linguistics

/// Cues whose subject stands in a place of its own: behind *by*, behind *per*, between *only for* and *to*.
extension CueFinder {
    /// *told by*: the agent of a passive speaks, not its subject, who is told.
    func agentCue(at token: Int, _ entry: CueLexicon.Entry) -> Cue? {
        let by = token + 1
        guard story.exists(by), story.tokens.hashes[by] == WordHash("by"), chunker.places.areSame(token, by),
            let agent = chunker.phrase(startingAt: by + 1, before: min(story.tokens.count, by + 20)),
            chunker.isNominal(agent), story.classes[agent.lowerBound].isDisjoint(with: .time)
        else { return nil }
        return Cue(
            words: token..<by, frames: entry.frames, form: entry.form, weight: entry.weight,
            place: chunker.places[token], subject: agent)
    }

    /// *Asked by the paper whether …*: a passive that opens its sentence; whoever stands behind *by* asks.
    func frontedAgentCue(at token: Int, _ entry: CueLexicon.Entry) -> Cue? {
        guard entry.form == .past, token == 0 || story.tokens.flags[token].contains(.startsSentence) else { return nil }
        return agentCue(at: token, entry)
    }

    /// *only for Dobbs to post that …*: what came of it, said by whoever stands between.
    func purposeCue(at token: Int, _ entry: CueLexicon.Entry) -> Cue? {
        let to = token - 1
        guard entry.form == .base, to > 2, story.tokens.hashes[to] == WordHash("to"),
            chunker.places.areSame(to, token)
        else { return nil }
        for first in stride(from: to - 1, through: max(2, to - Self.longestAgent), by: -1) {
            guard story.isWord(first), chunker.places.areSame(first, token) else { return nil }
            guard story.tokens.hashes[first - 1] == WordHash("for") else { continue }
            guard story.tokens.hashes[first - 2] == WordHash("only"),
                let agent = chunker.phrase(startingAt: first, before: to), agent.upperBound == to
            else { return nil }
            // Between *for* and *to* stands somebody, so that even *post* and *claim* are no nouns here.
            return Cue(
                words: token..<token + 1, frames: entry.frames.union([.marks, .clause]), form: .past,
                weight: max(entry.weight, Self.leastOfVerb), place: chunker.places[token], subject: agent)
        }
        return nil
    }

    private static let longestAgent = 9
    private static let leastOfVerb: Float = 0.9

    /// *per the charter* behind a comma or marked words: what is said so is a text's or somebody's.
    func perCue(at token: Int) -> Cue? {
        let first = token + 1
        guard token > 0, story.exists(first), story.isComma(token - 1) || story.isQuoteMark(token - 1),
            story.isNamed(first) || story.isCapitalized(first)
                || !story.classes[first].isDisjoint(with: [.determiner, .possessive]),
            let source = chunker.phrase(startingAt: first, before: min(story.tokens.count, first + 20)),
            story.classes[source.upperBound - 1].isDisjoint(with: .time)
        else { return nil }
        return Cue(
            words: token..<first, frames: [.marks, .clause], form: .past, weight: 0.8, place: chunker.places[token],
            isPrepositional: true, subject: source)
    }

    /// *as the coroner put it*.
    func puttingCue(at token: Int) -> Cue? {
        guard token > 1, story.exists(token + 1), story.tokens.hashes[token + 1] == WordHash("it"),
            let source = chunker.subject(of: token, followsMarks: false), source.lowerBound > 0,
            source.upperBound <= token, story.tokens.hashes[source.lowerBound - 1] == WordHash("as")
        else { return nil }
        return Cue(
            words: token..<token + 2, frames: [.marks, .clause], form: .past, weight: 0.95,
            place: chunker.places[token], isPrepositional: true, subject: source)
    }
}
