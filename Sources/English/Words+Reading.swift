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
    enum Column: Int, CaseIterable {
        /// The word or expression in lower case; rows ascend by its bytes.
        case word
        /// The names of its groups (`WordGroup`) and of what it can do in a sentence (`WordClass`), ascending, with a
        /// space between. `-s`, `-ed`, `-ing` or `-en` behind a name says that this form of the verb is meant.
        case classes
        /// `m` or `f`: the gender that the word tells.
        case gender
        /// The word that it abbreviates.
        case shortFor
        /// For a verb that reports speech how surely it does, 0 through 1, and what it takes (`CueLexicon.Frames`).
        case cue
        /// A verb's third person, past and participle, where they are not formed by rule; a perfect participle that
        /// differs from the past only where it reports speech by itself.
        case forms
        /// A word by which to name those of which each may stand for any other.
        case family
    }

    /// A table as far as it is read.
    struct Reading {
        var keys = ContiguousArray<UInt64>(repeating: 0, count: 1024)
        var places = ContiguousArray<UInt16>(repeating: 0, count: 1024)
        var rows: ContiguousArray<Row> = []
        var spellings: ContiguousArray<[UInt8]> = []
        var cues: [(WordHash, CueLexicon.Entry)] = []
        var expansions: [(WordHash, WordHash)] = []
        var families: [[WordHash]] = []
        private var familyOfName: [WordHash: Int] = [:]
        private var line = 0
        private var last: [UInt8] = []

        mutating func read(_ table: Span<UInt8>) throws(MalformedTable) {
            rows.reserveCapacity(4096)
            spellings.reserveCapacity(4096)
            var start = 0
            while start < table.count {
                var fields = Fields()
                var index = start
                while index < table.count, table[index] != UInt8(ascii: "\n") {
                    if table[index] == UInt8(ascii: "\t") { fields.end(at: index) }
                    index += 1
                }
                fields.end(at: index)
                line += 1
                guard fields.count == Column.allCases.count else {
                    throw MalformedTable(line: line, reason: "there are \(fields.count) columns")
                }
                if line > 1 { try read(table, start, fields) }
                start = index + 1
            }
        }

        private mutating func read(
            _ table: Span<UInt8>, _ start: Int, _ fields: Fields
        ) throws(MalformedTable) {
            func range(_ column: Column) -> Range<Int> { fields.range(column.rawValue, start) }
            func isEmpty(_ column: Column) -> Bool {
                range(column).count == 1 && table[range(column).lowerBound] == UInt8(ascii: "-")
            }
            for column in Column.allCases where range(column).isEmpty {
                throw MalformedTable(line: line, reason: "column \(column) is blank")
            }
            let word = Self.bytes(table, range(.word))
            guard last.lexicographicallyPrecedes(word) else {
                throw MalformedTable(line: line, reason: "it does not stand behind the one before")
            }
            last = word
            let forms = isEmpty(.cue) && isEmpty(.forms) ? [word] : try verbForms(word, table, range(.forms))
            var indices: [Int] = []
            for form in forms { indices.append(insert(form)) }
            if !isEmpty(.classes) { try addClasses(table, range(.classes), to: indices) }
            if !isEmpty(.gender) {
                switch table[range(.gender).lowerBound] {
                case UInt8(ascii: "m"): rows[indices[0]].gender = .male
                case UInt8(ascii: "f"): rows[indices[0]].gender = .female
                default: throw MalformedTable(line: line, reason: "the gender is neither m nor f")
                }
            }
            let hash = Self.hash(word)
            if !isEmpty(.shortFor) { expansions.append((hash, WordHash(folding: table, range(.shortFor)))) }
            if !isEmpty(.family) {
                let name = WordHash(folding: table, range(.family))
                if let family = familyOfName[name] {
                    families[family].append(hash)
                } else {
                    familyOfName[name] = families.count
                    families.append([hash])
                }
            }
            if !isEmpty(.cue) { try addCue(table, range(.cue), forms, indices) }
        }

        /// The row of a word, made anew for the first form of it.
        private mutating func insert(_ word: [UInt8]) -> Int {
            let hash = Self.hash(word)
            if 2 * rows.count >= keys.count { grow() }
            var place = Int(truncatingIfNeeded: hash.value) & (keys.count - 1)
            while keys[place] != 0 {
                if keys[place] == hash.value { return Int(places[place]) }
                place = (place + 1) & (keys.count - 1)
            }
            keys[place] = hash.value
            places[place] = UInt16(rows.count)
            rows.append(Row())
            spellings.append(word)
            return rows.count - 1
        }

        private mutating func grow() {
            let (oldKeys, oldPlaces) = (keys, places)
            keys = ContiguousArray(repeating: 0, count: 2 * oldKeys.count)
            places = ContiguousArray(repeating: 0, count: 2 * oldKeys.count)
            for old in oldKeys.indices where oldKeys[old] != 0 {
                var place = Int(truncatingIfNeeded: oldKeys[old]) & (keys.count - 1)
                while keys[place] != 0 { place = (place + 1) & (keys.count - 1) }
                keys[place] = oldKeys[old]
                places[place] = oldPlaces[old]
            }
        }

        private mutating func addClasses(
            _ table: Span<UInt8>, _ names: Range<Int>, to indices: [Int]
        ) throws(MalformedTable) {
            for name in Self.parts(table, names) {
                var end = name.lowerBound
                while end < name.upperBound, table[end] != UInt8(ascii: "-") { end += 1 }
                guard let known = Self.names[WordHash(exact: table, name.lowerBound..<end)] else {
                    throw MalformedTable(line: line, reason: "there is no class '\(Self.string(table, name))'")
                }
                let form =
                    end == name.upperBound ? 0 : Self.endings[WordHash(exact: table, end..<name.upperBound)]
                guard let form, form < indices.count else {
                    throw MalformedTable(line: line, reason: "the word has no form '\(Self.string(table, name))'")
                }
                switch known {
                case .group(let group): rows[indices[form]].members.formUnion(WordGroups(group))
                case .wordClass(let wordClass): rows[indices[form]].classes.insert(wordClass)
                }
            }
        }

        private mutating func addCue(
            _ table: Span<UInt8>, _ column: Range<Int>, _ forms: [[UInt8]], _ indices: [Int]
        ) throws(MalformedTable) {
            let parts = Self.parts(table, column)
            guard let weight = Float(Self.string(table, parts[0])), weight > 0, weight <= 1 else {
                throw MalformedTable(line: line, reason: "the weight is no number up to 1")
            }
            var frames: CueLexicon.Frames = []
            for part in parts.dropFirst() {
                guard let frame = CueLexicon.Frames.named[WordHash(exact: table, part)] else {
                    throw MalformedTable(line: line, reason: "there is no frame '\(Self.string(table, part))'")
                }
                frames.insert(frame)
            }
            let isNoun = !rows[indices[0]].members.isDisjoint(with: WordGroups(.alsoNoun))
            for (form, index) in indices.enumerated() where !rows[index].classes.contains(.cueVerb) {
                rows[index].classes.insert(.cueVerb)
                let kind = CueLexicon.Form(rawValue: UInt8(form)) ?? .past
                let entry = CueLexicon.Entry(
                    frames: frames, form: kind, weight: weight,
                    isAlsoNoun: isNoun && (kind == .base || kind == .third))
                cues.append((Self.hash(forms[form]), entry))
            }
        }

        private func verbForms(
            _ base: [UInt8], _ table: Span<UInt8>, _ column: Range<Int>
        ) throws(MalformedTable) -> [[UInt8]] {
            if column.count == 1 { return VerbForms.regular(base) }
            var forms = [base]
            for part in Self.parts(table, column) { forms.append(Self.bytes(table, part)) }
            guard forms.count == 4 || forms.count == 5 else {
                throw MalformedTable(line: line, reason: "a verb has three or four forms besides the first")
            }
            return forms
        }

        private static func hash(_ word: [UInt8]) -> WordHash { WordHash(folding: word.span, 0..<word.count) }

        private static func bytes(_ table: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(range.count)
            for index in range { bytes.append(table[index]) }
            return bytes
        }

        private static func string(_ table: Span<UInt8>, _ range: Range<Int>) -> String {
            String(decoding: bytes(table, range), as: UTF8.self)
        }

        /// The parts between spaces.
        private static func parts(_ table: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>] {
            var parts: [Range<Int>] = []
            var start = range.lowerBound
            for index in range where table[index] == UInt8(ascii: " ") {
                parts.append(start..<index)
                start = index + 1
            }
            parts.append(start..<range.upperBound)
            return parts
        }

        private enum Known: Sendable {
            case group(WordGroup)
            case wordClass(WordClass)
        }

        private static let names = WordTable<Known>(
            WordGroup.allCases.map { (exact("\($0)"), .group($0)) }
                + WordClass.names.map { (exact($0), .wordClass($1)) })

        private static let endings = WordTable<Int>([
            (exact("-s"), 1), (exact("-ed"), 2), (exact("-ing"), 3), (exact("-en"), 4),
        ])
    }

    fileprivate static func exact(_ name: String) -> WordHash {
        let bytes = Array(name.utf8)
        return WordHash(exact: bytes.span, 0..<bytes.count)
    }
}

/// Where the columns of a line end.
private struct Fields {
    private(set) var count = 0
    private var ends: InlineArray<7, Int> = .init(repeating: 0)

    mutating func end(at index: Int) {
        if count < ends.count { ends[count] = index }
        count += 1
    }

    func range(_ column: Int, _ start: Int) -> Range<Int> {
        (column == 0 ? start : ends[column - 1] + 1)..<ends[column]
    }
}

extension CueLexicon.Frames {
    /// The frames by their names in the table.
    fileprivate static let named = WordTable<CueLexicon.Frames>(
        [
            ("marks", .marks), ("clause", .clause), ("thatClause", .thatClause), ("infinitive", .infinitive),
            ("object", .object), ("nominal", .nominal), ("describing", .describing), ("thought", .thought),
        ].map { (Words.exact($0), $1) })
}
