import Charsets

/// Signs of fonts whose codes are no characters: what office documents take from Symbol, Wingdings and their like.
enum SymbolFont {
    /// What the codes of Symbol stand for, from 0x20 and from 0xA0 on, as Unicode's mapping of Adobe's encoding has it; U+0000
    /// for signs without a character: pieces of tall brackets, a firm's mark.
    private static let low = Array(
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u{0}αβχδεφγηιϕκλ\u{B5}νοπθρστυϖωξψζ{|}∼"
            .unicodeScalars)
    private static let high = Array(
        ("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\u{0}\u{0}↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑"
            + String(repeating: "\u{0}", count: 11) + "⟩∫⌠\u{0}⌡").unicodeScalars)

    /// Whether a font by its name has the codes of Symbol.
    static func isSymbol(_ font: String) -> Bool {
        ["symbol", "symbolmt", "symbolps"].contains(font.lowercased().filter { $0 != " " })
    }

    /// Whether a font by its name has signs alone, which are pictures.
    private static func isOfPictures(_ font: String) -> Bool {
        let name = font.lowercased()
        return name.holds("dings") || name.holds("dingbats") || name == "marlett"
    }

    /// What a code of Symbol stands for, with or without 0xF000 before it; empty where that is no character.
    static func sign(_ code: UInt32) -> String {
        let code = (0xF020...0xF0FF).contains(code) ? code - 0xF000 : code
        let sign: Unicode.Scalar? =
            switch code {
            case 0x20..<0xA0: low.indices.contains(Int(code) - 0x20) ? low[Int(code) - 0x20] : nil
            case 0xA0...0xFF: high.indices.contains(Int(code) - 0xA0) ? high[Int(code) - 0xA0] : nil
            default: nil
            }
        return sign.flatMap { $0.value == 0 ? nil : String($0) } ?? ""
    }

    /// What a code of a font stands for: a character of Symbol; of others an arrow or bullet where it is one that texts hold,
    /// else nothing.
    static func sign(_ code: UInt32, font: String?) -> String {
        if let font, isSymbol(font), code < 0x100 || (0xF000...0xF0FF).contains(code) { return sign(code) }
        switch font.map(isOfPictures) == true && code < 0x100 ? code + 0xF000 : code {
        case 0xF0B7, 0xF0A7, 0xF06C, 0xF06E: return "•"
        case 0xF0E0, 0xF0AE: return "→"
        case 0xF0DF, 0xF0AC: return "←"
        case 0xF04A: return "☺"
        case 0xE000...0xF8FF, 0..<0x20: return ""
        case let code: return Unicode.Scalar(code).map { String($0) } ?? ""
        }
    }

    /// The sign that a field's code stands for: `SYMBOL 179 \f "Symbol"`.
    ///
    /// - Returns: The sign, empty where it is none of a text; nil for a code of another kind.
    static func sign(ofField code: String) -> String? {
        let words = code.split { $0.isWhitespace }
        guard words.count >= 2, words[0].lowercased() == "symbol" else { return nil }
        let isHex = words[1].lowercased().hasPrefix("0x")
        guard let value = isHex ? UInt32(words[1].dropFirst(2), radix: 16) : UInt32(words[1]) else { return nil }
        var font: String?
        if let place = words.firstIndex(where: { $0.lowercased() == "\\f" }) {
            // A name of several words stands in marks.
            let rest = words[(place + 1)...].joined(separator: " ")
            let name = rest.first == "\"" ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { $0 != " " }
            font = String(name)
        }
        let isUnicode = words.contains { $0.lowercased() == "\\u" }
        let isOfSigns = font.map { isSymbol($0) || isOfPictures($0) } ?? false
        guard !isUnicode, !isOfSigns, (0x80..<0x100).contains(value) else { return sign(value, font: font) }
        // Of a font of letters the number is Windows'.
        var charsets = RichTextCharsets()
        return charsets.decode([UInt8(value)], .charset("CP1252"))
    }
}
