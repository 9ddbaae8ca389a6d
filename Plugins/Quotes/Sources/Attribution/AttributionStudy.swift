package import AnalyzerKit
import Discourse
import Linguistics
package import References

/// What the attribution sees and decides in a document, for its trainer.
package enum AttributionStudy {
    /// Somebody who may have spoken; `name` is `nil` for nobody.
    package struct Candidate {
        package var name: String?
        package var entityCount: Int
        package var isNobody: Bool
        package var features: RankerFeatures
    }

    /// A marked span with its candidates.
    package struct Span {
        /// The code points, the end exclusive.
        package var range: Range<Int>
        package var candidates: [Candidate]
        package var isScare: Bool
        /// The speaker decided on, `nil` for none.
        package var name: String?
        package var entityCount: Int
        package var confidence: ConfidenceFeatures?
    }

    /// The spans of a document in order, decided with the given weights.
    package static func spans(
        in document: Document, _ references: References.Findings, weights: RankerWeights
    ) -> [Span] {
        let reading = Reading(document, references)
        var attribution = Attribution(reading, weights: weights, keepsCandidates: true)
        let decisions = attribution.decide()
        return decisions.indices.map { index in
            let span = reading.spans[index]
            let decision = decisions[index]
            let place = document.span(span.range)
            return Span(
                range: place.start..<place.end,
                candidates: (attribution.candidates?[index] ?? []).map { candidate in
                    let source = candidate.source.flatMap { attribution.seen(from: reading.place(of: index), $0) }
                    return Candidate(
                        name: source?.name, entityCount: source?.entities.count ?? 0,
                        isNobody: candidate.features[.nobody] > 0, features: candidate.features)
                },
                isScare: decision.isScare, name: decision.source?.name,
                entityCount: decision.source?.entities.count ?? 0,
                confidence: decision.source.map { ConfidenceFeatures(decision, $0, span) })
        }
    }
}
