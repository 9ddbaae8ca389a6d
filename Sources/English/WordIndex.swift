package import Linguistics

/// Numbers words in the order in which they come, and finds their numbers by their hashes.
///
/// The hash is spread well already: its low bits are the place, and the next places are tried in turn, of which half are
/// empty. Not generic, so that its callers in other modules have it inlined and none pays for metadata at start.
package struct WordIndex: Sendable {
    /// The hashes at their places, 0 where there is none; a power of two of them.
    @usableFromInline var keys = ContiguousArray<UInt64>(repeating: 0, count: 256)
    /// The number of the word at each place.
    @usableFromInline var numbers = ContiguousArray<UInt16>(repeating: 0, count: 256)
    @usableFromInline var count = 0

    init() {}

    /// The number of a word.
    @inlinable
    package subscript(word: WordHash) -> Int? {
        let mask = keys.count &- 1
        var place = Int(truncatingIfNeeded: word.value) & mask
        while true {
            let key = keys[place]
            if key == word.value { return Int(numbers[place]) }
            if key == 0 { return nil }
            place = (place &+ 1) & mask
        }
    }

    /// The number of a word, which is the next one where the word is new.
    mutating func insert(_ word: WordHash) -> Int {
        if let number = self[word] { return number }
        if 2 * count >= keys.count { grow() }
        place(word.value, UInt16(count))
        count += 1
        return count - 1
    }

    private mutating func grow() {
        let (oldKeys, oldNumbers) = (keys, numbers)
        keys = ContiguousArray(repeating: 0, count: 4 * oldKeys.count)
        numbers = ContiguousArray(repeating: 0, count: 4 * oldKeys.count)
        for old in 0..<oldKeys.count where oldKeys[old] != 0 { place(oldKeys[old], oldNumbers[old]) }
    }

    private mutating func place(_ key: UInt64, _ number: UInt16) {
        let mask = keys.count &- 1
        var place = Int(truncatingIfNeeded: key) & mask
        while keys[place] != 0 { place = (place &+ 1) & mask }
        keys[place] = key
        numbers[place] = number
    }
}
