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
        let size = min(bytes.count, sampleSize) & ~3
        guard size >= 4 else { return nil }
        var zeros = [0, 0, 0, 0]
        for index in 0..<size where bytes[index] == 0 { zeros[index & 3] += 1 }
        let quarter = size / 4
        // The highest byte of UTF-32 is always zero, and nearly always the next.
        if zeros[3] == quarter, zeros[2] * 10 >= quarter * 9, zeros[0] * 10 < quarter { return .utf32LE }
        if zeros[0] == quarter, zeros[1] * 10 >= quarter * 9, zeros[3] * 10 < quarter { return .utf32BE }
        let (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3])
        let charset: Charset? = even * 50 <= odd ? .utf16LE : odd * 50 <= even ? .utf16BE : nil
        guard let charset, isPlausible(bytes, as: charset) else { return nil }
        return charset
    }

    /// UTF-16 of a script without zeros, as Chinese without a space; `nil` where it is none.
    static func unmarkedWide(_ bytes: Span<UInt8>) -> Charset? {
        guard bytes.count >= 16 else { return nil }
        return [Charset.utf16LE, .utf16BE].first { charset in
            let big = charset == .utf16BE ? 0 : 1
            var (wide, all) = (0, 0)
            var index = 0
            while index + 1 < min(bytes.count, sampleSize) {
                if 0x30...0x9F ~= bytes[index + big] || 0xAC...0xD7 ~= bytes[index + big] || bytes[index + big] == 0xFF {
                    wide += 1
                }
                all += 1
                index += 2
            }
            return wide * 20 >= all * 19 && isPlausible(bytes, as: charset) && isOfOneScript(bytes, big)
        }
    }

    /// Whether the pairs of bytes are Chinese, Japanese or Korean characters and not pairs of letters: letters stand in
    /// both bytes alike.
    private static func isOfOneScript(_ bytes: Span<UInt8>, _ big: Int) -> Bool {
        var ascii = 0
        let size = min(bytes.count, sampleSize) & ~1
        for index in 0..<size where bytes[index] < 0x80 && bytes[index] >= 0x20 { ascii += 1 }
        return ascii * 4 < size * 3
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
        /// UTF-8 with a fault: the offset of the first byte that cannot be.
        case broken(Int)
        /// Not UTF-8.
        case none
    }

    static func utf8(_ bytes: Span<UInt8>) -> UTF8Form {
        var index = 0
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        guard index < bytes.count else { return .ascii }
        let firstBad: Int
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
            return .whole
        } catch {
            firstBad = error.byteOffsets.lowerBound
        }
        // Sequences with the form of UTF-8, halves of surrogate pairs among them, against bytes that fit in none.
        var (formed, odd) = (0, 0)
        var last = 0..<0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= 0x80 else {
                index += 1
                continue
            }
            let length = byte >= 0xF0 && byte < 0xF5 ? 4 : byte >= 0xE0 && byte < 0xF0 ? 3 : byte >= 0xC2 && byte < 0xE0 ? 2 : 1
            var end = index + 1
            while end < min(index + length, bytes.count), bytes[end] & 0xC0 == 0x80 { end += 1 }
            if length > 1, end == index + length {
                formed += 1
            } else {
                odd += 1
                last = index..<(length > 1 && end == bytes.count ? end : 0 + index)
            }
            index = end
        }
        if odd == 1, last.upperBound == bytes.count, firstBad == last.lowerBound, formed > 0 || last.count > 1 {
            return .cut(firstBad)
        }
        return formed >= 4 * odd && formed > 0 ? .broken(firstBad) : .none
    }

    /// The offset of the first byte that is not of valid UTF-8.
    static func firstInvalid(_ bytes: Span<UInt8>) -> Int {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
            return bytes.count
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    /// The ISO 2022 charset of text in ASCII whose escapes name one; `nil` without them.
    static func escapes(in bytes: Span<UInt8>) -> Charset? {
        for index in bytes.indices where bytes[index] == 0x1B && index + 3 < bytes.count {
            switch (bytes[index + 1], bytes[index + 2], bytes[index + 3]) {
            case (0x24, 0x29, 0x43): return .iso2022KR
            case (0x24, 0x29, 0x41), (0x24, 0x29, 0x47): return .iso2022CN
            case (0x24, 0x40, _), (0x24, 0x42, _), (0x28, 0x4A, _), (0x28, 0x49, _), (0x24, 0x28, 0x44): return .iso2022JP
            default: break
            }
        }
        return nil
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

    private static let sampleSize = 1 << 16
}
