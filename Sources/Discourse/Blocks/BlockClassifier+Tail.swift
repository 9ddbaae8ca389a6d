import English
import Linguistics

/// What stands below the text: closings, signatures, who the writer is.
extension BlockClassifier {
    private static let longestSignature = 6

    /// Signatures behind a closing, biographies behind the text, quotations above the name of who said them.
    mutating func settleTail() {
        for index in units.indices {
            switch units[index].kind {
            case .note? where isClosing(units[index].form) || isSignatureRule(units[index]):
                settleSignature(after: index)
            case .label?
            where index > 0 && isSignature(units[index].form) && units[index - 1].kind == nil
                && (isMarked(units[index - 1]) || units[index].form.addresses > 0):
                units[index - 1].kind = .quote
            case .label? where isSignature(units[index].form) && index == units.count - 1: units[index].kind = .note
            default: break
            }
            if units[index].kind == nil, isSigned(units[index].form) { units[index].kind = .quote }
        }
        settleBiography()
    }

    /// `--` on a line of its own.
    private func isSignatureRule(_ unit: Unit) -> Bool {
        unit.form.isRule && unit.tokens.count == 1 && tokens[unit.tokens.lowerBound].count == 2
            && byte(unit.tokens.lowerBound) == UInt8(ascii: "-")
    }

    private mutating func settleSignature(after closing: Int) {
        for index in units.indices.dropFirst(closing + 1).prefix(Self.longestSignature) {
            let form = units[index].form
            guard units[index].kind == nil || [.header, .table, .agate].contains(units[index].kind), form.size <= 8,
                form.end == .none || form.end == .comma, form.ties <= 2, !startsWithField(form) || fieldIsContact(form)
            else { return }
            units[index].kind = .note
        }
    }

    /// Who the writer is, behind the last paragraph: *Miriam Castellane writes about cities.*
    private mutating func settleBiography() {
        let names = Set(
            units.filter { $0.kind == .byline }.flatMap { unit in
                unit.tokens.dropFirst().filter { tokens.flags[$0].contains(.capitalized) }.map { tokens.hashes[$0] }
            })
        guard let body = units.firstIndex(where: { isProse($0) }) else { return }
        var index = units.count - 1
        while index > body, index > units.count - 7 {
            let unit = units[index]
            if unit.kind == .note || unit.kind == .byline {
                index -= 1
                continue
            }
            guard unit.kind == nil || unit.kind == .subhead else { break }
            let form = unit.form
            let isFollowedByNote = index + 1 < units.count && units[index + 1].kind == .note
            guard
                isBiography(form, of: names)
                    || (isFollowedByNote && form.size <= 4 && form.end == .none && form.lowercase == 0
                        && form.capitalized > 0
                        && isPersonal(after: index))
            else {
                break
            }
            units[index].kind = .note
            units[index].level = 0
            index -= 1
        }
    }

    /// Whether the note behind a short line is about somebody, so that the line is the name or the post.
    private func isPersonal(after index: Int) -> Bool {
        let next = units[index + 1].form
        return isBiography(next, of: []) || (next.size <= 4 && next.lowercase == 0 && next.end == .none)
    }

    private func isBiography(_ form: LineForm, of names: Set<WordHash>) -> Bool {
        guard form.size <= 70, form.end == .stop, form.firstWord < form.tokens.upperBound else { return false }
        var token = form.firstWord
        var isNamed = false
        while token < form.tokens.upperBound, tokens.flags[token].contains(.capitalized), token - form.firstWord < 5 {
            if names.contains(tokens.hashes[token]) { isNamed = true }
            token += 1
        }
        let length = token - form.firstWord
        guard length >= (isNamed ? 1 : 2), token < form.tokens.upperBound,
            BlockWords.biography.contains(tokens.hashes[token])
        else { return false }
        return isNamed
            || (tokens.hashes[token] != WordHash("was")
                && form.tokens.prefix(24).contains { BlockWords.trades.contains(tokens.hashes[$0]) })
    }
}
