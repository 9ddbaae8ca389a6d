import CEnglish
package import Linguistics

/// Countries by their names and demonyms in English.
package enum Countries {
    /// The ISO 3166-1 alpha-2 code of a country's name, official name or demonym, `nil` for any other name.
    ///
    /// Case and accents don't matter. Kosovo has the code `XK`, which is in use but not assigned.
    package static func code(_ name: String) -> String? {
        codes[key(name)] ?? shortName(ofOfficial: name).flatMap { codes[key($0)] }
    }

    /// Whether a name is a country's name rather than its demonym.
    package static func isCountry(_ name: String) -> Bool {
        names.contains(key(name)) || shortName(ofOfficial: name).map { codes[key($0)] != nil } ?? false
    }

    /// Whether a name is that of a people which is only a part of its country's: *Scot*.
    package static func isOfPart(_ name: String) -> Bool { peoplesOfParts.contains(key(name)) }

    /// Whether a word is a country's name or demonym.
    package static func isNameOrDemonym(_ word: WordHash) -> Bool { codes[word] != nil }

    /// `Kenya` for *Republic of Kenya*, `French` for *French Republic*.
    private static func shortName(ofOfficial name: String) -> String? {
        guard mayBeOfficial(name) else { return nil }
        let words = name.split(separator: " ")
        guard words.count > 1 else { return nil }
        if let of = words.firstIndex(of: "of"), of > 0, of + 1 < words.count,
            words[..<of].contains(where: { formsOfState.contains(WordHash(folding: String($0))) })
        {
            let rest = words[(of + 1)...].drop { $0 == "the" || $0 == "The" }
            // The State of Georgia is one of those United; the Republic of China is not China.
            let isAmbiguous = rest.count == 1 && (rest.first == "Georgia" && words[of - 1] == "State")
            return isAmbiguous ? nil : rest.joined(separator: " ")
        }
        guard let last = words.last, words.count == 2, last == "Republic" || last == "Kingdom" || last == "Federation"
        else { return nil }
        return String(words[0])
    }

    /// Whether a name has ` of ` in it or ends as `Republic`, `Kingdom` and `Federation` do.
    private static func mayBeOfficial(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { bytes in
            guard bytes.count > 8, let last = bytes.last else { return false }
            if last == UInt8(ascii: "c") || last == UInt8(ascii: "m") || last == UInt8(ascii: "n") { return true }
            for index in 3..<bytes.count where bytes[index] == 0x20 && bytes[index - 3] == 0x20 {
                if bytes[index - 2] == UInt8(ascii: "o") && bytes[index - 1] == UInt8(ascii: "f") { return true }
            }
            return false
        }
    }

    private static let formsOfState = WordQuery.english(.formOfState)

    private static func key(_ name: String) -> WordHash {
        var word = name
        let plain = word.withUTF8 { letters in
            letters.contains { $0 >= 0x80 } ? nil : WordHash(folding: letters.span, 0..<letters.count)
        }
        if let plain { return plain }
        var bytes: [UInt8] = []
        for scalar in name.unicodeScalars {
            let folded = Scalars.folded(scalar.value)
            bytes += Scalars.plainLetter(folded) ?? Array(String(Character(Unicode.Scalar(folded) ?? scalar)).utf8)
        }
        return WordHash(folding: bytes.span, 0..<bytes.count)
    }

    /// Every name and whether it is a demonym, for the gazetteer.
    package static let all: [(name: String, isDemonym: Bool)] = parsed.map { ($0.name, $0.isDemonym) }

    private static let codes = Dictionary(
        parsed.map { (key($0.name), $0.code) }, uniquingKeysWith: { first, _ in first })
    private static let names = Set(parsed.filter { !$0.isDemonym }.map { key($0.name) })

    /// The codes that have a demonym.
    package static let codesWithDemonym = Set(parsed.filter { $0.isDemonym }.map(\.code))

    private static let peoplesOfParts = Set(rows.filter { $0.column == 3 }.map { key($0.name) })

    private static let parsed = rows.map { (name: $0.name, code: $0.code, isDemonym: $0.column > 1) }

    /// The names in the order of the table: code, names, demonyms, `-` for none of these, and where there are such, nouns for
    /// peoples that are parts of it.
    private static let rows: [(name: String, code: String, column: Int)] = {
        var size = 0
        let start = copydesk_english_countries(&size)
        let table = UnsafeBufferPointer(start: start, count: size)
        var rows: [(name: String, code: String, column: Int)] = []
        var (column, code) = (0, "")
        // Behind the names of the columns.
        var first = (table.firstIndex(of: UInt8(ascii: "\n")) ?? size - 1) + 1
        for place in first..<size {
            let byte = table[place]
            guard byte == UInt8(ascii: "\t") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") else {
                continue
            }
            let field = UnsafeBufferPointer(rebasing: table[first..<place])
            first = place + 1
            if column == 0 {
                code = String(decoding: field, as: UTF8.self)
            } else if !field.isEmpty, field.count > 1 || field[0] != UInt8(ascii: "-") {
                rows.append((String(decoding: field, as: UTF8.self), code, column))
            }
            if byte == UInt8(ascii: "\t") { column += 1 }
            if byte == UInt8(ascii: "\n") { column = 0 }
        }
        return rows
    }()
}
