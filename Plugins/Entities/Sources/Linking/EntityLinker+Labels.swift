import AnalyzerKit
import Discourse
import Linguistics

extension EntityLinker {
    /// A label and whom it stands for, by the first tokens of both.
    struct SpeakerLabel {
        var token: Int
        var owner: Int
    }

    /// Adds speakers' labels that are the initials of a person, or of an earlier label: `YS:` for `Yun Sun`, `G:` for
    /// `Grid:`.
    mutating func addSpeakerLabels() -> [SpeakerLabel] {
        endNamesAtColons()
        let found = document.reading.labels.filter { $0.isInitials && !$0.isQuestionOrAnswer }
        guard !found.isEmpty else { return [] }
        let story = document.reading.story
        var owners: [[UInt8]: Name] = [:]
        for name in names {
            let isLabel =
                isColon(name.tokens.upperBound) && tokens.flags[name.tokens.lowerBound].contains(.startsLine)
            guard isLabel || (name.type == .person && (2...3).contains(name.tokens.count)) else { continue }
            for initials in story.initials(of: tokens.range(name.tokens)) where owners[initials] == nil {
                owners[initials] = name
            }
        }
        var isNamed = ContiguousArray(repeating: false, count: tokens.count)
        for name in names {
            for token in name.tokens { isNamed[token] = true }
        }
        var labels: [SpeakerLabel] = []
        var added: [Name] = []
        var types: [Int: Entities.EntityType] = [:]
        for label in found {
            let index = tokens.index(atOrAfter: label.name.lower)
            guard let owner = owners[story.capitals(of: label.name)], owner.tokens.lowerBound < index else { continue }
            labels.append(SpeakerLabel(token: index, owner: owner.tokens.lowerBound))
            types[index] = owner.type
            if !isNamed[index] {
                added.append(Name(tokens: index..<index + 1, type: owner.type, confidence: 0.9))
            }
        }
        // A label's type is its owner's, whatever the recogniser made of the letters.
        for index in names.indices where names[index].tokens.count == 1 {
            if let type = types[names[index].tokens.lowerBound] { names[index].type = type }
        }
        if !added.isEmpty { names = (names + added).sorted { $0.tokens.lowerBound < $1.tokens.lowerBound } }
        return labels
    }

    /// Makes each label one with its owner.
    mutating func joinSpeakerLabels(_ labels: [SpeakerLabel]) {
        guard !labels.isEmpty else { return }
        var formAt: [Int: Int] = [:]
        for (index, name) in names.enumerated() { formAt[name.tokens.lowerBound] = formOfName[index] }
        for label in labels {
            if let form = formAt[label.token], let owner = formAt[label.owner] { join(form, owner) }
        }
    }

    /// Cuts what a label says off the label.
    private mutating func endNamesAtColons() {
        for index in names.indices where names[index].tokens.count > 2 && names[index].type == .person {
            let range = names[index].tokens
            guard tokens.flags[range.lowerBound].contains(.startsLine),
                let colon = range.dropFirst().first(where: isColon)
            else { continue }
            names[index].tokens = range.lowerBound..<colon
        }
    }
}

/// First letters, gathered into an acronym.
struct Initials {
    /// In lower case and without accents.
    private(set) var letters: [UInt8] = []

    /// Adds a word's first letter; of `U.S.` all letters.
    ///
    /// A compass word of two parts counts as two: the `SE` of `ASEAN`.
    mutating func append(_ token: Int, of tokens: Tokens, in text: UTF8Text, splitsCompass: Bool = false) {
        if splitsCompass, let parts = Self.compass[tokens.hashes[token]] {
            letters += parts
            return
        }
        let range = tokens[token].indices
        let bytes = text.bytes.span
        let (value, length) = Scalars.decode(bytes, at: range.lowerBound)
        append(value)
        guard range.count > length + 1, text.bytes[range.lowerBound + length] == UInt8(ascii: ".") else { return }
        for index in range.dropFirst(length) where bytes[index].isASCIILetter { append(UInt32(bytes[index])) }
    }

    /// Adds all letters of a word.
    mutating func append(lettersOf token: Int, of tokens: Tokens, in text: UTF8Text) {
        let bytes = text.bytes.span
        var index = Int(tokens.starts[token])
        while index < Int(tokens.ends[token]) {
            let (value, length) = Scalars.decode(bytes, at: index)
            if value != UInt32(UInt8(ascii: ".")) { append(value) }
            index += length
        }
    }

    private mutating func append(_ value: UInt32) {
        let folded = Scalars.folded(value)
        if let plain = Scalars.plainLetter(folded) {
            letters += plain.prefix(1)
        } else if folded < 0x80 {
            letters.append(UInt8(folded))
        } else if let scalar = Unicode.Scalar(folded) {
            letters += Array(String(Character(scalar)).utf8)
        }
    }

    /// The first letter of both parts, by the word.
    private static let compass = WordTable(
        ["northeast", "northwest", "southeast", "southwest"].flatMap { word in
            let letters = Array(word.utf8)
            return [word, word + "ern"].map { (WordHash(folding: $0), [letters[0], letters[5]]) }
        })

    /// What `WordKey` gives for the acronym.
    var key: UInt64 { WordHash(folding: letters.span, 0..<letters.count).value }

    /// A key that is equal for the same letters in any order.
    var scrambledKey: UInt64 {
        let sorted = letters.sorted()
        return WordHash(folding: sorted.span, 0..<sorted.count).value
    }
}
