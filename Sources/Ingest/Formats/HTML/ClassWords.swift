import CArticleModel
import HTML
import Linguistics

/// What an element's class, id and role say of its contents, by the words in them.
enum ClassGroup: Int, CaseIterable, Sendable {
    case body, article, comment, related, sidebar, social, signup, advert, consent, navigation, footer, meta, bio
    case caption, pull, title, deck, box, hidden, popup, live, footnote, poll
    case standfirst, captionline

    /// The groups that are features of the model, which is trained on them in this order; the others came later.
    static let ofModel = allCases.filter { $0.rawValue <= ClassGroup.footnote.rawValue }

    /// A set of groups as bits.
    struct Members: OptionSet, Hashable, Sendable {
        let rawValue: UInt32

        init(rawValue: UInt32) { self.rawValue = rawValue }

        init(_ group: ClassGroup) { rawValue = 1 << UInt32(group.rawValue) }

        func contains(_ group: ClassGroup) -> Bool { rawValue & (1 << UInt32(group.rawValue)) != 0 }
    }

    /// Groups of what a story may hold.
    static let ofStories: Members = [.init(.body), .init(.article), .init(.title), .init(.deck), .init(.live)]

    private static let byWord: [UInt64: Members] = {
        let names = Dictionary(uniqueKeysWithValues: allCases.map { ("\($0)", $0) })
        var groups: [UInt64: Members] = [:]
        for line in DataLines.lines(of: copydesk_class_words) {
            guard let group = names[line.group] else { continue }
            for word in line.text.split(separator: " ") {
                groups[NameHash(word).value, default: []].formUnion(Members(group))
            }
        }
        return groups
    }()

    /// The groups of the words in a value; words are cut at signs, digits and capitals, and two neighbours are also one.
    static func members(of value: ArraySlice<UInt8>) -> Members {
        var members: Members = []
        var word = NameHash()
        var pair = NameHash()
        var length = 0
        var hasPair = false
        func end() {
            guard length > 0 else { return }
            if let groups = byWord[word.value] { members.formUnion(groups) }
            if hasPair, let groups = byWord[pair.value] { members.formUnion(groups) }
            hasPair = true
            pair = word
            word = NameHash()
            length = 0
        }
        var before: UInt8 = 0
        for byte in value {
            let lower = byte.asciiLowercased
            let isUpper = lower != byte
            guard lower.isASCIILowercase else {
                end()
                if byte == 0x20 || byte == 0x0A { hasPair = false }
                before = byte
                continue
            }
            if isUpper, before.isASCIILowercase { end() }
            word.add(lower)
            if hasPair { pair.add(lower) }
            length += 1
            before = byte
        }
        end()
        return members
    }
}

/// Lines of the data compiled in: a group, a tab, a text.
enum DataLines {
    static func lines(of data: (UnsafeMutablePointer<Int>?) -> UnsafePointer<UInt8>?) -> [(group: String, text: String)]
    {
        var size = 0
        guard let base = data(&size) else { return [] }
        let bytes = UnsafeBufferPointer(start: base, count: size)
        return bytes.split(separator: 0x0A).compactMap { line in
            guard line.first != UInt8(ascii: "#"), let tab = line.firstIndex(of: 0x09) else { return nil }
            return (
                String(decoding: line[..<tab], as: UTF8.self), String(decoding: line[(tab + 1)...], as: UTF8.self)
            )
        }
    }
}
