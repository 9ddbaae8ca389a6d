/// The natural logarithm without a mathematical library, which would give other bits on other systems.
enum Logarithm {
    /// ln `x`, which is greater than 0 and no subnormal, to six digits.
    static func of(_ x: Float) -> Float {
        // x = 2^n · m, and ln m = 2 artanh((m − 1) / (m + 1)) by its series; m in 1..<2.
        let ratio = (x.significand - 1) / (x.significand + 1)
        let square = ratio * ratio
        let series = 1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square * (1 / 9 + square / 11))))
        return Float(x.exponent) * 0.693_147_2 + 2 * ratio * series
    }
}
