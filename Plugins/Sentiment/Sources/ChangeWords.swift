import CSentimentModel
import Linguistics

/// What words are to changes: what moves (*unemployment*), and what tells which way (*fell*, *halves*, *a drop in*, *fewer*).
struct ChangeWords: Sendable {
    /// The kinds as the table names them, in the order of the bits of `Kinds`.
    private enum Kind: String, CaseIterable {
        case bad, good, measure, falls, rises, lowers, raises, fall, rise, less, more, has, aspect, fails, harmed, harm
        case unhurt, mock, joy, again, when, sure, tie
    }

    /// The kinds of a word, which may be several.
    struct Kinds: OptionSet {
        let rawValue: UInt32

        /// Of which more is bad.
        static let bad = Kinds(rawValue: 1 << 0)
        /// Of which more is good.
        static let good = Kinds(rawValue: 1 << 1)
        /// What things are counted by: *the number of*.
        static let measure = Kinds(rawValue: 1 << 2)
        /// Verbs whose subject falls or rises.
        static let falls = Kinds(rawValue: 1 << 3)
        static let rises = Kinds(rawValue: 1 << 4)
        /// Verbs whose object falls or rises.
        static let lowers = Kinds(rawValue: 1 << 5)
        static let raises = Kinds(rawValue: 1 << 6)
        /// Nouns of falling and rising.
        static let fall = Kinds(rawValue: 1 << 7)
        static let rise = Kinds(rawValue: 1 << 8)
        /// Words before what there is less or more of.
        static let less = Kinds(rawValue: 1 << 9)
        static let more = Kinds(rawValue: 1 << 10)
        /// Verbs between an owner and what he has.
        static let has = Kinds(rawValue: 1 << 11)
        /// What stands before a verb and leaves its sense, and what turns it.
        static let aspect = Kinds(rawValue: 1 << 12)
        static let fails = Kinds(rawValue: 1 << 13)
        /// What is said of nobody, and of nothing: *no one was hurt*, *no injuries*.
        static let harmed = Kinds(rawValue: 1 << 14)
        static let harm = Kinds(rawValue: 1 << 15)
        static let unhurt = Kinds(rawValue: 1 << 16)
        /// Marked irony: *so much for the truce*; *great, another delay*.
        static let mock = Kinds(rawValue: 1 << 17)
        static let joy = Kinds(rawValue: 1 << 18)
        static let again = Kinds(rawValue: 1 << 19)
        /// Words behind a verb that are no object of it: *eased overnight*.
        static let when = Kinds(rawValue: 1 << 20)
        /// Movers of which any word that is good or bad by itself may be the thing: *fewer quarrels*.
        static let sure = Kinds(rawValue: 1 << 21)
        /// Prepositions between what moves and whose it is: *support for Holt*.
        static let tie = Kinds(rawValue: 1 << 22)
        /// A thing by the lexicon of polarity, not by the table.
        static let polar = Kinds(rawValue: 1 << 24)
        /// The first word of an expression.
        static let starts = Kinds(rawValue: 1 << 23)

        static let thing: Kinds = [.bad, .good]
        static let verb: Kinds = [.falls, .rises, .lowers, .raises]
        static let mover: Kinds = [.falls, .rises, .lowers, .raises, .fall, .rise, .less, .more]
    }

    private let words: Table
    private let expressions: Table
    private static let longest = 5

    /// Those of the table in the binary.
    static let ofBinary: ChangeWords = {
        let bytes = UnsafeBufferPointer(start: copydesk_sentiment_changes(), count: copydesk_sentiment_changes_size())
        return ChangeWords(bytes.span)
    }()

    /// Reads lines: a kind, a tab, words and expressions parted by bars; those that begin with # are remarks.
    init(_ table: Span<UInt8>) {
        let names = Kind.allCases.map { WordHash(folding: $0.rawValue) }
        var words: [(WordHash, Kinds)] = []
        var expressions: [(WordHash, Kinds)] = []
        var start = 0
        while start < table.count {
            var end = start
            while end < table.count, table[end] != UInt8(ascii: "\n") { end += 1 }
            var tab = start
            while tab < end, table[tab] != UInt8(ascii: "\t") { tab += 1 }
            if tab < end, table[start] != UInt8(ascii: "#"),
                let kind = names.firstIndex(of: WordHash(folding: table, start..<tab))
            {
                let kind = Kinds(rawValue: 1 << UInt32(kind))
                var word = tab + 1
                for place in tab + 1...end where place == end || table[place] == UInt8(ascii: "|") {
                    Self.add(table, word..<place, kind, to: &words, &expressions)
                    word = place + 1
                }
            }
            start = end + 1
        }
        self.words = Table(words)
        self.expressions = Table(expressions)
    }

    private static func add(
        _ table: Span<UInt8>, _ range: Range<Int>, _ kind: Kinds, to words: inout [(WordHash, Kinds)],
        _ expressions: inout [(WordHash, Kinds)]
    ) {
        var (joined, first, start) = (UInt64(0), WordHash(0), range.lowerBound)
        for place in range.lowerBound...range.upperBound
        where place == range.upperBound || table[place] == UInt8(ascii: " ") {
            let word = WordHash(folding: table, start..<place)
            if start == range.lowerBound { first = word }
            joined = Self.join(joined, word)
            if place == range.upperBound {
                if start == range.lowerBound {
                    words.append((word, kind))
                } else {
                    words.append((first, .starts))
                    expressions.append((WordHash(joined), kind))
                }
            }
            start = place + 1
        }
    }

    private static func join(_ state: UInt64, _ word: WordHash) -> UInt64 {
        let mixed = (state ^ word.value) &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ mixed >> 29
    }

    /// What a word alone is; with `starts`, an expression may begin there.
    func kinds(of word: WordHash) -> Kinds { words[word] }

    /// The longest expression that begins at a token.
    func expression(at token: Int, before end: Int, in tokens: borrowing Tokens) -> (kinds: Kinds, length: Int)? {
        var joined: UInt64 = 0
        var found: (kinds: Kinds, length: Int)?
        for place in token..<min(end, token + Self.longest) {
            joined = Self.join(joined, tokens.hashes[place])
            let kinds = expressions[WordHash(joined)]
            if place > token, !kinds.isEmpty { found = (kinds, place + 1 - token) }
        }
        return found
    }
}

extension ChangeWords {
    /// Kinds by hash, at least half of the places empty.
    ///
    /// A word that comes several times has all its kinds, where `WordTable` keeps the first.
    private struct Table {
        private var keys: ContiguousArray<UInt64>
        private var values: ContiguousArray<UInt32>
        private let mask: Int

        init(_ entries: [(WordHash, Kinds)]) {
            var size = 8
            while size < 2 * entries.count { size *= 2 }
            keys = ContiguousArray(repeating: 0, count: size)
            values = ContiguousArray(repeating: 0, count: size)
            mask = size - 1
            for (word, kinds) in entries {
                let place = place(of: word)
                keys[place] = word.value
                values[place] |= kinds.rawValue
            }
        }

        subscript(word: WordHash) -> Kinds { Kinds(rawValue: values[place(of: word)]) }

        /// Where a word stands, or where it would.
        private func place(of word: WordHash) -> Int {
            var place = Int(truncatingIfNeeded: word.value) & mask
            while values[place] != 0, keys[place] != word.value { place = (place &+ 1) & mask }
            return place
        }
    }
}
