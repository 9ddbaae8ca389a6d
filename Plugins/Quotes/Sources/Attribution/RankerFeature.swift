/// What the ranker sees of a candidate for the speaker of a marked span.
package enum RankerFeature: Int, CaseIterable, Sendable {
    // How the cue stands to the span.
    case cueWeight
    case leftTouching, leftThat, leftClauseThenPause, leftDescribing, leftWithoutClause, leftClause, leftGap
    case leftParagraphBefore
    case rightBehindPause, rightBehindDash, rightTouching, rightBehindStop, rightBehindStopCapital, rightParenthetical,
        rightApart
    case rightGap, rightAcrossStop
    case thought, weakCueApart, addressee, clauseBreak, participle, noSubject
    case namedSpan, titleCaseApart, otherTouches
    /// A report whose subject stands inside another's report, and that other: *X said Y called it “…”*.
    case nested, nestedDescribing, outer
    /// The cue gave another span its speaker already.
    case cueUsed
    // Who is carried over from what was said before.
    case carriedClose, carriedSameSentence, carriedSameParagraph, carriedNextParagraph, carriedSecondParagraph
    case carriedMidParagraph, otherReported, overruled, alternates, alternationBroken
    case carriedSentence, carriedFragment
    // Who else stands near.
    case sentenceSubject, colonSubject, colonOwner, lastReport, paragraphSubject, listIntroduction
    case followingSubject, labelBehind
    // Who it is.
    case person, body, describedPerson, describedBody, description, barePronoun, resolvedPronoun, hasSpoken
    /// The span's own words name whoever it is.
    case namedInside
    // Nobody.
    case nobody, nobodyScare
}

/// A number for each feature.
///
/// Lanes of a `SIMD64` cannot be reached by a variable without going through memory, nor multiplied but one by one.
private typealias FeatureLanes = InlineArray<64, Float>

extension SIMD64<Float> {
    fileprivate init(_ lanes: FeatureLanes) {
        self.init(repeating: 0)
        for index in lanes.indices { self[index] = lanes[index] }
    }
}

/// The features of one candidate.
package struct RankerFeatures: Sendable {
    fileprivate var lanes = FeatureLanes(repeating: 0)

    package subscript(feature: RankerFeature) -> Float {
        get { lanes[feature.rawValue] }
        set { lanes[feature.rawValue] = newValue }
    }

    /// All of them, for the trainer.
    package var values: SIMD64<Float> { SIMD64(lanes) }

    mutating func set(_ feature: RankerFeature) { self[feature] = 1 }
}

/// What each feature is worth.
package struct RankerWeights: Sendable {
    private var lanes = FeatureLanes(repeating: 0)

    package init(_ weights: KeyValuePairs<RankerFeature, Float>) {
        for (feature, weight) in weights { lanes[feature.rawValue] = weight }
    }

    package init(values: SIMD64<Float>) {
        for index in lanes.indices { lanes[index] = values[index] }
    }

    /// All of them, for the trainer.
    package var values: SIMD64<Float> { SIMD64(lanes) }

    package subscript(feature: RankerFeature) -> Float { lanes[feature.rawValue] }

    /// The score of a candidate.
    package func score(_ features: RankerFeatures) -> Float {
        var sum: Float = 0
        for index in lanes.indices { sum += lanes[index] * features.lanes[index] }
        return sum
    }
}
