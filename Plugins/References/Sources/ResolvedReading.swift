import Algorithms
package import AnalyzerKit
package import Discourse
import English
package import Entities
import Linguistics

/// A document whose marks are paired, whose turns are parted and whose cues have subjects; nobody has been given words yet.
package final class ResolvedReading: Sendable {
    package let story: Story
    package let register: Register
    package let turns: [Turn]
    /// Who speaks each turn.
    package let turnSources: [Source]
    package let spans: ContiguousArray<MarkedSpan>
    /// Where the tokens stand.
    package let places: Places
    package let chunker: Chunker
    package let resolver: SourceResolver
    /// The words that report, in order.
    package let cues: [CueClause]
    let references: [References.Reference]

    /// Reads a document with what is known of its names.
    package init(_ document: Document, _ names: Entities.Findings) {
        let shared = document.reading.naming(names.nameSpans(in: document))
        let story = shared.story
        let register = Register(story, names)
        self.story = story
        self.register = register
        let table = NameTable(story, register)
        let descriptions = Descriptions(story, register, table)
        turns = shared.turns.turns
        turnSources = Self.sources(of: shared.turns, story, register, table, descriptions)
        spans = shared.spans
        places = shared.places
        chunker = shared.chunker
        let walk = ReferenceWalk(
            shared, SourceResolver(story, register, chunker, table, descriptions), turnSources)
        resolver = walk.resolver
        cues = walk.clauses
        var confidence = ReferenceConfidence(shared, register)
        references = walk.found.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }.map { run, kind, entity in
            let range = story.tokens.range(run)
            let span = document.span(range)
            return References.Reference(
                start: span.start, end: span.end, text: span.text, kind: kind, entity: names.entities[entity].id,
                confidence: confidence.next(run, kind, entity), range: range, tokens: run, entityIndex: entity)
        }
    }

    private static func sources(
        of found: Turns, _ story: Story, _ register: Register, _ table: NameTable, _ descriptions: Descriptions
    ) -> [Source] {
        guard !found.turns.isEmpty else { return [] }
        let names = SpeakerLabels(story, register, found.labels, table, descriptions)
        return found.turns.map { turn in
            let (fullName, entities) = names.identity(of: turn.labelIndex)
            let name =
                entities.isEmpty
                ? story.text.string(in: fullName)
                : entities.map { register.entities[$0].name }.joined(separator: " and ")
            // A name on a label is the same name in the text.
            let id =
                if !entities.isEmpty {
                    SourceID(entities: entities)
                } else if let last = story.tokens.indices(overlapping: fullName).last,
                    let name = table.name(endingAt: last)
                {
                    name.id
                } else {
                    SourceID.label(WordHash(folding: name))
                }
            let words = story.tokens.indices(overlapping: turn.label.name)
            return Source(
                words: words.isEmpty ? 0..<0 : words, entities: entities, name: name, id: id, kind: .person)
        }
    }

    /// What a span stands in.
    package func place(of span: Int) -> Place { places[spans[span].outer.lowerBound] }

    /// The first cue at or behind a token.
    package func firstCue(from token: Int) -> Int {
        cues.partitioningIndex { $0.words.lowerBound >= token }
    }
}
