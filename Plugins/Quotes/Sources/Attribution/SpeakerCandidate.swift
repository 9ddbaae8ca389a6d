import References

/// Somebody who may have said the words of a span.
struct SpeakerCandidate {
    /// Who; `nil` for nobody, or for a cue whose subject was not found.
    var source: Source?
    /// The index of the cue.
    var cue: Int?
    var features = RankerFeatures()
    var score: Float = 0
    /// Whether the cue stands right before or behind the span.
    var isAdjacent = false
    /// Whether the speaker is carried over rather than named beside the span.
    var isCarried = false

    init(_ source: Source?, cue: Int? = nil) {
        self.source = source
        self.cue = cue
        if let source { setWords(of: source) }
    }

    /// The same candidate with somebody else in his place, who is not what the rules read there.
    func replacing(_ source: Source) -> SpeakerCandidate {
        var other = self
        other.source = source
        for feature in Self.words { other.features[feature] = 0 }
        other.setWords(of: source)
        return other
    }

    /// The features that tell who it is.
    private static let words: [RankerFeature] = [
        .person, .body, .place, .otherName, .describedPerson, .describedBody, .description, .barePronoun,
        .resolvedPronoun, .antecedentSubject, .antecedentSpokeLast, .antecedentAgrees, .antecedentTied,
        .antecedentInSentence, .antecedentInSentenceBefore, .unrecognised,
        .antecedentMentions, .antecedentUnnamed, .antecedentInMind, .antecedentInParagraph,
    ]

    private mutating func setWords(of source: Source) {
        switch source.kind {
        case .person: features.set(.person)
        case .body: features.set(.body)
        case .place: features.set(.place)
        case .otherName: features.set(.otherName)
        case .describedPerson: features.set(.describedPerson)
        case .describedBody: features.set(.describedBody)
        case .description: features.set(source.isPronoun ? .barePronoun : .description)
        }
        if source.isPronoun, source.kind != .description { features.set(.resolvedPronoun) }
        if source.isUnrecognisedPerson { features.set(.unrecognised) }
    }
}
