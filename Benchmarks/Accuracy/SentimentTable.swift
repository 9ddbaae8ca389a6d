import Foundation

/// Prints how well predictions agree with what annotators said.
enum SentimentTable {
    typealias Judgement = SentimentAccuracy.Judgement

    static let labels = ["negative", "neutral", "positive"]
    static let header = columns(["file", "by", "level", "rows", "r", "macro-F1", "accuracy", "error"])

    /// One line for each level that has gold.
    static func printRows(_ file: String, _ system: String, _ judgements: [Judgement]) {
        for level in ["text", "target", "author"] {
            let judged = judgements.filter { $0.level == level && ($0.goldLabel != nil || $0.gold != nil) }
            guard !judged.isEmpty else { continue }
            let labelled = judged.filter { $0.goldLabel != nil }
            let rated = judged.filter { $0.gold != nil }
            let correct = labelled.filter { $0.goldLabel == $0.label }.count
            print(
                columns([
                    file, system, level, "\(judged.count)",
                    rated.count > 1 ? format(pearson(rated.map { ($0.score, $0.gold ?? 0) }), 3) : "–",
                    labelled.isEmpty ? "–" : format(macroF1(labelled), 1),
                    labelled.isEmpty ? "–" : format(100 * Double(correct) / Double(labelled.count), 1),
                    format(100 * calibrationError(judged), 1),
                ]))
        }
    }

    /// The accuracy of each kind of row.
    static func printKinds(_ judgements: [Judgement]) {
        for kind in Set(judgements.map(\.kind)).sorted() {
            let parts = ["text", "target", "author"].map { level in
                let judged = judgements.filter { $0.kind == kind && $0.level == level && $0.goldLabel != nil }
                let correct = judged.filter { $0.goldLabel == $0.label }.count
                return judged.isEmpty ? "\(level) –" : "\(level) \(correct)/\(judged.count)"
            }
            print("  \(kind): \(parts.joined(separator: ", "))")
        }
    }

    /// Mean score and mean gold in ten bins of equal size by score.
    static func printCalibration(_ judgements: [Judgement]) {
        let judged = judgements.filter { goldValue($0) != nil && $0.level != "author" }
        guard judged.count >= 100 else { return }
        let line = bins(judged).map { "\(format($0.score, 2))→\(format($0.gold, 2))" }.joined(separator: "  ")
        print("  score→gold by tenths: \(line)")
    }

    private static func goldValue(_ judgement: Judgement) -> Double? {
        judgement.gold
            ?? judgement.goldLabel.flatMap { labels.firstIndex(of: $0) }.map { Double($0) - 1 }
    }

    private static func bins(_ judged: [Judgement]) -> [(score: Double, gold: Double, count: Int)] {
        // Equal scores stay in the order of the rows: sorted by what is annotated they would be apart in any bins.
        let pairs = judged.enumerated().compactMap { place, item in goldValue(item).map { (item.score, place, $0) } }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { ($0.0, $0.2) }
        return (0..<10).compactMap { bin in
            let part = pairs[pairs.count * bin / 10..<pairs.count * (bin + 1) / 10]
            guard !part.isEmpty else { return nil }
            let count = Double(part.count)
            return (part.reduce(0) { $0 + $1.0 } / count, part.reduce(0) { $0 + $1.1 } / count, part.count)
        }
    }

    /// The mean distance over ten bins between mean score and mean gold.
    static func calibrationError(_ judged: [Judgement]) -> Double {
        let bins = bins(judged)
        let total = bins.reduce(0) { $0 + $1.count }
        return bins.reduce(0) { $0 + abs($1.score - $1.gold) * Double($1.count) } / Double(max(total, 1))
    }

    static func macroF1(_ judged: [Judgement]) -> Double {
        let scores = labels.map { label in
            let both = judged.filter { $0.goldLabel == label && $0.label == label }.count
            let total = judged.filter { $0.goldLabel == label }.count + judged.filter { $0.label == label }.count
            return total == 0 ? 0 : 2 * Double(both) / Double(total)
        }
        return 100 * scores.reduce(0, +) / Double(labels.count)
    }

    static func pearson(_ pairs: [(Double, Double)]) -> Double {
        let count = Double(pairs.count)
        let left = pairs.reduce(0) { $0 + $1.0 } / count
        let right = pairs.reduce(0) { $0 + $1.1 } / count
        var product = 0.0
        var squares = (0.0, 0.0)
        for (x, y) in pairs {
            product += (x - left) * (y - right)
            squares.0 += (x - left) * (x - left)
            squares.1 += (y - right) * (y - right)
        }
        let scale = (squares.0 * squares.1).squareRoot()
        return scale > 0 ? product / scale : 0
    }

    private static func format(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    private static func columns(_ parts: [String]) -> String {
        zip(parts, [20, 11, 8, 7, 7, 10, 10, 7]).map { part, width in
            part + String(repeating: " ", count: max(1, width - part.count))
        }.joined()
    }
}
