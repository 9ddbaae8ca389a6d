import Linguistics

/// How a message's bytes are written so that any post office carries them: RFC 2045, and uuencode.
enum TransferEncoding {
    /// A body as it was before it was written so; one in an encoding that is not known stays as it is.
    ///
    /// - Complexity: O(bytes).
    static func decoded(_ body: ArraySlice<UInt8>, named name: String) -> [UInt8] {
        switch name {
        case "quoted-printable": fromQuotedPrintable(body)
        case "base64": fromBase64(body)
        case "x-uuencode", "uuencode", "x-uue": fromUuencode(body)
        default: Array(body)
        }
    }

    /// RFC 2045, 6.7; a sign that begins no code stays as it is.
    static func fromQuotedPrintable(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count)
        var index = body.startIndex
        while index < body.endIndex {
            guard body[index] == UInt8(ascii: "=") else {
                bytes.append(body[index])
                index += 1
                continue
            }
            // A soft line break, perhaps with blanks before its end.
            var next = index + 1
            while next < body.endIndex, body[next] == 0x20 || body[next] == 0x09 || body[next] == 0x0D { next += 1 }
            if next >= body.endIndex || body[next] == 0x0A {
                index = next + 1
            } else if index + 2 < body.endIndex, let high = body[index + 1].hexDigitValue,
                let low = body[index + 2].hexDigitValue
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                // Blanks behind it are passed over once.
                bytes.append(contentsOf: body[index..<next])
                index = next
            }
        }
        return bytes
    }

    /// RFC 2045, 6.8; other signs are passed over, and what is cut off is read as far as it goes.
    static func fromBase64(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count * 3 / 4)
        var value: UInt32 = 0
        var bits = 0
        for byte in body {
            let digit: UInt32
            switch byte {
            case 0x41...0x5A: digit = UInt32(byte) - 0x41
            case 0x61...0x7A: digit = UInt32(byte) - 0x47
            case 0x30...0x39: digit = UInt32(byte) + 4
            case UInt8(ascii: "+"): digit = 62
            case UInt8(ascii: "/"): digit = 63
            case UInt8(ascii: "="): return bytes
            default: continue
            }
            value = (value << 6 | digit) & 0xFFFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(bits)))
            }
        }
        return bytes
    }

    /// What stands between *begin 644 name* and *end*, or the lines alone.
    static func fromUuencode(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in body.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard let first = line.first, !line.starts(with: Array("begin ".utf8)) else { continue }
            if line.elementsEqual(Array("end".utf8)) { break }
            let count = Int(first &- 0x20) & 0x3F
            guard count > 0 else { continue }
            var row: [UInt8] = []
            var group = line.startIndex + 1
            while group < line.endIndex, row.count < count {
                // Trailing blanks may be lost on the way.
                let signs = (0..<4).map { group + $0 < line.endIndex ? (line[group + $0] &- 0x20) & 0x3F : 0 }
                row.append(signs[0] << 2 | signs[1] >> 4)
                row.append(signs[1] << 4 | signs[2] >> 2)
                row.append(signs[2] << 6 | signs[3])
                group += 4
            }
            bytes.append(contentsOf: row.prefix(count))
        }
        return bytes
    }
}
