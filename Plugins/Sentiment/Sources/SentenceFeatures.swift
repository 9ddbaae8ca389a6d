import Linguistics

/// Numbers that sum up a sentence's cells.
enum SentenceFeatures {
    /// How many there are.
    static let count = 35

    /// Fills `out` with the features of the cells in a range.
    static func fill(
        _ out: inout ContiguousArray<Float>, from reading: borrowing Reading, cells: Range<Int>,
        _ vocabulary: Vocabulary
    ) {
        out.removeAll(keepingCapacity: true)
        var sum: Float = 0
        var positive: Float = 0
        var negative: Float = 0
        var positives: Float = 0
        var negatives: Float = 0
        var highest: Float = 0
        var lowest: Float = 0
        var raw: Float = 0
        var vader: Float = 0
        var afinn: Float = 0
        var opinion: Float = 0
        var happiness: Float = 0
        var happinessCount: Float = 0
        var subjectivity: Float = 0
        var late: Float = 0
        var names: Float = 0
        var numbers: Float = 0
        var quoted: Float = 0
        var contrasts: Float = 0
        var frames: Float = 0
        var unknown: Float = 0
        var conditionals: Float = 0
        var modals: Float = 0
        var reversed: Float = 0
        var agents: Float = 0
        var patients: Float = 0
        let middle = (cells.lowerBound + cells.upperBound) / 2
        for cell in cells {
            let row = reading.rows[cell]
            if row == Row.name { names += 1 }
            if row == Row.number { numbers += 1 }
            if row == Row.unknown { unknown += 1 }
            let value = reading.effective[cell]
            if value != 0 {
                sum += value
                raw += reading.polarities[cell]
                if value > 0 {
                    positive += value
                    positives += 1
                    highest = max(highest, value)
                } else {
                    negative += value
                    negatives += 1
                    lowest = min(lowest, value)
                }
                if cell >= middle { late += value }
                let turn: Float = value * reading.polarities[cell] < 0 ? -0.7 : 1
                vader += turn * vocabulary.value(row, .vader)
                afinn += turn * vocabulary.value(row, .afinn)
                opinion += turn * vocabulary.value(row, .opinion)
                subjectivity += vocabulary.value(row, .subjectivity)
                if reading.effects[cell].contains(.quoted) { quoted += value }
                if reading.effects[cell].contains(.afterContrast) { contrasts += value }
                if reading.effects[cell].contains(.reversed) { reversed += value }
            }
            let joy = vocabulary.value(row, .happiness)
            if joy > 0.2 || joy < -0.15 {
                happiness += joy
                happinessCount += 1
            }
            if vocabulary.byte(row, .flags) & Vocabulary.Flag.frame != 0 {
                frames += 1
                agents += vocabulary.value(row, .agent)
                patients += vocabulary.value(row, .patient)
            }
            switch vocabulary.cue(row) {
            case .conditional: conditionals += 1
            case .modal: modals += 1
            default: break
            }
        }
        let length = Float(max(cells.count, 1))
        func squashed(_ value: Float, _ scale: Float) -> Float { value / (value * value + scale).squareRoot() }
        out.append(squashed(sum, 1))
        out.append(squashed(sum, 4))
        out.append(sum / length.squareRoot())
        out.append(positive / (1 + positive))
        out.append(negative / (1 - negative))
        out.append(min(positives, 6) / 6)
        out.append(min(negatives, 6) / 6)
        out.append(highest)
        out.append(lowest)
        out.append(squashed(raw, 1))
        out.append(squashed(vader, 1))
        out.append(squashed(afinn, 1))
        out.append(squashed(opinion, 2))
        out.append(happinessCount > 0 ? 2 * happiness / happinessCount : 0)
        out.append(happiness / length.squareRoot())
        out.append(min(subjectivity, 4) / 4)
        out.append(squashed(late, 1))
        out.append(squashed(quoted, 1))
        out.append(squashed(contrasts, 1))
        out.append(min(names, 6) / 6)
        out.append(min(numbers, 4) / 4)
        out.append(min(Float(reading.exclamations), 3) / 3)
        out.append(reading.isQuestion ? 1 : 0)
        out.append(min(Float(reading.shouted), 3) / 3)
        out.append(min(Float(reading.negators), 3) / 3)
        out.append(min(length, 40) / 40)
        out.append(min(frames, 3) / 3)
        out.append(min(unknown, 4) / 4)
        let opensConditional = cells.first.map { vocabulary.cue(reading.rows[$0]) == .conditional } ?? false
        let mixed = min(positive, -negative)
        out.append(min(conditionals, 2) / 2)
        out.append(opensConditional ? 1 : 0)
        out.append(min(modals, 3) / 3)
        out.append(squashed(reversed, 1))
        out.append(mixed / (0.5 + mixed))
        out.append(squashed(agents, 1))
        out.append(squashed(patients, 1))
    }
}
