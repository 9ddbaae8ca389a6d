import Foundation

/// What part of names with some probability are right: the recogniser and the reader think too well of themselves.
///
/// A logistic function of the log-odds (Platt 1999), fitted on texts that neither was trained on
/// (`Training/Reader/calibrate.py`).
enum NameConfidence {
    /// The probability that a name's words and type are right.
    ///
    /// - Parameters:
    ///   - probability: That of its least likely tag.
    ///   - isRead: Whether the reader gave it.
    /// - Returns: 0 through 1, ascending with `probability`.
    static func calibrated(_ probability: Double, isRead: Bool) -> Double {
        let bounded = min(max(probability, 1e-4), 1 - 1e-4)
        let odds = log(bounded / (1 - bounded))
        let (slope, offset) = isRead ? ofReader : ofNetwork
        return 1 / (1 + exp(-(slope * odds + offset)))
    }

    private static let ofReader = (slope: 0.730, offset: -0.318)
    private static let ofNetwork = (slope: 0.991, offset: 2.319)
}
