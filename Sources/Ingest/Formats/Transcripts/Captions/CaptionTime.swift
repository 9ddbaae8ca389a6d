/// The times of captions.
enum CaptionTime {
    /// Reads `1:02:03.450`, `02:03,45` or `3.5`: hours and minutes may be missing, the fraction has a point or a comma.
    ///
    /// - Returns: Seconds; `nil` for what is no time.
    static func seconds(_ words: some Sequence<UInt8>) -> Double? {
        var whole = 0
        var part = 0
        var digits = 0
        var parts = 1
        var fraction = 0
        var scale = 0
        for byte in words {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = Int(byte - UInt8(ascii: "0"))
                if scale > 0 {
                    // Milliseconds are enough.
                    if scale < 1000 {
                        fraction = fraction * 10 + digit
                        scale *= 10
                    }
                } else {
                    digits += 1
                    guard digits <= 7 else { return nil }
                    part = part * 10 + digit
                }
            case UInt8(ascii: ":"):
                guard scale == 0, digits > 0, parts < 3 else { return nil }
                whole = (whole + part) * 60
                (part, digits) = (0, 0)
                parts += 1
            case UInt8(ascii: "."), UInt8(ascii: ","):
                guard scale == 0, digits > 0 else { return nil }
                scale = 1
            default: return nil
            }
        }
        guard digits > 0 else { return nil }
        return Double(whole + part) + (scale > 1 ? Double(fraction) / Double(scale) : 0)
    }

    /// Reads a line `START --> END`, whatever stands behind.
    static func range(_ line: ArraySlice<UInt8>) -> (start: Double, end: Double)? {
        let arrow: [UInt8] = [UInt8(ascii: "-"), UInt8(ascii: "-"), UInt8(ascii: ">")]
        guard line.count < 400, let found = line.firstRange(of: arrow) else { return nil }
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let before = line[..<found.lowerBound].split(whereSeparator: isBlank)
        let after = line[found.upperBound...].split(whereSeparator: isBlank)
        guard before.count == 1, let start = seconds(before[0]), let last = after.first, let end = seconds(last) else {
            return nil
        }
        return (start, end)
    }
}
