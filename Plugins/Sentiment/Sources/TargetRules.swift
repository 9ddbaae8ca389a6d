import Linguistics

/// What a handful of constructions say of a name, whatever words around it a model has learnt.
extension Scorer {
    private static let trust: Float = 0.7
    private static let strong: Float = 0.3
    private static let neutral: Float = 0.15
    private static let doubt: Float = 0.4
    private static let background: Float = 0.4

    /// A stance with the constructions that the target stands in taken into account.
    func ruled(_ score: Float, _ target: Range<Int>) -> Float {
        if isSpeaker(target) { return score * Self.neutral }
        if isHypothetical(target) { return score * Self.doubt }
        if isPlace(target) { return score * Self.background }
        if let value = comparison(target) ?? epithet(target) ?? role(target) {
            return (1 - Self.trust) * score + Self.trust * max(-1, min(1, value))
        }
        return score
    }

    /// Whether the sentence asks, or supposes what it says of the target.
    private func isHypothetical(_ target: Range<Int>) -> Bool {
        if reading.isQuestion { return true }
        for cell in max(0, target.lowerBound - 3)..<target.lowerBound
        where vocabulary.cue(reading.rows[cell]) == .conditional { return true }
        return reading.rows.first.map { vocabulary.cue($0) == .conditional } ?? false
    }

    /// Whether the target is where something happens: a preposition of place stands before it.
    private func isPlace(_ target: Range<Int>) -> Bool {
        target.lowerBound > 0 && words.places.contains(reading.rows[target.lowerBound - 1])
    }

    /// What an epithet says: *the heroic X*, *the incompetent X*.
    private func epithet(_ target: Range<Int>) -> Float? {
        let cell = target.lowerBound - 1
        guard cell > 0, abs(reading.effective[cell]) >= Self.strong / 2,
            vocabulary.byte(reading.rows[cell], .flags) & Vocabulary.Flag.frame == 0
        else { return nil }
        for before in max(0, cell - 2)..<cell where words.determiners.contains(reading.rows[before]) {
            return 1.5 * reading.polarities[cell]
        }
        return nil
    }

    /// Whether the target is one who says, blames or praises: *X said*, *said X*, *according to X*, *X accused*.
    private func isSpeaker(_ target: Range<Int>) -> Bool {
        var after = target.upperBound
        while after < reading.count, vocabulary.cue(reading.rows[after]) == .intensifier { after += 1 }
        if after < reading.count {
            switch vocabulary.cue(reading.rows[after]) {
            case .reporting, .blaming: return !isPassive(before: after)
            default: break
            }
        }
        guard target.lowerBound > 0 else { return false }
        let before = target.lowerBound - 1
        if before > 0, reading.rows[before] == words.to, vocabulary.cue(reading.rows[before - 1]) == .reporting {
            return reading.rows[before - 1] == words.according
        }
        guard vocabulary.cue(reading.rows[before]) == .reporting else { return false }
        return (max(0, before - 2)..<before).contains { reading.effects[$0].contains(.clauseEnd) }
    }

    private func isPassive(before verb: Int) -> Bool {
        verb > 0 && vocabulary.cue(reading.rows[verb - 1]) == .auxiliary
    }

    /// The other side of a comparison: what *better than* and *worse than* say of the name after *than*.
    private func comparison(_ target: Range<Int>) -> Float? {
        for cell in max(0, target.lowerBound - 2)..<target.lowerBound
        where vocabulary.cue(reading.rows[cell]) == .comparative {
            var sum: Float = 0
            for word in max(0, cell - 5)..<cell { sum += reading.effective[word] }
            return abs(sum) >= Self.strong ? -1.5 * sum : nil
        }
        return nil
    }

    /// What a verb right beside the target says of its subject or object.
    private func role(_ target: Range<Int>) -> Float? {
        let subject = TargetFeatures.frame(asSubject: target, in: reading, vocabulary)
        if subject.verb >= 0, subject.verb <= target.upperBound + 2, abs(subject.polarity) >= Self.strong {
            return 1.2 * subject.polarity
        }
        let object = TargetFeatures.frame(asObject: target, in: reading, vocabulary)
        if object.verb >= 0, object.verb >= target.lowerBound - 2, abs(object.polarity) >= Self.strong {
            return 1.2 * object.polarity
        }
        return nil
    }
}

/// The words that the constructions are known by, as rows.
struct ConstructionWords {
    let to: Int32
    let according: Int32
    let determiners: [Int32]
    let places: [Int32]

    init(_ vocabulary: Vocabulary) {
        func rows(_ words: [StaticString]) -> [Int32] { words.map { vocabulary.row(of: WordHash($0)) } }
        to = vocabulary.row(of: "to")
        according = vocabulary.row(of: "according")
        determiners = rows(["the", "a", "an", "this", "that"])
        places = rows(["in", "near", "outside", "off", "at", "inside", "across"])
    }
}

extension Vocabulary {
    fileprivate func row(of word: StaticString) -> Int32 { row(of: WordHash(word)) }
}
