import English
import Linguistics

/// What stands around a unit settles what its own form leaves open: runs of lines of a kind, labels that recur, what heads
/// the paragraphs of the text.
extension BlockClassifier {
    static let longestSubhead = 90
    /// Fields further down than this, in units, need others beside them.
    private static let longestHead = 40

    /// Rows, figures, items and fields come in runs; one alone is what its neighbours make of it.
    mutating func settleRuns() {
        var index = 0
        while index < units.count {
            guard let kind = runKind(index) else {
                index += 1
                continue
            }
            var end = index + 1
            // A line between two of the kind belongs to them if it is as short and as little a sentence.
            while end < units.count {
                if runKind(end) == kind {
                    end += 1
                } else if kind == .agate || kind == .table, end + 1 < units.count, isBridge(units[end]),
                    isFigures(runKind(end + 1))
                {
                    end += 2
                } else if isFigures(kind), isFigures(runKind(end)) {
                    end += 1
                } else {
                    break
                }
            }
            settleRun(index..<end, kind)
            index = end
        }
    }

    private func runKind(_ index: Int) -> BlockKind? {
        let unit = units[index]
        guard let kind = unit.kind else { return unit.leaning }
        return [.table, .list, .header].contains(kind) ? kind : nil
    }

    func isFigures(_ kind: BlockKind?) -> Bool { kind == .agate || kind == .table }

    private func isBridge(_ unit: Unit) -> Bool {
        unit.kind == nil && (unit.form.numbers > 0 || !unit.form.followsBlank) && unit.form.size <= 8
            && unit.form.end == .none && unit.form.ties == 0
    }

    private mutating func settleRun(_ run: Range<Int>, _ kind: BlockKind) {
        var isCertain = run.contains { units[$0].kind == kind }
        switch kind {
        case .table: isCertain = isCertain || run.count > 1
        case .agate:
            let dense = run.count { units[$0].form.numbers * 2 >= units[$0].form.size }
            isCertain =
                run.count > 2 || (run.count > 1 && dense > 0)
                || (run.lowerBound > 0 && units[run.lowerBound].form.numbers > 3 && dense > 0)
        case .list:
            let isIntroduced = run.lowerBound > 0 && units[run.lowerBound - 1].form.end == .colon
            isCertain = isCertain || run.count > 1 || isIntroduced
            // A dash at the start of lines is a list's or a dialogue's.
            let dashes = run.filter { units[$0].form.marker == .dash }
            if !isIntroduced, !dashes.isEmpty, dashes.contains(where: { speaks(units[$0].form) }) { isCertain = false }
        case .header: isCertain = isCertain || run.count > 1 || isAtHead(run.lowerBound)
        default: break
        }
        guard isCertain else { return }
        for index in run where units[index].kind == nil {
            units[index].kind = units[index].leaning ?? kind
            datelines[index] = nil
        }
        if isFigures(kind), run.lowerBound > 0, isColumnHead(run.lowerBound - 1) {
            units[run.lowerBound - 1].kind = kind
            datelines[run.lowerBound - 1] = nil
        }
    }

    /// Whether a line gives the heads of the columns of the row below it: words that head columns, or as many capitalised words as
    /// the row right below has parts.
    private func isColumnHead(_ index: Int) -> Bool {
        let (form, row) = (units[index].form, units[index + 1].form)
        guard units[index].kind == nil, form.numbers == 0, form.size > 0, form.end == .none, form.ties == 0,
            form.firstWord == form.tokens.lowerBound
        else { return false }
        let words = form.tokens.filter { tokens.kinds[$0] == .word }
        if words.allSatisfy({ BlockWords.columnHeads.contains(tokens.hashes[$0]) }) { return true }
        return !row.followsBlank && form.lowercase == 0 && form.size >= 3
            && (form.size == row.size || form.size == row.gaps + 1)
    }

    /// Fields that no list has, and lines that go on with a field, among those of a mail's head.
    mutating func settleFields() {
        var run = 0
        for index in units.indices {
            let unit = units[index]
            if run > 0, unit.kind == nil, unit.leaning != .header, !unit.form.followsBlank,
                isIndented(unit.form) || hasFieldName(unit.form, mayBeLone: run > 1)
            {
                units[index].leaning = .header
                datelines[index] = nil
            }
            run = units[index].kind == .header || units[index].leaning == .header ? run + 1 : 0
        }
    }

    /// Whether a line that a dash begins is somebody's words.
    private func speaks(_ form: LineForm) -> Bool { form.end == .question || (form.end == .stop && form.size > 14) }

    private func isAtHead(_ index: Int) -> Bool {
        index <= Self.longestHead
            && units[..<index].allSatisfy { unit in
                if let kind = unit.kind { !kind.isStory || kind == .headline } else { !isProse(unit) }
            }
    }

    /// A short line that comes again and again above running text is its speaker's name.
    mutating func settleRecurringLabels() {
        var counts: [WordHash: Int] = [:]
        for unit in units where isNameLine(unit) { counts[key(unit), default: 0] += 1 }
        let plates = units.indices.dropLast().filter { isNamePlate(units[$0]) && isProse(units[$0 + 1]) }
        if plates.count > 1 {
            for index in plates { units[index].kind = .label }
        }
        for index in units.indices.dropLast() where units[index].kind == nil && units[index + 1].kind == nil {
            let form = units[index].form
            if form.end == .colon {
                guard form.size >= 1, form.size <= 6, form.lowercase == 0, form.colon == form.tokens.upperBound - 1,
                    units[index + 1].leaning != .list, isShoutedOrLone(form),
                    index > 0 || counts[key(units[index])] ?? 0 > 1
                else { continue }
                units[index].kind = .label
            } else if isNameLine(units[index]), counts[key(units[index])] ?? 0 > 1, isProse(units[index + 1]) {
                units[index].kind = .label
            }
        }
    }

    /// Whether all is in capitals, or it is a name of two to four words.
    private func isShoutedOrLone(_ form: LineForm) -> Bool { form.isShouted || (form.numbers == 0 && form.size <= 4) }

    /// *MARTA QUILL, 34* or *Marta Quill, nurse* above her words.
    private func isNamePlate(_ unit: Unit) -> Bool {
        let form = unit.form
        guard unit.kind == nil || unit.kind == .agate, form.end == .none, form.size <= 8, form.ties <= 1,
            form.firstWord == form.tokens.lowerBound
        else { return false }
        var token = form.firstWord
        while token < form.tokens.upperBound, tokens.flags[token].contains(.capitalized) { token += 1 }
        guard (2...4).contains(token - form.firstWord), token + 1 < form.tokens.upperBound,
            byte(token) == UInt8(ascii: ",")
        else { return false }
        let next = token + 1
        return tokens.kinds[next] == .number
            ? next + 1 == form.tokens.upperBound || byte(next + 1) == UInt8(ascii: ",")
            : !tokens.flags[next].contains(.capitalized) && form.numbers == 0
    }

    private func isNameLine(_ unit: Unit) -> Bool {
        unit.kind == nil && unit.leaning == nil && (1...4).contains(unit.form.size) && unit.form.numbers == 0
            && unit.form.lowercase == 0 && unit.form.capitalized > 0
            && (unit.form.end == .none || unit.form.end == .colon)
    }

    private func key(_ unit: Unit) -> WordHash {
        unit.tokens.reduce(WordHash(0)) { WordHash(($0.value &* 31) ^ tokens.hashes[$1].value) }
    }

    /// Whether a line can head what follows.
    func isHeading(_ form: LineForm, longest: Int) -> Bool {
        let range = tokens.range(form.tokens)
        guard range.count <= longest, form.tokens.count >= 2 || range.count >= 4, form.innerStops == 0 else {
            return false
        }
        // A headline may ask a question; a full stop makes a sentence of it, a colon a label.
        guard form.end == .none || form.end == .question || endsWithAbbreviation(form) else { return false }
        guard form.tokens.dropFirst().allSatisfy({ !tokens.flags[$0].contains(.startsLine) }) || form.size <= 20 else {
            return false
        }
        let first = form.firstWord
        guard first < form.tokens.upperBound else { return false }
        // A tag or an address may begin one.
        return tokens.kinds[form.tokens.lowerBound] == .address || !bytes[Int(tokens.starts[first])].isASCIILowercase
            || tokens.flags[first].contains(.mixedCase)
    }

    private func endsWithAbbreviation(_ form: LineForm) -> Bool {
        tokens.flags[form.tokens.upperBound - 1].contains(.endsWithDot) && form.end == .none
    }

    /// Whether a unit is running text, so that the head of the document ends before it.
    func isProse(_ unit: Unit) -> Bool {
        switch unit.kind {
        case .paragraph?, .quote?, .list?: return true
        case .some: return false
        case nil:
            if unit.leaning == .list { return false }
            let form = unit.form
            return form.innerStops > 0 || form.end == .stop || form.size > 40
                || (form.lowercase * 2 > form.size && form.size > 25)
        }
    }

    /// Subheads between paragraphs, headlines of further items, contacts and fields that stand behind the text.
    mutating func settleBody() {
        guard let body = units.firstIndex(where: { isProse($0) || isFigures($0.kind) }) else { return }
        for index in units.indices where index > body {
            let unit = units[index]
            if unit.kind == .header || unit.leaning == .header, fieldIsContact(unit.form) { units[index].kind = .note }
            // (RECESS), [Laughter], an address alone
            if unit.kind == nil,
                unit.form.isWrapped ? unit.form.size <= 6 : unit.form.size == 0 && unit.form.addresses > 0
            {
                units[index].kind = .note
            }
            guard units[index].kind == nil, index + 1 < units.count, isHeading(unit.form, longest: Self.longestSubhead),
                unit.form.size <= 14, !isMarked(unit),
                unit.form.colon == nil || unit.form.colon == unit.form.tokens.upperBound - 1
            else { continue }
            let next = units[index + 1]
            let before = units[index - 1]
            let endsBefore = before.form.end == .stop || before.form.end == .question || before.kind != nil
            if next.kind == .byline || next.kind == .dateline || (next.kind == nil && datelines[index + 1] != nil) {
                units[index].kind = .headline
                units[index].level = 1
            } else if endsBefore, unit.form.end == .none || !speaksAround(index),
                isProse(next) || next.kind == .table || next.kind == .agate || next.leaning == .list
            {
                units[index].kind = .subhead
                units[index].level = 2
            }
        }
    }

    /// Whether short lines stand around one, as in dialogue.
    private func speaksAround(_ index: Int) -> Bool {
        units[index - 1].form.size <= 14 || units[index + 1].form.size <= 14
    }

    func fieldIsContact(_ form: LineForm) -> Bool {
        let hash = tokens.hashes[form.firstWord]
        return hash == WordHash("contact") || hash == WordHash("contacts") || hash == WordHash("media")
            || hash == WordHash("press") || hash == WordHash("phone") || hash == WordHash("tel")
            || hash == WordHash("email")
            || hash == WordHash("web") || hash == WordHash("website") || hash == WordHash("for")
    }

    /// Whether marks of quotation stand around all of a unit.
    func isMarked(_ unit: Unit) -> Bool {
        let first = scalar(unit.tokens.lowerBound)
        let last = scalar(unit.tokens.upperBound - 1)
        return (first == 0x22 && last == 0x22) || (first == 0x201C && last == 0x201D)
            || (first == 0x2018 && last == 0x2019)
            || (first == 0xAB && last == 0xBB)
    }
}
