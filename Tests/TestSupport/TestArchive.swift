/// ZIP and tar archives for tests, of files that are stored as they are.
public enum TestArchive {
    /// A ZIP archive.
    ///
    /// - Parameters:
    ///   - files: Names and contents, in order.
    ///   - isEncrypted: Whether its files say that they are encrypted.
    /// - Returns: Its bytes.
    public static func zip(_ files: [(name: String, bytes: [UInt8])], isEncrypted: Bool = false) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let name = Array(file.name.utf8)
            let offset = archive.count
            // Version, flags (names in UTF-8), method, time, date, checksum, sizes, lengths.
            let head =
                number(20, 2) + number(0x800 | (isEncrypted ? 1 : 0), 2) + number(0, 2) + number(0, 4)
                + number(Int(checksum(file.bytes)), 4) + number(file.bytes.count, 4) + number(file.bytes.count, 4)
                + number(name.count, 2) + number(0, 2)
            archive += [0x50, 0x4B, 3, 4] + head + name + file.bytes
            directory +=
                [0x50, 0x4B, 1, 2] + number(20, 2) + head + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4)
                + number(offset, 4) + name
        }
        let start = archive.count
        return archive + directory + [0x50, 0x4B, 5, 6] + number(0, 4) + number(files.count, 2)
            + number(files.count, 2) + number(directory.count, 4) + number(start, 4) + number(0, 2)
    }

    /// A ZIP archive of texts.
    public static func zip(_ files: [(name: String, text: String)]) -> [UInt8] {
        zip(files.map { ($0.name, Array($0.text.utf8)) })
    }

    /// A tar archive.
    public static func tar(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        for file in files {
            var head = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at offset: Int) {
                for (index, byte) in text.utf8.enumerated() { head[offset + index] = byte }
            }
            func octal(_ number: Int, _ width: Int) -> String {
                let digits = String(number, radix: 8)
                return String(repeating: "0", count: width - digits.utf8.count) + digits
            }
            put(file.name, at: 0)
            put("0000644", at: 100)
            put("0000000", at: 108)
            put("0000000", at: 116)
            put(octal(file.bytes.count, 11), at: 124)
            put(octal(0, 11), at: 136)
            put("        0", at: 148)
            put("ustar\u{0}00", at: 257)
            let sum = head.reduce(0) { $0 + Int($1) }
            put(octal(sum, 6) + "\u{0} ", at: 148)
            archive += head + file.bytes + [UInt8](repeating: 0, count: (512 - file.bytes.count % 512) % 512)
        }
        return archive + [UInt8](repeating: 0, count: 1024)
    }

    private static func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// CRC-32 as ZIP has it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
