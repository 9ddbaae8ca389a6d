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
        guard let source else { return }
        switch source.kind {
        case .person: features.set(.person)
        case .body: features.set(.body)
        case .place, .otherName: break
        case .describedPerson: features.set(.describedPerson)
        case .describedBody: features.set(.describedBody)
        case .description: features.set(source.isPronoun ? .barePronoun : .description)
        }
        if source.isPronoun, source.kind != .description { features.set(.resolvedPronoun) }
    }
}
