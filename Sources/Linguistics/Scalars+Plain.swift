extension Scalars {
    /// The ASCII letters of a lower-case Latin letter with an accent; none for a combining accent.
    package static func plainLetter(_ value: UInt32) -> [UInt8]? {
        switch value {
        case 0xDF: return Array("ss".utf8)
        case 0xE0...0xFF: return accented(value - 0xE0, "aaaaaa.ceeeeiiii.nooooo.ouuuuy.y")
        case 0x100...0x17F:
            let letters: StaticString =
                "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllllllllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
            return accented(value - 0x100, letters)
        case 0x1EA0...0x1EB7: return [UInt8(ascii: "a")]
        case 0x1EB8...0x1EC7: return [UInt8(ascii: "e")]
        case 0x1EC8...0x1ECB: return [UInt8(ascii: "i")]
        case 0x1ECC...0x1EE3: return [UInt8(ascii: "o")]
        case 0x1EE4...0x1EF1: return [UInt8(ascii: "u")]
        case 0x1EF2...0x1EF9: return [UInt8(ascii: "y")]
        case 0x300...0x36F: return []
        default: return nil
        }
    }

    private static func accented(_ index: UInt32, _ letters: StaticString) -> [UInt8]? {
        let letter = letters.withUTF8Buffer { Int(index) < $0.count ? $0[Int(index)] : UInt8(ascii: ".") }
        return letter == UInt8(ascii: ".") ? nil : [letter]
    }
}
