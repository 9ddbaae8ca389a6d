import Glibc

/// iconv(3), strictly: what is no character of the charset stops the conversion and is told.
package final class Converter {
    private let descriptor: iconv_t

    /// - Returns: `nil` where the system's iconv does not know the charset.
    convenience init?(_ charset: Charset) { self.init(from: charset.converterName, to: "UTF-8") }

    /// A converter between two charsets by the names that iconv(3) has for them.
    ///
    /// - Returns: `nil` where it does not know one.
    package init?(from source: String, to target: String) {
        let opened = iconv_open(target, source)
        guard let opened, opened != iconv_t(bitPattern: -1) else { return nil }
        descriptor = opened
    }

    deinit { iconv_close(descriptor) }

    /// How a conversion ended.
    package enum End: Equatable {
        case whole
        /// The offset of the first byte that is part of no character.
        case invalid(Int)
        /// The offset of a last character that is not whole.
        case cut(Int)
    }

    /// Converts bytes from the first on, as far as they are characters.
    package func convert(_ bytes: Span<UInt8>) -> (text: [UInt8], end: End) {
        _ = iconv(descriptor, nil, nil, nil, nil)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 2)
        var end = End.whole
        let size = 1 << 16
        let piece = UnsafeMutablePointer<CChar>.allocate(capacity: size)
        defer { piece.deallocate() }
        // iconv reads no further than it is told, and does not write to its input.
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { buffer in
                var input = UnsafeMutablePointer(mutating: buffer.baseAddress)
                var left = buffer.count
                while true {
                    var output: UnsafeMutablePointer<CChar>? = piece
                    var room = size
                    let result = iconv(descriptor, &input, &left, &output, &room)
                    let failure = errno
                    text.append(
                        contentsOf: UnsafeRawBufferPointer(start: UnsafeRawPointer(piece), count: size - room))
                    if result != -1 {
                        // What a charset with states holds back is written when it is asked for its end.
                        output = piece
                        room = size
                        _ = iconv(descriptor, nil, nil, &output, &room)
                        text.append(
                            contentsOf: UnsafeRawBufferPointer(start: UnsafeRawPointer(piece), count: size - room))
                        return
                    }
                    if failure == E2BIG { continue }
                    end = failure == EINVAL ? .cut(buffer.count - left) : .invalid(buffer.count - left)
                    return
                }
            }
        }
        return (text, end)
    }

    /// The scalar of each byte of a charset that has one for one; U+FFFD where there is none.
    static func table(of charset: Charset) -> [UInt32] {
        guard let converter = Converter(charset) else { return [UInt32](repeating: 0xFFFD, count: 256) }
        var table: [UInt32] = []
        for byte in UInt8.min...UInt8.max {
            let (text, end) = converter.convert([byte].span)
            let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
            let scalar = end == .whole && scalars.count == 1 ? scalars.first?.value : nil
            table.append(scalar ?? 0xFFFD)
        }
        // The controls that ISO 8859 has there are in no text; the characters of windows-1252 are in many that say they
        // are ISO 8859.
        if charset.name.hasPrefix("ISO-8859-") {
            let windows = Self.table(of: .windows1252)
            for byte in 0x80..<0xA0 { table[byte] = windows[byte] }
        }
        return table
    }
}
