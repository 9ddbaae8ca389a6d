import CSentimentModel
import Linguistics

/// What a word does to the polarity of others; the order is that of the trainer's `CLASSES`.
enum CueClass: UInt8 {
    case none, negator, reverser, intensifier, diminisher, contrast, concession, modal, conditional, reporting
    case blaming, auxiliary, clause, passive, comparative, cancel, polarity
}

/// A row of the vocabulary that stands for no word of its own, or the first that does.
enum Row {
    static let unknown: Int32 = 0
    static let name: Int32 = 1
    static let target: Int32 = 2
    static let number: Int32 = 3
    static let link: Int32 = 4
}

/// The model's file, read in place.
struct Model: @unchecked Sendable {
    // Sendable: the pointer leads to the binary's read-only data, which lives as long as the process.
    private let base: UnsafeRawPointer

    /// Why a model cannot be used.
    struct Damaged: Error, CustomStringConvertible {
        let description = "The sentiment model in this binary is damaged: build the package again."
    }

    init() throws(Damaged) {
        guard let base = copydesk_sentiment_model().map({ $0 }), copydesk_sentiment_model_size() > 128,
            base.loadUnaligned(as: UInt32.self) == 0x3153_4443
        else { throw Damaged() }
        self.base = base
    }

    /// One of the numbers in the header.
    func number(_ index: Int) -> Int {
        Int(base.loadUnaligned(fromByteOffset: 4 + 4 * index, as: UInt32.self))
    }

    /// The bytes of a section; empty for one that the file does not have.
    func section(_ index: Int) -> UnsafeRawBufferPointer {
        let entry = 64 + 8 * index
        let offset = Int(base.loadUnaligned(fromByteOffset: entry, as: UInt32.self))
        let size = Int(base.loadUnaligned(fromByteOffset: entry + 4, as: UInt32.self))
        return UnsafeRawBufferPointer(start: base + offset, count: size)
    }
}

/// The words that the plugin knows: polarity, what they do to other words, and their row in the network's table.
struct Vocabulary: @unchecked Sendable {
    // Sendable: all pointers lead into the binary's read-only data.
    private let keys: UnsafeBufferPointer<UInt32>
    private let rows: UnsafeBufferPointer<UInt16>
    private let lexicon: UnsafeBufferPointer<Int8>
    private let expressionKeys: UnsafeBufferPointer<UInt32>
    private let expressionValues: UnsafeRawBufferPointer
    private let mask: Int
    private let expressionMask: Int

    /// The columns of the lexicon; the order is that of the trainer's `COLUMNS`.
    enum Column: Int {
        case polarity, vader, afinn, opinion, pattern, happiness, subjectivity, cue, strength, agent, patient, flags
    }

    /// The bits of `Column.flags`.
    enum Flag {
        static let common: Int8 = 1
        static let startsExpression: Int8 = 2
        static let frame: Int8 = 4
        static let event: Int8 = 8
    }

    /// Several words that mean something together.
    struct Expression {
        let length: Int
        let cue: CueClass
        let strength: Float
    }

    private static let columnCount = 12
    private static let longestExpression = 4

    init(_ model: Model) {
        mask = 1 << model.number(0) - 1
        expressionMask = 1 << model.number(1) - 1
        keys = model.section(0).bindMemory(to: UInt32.self)
        rows = model.section(1).bindMemory(to: UInt16.self)
        lexicon = model.section(2).bindMemory(to: Int8.self)
        expressionKeys = model.section(3).bindMemory(to: UInt32.self)
        expressionValues = model.section(4)
    }

    /// The row of a word; `Row.unknown` where there is none.
    func row(of hash: WordHash) -> Int32 {
        let key = max(UInt32(truncatingIfNeeded: hash.value >> 32), 1)
        var slot = Int(truncatingIfNeeded: hash.value) & mask
        while keys[slot] != 0 {
            if keys[slot] == key { return Int32(rows[slot]) }
            slot = (slot + 1) & mask
        }
        return Row.unknown
    }

    /// A byte of the lexicon as it is.
    @inline(__always)
    func byte(_ row: Int32, _ column: Column) -> Int8 { lexicon[Int(row) * Self.columnCount + column.rawValue] }

    /// A number of the lexicon.
    @inline(__always)
    func value(_ row: Int32, _ column: Column) -> Float { Float(byte(row, column)) / 100 }

    /// What a word does to others.
    @inline(__always)
    func cue(_ row: Int32) -> CueClass { CueClass(rawValue: UInt8(bitPattern: byte(row, .cue))) ?? .none }

    /// The longest expression that begins at a token.
    ///
    /// - Complexity: O(1): at most four tokens are joined.
    func expression(at token: Int, before end: Int, in tokens: borrowing Tokens) -> Expression? {
        var state: UInt64 = 0
        var found: Expression?
        for index in token..<min(end, token + Self.longestExpression) {
            state = (state ^ tokens.hashes[index].value) &* 0x9E37_79B9_7F4A_7C15
            state ^= state >> 29
            guard index > token else { continue }
            let key = max(UInt32(truncatingIfNeeded: state >> 32), 1)
            var slot = Int(truncatingIfNeeded: state) & expressionMask
            while expressionKeys[slot] != 0 {
                if expressionKeys[slot] == key {
                    let length = Int(expressionValues[4 * slot])
                    if length == index - token + 1 {
                        found = Expression(
                            length: length, cue: CueClass(rawValue: expressionValues[4 * slot + 1]) ?? .none,
                            strength: Float(Int8(bitPattern: expressionValues[4 * slot + 2])) / 100)
                    }
                    break
                }
                slot = (slot + 1) & expressionMask
            }
        }
        return found
    }
}
