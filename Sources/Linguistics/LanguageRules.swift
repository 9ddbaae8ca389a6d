/// What tokens and sentences need to know of a language.
///
/// Nothing else in this module knows words: a language's module makes the rules of a table, and who makes a document
/// chooses them. A table has a row a word, `WORD<TAB>USE[ USE…]`; a line that begins with `#` is a remark.
public struct LanguageRules: Sendable {
    /// How a word is used, as far as it tells where tokens and sentences end.
    public struct Use: OptionSet, Sendable, Hashable {
        /// The uses as bits.
        public let rawValue: UInt32

        /// Makes uses from bits.
        @inlinable
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// `title`: an abbreviation before a name, which never ends a sentence (`Gen.`).
        public static let title = Use(rawValue: 1 << 0)
        /// `joins`: an abbreviation between words, which never ends a sentence (`vs.`).
        public static let joins = Use(rawValue: 1 << 1)
        /// `number`: an abbreviation only where a number follows, which never ends a sentence (`p. 5`).
        public static let number = Use(rawValue: 1 << 2)
        /// `ends`: an abbreviation that may end a sentence (`Calif.`).
        public static let ends = Use(rawValue: 1 << 3)
        /// `any-case`: an abbreviation that may be written with a small first letter.
        public static let anyCase = Use(rawValue: 1 << 4)
        /// `opener`: capitalised in running text the word begins a sentence (`The`).
        public static let opener = Use(rawValue: 1 << 5)
        /// `courtesy`: a title that begins a sentence behind any abbreviation (`Mr.`), as `Sen.` behind `U.S.` does not.
        public static let courtesy = Use(rawValue: 1 << 6)
        /// `street`: behind a name or a number the abbreviation of a street, which may end a sentence (`5th St.`).
        public static let street = Use(rawValue: 1 << 7)
        /// `time`: an abbreviation behind a time of day (`a.m.`).
        public static let time = Use(rawValue: 1 << 8)
        /// `after-time`: goes on behind it (`Monday`, `EST`).
        public static let afterTime = Use(rawValue: 1 << 9)
        /// `firm`: an abbreviation at the end of a firm's name (`Inc.`).
        public static let firm = Use(rawValue: 1 << 10)
        /// `after-firm`: goes on behind it (`Chairman`).
        public static let afterFirm = Use(rawValue: 1 << 11)
        /// `person`: an abbreviation at the end of a person's name (`Jr.`, `Ph.D.`).
        public static let person = Use(rawValue: 1 << 12)
        /// `after-person`: goes on behind it (`Boulevard`).
        public static let afterPerson = Use(rawValue: 1 << 13)
        /// `and-so-on`: an abbreviation at the end of a list (`etc.`).
        public static let andSoOn = Use(rawValue: 1 << 14)
        /// `fronts`: begins an adverbial that may stand before the subject (`At 5 a.m.`).
        public static let fronts = Use(rawValue: 1 << 15)
        /// `speech`: a verb that tells of speech (`cried`).
        public static let speech = Use(rawValue: 1 << 16)
        /// `subject`: may stand before such a verb (`he`, `the`).
        public static let subject = Use(rawValue: 1 << 17)
        /// `leads-on`: cannot be the last word of a heading (`of`).
        public static let leadsOn = Use(rawValue: 1 << 18)
        /// `unit`: a unit whose dot between two numbers ends no sentence (`6 ft. 2 in.`).
        public static let unit = Use(rawValue: 1 << 19)
        /// `place`: an abbreviation of a country, a union, a state or a capital (`U.S.`, `Calif.`).
        public static let place = Use(rawValue: 1 << 20)
        /// `after-place`: goes on behind it (`Senate`).
        public static let afterPlace = Use(rawValue: 1 << 21)
        /// `article`: stands before a country's name (`the`), or is an abbreviation that takes it (`U.S.`).
        public static let article = Use(rawValue: 1 << 22)
        /// `hearer`: a verb of speech whose object hears (`asked`), not what is said.
        public static let hearer = Use(rawValue: 1 << 23)
        /// `office`: goes on behind a place, unless a name follows it (`President`).
        public static let office = Use(rawValue: 1 << 24)
        /// `before-place`: a preposition before a place that stands by itself (`to D.C.`).
        public static let beforePlace = Use(rawValue: 1 << 25)

        /// The uses by the names that tables have for them.
        static let names: [(name: StaticString, use: Use)] = [
            ("title", .title), ("joins", .joins), ("number", .number), ("ends", .ends), ("any-case", .anyCase),
            ("opener", .opener), ("courtesy", .courtesy), ("street", .street), ("time", .time),
            ("after-time", .afterTime), ("firm", .firm), ("after-firm", .afterFirm), ("person", .person),
            ("after-person", .afterPerson), ("and-so-on", .andSoOn), ("fronts", .fronts), ("speech", .speech),
            ("subject", .subject), ("leads-on", .leadsOn), ("unit", .unit),
            ("place", .place), ("after-place", .afterPlace), ("article", .article), ("hearer", .hearer),
            ("office", .office), ("before-place", .beforePlace),
        ]

        /// The uses that make a word an abbreviation.
        static let abbreviation: Use = [
            .title, .joins, .number, .ends, .time, .firm, .person, .andSoOn, .place,
        ]
        /// The uses of abbreviations after which the sentence goes on.
        static let goesOn: Use = [.title, .joins, .number]
    }

    /// An ending that is a token of its own (`'ll`, `n't`).
    struct Clitic: Sendable {
        /// The letter before the apostrophe, 0 where there is none.
        var before: UInt8
        /// The letters behind it, one byte each, the last one lowest.
        var letters: UInt32
    }

    private let uses: WordTable<Use>
    /// The length of the longest abbreviation in bytes, its last dot included.
    let longestAbbreviation: Int
    let clitics: ContiguousArray<Clitic>
    /// Whether a word is hardly ever written with a capital but where a sentence begins (`thousands`, not `senate`).
    package let isUsuallySmall: @Sendable (WordHash) -> Bool

    /// Reads a table.
    ///
    /// - Parameters:
    ///   - table: UTF-8; words in lower case, abbreviations with their last dot, clitics with a straight apostrophe.
    ///   - isUsuallySmall: Whether a word is hardly ever written with a capital but where a sentence begins; asked only
    ///     of capitalised words behind an abbreviation.
    /// - Throws: The first line that is wrong.
    public init(
        table: UnsafeRawBufferPointer, isUsuallySmall: @escaping @Sendable (WordHash) -> Bool
    ) throws(LanguageRulesError) {
        let names = WordTable(Use.names.map { (WordHash($0.name), $0.use) })
        var entries: [(WordHash, Use)] = []
        var clitics: ContiguousArray<Clitic> = []
        var longest = 0
        var number = 0
        let text = Span<UInt8>(_unsafeBytes: table)
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x0A { end += 1 }
            defer { start = end + 1 }
            number += 1
            guard end > start, text[start] != UInt8(ascii: "#") else { continue }
            var tab = start
            while tab < end, text[tab] != 0x09 { tab += 1 }
            guard tab > start, tab < end else { throw .noUse(line: number) }
            var use: Use = []
            var field = tab + 1
            while field < end {
                var stop = field
                while stop < end, text[stop] != 0x20 { stop += 1 }
                let name = WordHash(folding: text, field..<stop)
                if name == WordHash("clitic") {
                    clitics.append(Clitic(text, start..<tab))
                } else if let named = names[name] {
                    use.insert(named)
                } else {
                    throw .unknownUse(line: number)
                }
                field = stop + 1
            }
            if !use.isDisjoint(with: Use.abbreviation) { longest = max(longest, tab - start) }
            entries.append((WordHash(folding: text, start..<tab), use))
        }
        uses = WordTable(entries)
        longestAbbreviation = longest
        self.clitics = clitics
        self.isUsuallySmall = isUsuallySmall
    }

    /// How a word is used; an abbreviation is looked up with its last dot.
    subscript(word: WordHash) -> Use { uses[word] ?? [] }
}

/// What is wrong with a table of rules.
public enum LanguageRulesError: Error, Hashable {
    /// A line, counted from 1, has no tab with a word before it and a use behind it.
    case noUse(line: Int)
    /// A line, counted from 1, names a use that there is not.
    case unknownUse(line: Int)
}

extension LanguageRules.Clitic {
    fileprivate init(_ text: Span<UInt8>, _ range: Range<Int>) {
        before = 0
        letters = 0
        var isBehind = false
        for index in range {
            if text[index] == UInt8(ascii: "'") {
                isBehind = true
            } else if isBehind {
                letters = letters << 8 | UInt32(text[index])
            } else {
                before = text[index]
            }
        }
    }
}
