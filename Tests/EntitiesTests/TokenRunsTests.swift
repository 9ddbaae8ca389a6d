import Testing

@testable import Entities

struct TokenRunsTests {
    static func runs(_ ranges: [Range<Int>]) -> TokenRuns {
        var runs = TokenRuns()
        for range in ranges { runs.append(range) }
        return runs
    }

    @Test(arguments: [
        ([0..<1, 1..<2, 4..<5], [0..<2, 4..<5]),
        ([0..<3, 2..<4], [0..<4]),
        ([0..<6, 2..<4], [0..<6]),
        ([3..<3, 5..<6], [5..<6]),
    ])
    func runsThatTouchAreOne(added: [Range<Int>], expected: [Range<Int>]) {
        #expect(Array(Self.runs(added).ranges) == expected)
    }

    @Test(arguments: [
        (0, [2..<3, 6..<7, 12..<13]), (1, [1..<4, 5..<8, 11..<14]), (2, [1..<9, 10..<14]), (3, [1..<14]),
    ])
    func widenedRunsStayWithinBoundsAndMerge(reach: Int, expected: [Range<Int>]) {
        let runs = Self.runs([2..<3, 6..<7, 12..<13]).widened(by: reach, within: 1..<14)
        #expect(Array(runs.ranges) == expected)
    }

    @Test func clampedRunsLieWithinBounds() {
        let runs = Self.runs([0..<4, 6..<9, 12..<13]).clamped(to: 2..<7)
        #expect(Array(runs.ranges) == [2..<4, 6..<7])
    }
}
