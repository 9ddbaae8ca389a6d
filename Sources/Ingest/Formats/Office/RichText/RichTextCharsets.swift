import Charsets

/// From the bytes of RTF to UTF-8, in the charsets of its fonts.
struct RichTextCharsets {
    /// What bytes of a font are.
    enum Encoding: Hashable {
        /// In a charset, by the name that iconv(3) has for it.
        case charset(String)
        /// Codes of Symbol (`SymbolFont`).
        case symbol
        /// Signs of a font that has no letters.
        case symbols
    }

    private var converters: [String: Converter] = [:]

    /// The charset of a Windows code page, by the name that iconv(3) has for it; nil where there is none.
    static func name(codePage: Int) -> String? {
        switch codePage {
        case 65001: "UTF-8"
        case 10000: "MACINTOSH"
        case 10001: "SHIFT_JIS"
        case 10006: "MACGREEK"
        case 10007: "MACCYRILLIC"
        case 10029: "MACCENTRALEUROPE"
        case 1361: "JOHAB"
        case 708, 709, 710: "ISO-8859-6"
        case 20866: "KOI8-R"
        case 21866: "KOI8-U"
        case 28591...28605: "ISO-8859-\(codePage - 28590)"
        case 437, 720...866, 869, 874, 932, 936, 949, 950, 1250...1258: "CP\(codePage)"
        default: nil
        }
    }

    /// What bytes of a font are by its `\fcharset`; nil where the document's own charset holds.
    static func encoding(fontCharset: Int) -> Encoding? {
        let codePage: Int
        switch fontCharset {
        case 2: return .symbols
        case 77: codePage = 10000
        case 78: codePage = 10001
        case 128: codePage = 932
        case 129: codePage = 949
        case 130: codePage = 1361
        case 134: codePage = 936
        case 136: codePage = 950
        case 161: codePage = 1253
        case 162: codePage = 1254
        case 163: codePage = 1258
        case 177: codePage = 1255
        case 178: codePage = 1256
        case 186: codePage = 1257
        case 204: codePage = 1251
        case 222: codePage = 874
        case 238: codePage = 1250
        case 254: codePage = 437
        case 255: codePage = 850
        // 0 is Western and 1 the system's; writers give either to fonts of any script.
        default: return nil
        }
        return name(codePage: codePage).map { .charset($0) }
    }

    /// Decodes bytes; those that are no character are left out.
    mutating func decode(_ bytes: [UInt8], _ encoding: Encoding) -> String {
        if encoding == .symbol {
            let text = bytes.map { SymbolFont.sign(UInt32($0)) }.joined()
            let words = text.filter { $0 != " " }
            return words == "•" ? words : text
        }
        guard case .charset(let name) = encoding else {
            // Bullets are all that a text needs of such fonts.
            return bytes.contains { $0 == 0xB7 || $0 == 0xA7 } ? "•" : ""
        }
        if bytes.allSatisfy({ $0 < 0x80 }), name != "SHIFT_JIS" || !bytes.contains(0x5C) {
            return String(decoding: bytes, as: UTF8.self)
        }
        guard let converter = converters[name] ?? Converter(from: name, to: "UTF-8") else {
            return String(decoding: bytes.filter { $0 < 0x80 }, as: UTF8.self)
        }
        converters[name] = converter
        var text: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let (part, end) = converter.convert(Array(rest).span)
            text += part
            guard case .invalid(let offset) = end else { break }
            rest = rest.dropFirst(offset + 1)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
