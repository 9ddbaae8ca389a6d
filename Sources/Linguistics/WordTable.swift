/// Words with a value each, found by their hash.
///
/// The hash is spread well already: its low bits are the place, and the next places are tried in turn, of which half are empty.
public struct WordTable<Value: Sendable>: Sendable {
    @usableFromInline var keys: ContiguousArray<UInt64> = [0]
    @usableFromInline var values: ContiguousArray<Value?> = [nil]
    @usableFromInline var mask = 0

    /// Makes a table of words; of a word that comes twice the first value counts.
    ///
    /// Inlined where it is called: as generic code in another module it took 3.8 million instructions for the lists of phrases, now
    /// a tenth of that.
    @inlinable
    public init(_ entries: some Collection<(WordHash, Value)>) {
        guard !entries.isEmpty else { return }
        var size = 8
        while size <= 2 * entries.count { size *= 2 }
        keys = ContiguousArray(repeating: 0, count: size)
        values = ContiguousArray(repeating: nil, count: size)
        mask = size - 1
        for (word, value) in entries {
            var place = Int(truncatingIfNeeded: word.value) & mask
            while values[place] != nil, keys[place] != word.value { place = (place &+ 1) & mask }
            guard values[place] == nil else { continue }
            keys[place] = word.value
            values[place] = value
        }
    }

    /// The value of a word.
    @inlinable
    public subscript(word: WordHash) -> Value? {
        var place = Int(truncatingIfNeeded: word.value) & mask
        while keys[place] != word.value {
            guard values[place] != nil else { return nil }
            place = (place &+ 1) & mask
        }
        return values[place]
    }
}

/// A set of words, found by their hash.
public struct WordSet: Sendable, ExpressibleByArrayLiteral {
    @usableFromInline let table: WordTable<Bool>

    /// Makes a set of words, whatever their case.
    public init(_ words: [String]) { table = WordTable(words.map { (WordHash(folding: $0), true) }) }

    /// Makes a set of the lines of a UTF-8 text.
    public init(lines: UnsafeRawBufferPointer) {
        let text = Span<UInt8>(_unsafeBytes: lines)
        var entries: [(WordHash, Bool)] = []
        var start = 0
        for index in 0..<text.count where text[index] == 0x0A {
            if index > start { entries.append((WordHash(folding: text, start..<index), true)) }
            start = index + 1
        }
        if start < text.count { entries.append((WordHash(folding: text, start..<text.count), true)) }
        table = WordTable(entries)
    }

    /// Makes a set of words, whatever their case.
    public init(arrayLiteral words: String...) { self.init(words) }

    /// Whether a word is one of the set's.
    @inlinable
    public func contains(_ word: WordHash) -> Bool { table[word] != nil }
}
