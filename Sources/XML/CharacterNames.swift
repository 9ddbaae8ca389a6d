import CHTMLNames

/// What references such as `&eacute;` and `&#147;` stand for.
///
/// The names are those of HTML, which hold the sets of ISO 8879 that news formats refer to.
package enum CharacterNames {
    /// The longest name, in bytes, with its semicolon.
    package static let longest = 32

    private static let characters: [String: [UInt8]] = {
        var characters: [String: [UInt8]] = [:]
        guard let base = copydesk_html_names() else { return characters }
        let table = UnsafeBufferPointer(start: base, count: copydesk_html_names_size())
        characters.reserveCapacity(2300)
        for line in table.split(separator: 0x0A) {
            guard let tab = line.firstIndex(of: 0x09) else { continue }
            var bytes: [UInt8] = []
            for code in line[(tab + 1)...].split(separator: 0x20) {
                let scalar = UInt32(String(decoding: code, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
                if let scalar { bytes.append(contentsOf: Array(String(scalar).utf8)) }
            }
            characters[String(decoding: line[..<tab], as: UTF8.self)] = bytes
        }
        return characters
    }()

    /// What a name, with its semicolon or without where HTML takes it so, stands for in UTF-8; nil for no name.
    package static func characters(of name: ArraySlice<UInt8>) -> [UInt8]? {
        characters[String(decoding: name, as: UTF8.self)]
    }

    /// The character of a number, nil for none that a text may hold; numbers of C1 controls mean Windows-1252.
    package static func character(numbered number: UInt32) -> Unicode.Scalar? {
        let number = (0x80...0x9F).contains(number) ? UInt32(windows1252[Int(number) - 0x80]) : number
        guard let scalar = Unicode.Scalar(number), number >= 0x20 || number == 0x09 || number == 0x0A,
            number != 0xFFFE, number != 0xFFFF, !(0x7F...0x9F).contains(number)
        else { return nil }
        return scalar
    }

    /// What Windows-1252 has for the bytes from 0x80 through 0x9F, 0 where nothing.
    static let windows1252: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]
}
