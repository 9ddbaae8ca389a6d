/// What the form of bytes alone tells of their charset.
enum ByteForm {
    /// A byte order mark, and its length.
    static func mark(of bytes: Span<UInt8>) -> (charset: Charset, length: Int)? {
        func starts(_ mark: [UInt8]) -> Bool {
            bytes.count >= mark.count && mark.indices.allSatisfy { bytes[$0] == mark[$0] }
        }
        if starts([0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if starts([0xFF, 0xFE, 0, 0]) { return (.utf32LE, 4) }
        if starts([0, 0, 0xFE, 0xFF]) { return (.utf32BE, 4) }
        if starts([0xFF, 0xFE]) { return (.utf16LE, 2) }
        if starts([0xFE, 0xFF]) { return (.utf16BE, 2) }
        return nil
    }

    /// UTF-16 or UTF-32 by its zeros, which stand at the same places of nearly every character; `nil` where they do not.
    static func unmarkedUnicode(_ bytes: Span<UInt8>) -> Charset? {
        guard bytes.count >= 4 else { return nil }
        var zeros = [0, 0, 0, 0]
        for index in bytes.indices where bytes[index] == 0 { zeros[index & 3] += 1 }
        let quarter = bytes.count / 4
        // The highest byte of UTF-32 is always zero, and nearly always the next.
        if zeros[3] == quarter, zeros[2] * 10 >= quarter * 9, zeros[0] * 10 < quarter { return .utf32LE }
        if zeros[0] >= quarter, zeros[1] * 10 >= quarter * 9, zeros[3] * 10 < quarter { return .utf32BE }
        let (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3])
        // Where few characters have a zero, as of Chinese, it may be either byte: that of a space or of U+4E00.
        let charset: Charset? = even * 20 <= odd ? .utf16LE : odd * 20 <= even ? .utf16BE : nil
        if charset == nil || (even + odd) * 20 < bytes.count, let charset = wide(bytes) { return charset }
        guard let charset, hasNoASCII(bytes), isPlausible(bytes, as: charset) else { return nil }
        return charset
    }

    /// UTF-16 in Chinese, Japanese or Korean, in the likelier order of bytes.
    static func wide(_ bytes: Span<UInt8>) -> Charset? {
        WideReading.readingsAsUTF16(bytes).max { $0.score < $1.score }?
            .charset
    }

    /// Whether bytes can be UTF-16 in Chinese, Japanese or Korean, with what is of ASCII among it.
    static func canBeWide(_ bytes: Span<UInt8>, as charset: Charset) -> Bool {
        guard bytes.count >= 16 else { return false }
        let big = charset == .utf16BE ? 0 : 1
        var (wide, all, index) = (0, 0, 0)
        while index + 1 < min(bytes.count, sampleSize) {
            let byte = bytes[index + big]
            if byte == 0x20 || 0x30...0x9F ~= byte || 0xAC...0xD7 ~= byte || byte == 0xFF
                || byte == 0 && bytes[index + 1 - big] != 0
            {
                wide += 1
            }
            all += 1
            index += 2
        }
        return wide * 20 >= all * 19 && hasNoASCII(bytes) && isPlausible(bytes, as: charset)
    }

    /// Whether bytes are not pairs of letters of ASCII, as text in one byte a character has them.
    private static func hasNoASCII(_ bytes: Span<UInt8>) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { byte == 0x20 || 0x41...0x7A ~= byte }
        var (letters, index) = (0, 0)
        let size = min(bytes.count, sampleSize)
        while index + 1 < size {
            if isLetter(bytes[index]), isLetter(bytes[index + 1]) { letters += 1 }
            index += 2
        }
        return letters * 4 < size
    }

    /// Whether what bytes are as UTF-16 is text: no surrogate alone, next to no control or unassigned character.
    private static func isPlausible(_ bytes: Span<UInt8>, as charset: Charset) -> Bool {
        let big = charset == .utf16BE ? 0 : 1
        var (odd, all, index) = (0, 0, 0)
        while index + 1 < min(bytes.count, sampleSize) {
            let unit = UInt32(bytes[index + big]) << 8 | UInt32(bytes[index + 1 - big])
            index += 2
            all += 1
            if 0xD800...0xDBFF ~= unit { continue }
            if 0xDC00...0xDFFF ~= unit { continue }
            guard let scalar = Unicode.Scalar(unit) else { continue }
            switch scalar.properties.generalCategory {
            case .unassigned, .privateUse: odd += 1
            case .control: if ![0x09, 0x0A, 0x0C, 0x0D].contains(unit) { odd += 1 }
            default: break
            }
        }
        return odd * 50 <= all
    }

    /// How bytes stand to UTF-8.
    enum UTF8Form: Equatable {
        case ascii, whole
        /// UTF-8, up to a last character at this offset that is not whole.
        case cut(Int)
        /// UTF-8 with faults in it, few against its characters.
        case faulty
        /// Not UTF-8; the offset of the first byte that is not.
        case none(Int)
    }

    static func utf8(_ bytes: Span<UInt8>) -> UTF8Form {
        var index = 0
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        guard index < bytes.count else { return .ascii }
        let first: Int
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
            return .whole
        } catch {
            first = error.byteOffsets.lowerBound
        }
        // Characters of more than one byte against places that are of none.
        var (formed, odd) = (0, 0)
        while index < bytes.count {
            let (piece, count) = MixedUTF8.piece(of: bytes, at: index)
            index += count
            switch piece {
            case .character(let scalar): if scalar >= 0x80 { formed += 1 }
            case .pair: formed += 1
            case .stray, .fragment: odd += 1
            }
        }
        if odd == 1, isCut(bytes, at: first, isOnly: formed == 0) { return .cut(first) }
        return formed > 0 && formed >= 4 * odd ? .faulty : .none(first)
    }

    /// Whether the bytes from an offset to the end begin a character of UTF-8 that goes on.
    ///
    /// Where it is the only sign of UTF-8, a single byte must be one that most accents, quotation marks and dashes begin
    /// with, and that hardly ends a text in another charset.
    private static func isCut(_ bytes: Span<UInt8>, at start: Int, isOnly: Bool) -> Bool {
        let lead = bytes[start]
        let length = 0xC2...0xDF ~= lead ? 2 : 0xE0...0xEF ~= lead ? 3 : 0xF0...0xF4 ~= lead ? 4 : 0
        guard bytes.count - start < length else { return false }
        guard MixedUTF8.piece(of: bytes, at: start).count == bytes.count - start else { return false }
        return !isOnly || bytes.count - start > 1 || [0xC2, 0xC3, 0xE2].contains(lead)
    }

    /// The scalars of bytes read as UTF-8 where they are that and as windows-1252 elsewhere, U+FFFD where they are neither;
    /// and how many were UTF-8 of more than one byte.
    static func mixture(_ bytes: Span<UInt8>) -> (scalars: [UInt32], formed: Int) {
        var (scalars, formed) = ([] as [UInt32], 0)
        scalars.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let (piece, count) = MixedUTF8.piece(of: bytes, at: index)
            index += count
            switch piece {
            case .character(let scalar):
                if scalar >= 0x80 { formed += 1 }
                scalars.append(scalar)
            case .pair(let scalar):
                formed += 1
                scalars.append(scalar)
            case .stray(let byte): scalars.append(SingleByteCharset.windows1252.scalars[Int(byte)])
            case .fragment: scalars.append(0xFFFD)
            }
        }
        return (scalars, formed)
    }

    /// The ISO 2022 charset of text in ASCII whose escapes name one; `nil` without them.
    static func escapes(in bytes: Span<UInt8>) -> Charset? {
        for index in bytes.indices where bytes[index] == 0x1B && index + 3 < bytes.count {
            switch (bytes[index + 1], bytes[index + 2], bytes[index + 3]) {
            case (0x24, 0x29, 0x43): return .iso2022KR
            case (0x24, 0x29, 0x41), (0x24, 0x29, 0x47): return .iso2022CN
            case (0x24, 0x40, _), (0x24, 0x42, _), (0x28, 0x4A, _), (0x28, 0x49, _), (0x24, 0x28, 0x44):
                return .iso2022JP
            default: break
            }
        }
        return isHZ(bytes) ? .hz : nil
    }

    /// Whether what stands between `~{` and `~}` is pairs of GB 2312, in one place at least (RFC 1843).
    private static func isHZ(_ bytes: Span<UInt8>) -> Bool {
        var (index, found) = (0, false)
        while index + 1 < bytes.count {
            guard bytes[index] == 0x7E, bytes[index + 1] == 0x7B else {
                index += 1
                continue
            }
            index += 2
            let start = index
            while index + 1 < bytes.count, 0x21...0x77 ~= bytes[index], 0x21...0x7E ~= bytes[index + 1] { index += 2 }
            // Chinese text has no escape for less than a character.
            guard index > start, index + 1 < bytes.count, bytes[index] == 0x7E, bytes[index + 1] == 0x7D else {
                return false
            }
            found = true
        }
        return found
    }

    /// The offset of the first control character where there are so many that the bytes are no text; `nil` where not.
    static func firstControl(ofMany bytes: Span<UInt8>) -> Int? {
        let size = min(bytes.count, sampleSize)
        var (first, count) = (nil as Int?, 0)
        for index in 0..<size {
            switch bytes[index] {
            case 0x08...0x0D, 0x1A...0x1B, 0x20...: break
            default:
                first = first ?? index
                count += 1
            }
        }
        return count * 100 > size ? first : nil
    }

    private static let sampleSize = 1 << 14
}
