import AnalyzerKit
import Discourse
import Linguistics

extension Reader {
    /// What is open while the cells are gone through from left to right.
    private struct Scope {
        var negation = 0
        var negationStrength: Float = 0
        /// Whether what is negated is a list.
        var isListed = false
        var reversal = 0
        var reversesNegative = false
        var reversesPositive = false
        var boost: Float = 0
        var boostReach = 0
        var modal = 0
        var conditional = false
        var concession = false

        mutating func endClause() {
            negation = 0
            isListed = false
            reversal = 0
            boost = 0
            modal = 0
        }
    }

    private static let negationReach = 7
    private static let reversalReach = 5
    private static let boostReach = 3
    private static let modalReach = 6

    /// Gives every cell its polarity and applies negation, reversal, degree, contrast, concession, mood.
    func weigh(_ document: borrowing Document, _ reading: inout Reading) {
        let (tokens, places, text) = (document.tokens, document.reading.places, document.text.bytes.span)
        let count = reading.count
        let run = (reading.tokens.first.map { Int($0) } ?? 0)..<Int(reading.endToken)
        reading.polarities.removeAll(keepingCapacity: true)
        reading.effective.removeAll(keepingCapacity: true)
        reading.effects.removeAll(keepingCapacity: true)
        reading.negators = 0
        reading.hasCue = false
        var scope = Scope()
        var lastContrast: Int?
        var cell = 0
        while cell < count {
            let row = reading.rows[cell]
            let token = Int(reading.tokens[cell])
            // The closing mark counts with the words before it.
            let isQuoted = !places.isText(token) || token > 0 && !places.isText(token - 1)
            var effects: Effects = isQuoted ? .quoted : []
            if row > Row.link, vocabulary.byte(row, .flags) & Vocabulary.Flag.startsExpression != 0,
                let expression = vocabulary.expression(
                    at: Int(reading.tokens[cell]), before: Int(reading.endToken), in: tokens)
            {
                let last = Int(reading.tokens[cell]) + expression.length
                apply(expression.cue, expression.strength, at: cell, &scope, &lastContrast, &reading)
                effects.insert(.expression)
                let polarity = expression.cue == .polarity ? expression.strength : 0
                push(polarity, effects, &scope, &reading)
                cell += 1
                while cell < count, Int(reading.tokens[cell]) < last {
                    push(0, [.insideExpression], &scope, &reading)
                    cell += 1
                }
                continue
            }
            let cue = vocabulary.cue(row)
            let limit = Limit.beginning(at: token, in: run, of: tokens, text, isNegator: cue == .negator) {
                vocabulary.value(vocabulary.row(of: $0), .polarity)
            }
            if let limit {
                apply(limit, &scope)
            } else {
                apply(cue, vocabulary.value(row, .strength), at: cell, &scope, &lastContrast, &reading)
            }
            if vocabulary.byte(row, .flags) & Vocabulary.Flag.frame != 0 { reading.hasCue = true }
            if tokens.kinds[Int(reading.tokens[cell])] == .punctuation {
                effects.formUnion(mark(tokens, cell, &scope, &reading))
            }
            push(vocabulary.value(row, .polarity), effects, &scope, &reading)
            cell += 1
        }
        settle(lastContrast: lastContrast, &reading)
    }

    private func apply(
        _ cue: CueClass, _ strength: Float, at cell: Int, _ scope: inout Scope, _ lastContrast: inout Int?,
        _ reading: inout Reading
    ) {
        switch cue {
        case .negator:
            reading.negators += 1
            if scope.isListed {  // *not tasty, fresh, nor hot*
                scope.negation = Self.negationReach
            } else if scope.negation > Self.negationReach - 3 {
                scope.negation = 0
            } else {
                scope.negation = Self.negationReach
                scope.negationStrength = strength
            }
        case .reverser:
            scope.reversal = Self.reversalReach
            // The strength says which: −0.70 what is bad, −0.71 what is good, −0.72 both.
            scope.reversesNegative = strength > -0.705 || strength < -0.715
            scope.reversesPositive = strength < -0.705
        case .intensifier, .diminisher:
            scope.boost += strength
            scope.boostReach = Self.boostReach
        case .contrast:
            scope.endClause()
            scope.concession = false
            if cell > 1 { lastContrast = cell }
        case .concession:
            scope.endClause()
            scope.concession = true
        case .modal: scope.modal = Self.modalReach
        case .conditional: scope.conditional = true
        case .clause where scope.negation > 0 && scope.negation < Self.negationReach - 2 && !scope.isListed:
            scope.negation = 0
        case .cancel: scope.negation = 0
        default: break
        }
    }

    private func apply(_ limit: Limit, _ scope: inout Scope) {
        switch limit {
        case .reached:
            scope.boost += Self.limitBoost
            scope.boostReach = Self.limitReach
        case .least:
            scope.reversal = Self.reversalReach
            (scope.reversesNegative, scope.reversesPositive) = (true, true)
        case .leastOfAll:
            scope.negation = Self.negationReach
            scope.negationStrength = Self.fullNegation
        }
    }

    private static let limitBoost: Float = 0.3
    private static let limitReach = 6
    /// As strong as *not*.
    private static let fullNegation: Float = -0.74

    private func mark(
        _ tokens: borrowing Tokens, _ cell: Int, _ scope: inout Scope, _ reading: inout Reading
    ) -> Effects {
        let length = tokens.ends[Int(reading.tokens[cell])] - tokens.starts[Int(reading.tokens[cell])]
        let hash = tokens.hashes[Int(reading.tokens[cell])]
        if hash == Marks.opening || hash == Marks.closing || hash == Marks.straight {
            return []
        }
        if length > 1 || hash == Marks.comma || hash == Marks.semicolon || hash == Marks.colon {
            // What stands right behind a negation is negated, polar or not.
            let isNegated =
                scope.negation >= Self.negationReach - 2 || cell > 0 && reading.effects[cell - 1].contains(.negated)
            let isListed =
                hash == Marks.comma && scope.negation > 0 && isNegated && isInList(cell, tokens, reading)
            let strength = scope.negationStrength
            scope.endClause()
            if isListed {
                (scope.negation, scope.negationStrength, scope.isListed) = (Self.negationReach - 1, strength, true)
            }
            scope.conditional = false
            scope.concession = false
            return .clauseEnd
        }
        return []
    }

    /// Whether a comma stands in a list of single words, of which a negation before the first is said of each: *not tasty, fresh or hot*.
    private func isInList(_ comma: Int, _ tokens: borrowing Tokens, _ reading: borrowing Reading) -> Bool {
        guard comma + 2 < reading.count else { return false }
        func token(_ cell: Int) -> Int { Int(reading.tokens[cell]) }
        func isMark(_ cell: Int) -> Bool { cell >= reading.count || tokens.kinds[token(cell)] == .punctuation }
        let joins = Marks.joining.contains(tokens.hashes[token(comma + 1)])
        let word = joins ? comma + 2 : comma + 1
        guard tokens.kinds[token(word)] == .word else { return false }
        // The last of a list stands before a mark, the others before a comma or what joins the last to them.
        if joins { return isMark(word + 1) }
        let behind = tokens.hashes[token(word + 1)]
        return behind == Marks.comma && !isMark(word + 2) || Marks.joining.contains(behind) && isMark(word + 3)
    }

    private func push(
        _ polarity: Float, _ before: Effects, _ scope: inout Scope, _ reading: inout Reading
    ) {
        var effects = before
        var value = polarity
        if scope.modal > 0 { effects.insert(.modal) }
        if scope.conditional { effects.insert(.conditional) }
        if polarity != 0 {
            reading.hasCue = true
            if scope.boostReach > 0, scope.boost != 0 {
                value *= max(0.3, 1 + scope.boost)
                effects.insert(scope.boost > 0 ? .intensified : .diminished)
                scope.boost = 0
            }
            let isReversible = polarity < 0 ? scope.reversesNegative : scope.reversesPositive
            if scope.reversal > 0, scope.reversal < Self.reversalReach, isReversible {
                value *= -0.6
                effects.insert(.reversed)
            }
            if scope.negation > 0, scope.negation < Self.negationReach {
                value *= value > 0 ? scope.negationStrength : 0.7 * scope.negationStrength
                effects.insert(.negated)
            }
            if scope.modal > 0 { value *= 0.8 }
            if scope.conditional { value *= 0.6 }
            if scope.concession {
                value *= 0.5
                effects.insert(.conceded)
            }
        }
        if scope.negation > 0 { scope.negation -= 1 }
        if scope.reversal > 0 { scope.reversal -= 1 }
        if scope.modal > 0 { scope.modal -= 1 }
        if scope.boostReach > 0 { scope.boostReach -= 1 } else { scope.boost = 0 }
        reading.polarities.append(polarity)
        reading.effective.append(value)
        reading.effects.append(effects)
    }

    /// What is known only at the sentence's end.
    private func settle(lastContrast: Int?, _ reading: inout Reading) {
        guard reading.hasCue, lastContrast != nil || reading.isQuestion else { return }
        for cell in 0..<reading.count where reading.polarities[cell] != 0 {
            if let lastContrast {
                reading.effective[cell] *= cell < lastContrast ? 0.6 : 1.25
                reading.effects[cell].insert(cell < lastContrast ? .beforeContrast : .afterContrast)
            }
            if reading.isQuestion {
                reading.effective[cell] *= 0.7
                reading.effects[cell].insert(.question)
            }
        }
    }
}

/// The marks that rules look at.
enum Marks {
    static let opening = WordHash("\u{201C}")
    static let closing = WordHash("\u{201D}")
    static let straight = WordHash("\"")
    static let comma = WordHash(",")
    static let semicolon = WordHash(";")
    static let colon = WordHash(":")
    static let joining = [WordHash("or"), WordHash("and"), WordHash("nor")]
}
