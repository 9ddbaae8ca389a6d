/// Numbers, and marks that run together.
extension Tokenizer {
    /// Where a number ends: digits with `.`, `,`, `:` or `/` between digits, then letters as in `20th` and `5km`.
    static func numberEnd(in text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            let byte = text[index]
            if byte.isASCIIDigit || byte.isASCIILetter {
                index += 1
            } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
                || byte == UInt8(ascii: "/")
            {
                guard index + 1 < text.count, text[index + 1].isASCIIDigit, text[index - 1].isASCIIDigit else { break }
                index += 1
            } else if byte >= 0x80 {
                let (value, length) = Scalars.decode(text, at: index)
                guard Scalars.kind(value) == .digit || Scalars.kind(value) == .mark else { break }
                index += length
            } else {
                break
            }
        }
        return index
    }

    /// Where a mark's token ends: dots, dashes and the marks of rulers (`====`, `____`) run together, every other mark
    /// stands alone.
    static func runEnd(in text: Span<UInt8>, from start: Int, value: UInt32, length: Int) -> Int {
        guard isRunTogether(in: text, from: start) else {
            var index = start + length
            while index < text.count, text[index] >= 0x80 {
                let (next, nextLength) = Scalars.decode(text, at: index)
                guard Scalars.kind(next) == .mark else { break }
                index += nextLength
            }
            return index
        }
        var index = start + 1
        while index < text.count, text[index] == text[start] { index += 1 }
        return index
    }

    private static func isRunTogether(in text: Span<UInt8>, from start: Int) -> Bool {
        let byte = text[start]
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: ">"),
            UInt8(ascii: "<"), UInt8(ascii: "$"):
            return true
        case UInt8(ascii: "*"), UInt8(ascii: "_"):
            // Two or three mark bold and italic words.
            return start + 3 < text.count && (1...3).allSatisfy { text[start + $0] == byte }
        default: return false
        }
    }
}
