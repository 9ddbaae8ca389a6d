import Glibc

/// A standing query: what is waited for in new reports.
///
/// All that it names must be met.
package struct Alert: Hashable, Sendable {
    /// How an entity is judged.
    package enum Stance: String, Codable, CaseIterable, Sendable { case critical, supportive, mixed, neutral }

    package let name: String
    /// Who must be quoted.
    package let speaker: String?
    /// Who or what must be named.
    package let entity: String?
    /// Words that must stand in the text, in this order; a star at the end is for any ending.
    package let text: String?
    /// How the entity, or anybody where none is named, must be judged.
    package let stance: Stance?
    /// When it was made, in seconds since 1970: only reports that are delivered later are looked at.
    package let created: Int
    /// Whether each match is also put where a systemd unit takes it.
    package let startsUnit: Bool

    package init(
        name: String, speaker: String? = nil, entity: String? = nil, text: String? = nil, stance: Stance? = nil,
        created: Int, startsUnit: Bool = false
    ) {
        (self.name, self.speaker, self.entity) = (name, speaker, entity)
        (self.text, self.stance, self.created, self.startsUnit) = (text, stance, created, startsUnit)
    }

    /// Whether a word may be the name of one: it becomes the name of a folder and of a systemd unit's instance.
    package static func isName(_ name: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 64 else { return false }
        return name.utf8.allSatisfy { isLetter($0) || "_-.".utf8.contains($0) }
    }

    /// Whether it waits for anything.
    package var isEmpty: Bool { speaker == nil && entity == nil && text == nil && stance == nil }

    /// What it waits for, behind *reports*.
    package var conditions: String {
        var parts: [String] = []
        if let speaker { parts.append("that quote \(speaker)") }
        if let entity {
            parts.append(stance.map { "that are \($0.rawValue) of \(entity)" } ?? "that name \(entity)")
        } else if let stance {
            parts.append("that are \(stance.rawValue) of anybody")
        }
        if let text { parts.append("with the words “\(text)”") }
        return parts.joined(separator: ", ")
    }
}

extension Alert: Codable {
    private enum CodingKeys: String, CodingKey { case name, speaker, entity, text, stance, created, startsUnit }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decode(String.self, forKey: .name)
        speaker = try fields.decodeIfPresent(String.self, forKey: .speaker)
        entity = try fields.decodeIfPresent(String.self, forKey: .entity)
        text = try fields.decodeIfPresent(String.self, forKey: .text)
        stance = try fields.decodeIfPresent(Stance.self, forKey: .stance)
        created = try PublishedTime.decode(.created, of: fields)
        startsUnit = try fields.decodeIfPresent(Bool.self, forKey: .startsUnit) ?? false
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encodeIfPresent(speaker, forKey: .speaker)
        try fields.encodeIfPresent(entity, forKey: .entity)
        try fields.encodeIfPresent(text, forKey: .text)
        try fields.encodeIfPresent(stance, forKey: .stance)
        try fields.encode(PublishedTime.text(created), forKey: .created)
        try fields.encode(startsUnit, forKey: .startsUnit)
    }
}

/// Words in a row, as an alert waits for them and a search looks for them.
struct Phrase: Hashable, Sendable {
    let words: [String]
    /// Whether the last one may go on.
    let isPrefix: Bool

    /// - Returns: Nil for a text without a word.
    init?(_ text: String) {
        words = Folding.words(text)
        isPrefix = text.hasSuffix("*")
        if words.isEmpty { return nil }
    }

    /// Where the words stand among others: the number of the first.
    func firstPlace(in text: [String], from start: Int = 0) -> Int? {
        guard let last = words.last, text.count >= words.count, start <= text.count - words.count else { return nil }
        let head = words.dropLast()
        return (start...(text.count - words.count)).first { place in
            let end = text[place + head.count]
            guard isPrefix ? end.hasPrefix(last) : end == last else { return false }
            return text[place..<(place + head.count)].elementsEqual(head)
        }
    }

    /// Whether the words stand somewhere among others, which have a space before each and behind the last.
    func stands(in text: String) -> Bool {
        var (wanted, text) = (" " + words.joined(separator: " ") + (isPrefix ? "" : " "), text)
        return wanted.withUTF8 { wanted in
            text.withUTF8 { text in
                guard let first = wanted.baseAddress, let begin = text.baseAddress, text.count >= wanted.count else {
                    return false
                }
                return (0...(text.count - wanted.count)).contains { place in
                    text[place] == first.pointee && memcmp(begin + place, first, wanted.count) == 0
                }
            }
        }
    }

    /// What FTS5 is asked for: nothing of the words can be taken for its own signs.
    var query: String { "\"" + words.joined(separator: " ") + "\"" + (isPrefix ? " *" : "") }
}
