/// A writing system that tells something of the language.
package enum Script: UInt8, CaseIterable, Sendable {
    case latin, cyrillic, arabic, devanagari
    case greek, hebrew, armenian, georgian, thai, lao, khmer, burmese, ethiopic, hangul, kana, han
    case bengali, gurmukhi, gujarati, odia, tamil, telugu, kannada, malayalam, sinhala, tibetan, thaana

    /// Whether several languages known here are written in it, so that words must decide.
    package var isShared: Bool { rawValue <= Script.devanagari.rawValue }

    /// The language of nearly all texts in this script that is not shared.
    var language: String? {
        switch self {
        case .latin, .cyrillic, .arabic, .devanagari: nil
        case .greek: "el"
        case .hebrew: "he"
        case .armenian: "hy"
        case .georgian: "ka"
        case .thai: "th"
        case .lao: "lo"
        case .khmer: "km"
        case .burmese: "my"
        case .ethiopic: "am"
        case .hangul: "ko"
        case .kana: "ja"
        case .han: "zh"
        case .bengali: "bn"
        case .gurmukhi: "pa"
        case .gujarati: "gu"
        case .odia: "or"
        case .tamil: "ta"
        case .telugu: "te"
        case .kannada: "kn"
        case .malayalam: "ml"
        case .sinhala: "si"
        case .tibetan: "bo"
        case .thaana: "dv"
        }
    }

    /// How many letters of an alphabet one of its letters is worth, so that scripts can be compared in one text.
    var letterWeight: Int {
        switch self {
        case .han: 4
        case .kana, .hangul, .ethiopic: 2
        default: 1
        }
    }

    /// The script of a letter; nil for all that is no letter, combining marks too.
    ///
    /// By the blocks of Unicode 16; within the shared scripts by its general category, since their words end at
    /// anything else.
    @inline(__always)
    package static func ofLetter(_ scalar: UInt32) -> Script? {
        if scalar < 0x80 {
            let folded = scalar | 0x20
            return folded >= 0x61 && folded <= 0x7A ? .latin : nil
        }
        if scalar < 0x0250 { return scalar >= 0xC0 && scalar != 0xD7 && scalar != 0xF7 ? .latin : nil }
        return ofFurtherLetter(scalar)
    }

    private static func ofFurtherLetter(_ scalar: UInt32) -> Script? {
        switch scalar {
        case 0x0250...0x02AF, 0x1E00...0x1EFF, 0xFF21...0xFF3A, 0xFF41...0xFF5A: .latin
        case 0x0370...0x0373, 0x0376...0x037D, 0x0386...0x03FF, 0x1F00...0x1FFF: .greek
        case 0x0400...0x0481, 0x048A...0x052F: .cyrillic
        case 0x0531...0x0556, 0x0561...0x0587: .armenian
        case 0x05D0...0x05F2, 0xFB1D...0xFB4F: .hebrew
        case 0x0620...0x064A, 0x066E...0x066F, 0x0671...0x06D3, 0x06D5, 0x06EE...0x06EF, 0x06FA...0x06FF,
            0x0750...0x077F, 0xFB50...0xFDFB, 0xFE70...0xFEFC:
            .arabic
        case 0x0780...0x07B1: .thaana
        case 0x0904...0x0939, 0x093D, 0x0950, 0x0958...0x0961, 0x0971...0x097F: .devanagari
        case 0x0980...0x09FF: .bengali
        case 0x0A00...0x0A7F: .gurmukhi
        case 0x0A80...0x0AFF: .gujarati
        case 0x0B00...0x0B7F: .odia
        case 0x0B80...0x0BFF: .tamil
        case 0x0C00...0x0C7F: .telugu
        case 0x0C80...0x0CFF: .kannada
        case 0x0D00...0x0D7F: .malayalam
        case 0x0D80...0x0DFF: .sinhala
        case 0x0E01...0x0E3A, 0x0E40...0x0E4E: .thai
        case 0x0E80...0x0EFF: .lao
        case 0x0F00...0x0FFF: .tibetan
        case 0x1000...0x109F: .burmese
        case 0x10A0...0x10FF, 0x1C90...0x1CBF: .georgian
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: .hangul
        case 0x1200...0x139F: .ethiopic
        case 0x1780...0x17FF: .khmer
        case 0x3041...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0xFF66...0xFF9F: .kana
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .han
        default: nil
        }
    }

    /// The small letter of a letter of the shared scripts, by the simple case mapping of Unicode.
    @inline(__always)
    package static func lowercased(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return scalar >= 0x41 && scalar <= 0x5A ? scalar | 0x20 : scalar }
        return scalar < 0x0590 || scalar >= 0x1E00 ? lowercasedBeyondASCII(scalar) : scalar
    }

    private static func lowercasedBeyondASCII(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0xC0...0xDE: scalar == 0xD7 ? scalar : scalar + 0x20
        case 0x0130: 0x69  // İ: its lower-case form is i with a dot above
        case 0x0178: 0xFF
        case 0x0139...0x0148, 0x0179...0x017E, 0x01CD...0x01DC: scalar & 1 == 1 ? scalar + 1 : scalar
        case 0x0100...0x0137, 0x014A...0x0177, 0x01DE...0x01EF, 0x01F8...0x021F, 0x0222...0x0233: scalar | 1
        case 0x018F: 0x0259
        case 0x0186: 0x0254
        case 0x0190: 0x025B
        case 0x01A0, 0x01A2, 0x01A4: scalar + 1
        case 0x01AF: 0x01B0
        case 0x0400...0x040F: scalar + 0x50
        case 0x0410...0x042F: scalar + 0x20
        case 0x04C0: 0x04CF
        case 0x04C1...0x04CE: scalar & 1 == 1 ? scalar + 1 : scalar
        case 0x0460...0x0481, 0x048A...0x04BF, 0x04D0...0x052F: scalar | 1
        case 0x1E00...0x1E95, 0x1EA0...0x1EFF: scalar | 1
        case 0x1E9E: 0xDF
        case 0xFF21...0xFF3A: scalar + 0x20
        default: scalar
        }
    }
}
