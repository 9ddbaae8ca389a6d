package import Linguistics

/// Words between quotation marks.
package struct MarkedSpan: Sendable {
    /// The words, without the marks.
    package var range: ByteRange
    /// The tokens of the words and the marks around them.
    package var outer: Range<Int>
    /// The tokens of the words.
    package var inner: Range<Int>
    package var family: Mark.Family
    /// The index of the span around it.
    package var within: Int?
    /// Whether one of its marks had to be supplied.
    package var isRepaired = false
}

/// Pairs marks into spans: the cheapest reading of each paragraph under a stack of at most three levels.
///
/// A Viterbi search over the open stack (Forney, The Viterbi Algorithm, 1973) chooses for every mark whether it opens,
/// closes, or is an apostrophe, a measure or a slip; a missing mark costs, but never more than its own paragraph.
package struct MarkPairing {
    /// What the reading of a paragraph made of a mark.
    private enum Role: UInt8 { case none, open, reopen, close, stray }

    let story: Story
    private let marks: ContiguousArray<Mark>

    package init(_ story: Story) {
        self.story = story
        marks = MarkScanner(story).marks()
    }

    /// Stacks of up to three families with no two alike in a row, deepest level last, and double or angle marks in marks of
    /// their own family, which writers and editors make whose guide has no other inner mark.
    private static let stacks: [[Int]] = {
        var stacks: [[Int]] = [[], [Self.double, Self.double], [Self.angle, Self.angle]]
        for first in 0..<3 {
            stacks.append([first])
            for second in 0..<3 where second != first {
                stacks.append([first, second])
                for third in 0..<3 where third != second { stacks.append([first, second, third]) }
            }
        }
        return stacks
    }()

    private static let double = Int(Mark.Family.double.rawValue)
    private static let angle = Int(Mark.Family.angle.rawValue)
    private static let stateCount = stacks.count
    private static let unreachable: Float = 1e9
    private static let missingMark: Float = 4.5

    private struct Move {
        var state: Int16
        var cost: Float
        var role: Role
    }

    /// For each state and family the moves that opening and closing make.
    private static let openMoves: [Move?] = moves { stack, family in
        if stack.last == family {
            return (stack, missingMark, .reopen)
        }
        guard stack.count < 3 else { return nil }
        return (stack + [family], stack.isEmpty ? 0 : 0.4, .open)
    }
    /// For each state the move of a mark that opens inside a mark of its own family, which stays open.
    private static let nestMoves: [Move?] = moves { stack, family in
        stack == [family] ? (stack + [family], 0, .open) : nil
    }
    private static let closeMoves: [Move?] = moves { stack, family in
        guard let level = stack.lastIndex(of: family) else { return (stack, missingMark + 0.5, .stray) }
        let dropped = stack.count - 1 - level
        return (Array(stack[..<level]), Float(dropped) * 4, .close)
    }

    /// The family of each state's outermost mark, `nil` where none is open.
    private static let outerFamilies = stacks.map(\.first)
    /// What the marks that are open at the end of a paragraph cost.
    private static let unclosedCosts = stacks.map { $0.reduce(0) { $0 + unclosedCost($1) } }
    /// The same where the next paragraph opens the outermost again.
    private static let continuedCosts = stacks.map { $0.dropFirst().reduce(0.5) { $0 + unclosedCost($1) } }

    private static func unclosedCost(_ family: Int) -> Float {
        family == Int(Mark.Family.single.rawValue) ? 5 : missingMark
    }

    private static func moves(_ rule: ([Int], Int) -> ([Int], Float, Role)?) -> [Move?] {
        var moves: [Move?] = []
        for stack in stacks {
            for family in 0..<3 {
                guard let (next, cost, role) = rule(stack, family), let state = stacks.firstIndex(of: next) else {
                    moves.append(nil)
                    continue
                }
                moves.append(Move(state: Int16(state), cost: cost, role: role))
            }
        }
        return moves
    }

    /// The spans of the document, ordered by start, outer before inner.
    ///
    /// - Complexity: O(marks).
    package func spans() -> ContiguousArray<MarkedSpan> { pair().spans }

    /// The spans, and the number of steps that finding them took: readings weighed and tokens looked at.
    package func pair() -> (spans: ContiguousArray<MarkedSpan>, steps: Int) {
        var builder = SpanBuilder(story)
        var steps = 0
        var first = 0
        while first < marks.count {
            let paragraph = story.paragraphOfToken[marks[first].token]
            var end = first + 1
            while end < marks.count, story.paragraphOfToken[marks[end].token] == paragraph { end += 1 }
            let reopened = familyOpenedAgain(behind: first..<end, paragraph)
            let roles = read(first..<end, nextOpens: reopened, carried: builder.carriedFamily)
            steps += (end - first) * Self.stateCount
            builder.beginParagraph(Int(paragraph))
            for (mark, role) in zip(marks[first..<end], roles) {
                switch role {
                case .none: break
                case .open: builder.open(mark)
                case .reopen:
                    builder.abandon(mark.family, before: mark)
                    builder.open(mark)
                case .close: builder.close(mark)
                case .stray: builder.strayClose(mark)
                }
            }
            builder.endParagraph(nextOpens: reopened, stray: strayAhead(end, paragraph))
            first = end
        }
        let spans = builder.finish()
        return (spans, steps + builder.steps)
    }

    /// The family of the mark that the next paragraph begins with, if what is open here may go on there.
    ///
    /// Words quoted in the midst of a sentence do not: their mark is missing, or is none.
    private func familyOpenedAgain(behind run: Range<Int>, _ paragraph: Int32) -> Mark.Family? {
        guard run.upperBound < marks.count else { return nil }
        let next = marks[run.upperBound]
        guard next.startsParagraph, next.open < 1, story.paragraphOfToken[next.token] == paragraph + 1 else {
            return nil
        }
        let last = marks[run].last { $0.family == next.family && $0.open < min($0.close, $0.none) }
        return last?.opensFragment == true ? nil : next.family
    }

    /// The family of the next mark if it can only close and stands within the next three paragraphs.
    private func strayAhead(_ index: Int, _ paragraph: Int32) -> Mark.Family? {
        guard index < marks.count, story.paragraphOfToken[marks[index].token] <= paragraph + 3,
            marks[index].open > 2.5, marks[index].close < 1, marks[index].family != .single
        else { return nil }
        return marks[index].family
    }

    private func read(_ run: Range<Int>, nextOpens: Mark.Family?, carried: Mark.Family?) -> [Role] {
        let count = Self.stateCount
        var costs = [Float](repeating: Self.unreachable, count: count)
        costs[0] = 0
        var next = costs
        var from = [Int8](repeating: 0, count: run.count * count)
        var roles = [Role](repeating: .none, count: run.count * count)
        for (step, index) in run.enumerated() {
            let mark = marks[index]
            let family = Int(mark.family.rawValue)
            for state in 0..<count { next[state] = Self.unreachable }
            func relax(_ target: Int, _ cost: Float, _ source: Int, _ role: Role) {
                guard cost < next[target] else { return }
                next[target] = cost
                from[step * count + target] = Int8(source)
                roles[step * count + target] = role
            }
            for state in 0..<count where costs[state] < Self.unreachable {
                let cost = costs[state]
                relax(state, cost + mark.none, state, .none)
                if let move = Self.openMoves[state * 3 + family] {
                    relax(Int(move.state), cost + mark.open + move.cost, state, move.role)
                }
                if let move = Self.nestMoves[state * 3 + family] {
                    relax(Int(move.state), cost + mark.open + mark.nest, state, move.role)
                }
                if let move = Self.closeMoves[state * 3 + family] {
                    let isCarried = move.role == .stray && carried == mark.family
                    relax(Int(move.state), cost + mark.close + (isCarried ? 0.5 : move.cost), state, move.role)
                }
            }
            swap(&costs, &next)
        }
        var best = 0
        var bestCost = Self.unreachable
        for state in 0..<count where costs[state] < Self.unreachable {
            let isContinued = nextOpens.map { Int($0.rawValue) } == Self.outerFamilies[state]
            let cost = costs[state] + (isContinued ? Self.continuedCosts[state] : Self.unclosedCosts[state])
            if cost < bestCost { (best, bestCost) = (state, cost) }
        }
        var result = [Role](repeating: .none, count: run.count)
        for step in stride(from: run.count - 1, through: 0, by: -1) {
            result[step] = roles[step * count + best]
            best = Int(from[step * count + best])
        }
        return result
    }
}
