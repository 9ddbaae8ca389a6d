import CEnglish
package import Linguistics

// English is what rules ask of the language: its words with their classes, verbs of saying, countries, nicknames, and the rules
// of its stops. All of it is data, compiled in and read once, at the first question; a table that is malformed is a bug and
// ends the process. Discourse and the analyzers ask it, and so do formats whose words are English.

/// The words of English that the rules ask for, each with all that is said of it.
///
/// They come from `Data/words.tsv`, one row a word, which is compiled in and read once, at the first question. A rule
/// asks by a query for the words of a group; each question is one look-up, whatever the group.
package final class Words: Sendable {
    /// What is known of a word.
    @usableFromInline
    struct Row: Sendable {
        @usableFromInline var members = WordGroups()
        @usableFromInline var classes: WordClass = []
        @usableFromInline var gender: WordGender?
        /// What it says of the speech that it reports.
        var cue: Int? {
            get { cueIndex < 0 ? nil : Int(cueIndex) }
            set { cueIndex = Int16(newValue ?? -1) }
        }
        /// `cue`, or −1: an optional would make a row a third longer, and all rows are read at every word.
        @usableFromInline var cueIndex: Int16 = -1
    }

    @usableFromInline let index: WordIndex
    @usableFromInline let rows: ContiguousArray<Row>
    /// What the rows that report speech say of it.
    let cues: ContiguousArray<CueLexicon.Entry>
    /// The words as the table writes them one behind the other in the order of the rows, and where each ends.
    private let text: [UInt8]
    private let ends: ContiguousArray<Int32>
    private let expansions: WordTable<WordHash>
    /// How words are used where tokens and sentences end, as `LanguageRules` reads it.
    let uses: [UInt8]
    /// Groups of words of which each may stand for any other: *attorney, lawyer*.
    package let families: [[WordHash]]

    /// The table that is compiled in.
    package static let english: Words = {
        var size = 0
        let start = copydesk_english_words(&size)
        do {
            return try Words(table: UnsafeBufferPointer(start: start, count: size).span)
        } catch {
            // A test reads every row: no build of this table gets here.
            preconditionFailure("\(error)")
        }
    }()

    /// Reads a table; `Words+Reading.swift` has its form.
    ///
    /// - Throws: ``MalformedTable`` for the first line that is not as it should be.
    package init(table: Span<UInt8>) throws(MalformedTable) {
        var reading = Reading()
        try reading.read(table)
        index = reading.index
        rows = reading.rows
        cues = reading.cues
        text = reading.text
        ends = reading.ends
        expansions = WordTable(reading.expansions)
        families = reading.families
        uses = reading.uses
    }

    /// A word as the table writes it.
    func spelling(_ row: Int) -> String { String(decoding: text[letters(row)], as: UTF8.self) }

    /// Where a row's word stands in `text`.
    fileprivate func letters(_ row: Int) -> Range<Int> { (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row]) }

    /// The hash of a part of `text`.
    fileprivate func hash(_ letters: Range<Int>) -> WordHash {
        let text = text
        return WordHash(folding: text.span, letters)
    }

    /// The words of a row's expression.
    fileprivate func phrase(_ row: Int) -> [WordHash] {
        let letters = letters(row)
        var found: [WordHash] = []
        var start = letters.lowerBound
        for place in letters where text[place] == UInt8(ascii: " ") {
            found.append(hash(start..<place))
            start = place + 1
        }
        found.append(hash(start..<letters.upperBound))
        return found
    }

    /// What a word can do in a sentence; nothing for a word that the table lacks.
    @inlinable
    package func classes(of word: WordHash) -> WordClass {
        index[word].map { rows[$0].classes } ?? []
    }

    /// Whether the table has a word.
    package func contains(_ word: WordHash) -> Bool { index[word] != nil }

    /// The word that an abbreviation stands for: *governor* for *gov.*
    package func expansion(of abbreviation: WordHash) -> WordHash? { expansions[abbreviation] }

    /// The gender that a word of a group tells.
    package func gender(of word: WordHash, in group: WordGroup) -> WordGender? {
        guard let row = index[word], !rows[row].members.isDisjoint(with: WordGroups(group)) else { return nil }
        return rows[row].gender
    }

    /// The words that are in any of some groups.
    package subscript(groups: WordGroup...) -> WordQuery {
        WordQuery(words: self, groups: WordGroups(groups))
    }
}

/// Words that tell a person's gender tell one of these.
package enum WordGender: UInt8, Sendable { case male, female }

/// The words of some groups.
package struct WordQuery: Sendable {
    @usableFromInline let words: Words
    @usableFromInline let groups: WordGroups

    init(words: Words, groups: WordGroups) { (self.words, self.groups) = (words, groups) }

    /// The words of English that are in any of some groups.
    package static func english(_ groups: WordGroup...) -> WordQuery {
        WordQuery(words: .english, groups: WordGroups(groups))
    }

    /// Whether a word is one of them.
    @inlinable
    package func contains(_ word: WordHash) -> Bool {
        guard let row = words.index[word] else { return false }
        return !words.rows[row].members.isDisjoint(with: groups)
    }

    /// All of them, in lower case, in the order of the table.
    package var spellings: [String] { rows.map(words.spelling) }

    /// All of them by their hash, in the order of the table.
    package var hashes: [WordHash] { rows.map { words.hash(words.letters($0)) } }

    /// All of them as sequences of words, for expressions of several.
    package var phrases: [[WordHash]] { rows.map(words.phrase) }

    private var rows: [Int] { words.rows.indices.filter { !words.rows[$0].members.isDisjoint(with: groups) } }
}

/// A set of groups.
@usableFromInline
struct WordGroups: Sendable {
    @usableFromInline var low: UInt64 = 0
    @usableFromInline var high: UInt64 = 0
    @usableFromInline var top: UInt64 = 0

    @usableFromInline init() {}

    init(_ groups: [WordGroup]) { for group in groups { formUnion(WordGroups(group)) } }

    init(_ group: WordGroup) {
        let bit: UInt64 = 1 << UInt64(group.rawValue & 63)
        switch group.rawValue >> 6 {
        case 0: low = bit
        case 1: high = bit
        default: top = bit
        }
    }

    @inlinable
    mutating func formUnion(_ other: WordGroups) {
        low |= other.low
        high |= other.high
        top |= other.top
    }

    @inlinable
    func isDisjoint(with other: WordGroups) -> Bool { low & other.low | high & other.high | top & other.top == 0 }
}
