/// The exponential function without a mathematical library, which would give other bits on other systems.
enum Exponential {
    /// e to the power of `x`, which is 0 or less, to six digits.
    static func of(_ x: Float) -> Float {
        guard x > -80 else { return 0 }
        // e^x = 2^n · e^r with |r| ≤ ln 2 / 2, and e^r by its series.
        let whole = (x * 1.442_695).rounded()
        let rest = x - whole * 0.693_147_2
        let series = 1 + rest * (1 + rest / 2 * (1 + rest / 3 * (1 + rest / 4 * (1 + rest / 5 * (1 + rest / 6)))))
        return Float(sign: .plus, exponent: Int(whole), significand: series)
    }
}
