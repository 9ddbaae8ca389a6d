import CEnglish
package import Linguistics

/// Given names and their short forms, in English and as English text writes them.
package enum Nicknames {
    /// Whether two given names are forms of one name.
    package static func areVariants(_ left: WordHash, _ right: WordHash) -> Bool {
        left == right || !groups(of: left).isDisjoint(with: groups(of: right))
    }

    /// The groups of forms that a name belongs to; `Pat` is both Patricia and Patrick.
    package static func groups(of name: WordHash) -> Set<Int> { groups[name] ?? [] }

    private static let groups: [WordHash: Set<Int>] = {
        var size = 0
        let start = copydesk_english_nicknames(&size)
        let table = UnsafeBufferPointer(start: start, count: size)
        var groups: [WordHash: Set<Int>] = [:]
        for (index, line) in table.split(separator: UInt8(ascii: "\n")).enumerated() {
            for name in line.split(separator: UInt8(ascii: " ")) {
                groups[WordHash(folding: table.span, name.startIndex..<name.endIndex), default: []].insert(index)
            }
        }
        return groups
    }()
}
