import CEnglish
package import Linguistics

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
    }

    /// The hashes of the words at their places, 0 where there is none; a power of two of them, at most half in use.
    @usableFromInline let keys: ContiguousArray<UInt64>
    /// The index of the row at each place.
    @usableFromInline let places: ContiguousArray<UInt16>
    @usableFromInline let rows: ContiguousArray<Row>
    /// The words as the table writes them, in the order of the rows.
    let spellings: ContiguousArray<[UInt8]>
    /// The words that report speech, in all their forms.
    let cues: [(WordHash, CueLexicon.Entry)]
    private let expansions: WordTable<WordHash>
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
        keys = reading.keys
        places = reading.places
        rows = reading.rows
        spellings = reading.spellings
        cues = reading.cues
        expansions = WordTable(reading.expansions)
        families = reading.families
    }

    /// The row of a word.
    @inlinable
    func row(_ word: WordHash) -> Int? {
        let mask = keys.count &- 1
        var place = Int(truncatingIfNeeded: word.value) & mask
        while true {
            let key = keys[place]
            if key == word.value { return Int(places[place]) }
            if key == 0 { return nil }
            place = (place &+ 1) & mask
        }
    }

    /// What a word can do in a sentence; nothing for a word that the table lacks.
    @inlinable
    package func classes(of word: WordHash) -> WordClass {
        row(word).map { rows[$0].classes } ?? []
    }

    /// The word that an abbreviation stands for: *governor* for *gov.*
    package func expansion(of abbreviation: WordHash) -> WordHash? { expansions[abbreviation] }

    /// The gender that a word of a group tells.
    package func gender(of word: WordHash, in group: WordGroup) -> WordGender? {
        guard let row = row(word), !rows[row].members.isDisjoint(with: WordGroups(group)) else { return nil }
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
        guard let row = words.row(word) else { return false }
        return !words.rows[row].members.isDisjoint(with: groups)
    }

    /// All of them, in lower case, in the order of the table.
    package var spellings: [String] { rows.map { String(decoding: words.spellings[$0], as: UTF8.self) } }

    /// All of them by their hash, in the order of the table.
    package var hashes: [WordHash] {
        rows.map { row in
            let word = words.spellings[row]
            return WordHash(folding: word.span, 0..<word.count)
        }
    }

    /// All of them as sequences of words, for expressions of several.
    package var phrases: [[WordHash]] {
        spellings.map { $0.split(separator: " ").map { WordHash(folding: String($0)) } }
    }

    private var rows: [Int] { words.rows.indices.filter { !words.rows[$0].members.isDisjoint(with: groups) } }
}

/// A set of groups.
@usableFromInline
struct WordGroups: Sendable {
    @usableFromInline var low: UInt64 = 0
    @usableFromInline var high: UInt64 = 0

    @usableFromInline init() {}

    init(_ groups: [WordGroup]) { for group in groups { formUnion(WordGroups(group)) } }

    init(_ group: WordGroup) {
        if group.rawValue < 64 { low = 1 << UInt64(group.rawValue) } else { high = 1 << UInt64(group.rawValue &- 64) }
    }

    @inlinable
    mutating func formUnion(_ other: WordGroups) {
        low |= other.low
        high |= other.high
    }

    @inlinable
    func isDisjoint(with other: WordGroups) -> Bool { low & other.low | high & other.high == 0 }
}
