/// GB 2312 in seven bits (RFC 1843), as mail and news once had it: `~{` and `~}` stand around pairs of bytes.
enum HZ {
    /// The same text as GB 2312 in eight bits.
    static func eightBit(_ bytes: [UInt8]) -> [UInt8] {
        let tilde = UInt8(ascii: "~")
        var (text, index, isWide) = ([] as [UInt8], 0, false)
        text.reserveCapacity(bytes.count)
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch (byte, next) {
            case (tilde, UInt8(ascii: "{")) where !isWide: isWide = true
            case (tilde, UInt8(ascii: "}")) where isWide: isWide = false
            case (tilde, tilde) where !isWide: text.append(tilde)
            // A line that goes on.
            case (tilde, UInt8(ascii: "\n")) where !isWide: break
            case _ where isWide && next >= 0x21: text += [byte | 0x80, next | 0x80]
            default:
                // A line's end is one of the escape's too, where none is written.
                if byte == UInt8(ascii: "\n") { isWide = false }
                text.append(byte)
                index -= 1
            }
            index += 2
        }
        return text
    }
}
