/// What the ranker sees of a candidate for the speaker of a marked span.
enum RankerFeature: Int, CaseIterable, Sendable {
    // How the cue stands to the span.
    case cueWeight
    case leftTouching, leftThat, leftClauseThenPause, leftDescribing, leftWithoutClause, leftClause, leftGap
    case leftParagraphBefore, leftSecond
    case rightBehindPause, rightTouching, rightBehindStop, rightBehindStopCapital, rightParenthetical, rightApart
    case rightGap, rightAcrossStop, rightPause
    case thought, weakCueApart, addressee, clauseBreak, participle, noSubject
    case namedSpan, titleCaseApart, otherTouches
    /// A report whose subject stands inside another's report, and that other: *X said Y called it “…”*.
    case nested, outer
    /// The cue gave another span its speaker already.
    case cueUsed
    // Who is carried over from what was said before.
    case carriedClose, carriedSameSentence, carriedSameParagraph, carriedNextParagraph, carriedSecondParagraph
    case carriedMidParagraph, otherReported, overruled, alternates, alternationBroken
    case carriedSentence, carriedFragment
    // Who else stands near.
    case sentenceSubject, colonSubject, colonOwner, lastReportNear, lastReportFar, listIntroduction
    case followingSubject, labelBehind
    // Who it is.
    case person, body, place, describedPerson, describedBody, description, barePronoun, resolvedPronoun, hasSpoken
    // Nobody.
    case nobody, nobodyScare, nobodyBesideCue
}

/// The features of one candidate.
struct RankerFeatures: Sendable {
    private(set) var values = SIMD64<Float>(repeating: 0)

    subscript(feature: RankerFeature) -> Float {
        get { values[feature.rawValue] }
        set { values[feature.rawValue] = newValue }
    }

    mutating func set(_ feature: RankerFeature) { self[feature] = 1 }
}

/// What each feature is worth.
struct RankerWeights: Sendable {
    private(set) var values = SIMD64<Float>(repeating: 0)

    init(_ weights: KeyValuePairs<RankerFeature, Float>) {
        for (feature, weight) in weights { values[feature.rawValue] = weight }
    }

    subscript(feature: RankerFeature) -> Float {
        get { values[feature.rawValue] }
        set { values[feature.rawValue] = newValue }
    }

    /// The score of a candidate.
    func score(_ features: RankerFeatures) -> Float { (values * features.values).sum() }
}
