import Linguistics

extension Scorer {
    private static let polar: Float = 0.15
    private static let enough: Float = 0.25

    /// The writer's own stance toward a name in the writer's own words.
    ///
    /// To report events, victories and defeats, or blame and praise by others, is no stance: the writer takes one where
    /// words that judge, outside quotation marks and reported clauses, point the way of the portrayal.
    mutating func authorScore(_ run: Range<Int>, _ portrayal: Float) -> Float {
        let cells = reading.cells(of: run)
        guard abs(portrayal) > 0.15, !cells.isEmpty, !reading.effects[cells.lowerBound].contains(.quoted) else {
            return 0
        }
        var judgement: Float = 0
        for cell in 0..<reading.count where !reading.effects[cell].contains(.quoted) {
            let row = reading.rows[cell]
            switch vocabulary.cue(row) {
            case .reporting, .blaming: return 0
            default: break
            }
            let isFact = vocabulary.byte(row, .flags) & (Vocabulary.Flag.event | Vocabulary.Flag.frame) != 0
            let value = reading.effective[cell]
            if abs(value) >= Self.polar, !isFact { judgement += abs(value) }
        }
        return judgement < Self.enough ? 0 : portrayal
    }
}
