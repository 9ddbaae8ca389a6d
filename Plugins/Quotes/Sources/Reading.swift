import Algorithms
import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// A document whose marks are paired, whose turns are parted and whose cues have subjects; nobody has been given words yet.
final class Reading {
    let story: Story
    let register: Register
    let turns: [Turn]
    /// Who speaks each turn.
    let turnSources: [Source]
    let spans: ContiguousArray<MarkedSpan>
    /// For each token the index of the innermost marked span that holds it, or of the turn behind all spans, or −1.
    let container: ContiguousArray<Int32>
    let chunker: Chunker
    let resolver: SourceResolver
    /// The words that report, in order.
    let cues: [CueClause]

    init(_ document: Document, _ entities: Entities.Findings) {
        let story = Story(document.text, document.structure, names: entities.nameSpans(in: document))
        let register = Register(story, entities)
        self.story = story
        self.register = register
        let table = NameTable(story, register)
        let descriptions = Descriptions(story, register, table)
        turns = TurnSegmenter(story, register, table, descriptions).turns()
        turnSources = turns.map { Self.source(of: $0, story, register) }
        spans = MarkPairing(story).spans()
        container = Self.containers(story, spans, turns)
        chunker = Chunker(story: story, container: container)
        resolver = SourceResolver(story, register, chunker, table, descriptions)
        var spanBefore = ContiguousArray<Int32>(repeating: -1, count: story.tokens.count)
        for (index, span) in spans.enumerated() where span.outer.upperBound < story.tokens.count {
            let next = span.outer.upperBound
            spanBefore[next] = Int32(index)
            if next + 1 < story.tokens.count, story.isComma(next) || story.isDash(next) {
                spanBefore[next + 1] = Int32(index)
            }
        }
        cues = CueFinder(
            story: story, chunker: chunker, resolver: resolver, spans: spans, spanBefore: spanBefore,
            turnSources: turnSources
        ).cues()
    }

    private static func containers(
        _ story: Story, _ spans: ContiguousArray<MarkedSpan>, _ turns: [Turn]
    ) -> ContiguousArray<Int32> {
        var container = ContiguousArray<Int32>(repeating: -1, count: story.tokens.count)
        for (index, turn) in turns.enumerated() {
            for token in story.tokens.indices(overlapping: turn.range) { container[token] = Int32(spans.count + index) }
        }
        for (index, span) in spans.enumerated() {
            for token in span.inner { container[token] = Int32(index) }
        }
        return container
    }

    private static func source(of turn: Turn, _ story: Story, _ register: Register) -> Source {
        let label = story.tokens.indices(overlapping: turn.label.name)
        let words = label.isEmpty ? 0..<0 : label
        let name: String
        if turn.entities.isEmpty {
            name = story.text.string(in: turn.fullName)
        } else {
            name = turn.entities.map { register.entities[$0].name }.joined(separator: " and ")
        }
        let key =
            turn.entities.isEmpty
            ? Int(truncatingIfNeeded: WordHash(folding: name).value | 1 << 62)
            : turn.entities.reduce(7) { $0 &* 31 &+ $1 }
        return Source(words: words, entities: turn.entities, name: name, key: key, kind: .person)
    }

    /// What a span stands in: another span, a turn, or −1.
    func home(of span: Int) -> Int32 { story.container(container, spans[span].outer.lowerBound) }

    /// The first cue at or behind a token.
    func firstCue(from token: Int) -> Int {
        cues.partitioningIndex { $0.words.lowerBound >= token }
    }
}
