import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Which tokens stand in quotation marks or a labelled turn, and whose words these are as far as the text beside them says.
///
/// It keeps a speaker from being *he* in his own words; the quotes analyzer, which runs later, knows more.
struct Speech {
    private let reading: NamedReading
    private let findings: Entities.Findings
    /// The speaker of each marked span and of each turn, where one is named beside it.
    private var speakers: [Place: Int] = [:]
    /// For each turn the token at which its speaker is named in it, which speakers don't do: the words are somebody else's.
    private var turnEnds: [Int: Int] = [:]

    init(_ reading: NamedReading, _ findings: Entities.Findings) {
        self.reading = reading
        self.findings = findings
        for (index, turn) in reading.turns.turns.enumerated() {
            let label = reading.story.tokens.indices(overlapping: turn.label.name)
            guard let bearer = person(in: label) else { continue }
            speakers[.turn(index)] = bearer
            turnEnds[index] = reading.story.tokens.indices(overlapping: turn.range).first { entity(at: $0) == bearer }
        }
        for index in reading.spans.indices { speakers[.span(index)] = speaker(of: index) }
    }

    /// Whether a token stands in quotation marks.
    func isQuoted(_ token: Int) -> Bool {
        if case .span = reading.places[token] { true } else { false }
    }

    /// The entity whose words a token is among.
    func speaker(at token: Int) -> Int? {
        if reading.places.isText(token) { return nil }
        let place = reading.places[token]
        if case .turn(let turn) = place, let end = turnEnds[turn], token >= end { return nil }
        return speakers[place]
    }

    /// The entity that is named at a token.
    private func entity(at token: Int) -> Int? {
        let name = reading.story.nameOfToken[token]
        return name < 0 ? nil : findings.mentions[Int(name)].entityIndex
    }

    /// The person first named in a run of tokens.
    private func person(in run: Range<Int>) -> Int? {
        run.lazy.compactMap { entity(at: $0) }.first { findings.entities[$0].type == .person }
    }

    /// The person whom a cue close behind a span has as its subject, or close before it; else who speaks the span before it in its
    /// paragraph.
    private func speaker(of index: Int) -> Int? {
        let story = reading.story
        let span = reading.spans[index]
        let place = reading.places[span.outer.lowerBound]
        let paragraph = story.paragraphs[Int(story.paragraphOfToken[span.outer.lowerBound])]
        let first = min(span.outer.upperBound, paragraph.upperBound)
        var behind = first
        while behind < paragraph.upperBound, behind - first < Self.farthest,
            behind == first || !story.tokens.flags[behind].contains(.startsSentence)
        { behind += 1 }
        let last = span.outer.lowerBound
        var before = last
        while before > paragraph.lowerBound, last - before < Self.farthest,
            !story.tokens.flags[before].contains(.startsSentence)
        { before -= 1 }
        if let speaker = subject(in: first..<behind, place) ?? subject(in: before..<last, place) { return speaker }
        guard index > 0, paragraph.contains(reading.spans[index - 1].outer.lowerBound),
            reading.spans[index - 1].within == span.within
        else { return nil }
        return speakers[.span(index - 1)]
    }

    /// The person in the subject of a cue in a run of tokens, or the one named first beside it.
    private func subject(in run: Range<Int>, _ place: Place) -> Int? {
        var index = reading.firstCue(from: run.lowerBound)
        var hasCue = false
        while index < reading.cues.count, reading.cues[index].words.lowerBound < run.upperBound {
            let cue = reading.cues[index]
            index += 1
            guard cue.place == place, cue.weight >= Self.leastWeight else { continue }
            hasCue = true
            if let subject = cue.subject, let person = person(in: subject) { return person }
        }
        return hasCue ? person(in: run) : nil
    }

    private static let farthest = 12
    private static let leastWeight: Float = 0.5
}
