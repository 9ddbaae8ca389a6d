import CArticleModel

/// Tells how likely each block of a page belongs to its story, in two looks: the second knows what the first said of the
/// blocks around.
///
/// Each look is a sum of weights and of regression trees, whose logistic is the probability. weights.txt has a line for
/// each part: `stage N`, `bias W`, `weight FEATURE W`, `tree`, and below it the tree's nodes in order, either
/// `split FEATURE THRESHOLD LEFT RIGHT` (left where the value is not above the threshold; indices in the tree) or
/// `leaf W`. The file is this program's own, compiled in, so what breaks its form is a bug.
struct BlockModel: Sendable {
    /// The model compiled in.
    static let shared = BlockModel()

    private enum Node {
        case split(feature: Int32, threshold: Float, left: Int32, right: Int32)
        case leaf(weight: Float)
    }

    private struct Stage {
        var bias: Float = 0
        var weights: [(feature: Int, weight: Float)] = []
        var nodes: [Node] = []
        var roots: [Int] = []
    }

    private var stages: [Stage] = []

    private init() {
        let features = Dictionary(uniqueKeysWithValues: BlockFeature.allCases.map { ("\($0)", $0.rawValue) })
        var size = 0
        guard let base = copydesk_block_weights(&size) else { preconditionFailure("no weights of blocks") }
        let text = String(decoding: UnsafeBufferPointer(start: base, count: size), as: UTF8.self)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            func float(_ index: Int) -> Float {
                guard index < parts.count, let value = Float(parts[index]) else {
                    preconditionFailure("weights: \(line)")
                }
                return value
            }
            func feature() -> Int {
                guard parts.count > 1, let feature = features[String(parts[1])] else {
                    preconditionFailure("weights: \(line)")
                }
                return feature
            }
            if parts[0] == "stage" {
                stages.append(Stage())
                continue
            }
            precondition(!stages.isEmpty, "weights begin with a stage")
            let last = stages.count - 1
            let root = stages[last].roots.last ?? 0
            switch parts[0] {
            case "bias": stages[last].bias = float(1)
            case "weight": stages[last].weights.append((feature(), float(2)))
            case "tree": stages[last].roots.append(stages[last].nodes.count)
            case "split":
                stages[last].nodes.append(
                    .split(
                        feature: Int32(feature()), threshold: float(2), left: Int32(root + Int(float(3))),
                        right: Int32(root + Int(float(4)))))
            case "leaf": stages[last].nodes.append(.leaf(weight: float(1)))
            default: preconditionFailure("weights: \(line)")
            }
        }
        precondition(stages.count == 2, "weights have two stages")
    }

    /// The probability that each block belongs to the story.
    ///
    /// - Complexity: O(blocks).
    func scores(_ features: inout BlockFeatures, _ page: Page, _ forms: [BlockForm], _ context: PageContext) -> [Float]
    {
        let first = (0..<features.count).map { score(features.row($0), stages[0]) }
        features.add(first: first, page, forms, context)
        let scores = (0..<features.count).map { score(features.row($0), stages[1]) }
        guard page.blocks.count > scores.count else { return scores }
        // Of more blocks than a page of news has: those of one path are of one kind.
        var likes: [UInt64: (sum: Float, count: Float)] = [:]
        for index in scores.indices {
            let path = context.pathHash(of: page.blocks[index].node)
            likes[path, default: (0, 0)].sum += scores[index]
            likes[path, default: (0, 0)].count += 1
        }
        return scores
            + page.blocks[scores.count...].map { block in
                likes[context.pathHash(of: block.node)].map { $0.sum / $0.count } ?? 0
            }
    }

    private func score(_ row: ArraySlice<Float>, _ stage: Stage) -> Float {
        let row = row.span
        let nodes = stage.nodes.span
        var sum = stage.bias
        for (feature, weight) in stage.weights { sum += weight * row[feature] }
        for root in stage.roots {
            var node = nodes[root]
            while case .split(let feature, let threshold, let left, let right) = node {
                node = nodes[Int(row[Int(feature)] <= threshold ? left : right)]
            }
            if case .leaf(let weight) = node { sum += weight }
        }
        return Logistic.value(sum)
    }
}

/// The logistic function.
enum Logistic {
    /// Its value by a table-free approximation of the exponential: the same on every machine.
    static func value(_ x: Float) -> Float {
        let x = max(-30, min(30, x))
        // e^-x = 2^(-x / ln 2), the fraction by its Taylor series.
        let y = -Double(x) * 1.442695040888963
        let whole = y.rounded(.down)
        let fraction = (y - whole) * 0.6931471805599453
        var term = 1.0
        var sum = 1.0
        for index in 1...8 {
            term *= fraction / Double(index)
            sum += term
        }
        return Float(1 / (1 + sum * Double(sign: .plus, exponent: Int(whole), significand: 1)))
    }
}
