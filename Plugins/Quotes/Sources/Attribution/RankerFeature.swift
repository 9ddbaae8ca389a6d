/// What the ranker sees of a candidate for the speaker of a quotation, with marks or without.
///
/// A coding key, as its case has its name without reflection, which takes 20,000 instructions a name.
package enum RankerFeature: Int, CaseIterable, CodingKey, Sendable {
    /// Numbers; all others are there or not.
    case cueWeight, leftGap, rightGap, nobodyScare, antecedentLoss, nearRank
    /// How often whom a pronoun or a description takes up was spoken of before, in threes.
    case antecedentMentions
    // How the cue stands to the span.
    case leftTouching, leftThat, leftClauseThenPause, leftDescribing, leftWithoutClause, leftClause
    case leftParagraphBefore
    case rightBehindPause, rightBehindDash, rightTouching, rightBehindStop, rightBehindStopCapital, rightParenthetical,
        rightApart
    case rightAcrossStop
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
    case place, otherName
    // Nobody.
    case nobody
    /// Another reading of the cue's subject than the rules': the phrase at the clause's front, before or behind the
    /// verb.
    case otherSubject, subjectAtFront, subjectBefore, subjectBehind
    /// Another than the resolver means by the pronoun, or by the description; `antecedentLoss` is how much worse the
    /// resolver finds him.
    case otherAntecedent, otherBearer
    // What the text says of whom a pronoun or a description takes up.
    case antecedentSubject, antecedentSpokeLast, antecedentAgrees, antecedentTied, antecedentInSentence
    case antecedentInSentenceBefore
    /// Somebody who is named behind the description only.
    case laterBearer, laterOpensSentence, laterInNextSentence
    // Somebody named near, whom no rule reads as the speaker.
    case near, nearBehind, nearSentence, nearNextSentence, nearParagraphAway, nearSubject, nearCue, nearEdge
    case nearInsideMarks
    // What is reported without marks, and how.
    case reportThat, reportBare, reportInfinitive, reportNominal, reportBefore, reportSplit, reportAccording
    case reportShort, reportLong, reportThought, reportParticiple, reportBase, reportWeakCue
    /// What speaks against a report: the cue is denied or planned, its source silent, its clause a condition, the cue a
    /// noun.
    case negated, silent, conditional, cueIsNoun, passiveParticiple, relativeSubject
    /// Who spoke before.
    case spokeBefore
    /// The classifier takes the words for nobody's.
    case nobodyScares
    /// Somebody whose name, behind which a colon stands, heads the line, or stands on the line above or below alone.
    case labelBefore, nameLineAbove, nameLineBelow
    /// Another bearer of the surname that the words give.
    case namesake
    /// Other marked words stand between.
    case rightPastMarks
    /// A verb of saying and a comma or colon stand right before: *blurted out, “My hat,”*.
    case leftPause
    /// A person by name whom the recogniser left unnamed.
    case unrecognised
    /// Whom a pronoun or a description takes up has no name, was taken up by a pronoun just before, was spoken of in the paragraph.
    case antecedentUnnamed, antecedentInMind, antecedentInParagraph
    /// Somebody named behind a description only reports there himself, is the only one whom it may be; it stands in the text's
    /// first sentences.
    case laterSpeaks, laterAlone, laterOpensText
    /// The words of a description alone, where the rules take it for somebody named.
    case undescribed
    /// Who passes on what somebody else is reported to say before the words: *Lee said it was “fine,” according to the agency*.
    case relayed
    /// Whom a pronoun takes up was asked just before, and the verb is one of replying.
    case antecedentAsked
    /// A description right behind the words by a noun that the text has not used before, for whoever spoke last, of whom it tells no
    /// office: *“It is hers,” the barrister said*.
    case newForLast

    /// The features by their names, as tables of weights have them.
    static let named: [String: RankerFeature] = Dictionary(uniqueKeysWithValues: allCases.map { ($0.stringValue, $0) })
}

extension RankerFeature {
    /// The features before this one are numbers.
    fileprivate static let firstFlag = RankerFeature.leftTouching.rawValue
}

/// The features of one candidate.
package struct RankerFeatures: Sendable {
    fileprivate var numbers = SIMD8<Float>(repeating: 0)
    /// The others, by their raw values; sixty-four a word.
    fileprivate var flags = SIMD4<UInt64>(repeating: 0)

    /// Features that are all 0.
    package init() {}

    package subscript(feature: RankerFeature) -> Float {
        get {
            let place = feature.rawValue
            if place < RankerFeature.firstFlag { return numbers[place] }
            return flags[place >> 6] & 1 << UInt64(place & 63) == 0 ? 0 : 1
        }
        set {
            let place = feature.rawValue
            if place < RankerFeature.firstFlag {
                numbers[place] = newValue
            } else if newValue == 0 {
                flags[place >> 6] &= ~(1 << UInt64(place & 63))
            } else {
                flags[place >> 6] |= 1 << UInt64(place & 63)
            }
        }
    }

    /// Those that are not 0, for the trainer.
    package var values: [(feature: RankerFeature, value: Float)] {
        RankerFeature.allCases.compactMap { self[$0] == 0 ? nil : ($0, self[$0]) }
    }

    mutating func set(_ feature: RankerFeature) { self[feature] = 1 }

    /// Adds features that other candidates have as well.
    mutating func add(_ others: RankerFeatures) {
        numbers += others.numbers
        flags |= others.flags
    }
}

/// What each feature is worth.
package struct RankerWeights: Sendable {
    private var lanes = InlineArray<192, Float>(repeating: 0)

    /// Weights that are all 0.
    package init() {}

    package subscript(feature: RankerFeature) -> Float {
        get { lanes[feature.rawValue] }
        set { lanes[feature.rawValue] = newValue }
    }

    /// The score of a candidate.
    package func score(_ features: RankerFeatures) -> Float {
        var sum: Float = 0
        for place in 0..<RankerFeature.firstFlag { sum += lanes[place] * features.numbers[place] }
        for word in 0..<3 {
            var flags = features.flags[word]
            while flags != 0 {
                sum += lanes[word << 6 | flags.trailingZeroBitCount]
                flags &= flags - 1
            }
        }
        return sum
    }
}
