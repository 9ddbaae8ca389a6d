import CEntitiesModel
package import Linguistics

/// What is known of words before any text is read: the row of their vector, and whether they are names of something.
///
/// The table in the binary is 32-bit little-endian words: magic, number of word slots, number of gazetteer slots (even), number of
/// words of the filter (a power of two), then the word slots (17 bits of hash, 15 bits of row + 1; 0 is empty), then the
/// gazetteer's hashes, then its flags (two 16-bit values a word), then the filter: a bit for each of what the gazetteer has, by the
/// last bits of its hash. Both tables are open addressing with linear probing from the hash's upper half scaled to the table.
package struct Lexicon: Sendable {
    /// What the gazetteer says of a word or a name of several words.
    package struct Flags: OptionSet, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }

        package static let country = Flags(rawValue: 1 << 0)
        package static let state = Flags(rawValue: 1 << 1)
        package static let city = Flags(rawValue: 1 << 2)
        package static let town = Flags(rawValue: 1 << 3)
        package static let male = Flags(rawValue: 1 << 4)
        package static let female = Flags(rawValue: 1 << 5)
        package static let demonym = Flags(rawValue: 1 << 6)
        package static let organizationWord = Flags(rawValue: 1 << 7)
        package static let title = Flags(rawValue: 1 << 8)
        package static let month = Flags(rawValue: 1 << 9)
        /// Part of a place's name of several words.
        package static let inPlaceName = Flags(rawValue: 1 << 10)
        /// A name that readers of news know, by what it most often stands for.
        package static let knownOrganization = Flags(rawValue: 1 << 11)
        package static let knownMiscellaneous = Flags(rawValue: 1 << 12)
        package static let knownPlace = Flags(rawValue: 1 << 13)
        package static let surname = Flags(rawValue: 1 << 14)
        /// The first word of a name of several words that the gazetteer has.
        package static let startsName = Flags(rawValue: 1 << 15)

        /// The kinds that a name of several words can be.
        package static let places: Flags = [.country, .state, .city, .town]
        /// What a word in small letters is that may be a name for all that.
        static let ofNames: Flags = [.places, .male, .female, .demonym]
        /// The longest name in the gazetteer, in words.
        package static let longestName = 8
    }

    package static let magic: UInt32 = 0x4C58_4331

    // The table is read-only data of the binary, valid as long as the process lives.
    private nonisolated(unsafe) let base: UnsafePointer<UInt32>
    private let wordSlots: Int
    private let gazetteerSlots: Int
    // Most words and nearly all runs of words are not in the gazetteer, and its hashes are more than a near cache holds.
    private nonisolated(unsafe) let filter: UnsafePointer<UInt32>
    private let filterMask: UInt32

    /// Finds the table in the binary.
    ///
    /// - Returns: `nil` where it isn't one.
    package init?() {
        var size = 0
        let pointer = copydesk_entities_lexicon(&size)
        guard size >= 16 else { return nil }
        base = pointer.assumingMemoryBound(to: UInt32.self)
        guard base[0] == Self.magic else { return nil }
        wordSlots = Int(base[1])
        gazetteerSlots = Int(base[2])
        let filterWords = Int(base[3])
        let filterStart = 4 + wordSlots + gazetteerSlots + gazetteerSlots / 2
        guard size >= 4 * (filterStart + filterWords), wordSlots > 0, gazetteerSlots > 0, gazetteerSlots % 2 == 0,
            filterWords > 0, filterWords.nonzeroBitCount == 1
        else { return nil }
        filter = base + filterStart
        filterMask = UInt32(truncatingIfNeeded: 32 * filterWords - 1)
    }

    /// The row of a word's vector, from 1; 0 where it has none.
    package func vectorRow(_ hash: WordHash) -> UInt32 {
        let fingerprint = UInt32(truncatingIfNeeded: hash.value & 0x1FFFF)
        var slot = Self.slot(hash, of: wordSlots)
        for _ in 0..<wordSlots {
            let entry = base[4 + slot]
            if entry == 0 { return 0 }
            if entry >> 15 == fingerprint { return entry & 0x7FFF }
            slot = slot + 1 == wordSlots ? 0 : slot + 1
        }
        return 0
    }

    /// What the gazetteer says of a word or, by `phrase`, of several.
    package func flags(_ hash: WordHash) -> Flags {
        let fingerprint = Self.fingerprint(hash)
        let bit = fingerprint & filterMask
        guard filter[Int(bit >> 5)] >> (bit & 31) & 1 != 0 else { return [] }
        return found(fingerprint, from: Self.slot(hash, of: gazetteerSlots))
    }

    private func found(_ fingerprint: UInt32, from start: Int) -> Flags {
        var slot = start
        for _ in 0..<gazetteerSlots {
            let entry = base[4 + wordSlots + slot]
            if entry == 0 { return [] }
            if entry == fingerprint {
                let pair = base[4 + wordSlots + gazetteerSlots + slot / 2]
                return Flags(rawValue: UInt16(truncatingIfNeeded: slot & 1 == 0 ? pair : pair >> 16))
            }
            slot = slot + 1 == gazetteerSlots ? 0 : slot + 1
        }
        return []
    }

    /// The hash of a name of several words, from the hash of the words before and the next.
    package static func phrase(_ before: WordHash, _ next: WordHash) -> WordHash {
        var value = (before.value << 7 | before.value >> 57) ^ next.value
        value = value &* 0xD6E8_FEB8_6659_FD93
        value ^= value >> 32
        return WordHash(value)
    }

    private static func slot(_ hash: WordHash, of slots: Int) -> Int {
        Int((hash.value >> 32 &* UInt64(slots)) >> 32)
    }

    private static func fingerprint(_ hash: WordHash) -> UInt32 {
        max(1, UInt32(truncatingIfNeeded: hash.value))
    }
}

extension Lexicon {
    /// Builds the table's bytes.
    package static func table(words: [(WordHash, Int)], gazetteer: [WordHash: Flags]) -> [UInt8] {
        let wordSlots = words.count * 5 / 4 + 1
        let gazetteerSlots = (gazetteer.count * 3 / 2 + 2) & ~1
        var wordTable = [UInt32](repeating: 0, count: wordSlots)
        var hashes = [UInt32](repeating: 0, count: gazetteerSlots)
        var flags = [UInt16](repeating: 0, count: gazetteerSlots)
        for (hash, row) in words {
            var slot = Self.slot(hash, of: wordSlots)
            while wordTable[slot] != 0 { slot = slot + 1 == wordSlots ? 0 : slot + 1 }
            wordTable[slot] = UInt32(truncatingIfNeeded: hash.value & 0x1FFFF) << 15 | UInt32(row + 1)
        }
        for (hash, value) in gazetteer.sorted(by: { $0.key.value < $1.key.value }) {
            var slot = Self.slot(hash, of: gazetteerSlots)
            while hashes[slot] != 0 { slot = slot + 1 == gazetteerSlots ? 0 : slot + 1 }
            hashes[slot] = fingerprint(hash)
            flags[slot] = value.rawValue
        }
        // Ten bits for each of them or more, so that most others meet one that is not set.
        var filter = [UInt32](repeating: 0, count: 1)
        while 32 * filter.count < 10 * gazetteer.count { filter += filter }
        for hash in hashes where hash != 0 {
            let bit = Int(hash) & (32 * filter.count - 1)
            filter[bit >> 5] |= 1 << UInt32(bit & 31)
        }
        var bytes: [UInt8] = []
        for value in [magic, UInt32(wordSlots), UInt32(gazetteerSlots), UInt32(filter.count)] + wordTable + hashes {
            for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        for value in flags {
            bytes.append(UInt8(truncatingIfNeeded: value))
            bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        }
        for value in filter {
            for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        return bytes
    }
}
