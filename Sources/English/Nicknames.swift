import CEnglish
package import Linguistics

/// Given names and their short forms, in English and as English text writes them.
package enum Nicknames {
    /// Whether two given names are forms of one name.
    package static func areVariants(_ left: WordHash, _ right: WordHash) -> Bool {
        if left == right { return true }
        let others = groups(of: right)
        return groups(of: left).contains { others.contains($0) }
    }

    /// The groups of forms that a name belongs to, ascending; `Pat` is both Patricia and Patrick.
    package static func groups(of name: WordHash) -> ArraySlice<Int> { table.groups[table.places[name] ?? 0..<0] }

    /// The groups of all names one behind the other, and where each name's are.
    private static let table: (places: WordTable<Range<Int>>, groups: [Int]) = {
        var size = 0
        let base = copydesk_english_nicknames(&size)
        let table = UnsafeBufferPointer(start: base, count: size)
        // Sorted instead of gathered in sets, which took three times as long, at the first question of a process.
        var members: [(name: UInt64, group: Int)] = []
        var (start, group) = (0, 0)
        for place in 0...size {
            let byte = place < size ? table[place] : UInt8(ascii: "\n")
            guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") else { continue }
            if start < place { members.append((WordHash(folding: table.span, start..<place).value, group)) }
            if byte == UInt8(ascii: "\n") { group += 1 }
            start = place + 1
        }
        members.sort { ($0.name, $0.group) < ($1.name, $1.group) }
        var places: [(WordHash, Range<Int>)] = []
        for (place, member) in members.enumerated() {
            if let last = places.indices.last, places[last].0.value == member.name {
                places[last].1 = places[last].1.lowerBound..<place + 1
            } else {
                places.append((WordHash(member.name), place..<place + 1))
            }
        }
        return (WordTable(places), members.map(\.group))
    }()
}
