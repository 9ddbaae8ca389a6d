package import SystemPackage

extension FilePath {
    /// The path for a person: control characters and bytes that are not UTF-8 are written as `\xNN`.
    package var printable: String {
        let bytes = self.bytes
        var text = ""
        var start = 0
        while start < bytes.count {
            // A scalar has four bytes at most.
            let length = (1...4).first { count in
                start + count <= bytes.count
                    && String(validating: bytes[start..<(start + count)], as: UTF8.self) != nil
            }
            if let length,
                let scalar = String(validating: bytes[start..<(start + length)], as: UTF8.self),
                let first = scalar.unicodeScalars.first, first.value >= 0x20,
                !(0x7f...0x9f).contains(first.value)
            {
                text += scalar
                start += length
            } else {
                let digits = String(bytes[start], radix: 16)
                text += "\\x" + (digits.count == 1 ? "0" + digits : digits)
                start += 1
            }
        }
        return text
    }
}
