import Discourse
import Entities
import Linguistics
import References

extension Attribution {
    /// The span that a span goes on from: nothing but an attribution, or an aside between dashes, stands between them.
    func continued(_ index: Int, previous: Int?, _ best: SpeakerCandidate) -> Int? {
        guard let previous, index > previous, spans[index].within == spans[previous].within,
            let source = decisions[previous].source, source.id == best.source?.id
        else { return nil }
        let between =
            spans[previous].outer.upperBound..<max(spans[previous].outer.upperBound, spans[index].outer.lowerBound)
        guard between.count > 0, between.count <= 40,
            story.paragraphOfToken[between.lowerBound] == story.paragraphOfToken[spans[index].outer.lowerBound]
        else { return nil }
        // One attribution, no sentence of the writer's: at most one full stop, at its end.
        if between.dropLast().contains(where: { story.isStop($0) }) { return nil }
        let shape = SpanShape(story, spans[index])
        let first = between.lowerBound
        let last = between.upperBound - 1
        let previousShape = SpanShape(story, spans[previous])
        if between.count > 1, story.isDash(last), story.isDash(first) || previousShape.ending == .dash {
            return previous  // an aside between dashes
        }
        guard let used = decisions[previous].cue, between.contains(cues[used].words.lowerBound) else { return nil }
        if story.isStop(last), let own = best.cue, own != used, cues[own].words.lowerBound >= between.upperBound {
            return nil  // a new sentence with an attribution of its own
        }
        guard
            previousShape.isSentence || previousShape.ending != .none || story.isComma(first)
                || decisions[previous].kind == .direct,
            shape.isSentence || previousShape.ending == .comma || story.isComma(first)
                || decisions[previous].kind == .direct
        else { return nil }
        return previous
    }
}
