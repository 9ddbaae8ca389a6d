import AnalyzerKit
import Entities
import Linguistics

/// Tells marked words that are nobody's speech (titles, terms, names, irony, words as words) from speech, by logistic
/// regression over `ScareFeatures`.
package enum ScareClassifier {
    /// The number of weights, as many as `ScareFeatures` has rows.
    package static var weightCount: Int { ScareWeights.hundredths.count }

    /// The log-odds that a span is nobody's speech.
    static func logOdds(_ features: ScareFeatures) -> Float {
        var sum: Int32 = 0
        for row in features.rows { sum += Int32(ScareWeights.hundredths[Int(row)]) }
        return Float(sum) / 100
    }
}
