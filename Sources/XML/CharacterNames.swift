import HTML

/// What references such as `&eacute;` and `&#147;` stand for.
///
/// The names are those of HTML, which hold the sets of ISO 8879 that news formats refer to.
package enum CharacterNames {
    /// The longest name, in bytes, with its semicolon.
    package static let longest = 32

    /// What a name, with its semicolon or without where HTML takes it so, stands for in UTF-8; nil for no name.
    package static func characters(of name: ArraySlice<UInt8>) -> [UInt8]? { CharacterReferences.characters(of: name) }

    /// The character of a number, nil for none that a text may hold; numbers of C1 controls mean Windows-1252.
    package static func character(numbered number: UInt32) -> Unicode.Scalar? {
        let scalar = CharacterReferences.character(numbered: number)
        guard Unicode.Scalar(number) != nil, number >= 0x20 || number == 0x09 || number == 0x0A,
            number != 0xFFFE, number != 0xFFFF, !(0x7F...0x9F).contains(scalar.value)
        else { return nil }
        return scalar
    }
}
