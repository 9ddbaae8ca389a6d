import English
import Linguistics

/// Tells what the lines and paragraphs of a text are, by how they are written, by the words that begin them, and by what
/// stands around them.
///
/// First each unit (a paragraph, or a line of one whose lines are rows, items or fields) gets what its own form says.
/// Then runs settle what a form leaves open: a row of figures is agate among its like, a line without a full stop is a
/// headline where no prose stands before it and a subhead between two paragraphs.
struct BlockClassifier {
    /// A paragraph, or a part of one, and what is known of it.
    struct Unit {
        var form: LineForm
        /// Its kind, `nil` as long as it is open.
        var kind: BlockKind?
        var level = 0
        /// What it is if its neighbours are the same.
        var leaning: BlockKind?
        /// Whether a new paragraph begins with it.
        var startsParagraph = true
        /// What its source says that it is, whatever its form.
        var given: BlockKind?
        /// The index of the block that its source gives it in; -1 where the source tells of none.
        ///
        /// What has strings is not copied with a unit.
        var source: Int32 = -1

        var tokens: Range<Int> { form.tokens }
    }

    let tokens: Tokens
    let bytes: [UInt8]
    var units: [Unit] = []
    /// What the source tells of its blocks.
    private var given: [Blocks.Given] = []
    /// The tokens of a dateline before a unit's text, by the unit's index.
    var datelines: [Int: Range<Int>] = [:]

    init(_ tokens: Tokens, in text: UTF8Text) {
        self.tokens = tokens
        bytes = text.bytes
    }

    /// The paragraphs and blocks of a text.
    ///
    /// - Parameters:
    ///   - paragraphs: Runs of tokens that cover the text.
    ///   - divides: Whether a paragraph may come apart.
    /// - Returns: The paragraphs, which blocks never cross, and the blocks.
    /// - Complexity: O(bytes).
    mutating func blocks(
        of paragraphs: ContiguousArray<Range<Int>>, divides: Bool
    ) -> (paragraphs: ContiguousArray<Range<Int>>, blocks: Blocks) {
        units.reserveCapacity(paragraphs.count)
        for paragraph in paragraphs {
            if divides { addUnits(of: paragraph) } else { addUnit(paragraph) }
        }
        settle()
        return gathered(divides: divides)
    }

    /// The paragraphs and blocks of a text whose source tells of them; those whose kind is open may come apart.
    ///
    /// - Parameter given: The blocks in order, which cover all tokens; what lies between two belongs to the first.
    /// - Returns: The paragraphs, which blocks never cross, and the blocks.
    /// - Complexity: O(bytes).
    mutating func blocks(given: [Blocks.Given]) -> (paragraphs: ContiguousArray<Range<Int>>, blocks: Blocks) {
        units.reserveCapacity(given.count)
        self.given = given
        var token = 0
        for (index, block) in given.enumerated() {
            let first = token
            let end = index + 1 < given.count ? given[index + 1].range.lower : Int32.max
            while token < tokens.count, tokens.starts[token] < end { token += 1 }
            guard token > first else { continue }
            let before = units.count
            if block.kind == nil { addUnits(of: first..<token) } else { addUnit(first..<token) }
            for unit in before..<units.count {
                units[unit].kind = block.kind
                units[unit].level = block.level
                units[unit].given = block.kind
                units[unit].source = Int32(index)
            }
        }
        settle()
        return gathered(divides: true)
    }

    private mutating func settle() {
        for index in units.indices { classify(index) }
        settleFields()
        settleRuns()
        settleRecurringLabels()
        settleHead()
        settleBody()
        settleTail()
    }

    private func gathered(divides: Bool) -> (paragraphs: ContiguousArray<Range<Int>>, blocks: Blocks) {
        var blocks = Blocks()
        var divided: ContiguousArray<Range<Int>> = []
        for (index, unit) in units.enumerated() {
            if unit.startsParagraph {
                divided.append(unit.tokens)
            } else {
                divided[divided.count - 1] = divided[divided.count - 1].lowerBound..<unit.tokens.upperBound
            }
            let place = unit.source < 0 ? nil : given[Int(unit.source)].place
            var run = unit.tokens
            if divides, unit.given ?? .paragraph == .paragraph, let dateline = datelines[index] {
                blocks.append(dateline, .dateline, place: place)
                run = dateline.upperBound..<run.upperBound
            }
            blocks.append(run, unit.given ?? unit.kind ?? .paragraph, level: unit.level, place: place)
        }
        return (divided, blocks)
    }

    private mutating func addUnit(_ run: Range<Int>) {
        var form = LineForm(run, of: tokens, in: bytes)
        form.followsBlank = followsBlank(run.lowerBound)
        units.append(Unit(form: form))
    }

    /// Adds a paragraph whole, or in lines where they are rows, items, fields, or marked as quoted.
    private mutating func addUnits(of paragraph: Range<Int>) {
        var lines: [LineForm] = []
        var start = paragraph.lowerBound
        for token in paragraph.dropFirst() where tokens.flags[token].contains(.startsLine) {
            lines.append(LineForm(start..<token, of: tokens, in: bytes))
            start = token
        }
        guard !lines.isEmpty else { return addUnit(paragraph) }
        lines.append(LineForm(start..<paragraph.upperBound, of: tokens, in: bytes))
        let borders = borders(between: lines)
        guard !borders.isEmpty else { return addUnit(paragraph) }
        start = paragraph.lowerBound
        for border in borders {
            addUnit(start..<lines[border].tokens.lowerBound)
            start = lines[border].tokens.lowerBound
        }
        addUnit(start..<paragraph.upperBound)
    }

    /// The lines of a wrapped paragraph that begin something new.
    private func borders(between lines: [LineForm]) -> [Int] {
        let rows = lines.map { isRow($0) }
        let items = lines.map { $0.marker == .bullet || $0.marker == .number || $0.marker == .dash }
        var fields = lines.map { startsWithField($0) }
        var goesOn = [Bool](repeating: false, count: lines.count)
        for index in lines.indices.dropFirst() where fields[index - 1] && !fields[index] {
            goesOn[index] = isIndented(lines[index])
            fields[index] = goesOn[index] || hasFieldName(lines[index], mayBeLone: index > 1 && fields[index - 2])
        }
        let hasRows = rows.count(where: \.self) > 1
        let hasItems = items.count(where: \.self) > 1
        let labels = lines.map { startsWithLabel($0) }
        let hasLabels = labels.count(where: \.self) > 1
        let hasFields = fields.count(where: \.self) > 1 || fields[0]
        var borders: [Int] = []
        for index in lines.indices.dropFirst() {
            let isRowBorder = hasRows && (rows[index] || rows[index - 1])
            let isItemBorder = hasItems && items[index]
            let isLabelBorder = hasLabels && labels[index] && lines[index - 1].end != .none
            let isFieldBorder = hasFields && (fields[index] || fields[index - 1]) && !goesOn[index]
            let isQuoteBorder = (lines[index].marker == .quote) != (lines[index - 1].marker == .quote)
            let isRuleBorder = lines[index].isRule || lines[index - 1].isRule
            let isHeading = if case .heading = lines[index - 1].marker { true } else { isHeadingMark(lines[index]) }
            let isLoneBorder =
                isByline(lines[index]) || isByline(lines[index - 1]) || isClosing(lines[index - 1])
                || isSignature(lines[index]) || isSigned(lines[index - 1])
            if isRowBorder || isItemBorder || isFieldBorder || isQuoteBorder || isRuleBorder || isHeading
                || isLoneBorder || isLabelBorder
            {
                borders.append(index)
            }
        }
        return borders
    }

    private func isHeadingMark(_ form: LineForm) -> Bool {
        if case .heading = form.marker { true } else { false }
    }

    /// Whether a name and a colon begin the line.
    private func startsWithLabel(_ form: LineForm) -> Bool {
        guard let colon = form.colon, form.firstWord == form.tokens.lowerBound, colon - form.firstWord <= 4 else {
            return false
        }
        return (form.firstWord..<colon).allSatisfy {
            tokens.kinds[$0] != .word || tokens.flags[$0].contains(.capitalized)
        }
    }

    private func followsBlank(_ token: Int) -> Bool {
        guard token > 0 else { return true }
        var lineEnds = 0
        for index in Int(tokens.ends[token - 1])..<Int(tokens.starts[token]) where bytes[index] == 0x0A {
            lineEnds += 1
        }
        return lineEnds > 1
    }

    private mutating func classify(_ index: Int) {
        let form = units[index].form
        if let given = units[index].given {
            if given == .paragraph, let run = inlineDateline(form) { datelines[index] = run }
            return
        }
        if let (kind, level) = certainKind(of: form) {
            units[index].kind = kind
            units[index].level = level
            return
        }
        units[index].leaning = leaning(of: form)
        if let run = inlineDateline(form) { datelines[index] = run }
    }

    private func certainKind(of form: LineForm) -> (BlockKind, level: Int)? {
        if case .heading(let level) = form.marker, !form.isRule { return (level == 1 ? .headline : .subhead, level) }
        if form.marker == .pipe { return (.table, 0) }
        if form.marker == .quote { return (.quote, 0) }
        if form.isRule || isEndMark(form) { return (.note, 0) }
        if isWrote(form) { return (.header, 0) }
        // What somebody said is no note, however it begins.
        if form.size > 80 { return isNote(form) && !isTold(form) ? (.note, 0) : nil }
        if isHeader(form) { return (.header, 0) }
        if !startsWithField(form), isDateline(form) { return (.dateline, 0) }
        if isGreeting(form) { return (.greeting, 0) }
        if isClosing(form) || isNote(form), !isTold(form) { return (.note, 0) }
        if isCaption(form), !isTold(form) { return (.caption, 0) }
        if isByline(form) { return (.byline, 0) }
        if isSignature(form) { return (.label, 0) }
        if form.gaps > 1, form.end != .stop || form.gaps > 2 { return (.table, 0) }
        return form.marker == .bullet ? (.list, 0) : nil
    }

    private func leaning(of form: LineForm) -> BlockKind? {
        if startsWithField(form) { return .header }
        if form.marker == .number || form.marker == .dash || startsWithAmount(form) { return .list }
        if isRow(form) { return .table }
        return isAgate(form) ? .agate : nil
    }

    func isRow(_ form: LineForm) -> Bool {
        form.marker == .pipe || form.pipes > 1 || form.gaps > 1
            || (form.gaps == 1 && form.end != .stop && form.size <= 14 && form.marker == .none)
    }

    /// Figures, and names or short words between them, that nothing ties into a sentence.
    private func isAgate(_ form: LineForm) -> Bool {
        guard form.numbers > 0, form.end != .question, form.end != .colon else { return false }
        // A price or a figure alone is a cell where others stand below or above it.
        if form.size == 1 { return form.end == .none }
        if startsWithTime(form), form.end != .stop, form.size <= 14 { return true }
        if form.numbers * 10 >= form.size * 3, form.ties * 8 <= form.size { return true }
        return form.ties == 0 && form.end != .stop && form.lowercase * 4 <= form.size && form.size <= 24
            && (form.numbers > 1 || tokens.kinds[form.tokens.upperBound - 1] == .number || startsWithTime(form))
    }

    /// `2 onions`, `3 Which river runs here?`: a lone figure before words in a short line.
    private func startsWithAmount(_ form: LineForm) -> Bool {
        let first = form.tokens.lowerBound
        guard form.numbers == 1 || form.end == .question, form.words > 0, form.size <= 14,
            tokens.kinds[first] == .number, form.tokens.count > 1
        else {
            return false
        }
        return tokens.kinds[first + 1] == .word && form.innerStops == 0 && !startsWithTime(form)
            && !BlockWords.months.contains(tokens.hashes[first + 1])
    }

    /// `8.00`, `7:30 p.m.`: what listings of programmes begin with.
    private func startsWithTime(_ form: LineForm) -> Bool {
        let first = form.tokens.lowerBound
        guard tokens.kinds[first] == .number else { return false }
        return bytes[tokens[first].indices].contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    func byte(_ token: Int) -> UInt8 { bytes[Int(tokens.starts[token])] }

    func byte(after token: Int) -> UInt8? { token + 1 < tokens.count ? byte(token + 1) : nil }

    func scalar(_ token: Int) -> UInt32 { Scalars.decode(bytes.span, at: Int(tokens.starts[token])).value }

    /// Whether a token is a dash, or hyphens that stand for one.
    func scalarIsDash(_ token: Int) -> Bool {
        guard tokens.kinds[token] == .punctuation else { return false }
        switch scalar(token) {
        case 0x2013, 0x2014, 0x2015: return true
        case 0x2D: return tokens.ends[token] - tokens.starts[token] > 1 || tokens.flags[token].contains(.afterSpace)
        default: return false
        }
    }
}
