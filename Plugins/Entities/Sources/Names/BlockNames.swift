import AnalyzerKit
import Discourse
import English
import Linguistics

/// Corrects names by the kind of line they stand in: the place of a dateline, the writer of a byline, whom a mail greets,
/// and what heads fields and columns, which names nobody.
struct BlockNames {
    private let tokens: Tokens
    private let bytes: [UInt8]
    private let blocks: Blocks
    /// Whether paragraphs are labelled `Q.` and `A.`.
    private let hasQuestionLabels: Bool

    init(_ document: Document) {
        tokens = document.tokens
        bytes = document.text.bytes
        blocks = document.blocks
        var labels: Set<WordHash> = []
        for paragraph in document.structure.paragraphs where labels.count < 2 {
            let hash = document.tokens.hashes[paragraph.lowerBound]
            if hash == WordHash("q.") || hash == WordHash("a.") { labels.insert(hash) }
        }
        hasQuestionLabels = labels.count == 2
    }

    /// The names as their lines have them, ascending and disjoint.
    ///
    /// - Complexity: O(names + tokens of bylines and datelines).
    func corrected(_ names: [Name]) -> [Name] {
        var corrected: [Name] = []
        corrected.reserveCapacity(names.count)
        var next = 0
        for index in 0..<blocks.count {
            let run = blocks.tokens[index]
            let first = next
            while next < names.count, names[next].tokens.lowerBound < run.upperBound { next += 1 }
            switch blocks.kinds[index] {
            case .dateline: corrected += dateline(run, names[first..<next])
            case .byline: corrected += byline(run, names[first..<next])
            case let kind:
                for name in names[first..<next] {
                    if let name = name.trimmed(to: run).flatMap({ self.name($0, in: run, kind) }) {
                        corrected.append(name)
                    }
                }
            }
        }
        return corrected
    }

    /// A name in a block of any other kind; `nil` where it is none.
    private func name(_ name: Name, in run: Range<Int>, _ kind: BlockKind) -> Name? {
        var name = name
        var lower = name.tokens.lowerBound
        switch kind {
        case .greeting:
            if let length = BlockWords.greetings.length(at: lower, before: name.tokens.upperBound, in: tokens) {
                lower += length
                name.type = name.type == .organization && name.tokens.upperBound - lower > 1 ? .organization : .person
            }
        case .header:
            let colon = run.prefix(8).first { isMark($0, ":") } ?? run.lowerBound
            if name.tokens.lowerBound < colon { return nil }
            if name.tokens.allSatisfy(isDate) { return nil }
        case .table, .agate:
            // P, W, D and L head columns.
            if name.tokens.count == 1, tokens[lower].count <= 2 || isDate(lower) { return nil }
        case .note:
            // Regards, Ana
            if let length = BlockWords.closings.length(at: run.lowerBound, before: run.upperBound, in: tokens),
                lower == run.lowerBound + length + 1, name.tokens.upperBound == run.upperBound, name.tokens.count <= 3
            {
                name.type = .person
            }
        case .caption:
            if lower == run.lowerBound,
                BlockWords.captionsWithColon.length(at: lower, before: run.upperBound, in: tokens) == 1
            {
                lower += 1
            }
        default:
            guard hasQuestionLabels, lower == run.lowerBound,
                tokens.hashes[lower] == WordHash("q.") || tokens.hashes[lower] == WordHash("a.")
            else { return name }
            lower += 1
            while lower < name.tokens.upperBound, Self.answers.contains(tokens.hashes[lower]) || isMark(lower, ".") {
                lower += 1
            }
        }
        guard lower < name.tokens.upperBound else { return nil }
        name.tokens = lower..<name.tokens.upperBound
        return name
    }

    /// The places of a dateline, and the agency in its brackets.
    private func dateline(_ run: Range<Int>, _ names: ArraySlice<Name>) -> [Name] {
        var found: [Name] = []
        var token = run.lowerBound
        var isBracketed = false
        while token < run.upperBound {
            if isMark(token, "(") || isMark(token, "/") { isBracketed.toggle() }
            if isMark(token, ")") { isBracketed = false }
            var end = token
            while end < run.upperBound, isNameWord(end) { end += 1 }
            guard end > token else {
                token += 1
                continue
            }
            let type: Entities.EntityType = isBracketed ? .organization : .location
            let confidence = names.first { $0.tokens.overlaps(token..<end) }?.confidence ?? 0
            found.append(Name(tokens: token..<end, type: type, confidence: max(confidence, Self.confidence)))
            token = end
        }
        return found
    }

    private func isNameWord(_ token: Int) -> Bool {
        tokens.kinds[token] == .word && tokens.flags[token].contains(.capitalized) && !isDate(token)
            && !BlockWords.dateWords.contains(tokens.hashes[token]) && tokens.hashes[token] != WordHash("and")
    }

    /// *By Margit Holle and Dev Anand*: persons, unless an agency or a trade names who it is.
    private func byline(_ run: Range<Int>, _ names: ArraySlice<Name>) -> [Name] {
        var found = names.compactMap { name -> Name? in
            guard var name = name.trimmed(to: run) else { return nil }
            if tokens.hashes[name.tokens.lowerBound] == WordHash("by") {
                guard name.tokens.count > 1 else { return nil }
                name.tokens = name.tokens.lowerBound + 1..<name.tokens.upperBound
            }
            if isWriter(name.tokens, in: run), name.type != .organization || isShouted(name.tokens) {
                name.type = .person
            }
            return name
        }
        // Names in capitals are missed at times.
        for token in run.dropLast()
        where tokens.hashes[token] == WordHash("by") || tokens.hashes[token] == WordHash("and") {
            var end = token + 1
            while end < run.upperBound, tokens.kinds[end] == .word, tokens.flags[end].contains(.capitalized),
                tokens.hashes[end] != WordHash("and")
            { end += 1 }
            let writer = token + 1..<end
            guard (2...4).contains(writer.count), isWriter(writer, in: run),
                !found.contains(where: { $0.tokens.overlaps(writer) })
            else { continue }
            found.append(Name(tokens: writer, type: .person, confidence: Self.confidence))
        }
        return found.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }

    /// Whether a name follows *By* or *and* and holds no word for an agency or a trade.
    private func isWriter(_ name: Range<Int>, in run: Range<Int>) -> Bool {
        guard name.lowerBound > run.lowerBound else { return false }
        let before = tokens.hashes[name.lowerBound - 1]
        return (before == WordHash("by") || before == WordHash("and"))
            && name.allSatisfy {
                !BlockWords.agencies.contains(tokens.hashes[$0]) && !BlockWords.trades.contains(tokens.hashes[$0])
            }
    }

    private func isShouted(_ name: Range<Int>) -> Bool { name.allSatisfy { tokens.flags[$0].contains(.allCapitals) } }

    private func isDate(_ token: Int) -> Bool {
        BlockWords.months.contains(tokens.hashes[token]) || BlockWords.weekdays.contains(tokens.hashes[token])
    }

    private func isMark(_ token: Int, _ mark: Unicode.Scalar) -> Bool {
        tokens.kinds[token] != .word && bytes[Int(tokens.starts[token])] == UInt8(ascii: mark)
    }

    /// How sure a name is that only its line gives: of the gold's datelines and bylines some nineteen in twenty are right.
    private static let confidence = 0.95
    private static let answers: WordSet = ["no.", "no", "yes.", "yes"]
}

extension Name {
    /// The part inside a run of tokens, `nil` where there is none.
    fileprivate func trimmed(to run: Range<Int>) -> Name? {
        guard tokens.upperBound > run.upperBound || tokens.lowerBound < run.lowerBound else { return self }
        let inside = tokens.clamped(to: run)
        return inside.isEmpty ? nil : Name(tokens: inside, type: type, confidence: confidence)
    }
}
