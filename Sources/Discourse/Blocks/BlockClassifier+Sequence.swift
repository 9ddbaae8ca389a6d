import English
import Linguistics

/// What stands around a unit settles what its own form leaves open.
extension BlockClassifier {
    private static let longestHeadline = 200
    private static let longestSubhead = 90
    /// Fields further down than this, in units, need others beside them.
    private static let longestHead = 40
    private static let longestSignature = 6

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

    private func isFigures(_ kind: BlockKind?) -> Bool { kind == .agate || kind == .table }

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

    /// What stands before the first prose: slug lines, the headline, what is below it.
    mutating func settleHead() {
        let body = units.firstIndex { isProse($0) || isFigures($0.kind) } ?? units.count
        dropUnlikelyDatelines(firstProse: body)
        guard units.count > 1 else { return }
        var headline: Int?
        for index in 0..<min(body, units.count) {
            let unit = units[index]
            if headline != nil, unit.kind == .note, isInterviewer(unit.form) { units[index].kind = .byline }
            if unit.kind == .headline { headline = headline ?? index }
            guard unit.kind == nil else { continue }
            if isCity(unit.form), index + 1 == body {
                units[index].kind = .dateline
            } else if isSection(index), headline == nil {
                units[index].kind = .header
            } else if isPostLine(index) || (headline != nil && isStroked(unit.form)) {
                units[index].kind = .byline
            } else if isHeading(unit.form, longest: Self.longestHeadline) {
                if headline == nil, !isLabelled(index) {
                    units[index].kind = .headline
                    units[index].level = 1
                    headline = index
                } else if headline != nil, body < units.count, !isLabelled(index) {
                    units[index].kind = .subhead
                    units[index].level = 2
                }
            }
        }
        // A deck that ends in a full stop stands between headline and byline.
        if let headline, body < units.count, body == headline + 1, body + 1 < units.count, units[body].form.size <= 35,
            units[body].kind == nil, datelines[body] == nil, units[body + 1].kind == .byline
        {
            units[body].kind = .subhead
            units[body].level = 2
        }
    }

    /// Drops datelines of a mere word behind the first paragraph, and everywhere where lines are labelled so.
    private mutating func dropUnlikelyDatelines(firstProse: Int) {
        var bare = 0
        for (index, run) in datelines where units[index].kind == nil && !isEvident(run) { bare += 1 }
        addColonDateline(firstProse)
        for (index, run) in datelines {
            guard units[index].kind == nil else {
                datelines[index] = nil
                continue
            }
            // In a digest each item has a headline above its dateline.
            let isHeaded =
                index > 0 && units[index - 1].kind == nil
                && isHeading(units[index - 1].form, longest: Self.longestSubhead)
            if !isEvident(run), !isHeaded, bare > 1 || index != firstProse { datelines[index] = nil }
        }
    }

    /// *NEW KESTOR: The government …*, where no other line begins like a speaker's label.
    private mutating func addColonDateline(_ index: Int) {
        guard index < units.count, units[index].kind == nil, datelines[index] == nil, units[index].form.size > 14,
            let colon = units[index].form.colon, (1...3).contains(colon - units[index].tokens.lowerBound)
        else { return }
        let run = units[index].tokens.lowerBound..<colon + 1
        guard run.dropLast().allSatisfy({ tokens.flags[$0].contains(.allCapitals) }), tokens.range(run).count > 4,
            colon + 1 < units[index].tokens.upperBound, tokens.flags[colon + 1].contains(.capitalized),
            !tokens.flags[colon + 1].contains(.allCapitals),
            !units[(index + 1)...].contains(where: { unit in
                unit.form.colon.map { tokens.flags[$0 - 1].contains(.allCapitals) } == true
            })
        else { return }
        datelines[index] = run
    }

    /// Whether it is *Interview by Fenella Roth* below a headline.
    private func isInterviewer(_ form: LineForm) -> Bool {
        let by = form.firstWord + 1
        return form.size <= 8 && form.end != .stop && by < form.tokens.upperBound && tokens.hashes[by] == WordHash("by")
    }

    /// *OPINION* above a headline.
    private func isSection(_ index: Int) -> Bool {
        let form = units[index].form
        return index + 1 < units.count && units[index + 1].kind == nil && (1...2).contains(form.size)
            && form.end == .none
            && BlockWords.sections.contains(tokens.hashes[form.firstWord])
            && (form.isShouted || form.size == 1) && isHeading(units[index + 1].form, longest: Self.longestHeadline)
    }

    /// A writer's post or paper on the line below the byline.
    private func isPostLine(_ index: Int) -> Bool {
        guard index > 0, units[index - 1].kind == .byline else { return false }
        let form = units[index].form
        return form.size <= 6 && form.end == .none && form.lowercase <= 2
            && form.tokens.contains {
                BlockWords.trades.contains(tokens.hashes[$0]) || BlockWords.agencies.contains(tokens.hashes[$0])
            }
    }

    /// Whether strokes part a writer from the paper: *Jane Doe | The Courier*.
    private func isStroked(_ form: LineForm) -> Bool {
        form.pipes > 0 && form.size <= 16 && form.lowercase <= 2 && form.end == .none
            && tokens.flags[form.tokens.lowerBound].contains(.capitalized)
    }

    /// Whether a line can head what follows.
    private func isHeading(_ form: LineForm, longest: Int) -> Bool {
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

    /// Whether a speaker's label begins the line: `Q:`, or a name and a colon as other lines have.
    private func isLabelled(_ index: Int) -> Bool {
        let form = units[index].form
        if byte(form.firstWord) == UInt8(ascii: "Q") || byte(form.firstWord) == UInt8(ascii: "A"),
            tokens.ends[form.firstWord] - tokens.starts[form.firstWord] == 1
                || tokens.flags[form.firstWord].contains(.endsWithDot)
                    && tokens.ends[form.firstWord] - tokens.starts[form.firstWord] == 2,
            tokens.hashes[form.firstWord] != WordHash("a") || byte(after: form.firstWord) == UInt8(ascii: ":")
                || byte(after: form.firstWord) == UInt8(ascii: ".")
        {
            return true
        }
        guard let colon = form.colon else { return false }
        if colon == form.firstWord + 1, tokens.flags[form.firstWord].contains(.allCapitals),
            tokens.ends[form.firstWord] - tokens.starts[form.firstWord] <= 3
        {
            return true
        }
        guard colon - form.firstWord <= 4 else { return false }
        return units[(index + 1)...].prefix(8).contains { unit in
            guard let other = unit.form.colon else { return false }
            return (1...4).contains(other - unit.form.firstWord)
                && tokens.flags[unit.form.firstWord].contains(.capitalized)
        }
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

    private func fieldIsContact(_ form: LineForm) -> Bool {
        let hash = tokens.hashes[form.firstWord]
        return hash == WordHash("contact") || hash == WordHash("contacts") || hash == WordHash("media")
            || hash == WordHash("press") || hash == WordHash("phone") || hash == WordHash("tel")
            || hash == WordHash("email")
            || hash == WordHash("web") || hash == WordHash("website") || hash == WordHash("for")
    }

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

    /// Whether marks of quotation stand around all of a unit.
    private func isMarked(_ unit: Unit) -> Bool {
        let first = scalar(unit.tokens.lowerBound)
        let last = scalar(unit.tokens.upperBound - 1)
        return (first == 0x22 && last == 0x22) || (first == 0x201C && last == 0x201D)
            || (first == 0x2018 && last == 0x2019)
            || (first == 0xAB && last == 0xBB)
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
