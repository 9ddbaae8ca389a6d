import Linguistics

/// Numbers that tell how a sentence's polarity bears on one name in it.
enum TargetFeatures {
    /// How many there are.
    static let count = 43

    /// What the nearest verb with a frame says of a target.
    struct Frame {
        /// The verb's cell; `nil` where there is none.
        var verb: Int?
        /// What the verb says of the target, -1 through 1.
        var polarity: Float = 0
        /// Whether the target is what the verb is done to.
        var isPatient = false
        /// Whether the verb speaks of another's blame or praise.
        var isBlame = false
    }

    /// Fills `out` with what is around a target's cells.
    static func fill(
        _ out: inout ContiguousArray<Float>, from reading: borrowing Reading, target: Range<Int>,
        _ vocabulary: Vocabulary, _ constructions: Constructions
    ) {
        out.removeAll(keepingCapacity: true)
        var near: (left: Float, right: Float) = (0, 0)
        var far: (left: Float, right: Float) = (0, 0)
        var clause: (left: Float, right: Float) = (0, 0)
        var nearest: (left: Float, right: Float) = (0, 0)
        var names: (left: Float, right: Float) = (0, 0)
        var reversed: (left: Float, right: Float) = (0, 0)
        var isSupposed = false
        var weight: Float = 1
        var slow: Float = 1
        var isSameClause = true
        var cell = target.lowerBound - 1
        while cell >= 0 {
            let value = reading.effective[cell]
            if reading.effects[cell].contains(.clauseEnd) || breaks(reading.rows[cell], vocabulary) {
                isSameClause = false
            }
            near.left += weight * value
            far.left += slow * value
            if isSameClause { clause.left += value }
            if isSameClause, reading.effects[cell].contains(.reversed) { reversed.left += value }
            if vocabulary.cue(reading.rows[cell]) == .conditional { isSupposed = true }
            if nearest.left == 0 { nearest.left = value }
            if reading.rows[cell] == Row.name { names.left += 1 }
            weight *= 0.75
            slow *= 0.92
            cell -= 1
        }
        weight = 1
        slow = 1
        isSameClause = true
        cell = target.upperBound
        while cell < reading.count {
            let value = reading.effective[cell]
            if reading.effects[cell].contains(.clauseEnd) || breaks(reading.rows[cell], vocabulary) {
                isSameClause = false
            }
            near.right += weight * value
            far.right += slow * value
            if isSameClause { clause.right += value }
            if isSameClause, reading.effects[cell].contains(.reversed) { reversed.right += value }
            if vocabulary.cue(reading.rows[cell]) == .conditional { isSupposed = true }
            if nearest.right == 0 { nearest.right = value }
            if reading.rows[cell] == Row.name { names.right += 1 }
            weight *= 0.75
            slow *= 0.92
            cell += 1
        }
        let own = target.reduce(Float(0)) { $0 + reading.effective[$1] }
        let subject = frame(asSubject: target, in: reading, vocabulary)
        let object = frame(asObject: target, in: reading, vocabulary)
        let isQuoted = !target.isEmpty && reading.effects[target.lowerBound].contains(.quoted)
        out.append(contentsOf: [
            near.left, near.right, far.left * 0.7, far.right * 0.7, clause.left * 0.7, clause.right * 0.7,
            nearest.left, nearest.right, own,
            2 * subject.polarity, subject.isPatient ? 1 : 0, subject.isBlame ? 1 : 0, subject.verb != nil ? 1 : 0,
            2 * object.polarity, object.isBlame ? 1 : 0, object.verb != nil ? 1 : 0,
            min(names.left, 3) / 3, min(names.right, 3) / 3,
            Float(min(target.lowerBound, 20)) / 20, Float(min(reading.count - target.upperBound, 20)) / 20,
            target.lowerBound == 0 ? 1 : 0, isQuoted ? 1 : 0,
            target.isEmpty || reading.rows[target.lowerBound] != Row.name ? 1 : 0,
            Float(min(reading.count, 40)) / 40,
        ])
        let found = constructions.find(target, in: reading)
        let isNearSubject = subject.verb.map { $0 <= target.upperBound + 2 } ?? false
        let isNearObject = object.verb.map { $0 >= target.lowerBound - 2 } ?? false
        func flag(_ value: Bool) -> Float { value ? 1 : 0 }
        out.append(contentsOf: [
            flag(found.isSpeaker), flag(found.isHypothetical), flag(found.isPlace), bounded(2 * found.compared),
            bounded(2 * found.comparing), bounded(2 * found.epithet), isNearSubject ? 2 * subject.polarity : 0,
            isNearObject ? 2 * object.polarity : 0, flag(found.isAfterContrast), flag(found.isBeforeContrast),
            flag(found.isConceded), flag(found.isNearNegator), min(found.judgement, 2), flag(found.isReported),
        ])
        let modalEnd = min(target.upperBound + 3, reading.count)
        let isModal = (target.upperBound..<max(target.upperBound, modalEnd)).contains {
            reading.effects[$0].contains(.modal)
        }
        out.append(contentsOf: [
            flag(isSupposed), flag(!target.isEmpty && reading.effects[target.lowerBound].contains(.conditional)),
            flag(isModal), bounded(reversed.left), bounded(reversed.right),
        ])
    }

    private static func bounded(_ value: Float) -> Float { max(-1.5, min(1.5, value)) }

    private static func breaks(_ row: Int32, _ vocabulary: Vocabulary) -> Bool {
        switch vocabulary.cue(row) {
        case .contrast, .concession: true
        default: false
        }
    }

    private static let reach = 7

    /// The verb that the target is the subject of: the first with a frame after it, before the clause's end.
    static func frame(asSubject target: Range<Int>, in reading: borrowing Reading, _ vocabulary: Vocabulary) -> Frame {
        var isPassive = false
        var cell = target.upperBound
        let end = min(reading.count, cell + reach)
        while cell < end {
            let row = reading.rows[cell]
            if reading.effects[cell].contains(.clauseEnd) || breaks(row, vocabulary) { break }
            if row == Row.name, cell > target.upperBound + 1 { break }
            let cue = vocabulary.cue(row)
            if cue == .auxiliary {
                isPassive = true
            } else if vocabulary.byte(row, .flags) & Vocabulary.Flag.frame != 0 {
                let flips: Float = reading.effects[cell].contains(.negated) ? -0.6 : 1
                let column: Vocabulary.Column = isPassive && takesPassive(cell, reading, vocabulary) ? .patient : .agent
                return Frame(
                    verb: cell, polarity: flips * vocabulary.value(row, column), isPatient: column == .patient,
                    isBlame: cue == .blaming)
            }
            cell += 1
        }
        return Frame()
    }

    /// Whether a verb after an auxiliary is passive: *by*, a preposition or nothing follows, no object.
    private static func takesPassive(_ verb: Int, _ reading: borrowing Reading, _ vocabulary: Vocabulary) -> Bool {
        let isProgressive = verb + 1 < reading.count && reading.rows[verb + 1] == Row.name
        return !isProgressive
    }

    /// The verb that the target is the object of: the last with a frame before it, or after it by way of *by*.
    static func frame(asObject target: Range<Int>, in reading: borrowing Reading, _ vocabulary: Vocabulary) -> Frame {
        var cell = target.lowerBound - 1
        let first = max(0, target.lowerBound - reach)
        var isAgent = false
        while cell >= first {
            let row = reading.rows[cell]
            if reading.effects[cell].contains(.clauseEnd) || breaks(row, vocabulary) { break }
            let cue = vocabulary.cue(row)
            if cue == .passive { isAgent = true }
            if row == Row.name, !isAgent, cell < target.lowerBound - 2 { break }
            if vocabulary.byte(row, .flags) & Vocabulary.Flag.frame != 0 {
                let flips: Float = reading.effects[cell].contains(.negated) ? -0.6 : 1
                return Frame(
                    verb: cell, polarity: flips * vocabulary.value(row, isAgent ? .agent : .patient),
                    isPatient: !isAgent, isBlame: cue == .blaming)
            }
            cell -= 1
        }
        return Frame()
    }
}
