/// Ascending runs of tokens, none of which touch.
struct TokenRuns {
    private(set) var ranges: ContiguousArray<Range<Int>> = []

    /// Adds a run that begins no earlier than the last one.
    mutating func append(_ run: Range<Int>) {
        guard !run.isEmpty else { return }
        if let last = ranges.last, run.lowerBound <= last.upperBound {
            ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, run.upperBound)
        } else {
            ranges.append(run)
        }
    }

    /// The runs with `reach` more tokens to each side, within `bounds`.
    ///
    /// - Complexity: O(runs).
    func widened(by reach: Int, within bounds: Range<Int>) -> TokenRuns {
        var runs = TokenRuns()
        for run in ranges {
            runs.append(
                max(bounds.lowerBound, run.lowerBound - reach)..<min(bounds.upperBound, run.upperBound + reach))
        }
        return runs
    }

    /// The parts of the runs that lie within `bounds`.
    ///
    /// - Complexity: O(runs).
    func clamped(to bounds: Range<Int>) -> TokenRuns {
        var runs = TokenRuns()
        for run in ranges { runs.append(run.clamped(to: bounds)) }
        return runs
    }
}
