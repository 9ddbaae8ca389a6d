import Quotes

/// What the ranker's features are worth by judgement; training moves them only as far as the data insist.
enum HandSetWeights {
    static let ranker = RankerWeights([
        .cueWeight: 2, .leftTouching: 4.5, .leftThat: 4, .leftClauseThenPause: 3.8, .leftDescribing: 3,
        .leftWithoutClause: 1.6, .leftClause: 2.9, .leftGap: -0.4, .leftParagraphBefore: -0.3,
        .rightBehindPause: 4.9, .rightBehindDash: 2.9, .rightTouching: 3.2, .rightBehindStop: 4.2,
        .rightBehindStopCapital: -1.5,
        .rightParenthetical: 2.9, .rightApart: 0.8, .rightGap: -0.3, .rightAcrossStop: -3,
        .thought: -0.3, .weakCueApart: -2.5, .addressee: -0.8, .clauseBreak: -1.2, .participle: -0.6, .noSubject: -1.2,
        .namedSpan: -1, .titleCaseApart: -1.2, .otherTouches: -4, .nested: -0.5, .nestedDescribing: 0.4, .outer: 0.8,
        .cueUsed: -0.3,
        .carriedClose: 3, .carriedSameSentence: 1.5, .carriedSameParagraph: 2.5, .carriedNextParagraph: 2.4,
        .carriedSecondParagraph: 1.5, .carriedMidParagraph: 1, .otherReported: 2.4, .overruled: 1.6, .alternates: 2.8,
        .alternationBroken: 1.8, .carriedSentence: 0.4, .carriedFragment: -1, .sentenceSubject: 1.9,
        .colonSubject: 3.6, .colonOwner: 4.2, .lastReport: 2.7, .paragraphSubject: 1.2, .listIntroduction: 3.6,
        .followingSubject: 2.6, .labelBehind: 4.5, .description: -0.8, .namedInside: -1, .nobody: 1.6, .nobodyScare: 1,
    ])
}
