import Linguistics

/// Marks of typewriters and of wires without any others: ` ``so'' `, ` `so' `, and `_` for a dash.
enum TypewriterMarks {
    /// A text with quotation marks and dashes in their place.
    ///
    /// - Complexity: O(bytes).
    static func replaced(in text: some StringProtocol) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "_") }) else {
            return String(text)
        }
        let source = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(source.count)
        // A mark closes what was opened so, and no apostrophe.
        var openDouble = 0
        var openSingle = 0
        func isBlank(_ index: Int) -> Bool {
            index < 0 || index >= source.count || source[index] == 0x20 || source[index] == 0x0A
        }
        func isLetter(_ index: Int) -> Bool {
            index >= 0 && index < source.count
                && (source[index].isASCIILetter || source[index] >= 0x80)
        }
        var index = 0
        while index < source.count {
            let byte = source[index]
            let isPair = index + 1 < source.count && source[index + 1] == byte
            switch byte {
            case UInt8(ascii: "`"):
                output.append(contentsOf: Array((isPair ? "“" : "‘").utf8))
                if isPair { openDouble += 1 } else { openSingle += 1 }
                index += isPair ? 2 : 1
                continue
            // The inner one closes first.
            case UInt8(ascii: "'")
            where isPair && openSingle > 0 && index + 2 < source.count && source[index + 2] == byte:
                output.append(contentsOf: Array("’".utf8))
                openSingle -= 1
            case UInt8(ascii: "'") where isPair && openDouble > 0:
                output.append(contentsOf: Array("”".utf8))
                openDouble -= 1
                index += 2
                continue
            case UInt8(ascii: "\"") where openDouble > 0 && !isBlank(index - 1):
                output.append(contentsOf: Array("”".utf8))
                openDouble -= 1
            case UInt8(ascii: "'") where openSingle > 0 && !isLetter(index + 1) && !isBlank(index - 1):
                output.append(contentsOf: Array("’".utf8))
                openSingle -= 1
            case UInt8(ascii: "_")
            where !isPair && isBlank(index + 1) && (isBlank(index - 1) || source[index - 1] == UInt8(ascii: ")")):
                if index > 0, source[index - 1] == UInt8(ascii: ")") { output.append(0x20) }
                output.append(contentsOf: Array("–".utf8))
            default: output.append(byte)
            }
            index += 1
        }
        return String(decoding: output, as: UTF8.self)
    }
}
