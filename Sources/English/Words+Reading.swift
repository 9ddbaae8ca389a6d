import Linguistics

/// What is wrong with a table of words.
package struct MalformedTable: Error, Hashable, CustomStringConvertible {
    /// The line, from 1.
    package var line: Int
    package var reason: String

    package var description: String { "Line \(line) of the table of words: \(reason)." }
}

extension Words {
    /// The columns of the table.
    ///
    /// A column without a value has `-`.
    enum Column: Int {
        /// The word or expression in lower case; rows ascend by its bytes.
        case word
        /// The names of its groups (`WordGroup`) and of what it can do in a sentence (`WordClass`), with a space
        /// between. `-s`, `-ed`, `-ing` or `-en` behind a name says that this form of the verb is meant.
        case classes
        /// `m` or `f`: the gender that the word tells.
        case gender
        /// The word that it abbreviates.
        case shortFor
        /// For a verb that reports speech how surely it does, 0 through 1, and what it takes (`CueLexicon.Frames`).
        case cue
        /// A verb's third person, past and participle, where they are not formed by rule; behind them a perfect
        /// participle that differs from the past, only where it reports speech by itself. Those of a verb with its particle
        /// (*go after*) leave the particle out.
        case forms
        /// A word by which to name those of which each may stand for any other.
        case family
        /// How it is used where tokens and sentences end (`LanguageRules.Use`), with a space between and the same endings.
        case uses

        static let count = 8
    }

    /// A table as far as it is read.
    ///
    /// Reading is part of the program's start: it makes no array for a row but for a verb's.
    struct Reading {
        var index = WordIndex()
        var rows: ContiguousArray<Row> = []
        /// The words one behind the other, and where each ends.
        var text: [UInt8] = []
        var ends: ContiguousArray<Int32> = []
        var cues: ContiguousArray<CueLexicon.Entry> = []
        var expansions: [(WordHash, WordHash)] = []
        var families: [[WordHash]] = []
        /// A line a word that has uses: the word, a tab, and these.
        var uses: [UInt8] = []
        private var familyNames = WordIndex()
        /// Whether a row is there as a form of another word only, by the row.
        private var isForm: ContiguousArray<Bool> = []
        private var line = 0
        private var last = 0..<0

        mutating func read(_ table: Span<UInt8>) throws(MalformedTable) {
            rows.reserveCapacity(4096)
            ends.reserveCapacity(4096)
            text.reserveCapacity(table.count / 2)
            let names = Names()
            var start = 0
            while start < table.count {
                var fields = Fields(start)
                var index = start
                while index < table.count, table[index] != UInt8(ascii: "\n") {
                    if table[index] == UInt8(ascii: "\t") { fields.end(at: index) }
                    index &+= 1
                }
                fields.end(at: index)
                line += 1
                guard fields.count == Column.count else { throw malformed("there are \(fields.count) columns") }
                guard !fields.hasBlank else { throw malformed("a column is blank") }
                if line > 1 { try read(table, fields, names) }
                start = index + 1
            }
        }

        private mutating func read(
            _ table: Span<UInt8>, _ fields: Fields, _ names: borrowing Names
        ) throws(MalformedTable) {
            let word = fields[.word]
            guard precedes(table, last, word) else { throw malformed("it does not stand behind the one before") }
            last = word
            let hash = WordHash(folding: table, word)
            var forms = Forms()
            guard index[hash] == nil else { throw malformed("the word is a form of one above") }
            forms.add(insert(hash, table, word))
            isForm[forms[0]] = false
            let (cue, irregular) = (fields[.cue], fields[.forms])
            if !isNone(table, cue) || !isNone(table, irregular) { try addForms(table, word, irregular, &forms) }
            if !isNone(table, fields[.classes]) { try addClasses(table, fields[.classes], names, forms) }
            if !isNone(table, fields[.gender]) {
                switch table[fields[.gender].lowerBound] {
                case UInt8(ascii: "m"): rows[forms[0]].gender = .male
                case UInt8(ascii: "f"): rows[forms[0]].gender = .female
                default: throw malformed("the gender is neither m nor f")
                }
            }
            if !isNone(table, fields[.shortFor]) {
                expansions.append((hash, WordHash(folding: table, fields[.shortFor])))
            }
            if !isNone(table, fields[.family]) {
                let family = familyNames.insert(WordHash(folding: table, fields[.family]))
                if family == families.count { families.append([]) }
                families[family].append(hash)
            }
            if !isNone(table, cue) { try addCue(table, cue, names, forms) }
            if !isNone(table, fields[.uses]) { try addUses(table, fields[.uses], names, forms) }
        }

        private func malformed(_ reason: String) -> MalformedTable { MalformedTable(line: line, reason: reason) }

        private func isNone(_ table: Span<UInt8>, _ field: Range<Int>) -> Bool {
            field.count == 1 && table[field.lowerBound] == UInt8(ascii: "-")
        }

        private func precedes(_ table: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
            var offset = 0
            while offset < left.count, offset < right.count {
                let (first, second) = (table[left.lowerBound + offset], table[right.lowerBound + offset])
                if first != second { return first < second }
                offset &+= 1
            }
            return left.count < right.count
        }

        /// The row of a word, made anew where it is the first with its hash.
        private mutating func insert(_ hash: WordHash, _ bytes: Span<UInt8>, _ word: Range<Int>) -> Int {
            let row = index.insert(hash)
            guard row == rows.count else { return row }
            rows.append(Row())
            for byte in word { text.append(bytes[byte]) }
            ends.append(Int32(text.count))
            isForm.append(true)
            return row
        }

        private mutating func addForms(
            _ table: Span<UInt8>, _ base: Range<Int>, _ irregular: Range<Int>, _ forms: inout Forms
        ) throws(MalformedTable) {
            if isNone(table, irregular) {
                for form in VerbForms.regular(Self.bytes(table, base)).dropFirst() { addForm(form, &forms) }
            } else {
                let particle = Self.bytes(table, base).drop { $0 != UInt8(ascii: " ") }
                var parts = Parts(irregular)
                while let part = parts.next(table) { addForm(Self.bytes(table, part) + particle, &forms) }
            }
            for form in 1..<forms.count where forms[form] != forms[0] && !isForm[forms[form]] {
                throw malformed("a form has a row of its own")
            }
            guard forms.count == 4 || forms.count == 5 else {
                throw malformed("a verb has three or four forms besides the first")
            }
        }

        private mutating func addForm(_ form: [UInt8], _ forms: inout Forms) {
            forms.add(insert(WordHash(folding: form.span, 0..<form.count), form.span, 0..<form.count))
        }

        private mutating func addClasses(
            _ table: Span<UInt8>, _ field: Range<Int>, _ names: borrowing Names, _ forms: Forms
        ) throws(MalformedTable) {
            var parts = Parts(field)
            while let name = parts.next(table) {
                var end = name.lowerBound
                while end < name.upperBound, table[end] != UInt8(ascii: "-") { end &+= 1 }
                guard let known = names.classes[WordHash(exact: table, name.lowerBound..<end)] else {
                    throw malformed("there is no class '\(Self.string(table, name))'")
                }
                var form = 0
                if end < name.upperBound {
                    // Numbered from the third person on.
                    form = 1 + (names.endings[WordHash(exact: table, end..<name.upperBound)] ?? forms.count)
                }
                guard form < forms.count else {
                    throw malformed("the word has no form '\(Self.string(table, name))'")
                }
                if known < names.groups.count {
                    rows[forms[form]].members.formUnion(names.groups[known])
                } else {
                    rows[forms[form]].classes.insert(WordClass.names[known - names.groups.count].1)
                }
            }
        }

        private mutating func addUses(
            _ table: Span<UInt8>, _ field: Range<Int>, _ names: borrowing Names, _ forms: Forms
        ) throws(MalformedTable) {
            for form in 0..<forms.count {
                var hasUses = false
                var parts = Parts(field)
                while let part = parts.next(table) {
                    var end = part.upperBound - 1
                    while end > part.lowerBound, table[end] != UInt8(ascii: "-") { end &-= 1 }
                    let ending = names.endings[WordHash(exact: table, end..<part.upperBound)]
                    let place = ending.map { $0 + 1 } ?? 0
                    guard place < forms.count else {
                        throw malformed("the word has no form '\(Self.string(table, part))'")
                    }
                    guard place == form else { continue }
                    if !hasUses {
                        let row = forms[form]
                        uses += text[(row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row])]
                    }
                    uses.append(UInt8(ascii: hasUses ? " " : "\t"))
                    for index in part.lowerBound..<(ending == nil ? part.upperBound : end) { uses.append(table[index]) }
                    hasUses = true
                }
                if hasUses { uses.append(UInt8(ascii: "\n")) }
            }
        }

        private mutating func addCue(
            _ table: Span<UInt8>, _ field: Range<Int>, _ names: borrowing Names, _ forms: Forms
        ) throws(MalformedTable) {
            var parts = Parts(field)
            guard let number = parts.next(table), let weight = weight(table, number) else {
                throw malformed("the weight is no number up to 1")
            }
            var frames: CueLexicon.Frames = []
            while let part = parts.next(table) {
                guard let frame = names.frames[WordHash(exact: table, part)] else {
                    throw malformed("there is no frame '\(Self.string(table, part))'")
                }
                frames.insert(CueLexicon.Frames.names[frame].1)
            }
            let isNoun = !rows[forms[0]].members.isDisjoint(with: WordGroups(.alsoNoun))
            for form in 0..<forms.count where rows[forms[form]].cue == nil {
                let kind = CueLexicon.Form(rawValue: UInt8(form)) ?? .past
                rows[forms[form]].classes.insert(.cueVerb)
                rows[forms[form]].cue = cues.count
                cues.append(
                    CueLexicon.Entry(
                        frames: frames, form: kind, weight: weight,
                        isAlsoNoun: isNoun && (kind == .base || kind == .third)))
            }
        }

        /// `1`, or `0.` with one or two digits.
        ///
        /// - Returns: The nearest number, the quotient of two exact ones; `nil` for anything else.
        private func weight(_ table: Span<UInt8>, _ field: Range<Int>) -> Float? {
            let first = table[field.lowerBound]
            if field.count == 1 { return first == UInt8(ascii: "1") ? 1 : nil }
            guard field.count == 3 || field.count == 4, first == UInt8(ascii: "0"),
                table[field.lowerBound + 1] == UInt8(ascii: ".")
            else { return nil }
            var (digits, scale) = (0, 1)
            for place in field.dropFirst(2) {
                guard table[place].isASCIIDigit else { return nil }
                digits = 10 * digits + Int(table[place] - UInt8(ascii: "0"))
                scale *= 10
            }
            return digits == 0 ? nil : Float(digits) / Float(scale)
        }

        private static func bytes(_ table: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(range.count)
            for index in range { bytes.append(table[index]) }
            return bytes
        }

        private static func string(_ table: Span<UInt8>, _ range: Range<Int>) -> String {
            String(decoding: bytes(table, range), as: UTF8.self)
        }
    }

    /// The names that the table may use.
    private struct Names: ~Copyable {
        /// Groups in their order, then word classes in the order of `WordClass.names`.
        var classes = WordIndex()
        var groups: ContiguousArray<WordGroups> = []
        var frames = WordIndex()
        /// The ends of verbs in the order of their forms, the base left out.
        var endings = WordIndex()

        init() {
            for group in WordGroup.allCases {
                _ = classes.insert(Self.hash(group.stringValue))
                groups.append(WordGroups(group))
            }
            for (name, _) in WordClass.names { _ = classes.insert(Self.hash(name)) }
            for (name, _) in CueLexicon.Frames.names { _ = frames.insert(Self.hash(name)) }
            for ending in ["-s", "-ed", "-ing", "-en"] { _ = endings.insert(Self.hash(ending)) }
        }

        private static func hash(_ name: String) -> WordHash {
            let bytes = Array(name.utf8)
            return WordHash(exact: bytes.span, 0..<bytes.count)
        }
    }
}

/// The rows of a verb's forms: base, third person, past, participle, perfect participle; of any other word its own.
private struct Forms {
    private var rows: InlineArray<5, Int> = .init(repeating: 0)
    private(set) var count = 0

    subscript(form: Int) -> Int { rows[form] }

    mutating func add(_ row: Int) {
        if count < rows.count { rows[count] = row }
        count += 1
    }
}

/// The columns of a line.
private struct Fields {
    private(set) var count = 0
    private(set) var hasBlank = false
    private let start: Int
    private var ends: InlineArray<8, Int> = .init(repeating: 0)

    init(_ start: Int) { self.start = start }

    mutating func end(at index: Int) {
        if count < ends.count {
            if index == (count == 0 ? start : ends[count - 1] + 1) { hasBlank = true }
            ends[count] = index
        }
        count += 1
    }

    subscript(column: Words.Column) -> Range<Int> {
        let column = column.rawValue
        return (column == 0 ? start : ends[column - 1] + 1)..<ends[column]
    }
}

/// The parts of a column between its spaces.
private struct Parts {
    private var start: Int
    private let end: Int

    init(_ field: Range<Int>) { (start, end) = (field.lowerBound, field.upperBound) }

    mutating func next(_ table: Span<UInt8>) -> Range<Int>? {
        guard start < end else { return nil }
        var index = start
        while index < end, table[index] != UInt8(ascii: " ") { index &+= 1 }
        defer { start = index + 1 }
        return start..<index
    }
}
