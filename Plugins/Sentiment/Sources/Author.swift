import Linguistics

extension Scorer {
    private static let subjective: Float = 0.45
    private static let polar: Float = 0.2

    /// The writer's own stance toward a name in the writer's own words.
    ///
    /// To report bad events, blame or praise by others is no stance: the writer takes one where evaluative words
    /// of his own, outside quotation marks and reported clauses, point the same way as the portrayal.
    mutating func authorScore(_ run: Range<Int>, _ portrayal: Float) -> Float {
        let cells = reading.cells(of: run)
        guard abs(portrayal) > 0.15, !cells.isEmpty, !reading.effects[cells.lowerBound].contains(.quoted) else {
            return 0
        }
        var evaluation: Float = 0
        var isReported = false
        for cell in 0..<reading.count {
            let row = reading.rows[cell]
            switch vocabulary.cue(row) {
            case .reporting, .blaming: isReported = true
            default: break
            }
            guard !reading.effects[cell].contains(.quoted) else { continue }
            let value = reading.effective[cell]
            if abs(value) >= Self.polar, vocabulary.value(row, .subjectivity) >= Self.subjective {
                evaluation += value
            }
        }
        guard !isReported, evaluation * portrayal > 0 else { return 0 }
        return portrayal * min(1, abs(evaluation) / 0.4)
    }
}
