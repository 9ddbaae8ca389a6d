package import AnalyzerKit
import Discourse
import Linguistics
package import References

/// What the attribution sees and decides in a document, for its trainer.
package enum AttributionStudy {
    /// Somebody who may have spoken; `name` is `nil` for nobody.
    package struct Candidate {
        package var name: String?
        /// The code points of the words that name him, where he is named.
        package var words: Range<Int>?
        /// Those of the cue.
        package var cue: Range<Int>?
        package var entityCount: Int
        package var isNobody: Bool
        package var features: RankerFeatures
    }

    /// A marked span or a proposed report with its candidates.
    package struct Quotation {
        /// The code points, the end exclusive.
        package var range: Range<Int>
        package var candidates: [Candidate]
        package var isScare = false
        /// The speaker decided on, `nil` for none.
        package var name: String?
        package var entityCount: Int
        package var confidence: ConfidenceFeatures?

        fileprivate init(
            _ range: Range<Int>, _ candidates: [Candidate], _ source: Source?, _ confidence: ConfidenceFeatures?
        ) {
            self.range = range
            self.candidates = candidates
            name = source?.name
            entityCount = source?.entities.count ?? 0
            self.confidence = confidence
        }
    }

    /// All quotations of a document in order.
    package struct Decided {
        package var marked: [Quotation]
        package var reports: [Quotation]
        package var turns: [Quotation]
    }

    /// Decides a document with the given weights.
    package static func quotations(
        in document: Document, _ references: References.Findings, weights: RankerTable
    ) -> Decided {
        let reading = ResolvedReading(document, references.names)
        var attribution = Attribution(reading, weights: weights.marked, keepsCandidates: true)
        let decisions = attribution.decide()
        func place(_ range: ByteRange) -> Range<Int> {
            let span = document.span(range)
            return span.start..<span.end
        }
        func candidate(_ candidate: SpeakerCandidate, _ source: Source?) -> Candidate {
            let words = source?.words.isEmpty == false ? source?.words : nil
            return Candidate(
                name: source?.name, words: words.map { place(reading.story.tokens.range($0)) },
                cue: candidate.cue.map { place(reading.story.tokens.range(reading.cues[$0].words)) },
                entityCount: source?.entities.count ?? 0,
                isNobody: candidate.features[.nobody] > 0, features: candidate.features)
        }
        let marked = decisions.indices.map { index in
            let span = reading.spans[index]
            let decision = decisions[index]
            let candidates = (attribution.candidates?[index] ?? []).map {
                candidate($0, $0.source.flatMap { attribution.seen(from: reading.place(of: index), $0) })
            }
            var quotation = Quotation(
                place(span.range), candidates, decision.source,
                decision.source.map { _ in ConfidenceFeatures(decision, span) })
            quotation.isScare = decision.isScare
            return quotation
        }
        var reporting = ReportAttribution(reading, decisions, weights: weights.reported, keepsCandidates: true)
        _ = reporting.decide()
        let reports = (reporting.studied ?? []).map { proposal, ranked, report in
            Quotation(
                place(reading.story.tokens.range(proposal.content)), ranked.map { candidate($0, $0.source) },
                report?.source, report.map { ConfidenceFeatures($0) })
        }
        let turns = zip(reading.turns, reading.turnSources).map { turn, source in
            Quotation(place(turn.range), [], source, ConfidenceFeatures(turnOf: source))
        }
        return Decided(marked: marked, reports: reports, turns: turns)
    }
}
