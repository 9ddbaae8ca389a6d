/// Piecewise linear maps from what the models say to scores, so that scores mean what annotators say and labels by
/// ±0.15 are the best that the models can do.
struct Calibration: @unchecked Sendable {
    // Sendable: the pointer leads into the binary's read-only data.
    private let numbers: UnsafeBufferPointer<Float>

    /// The levels in the order of the model's section; the first four are the ratings of `Genres.Kind`.
    enum Level: Int {
        case news, post, film, product, target, headlineTarget, author
    }

    private static let knots = 12

    init(_ model: Model) {
        numbers = model.section(7).bindMemory(to: Float.self)
    }

    /// The calibrated rating of a sentence, from what each kind's models rate it.
    func rating(_ values: SIMD4<Float>, _ shares: Genres.Shares) -> Float {
        var sum: Float = 0
        for kind in 0..<4 where shares.rated[kind] > 0 {
            sum += shares.rated[kind] * score(values[kind], map: kind)
        }
        return sum
    }

    /// The calibrated score.
    func score(_ value: Float, _ level: Level) -> Float { score(value, map: level.rawValue) }

    private func score(_ value: Float, map: Int) -> Float {
        let first = map * 2 * Self.knots
        guard numbers.count >= first + 2 * Self.knots else { return value }
        func x(_ knot: Int) -> Float { numbers[first + knot] }
        func y(_ knot: Int) -> Float { numbers[first + Self.knots + knot] }
        guard value > x(0) else { return y(0) }
        for knot in 1..<Self.knots where value <= x(knot) {
            let width = x(knot) - x(knot - 1)
            return width > 0 ? y(knot - 1) + (value - x(knot - 1)) / width * (y(knot) - y(knot - 1)) : y(knot)
        }
        return y(Self.knots - 1)
    }
}
