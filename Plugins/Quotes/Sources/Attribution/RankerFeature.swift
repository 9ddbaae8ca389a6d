/// What the ranker sees of a candidate for the speaker of a marked span.
package enum RankerFeature: Int, CaseIterable, Sendable {
    // How the cue stands to the span.
    case cueWeight
    case leftTouching, leftThat, leftClauseThenPause, leftDescribing, leftWithoutClause, leftClause, leftGap
    case leftParagraphBefore, leftSecond
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
    case person, body, place, describedPerson, describedBody, description, barePronoun, resolvedPronoun, hasSpoken
    // Nobody.
    case nobody, nobodyScare, nobodyBesideCue
}

/// The features of one candidate.
package struct RankerFeatures: Sendable {
    package private(set) var values = SIMD64<Float>(repeating: 0)

    package subscript(feature: RankerFeature) -> Float {
        get { values[feature.rawValue] }
        set { values[feature.rawValue] = newValue }
    }

    mutating func set(_ feature: RankerFeature) { self[feature] = 1 }
}

/// What each feature is worth.
package struct RankerWeights: Sendable {
    package private(set) var values = SIMD64<Float>(repeating: 0)

    package init(_ weights: KeyValuePairs<RankerFeature, Float>) {
        for (feature, weight) in weights { values[feature.rawValue] = weight }
    }

    package init(values: SIMD64<Float>) { self.values = values }

    package subscript(feature: RankerFeature) -> Float { values[feature.rawValue] }

    /// The score of a candidate.
    package func score(_ features: RankerFeatures) -> Float { values.dot(features.values) }
}

extension SIMD64<Float> {
    /// The sum of products, by quarters: products of 64 lanes at once are computed lane by lane.
    func dot(_ other: Self) -> Float {
        (lowHalf.lowHalf * other.lowHalf.lowHalf + lowHalf.highHalf * other.lowHalf.highHalf
            + highHalf.lowHalf * other.highHalf.lowHalf + highHalf.highHalf * other.highHalf.highHalf).sum()
    }
}
