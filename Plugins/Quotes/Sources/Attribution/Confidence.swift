import CQuotesModel
import Discourse
import References

/// How sure an attribution is: one logistic regression for marked words, turns and reports.
enum Confidence {
    /// The probability that an attribution is right, in hundredths.
    static func of(_ features: ConfidenceFeatures) -> Double {
        probability(ConfidenceWeights.trained.sum(features))
    }

    /// The probability that log-odds stand for, in hundredths.
    static func probability(_ logOdds: Float) -> Double {
        (1 / (1 + exp(-Double(logOdds))) * 100).rounded() / 100
    }

    /// e to a power, by a series on the fraction; the platform's library may differ in the last digit.
    static func exp(_ value: Double) -> Double {
        let scaled = max(-20, min(20, value)) / 64
        var term = 1.0
        var sum = 1.0
        for step in 1...8 {
            term *= scaled / Double(step)
            sum += term
        }
        for _ in 0..<6 { sum *= sum }
        return sum
    }

    /// The natural logarithm of a positive number, by Newton's method on `exp`.
    static func log(_ value: Double) -> Double {
        var guess = 0.0
        for _ in 0..<24 { guess += 2 * (value - exp(guess)) / (value + exp(guess)) }
        return guess
    }
}

/// What an attribution's confidence is told by.
///
/// A coding key, as its case has its name without reflection, which takes 20,000 instructions a name.
package enum ConfidenceFeature: Int, CaseIterable, CodingKey, Sendable {
    case bias
    /// The ranker's log-odds for the speaker against all others.
    case logOdds
    case touchingCue, carried, carriedOver, nested, repaired
    /// How far the log-odds of whom the speaker is carried over from fall short of the most that counts.
    case carriedDoubt
    // How the speaker is named; `takenUp` by a description of somebody named.
    case pronoun, takenUp, unnamedPerson, unnamedBody, otherWords, unrecognised
    /// Nobody by name, described right beside the cue, of marked words and of reports.
    case plain, plainReport
    // Turns: beside the bias.
    case turn, turnOfNoEntity
    // Reports without marks: beside the bias; the log-odds for a report of this speaker.
    case report, reportLogOdds, reportWeakCue, reportNominal
    /// The classifier's log-odds that marked words are nobody's; it is fitted by itself, so that this is worth 1.
    case scareLogOdds

    /// The features by their names, as tables of weights have them.
    static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.stringValue, $0) })
}

private typealias ConfidenceLanes = InlineArray<24, Float>

/// The features of one attribution.
package struct ConfidenceFeatures: Sendable {
    fileprivate var lanes = ConfidenceLanes(repeating: 0)

    package subscript(feature: ConfidenceFeature) -> Float {
        get { lanes[feature.rawValue] }
        set { lanes[feature.rawValue] = newValue }
    }

    /// Of marked words; words that nobody is found to have said get one half.
    init(_ decision: Attribution.Decision, _ span: MarkedSpan) {
        guard let source = decision.source else {
            if decision.isScare { self[.scareLogOdds] = decision.logOdds }
            return
        }
        set(.bias, true)
        self[.logOdds] = Self.bounded(decision.logOdds)
        set(.touchingCue, decision.isAdjacent)
        set(.carried, decision.isCarried)
        set(.carriedOver, decision.isCarriedOver)
        self[.carriedDoubt] = decision.carriedOdds.map { Self.most - Self.bounded($0) } ?? 0
        set(.nested, decision.isNested)
        set(.repaired, span.isRepaired)
        set(.plain, decision.isPlain)
        setWords(of: source)
    }

    /// Of a turn, whose label names its speaker.
    init(turnOf source: Source) {
        set(.bias, true)
        set(.turn, true)
        set(.turnOfNoEntity, source.entities.isEmpty)
    }

    /// Of a report without marks.
    init(_ report: Report) {
        set(.bias, true)
        set(.report, true)
        self[.reportLogOdds] = Self.bounded(report.logOdds)
        set(.reportWeakCue, report.isWeak)
        set(.reportNominal, report.form == .nominal)
        set(.plainReport, report.isPlain)
        setWords(of: report.source)
    }

    /// The log-odds beyond which nothing gets surer.
    private static let most: Float = 6
    private static func bounded(_ logOdds: Float) -> Float { max(-most, min(logOdds, most)) }

    private mutating func set(_ feature: ConfidenceFeature, _ isSet: Bool) { self[feature] = isSet ? 1 : 0 }

    private mutating func setWords(of source: Source) {
        set(.pronoun, source.isPronoun)
        set(.takenUp, source.isDescribed)
        set(.unnamedPerson, source.kind == .describedPerson && !source.isPronoun)
        set(.unnamedBody, source.kind == .describedBody && !source.isPronoun)
        set(.otherWords, source.kind == .description && !source.isPronoun)
        set(.unrecognised, source.isUnrecognisedPerson)
    }
}

/// What the features of a confidence are worth.
///
/// As text a line a feature: its name and its weight, parted by a tab.
package struct ConfidenceWeights: Sendable {
    private var lanes = ConfidenceLanes(repeating: 0)

    /// Weights that are all 0.
    package init() {}

    /// Reads a table.
    ///
    /// - Returns: `nil` where a line has not a feature's name and a number.
    package init?(_ text: String) {
        for row in text.utf8.split(separator: UInt8(ascii: "\n")) where row.first != UInt8(ascii: "#") {
            let fields = row.split(separator: UInt8(ascii: "\t")).map { Substring($0) }
            guard fields.count == 2, let feature = ConfidenceFeature.named[String(fields[0])],
                let weight = Float(fields[1])
            else { return nil }
            self[feature] = weight
        }
    }

    package subscript(feature: ConfidenceFeature) -> Float {
        get { lanes[feature.rawValue] }
        set { lanes[feature.rawValue] = newValue }
    }

    /// The log-odds that an attribution is right.
    package func sum(_ features: ConfidenceFeatures) -> Float {
        var sum: Float = 0
        for index in lanes.indices { sum += lanes[index] * features.lanes[index] }
        return sum
    }

    /// The table compiled in, fitted on decisions of rankers that had not learnt from their documents.
    static let trained: ConfidenceWeights = {
        var size = 0
        let bytes = copydesk_quotes_confidence(&size)
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size), as: UTF8.self)
        guard let weights = ConfidenceWeights(text) else { preconditionFailure("confidence.tsv is malformed") }
        return weights
    }()
}
