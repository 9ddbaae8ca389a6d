/// The bytes written so far and the containers that are still open.
///
/// Containers nest strictly: opening or writing at a depth closes all that are deeper.
struct JSONText {
    private(set) var bytes: [UInt8]
    /// The closing bytes of the open containers, and whether each has an element.
    private var open: [(closing: UInt8, isEmpty: Bool)] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func finish() -> [UInt8] {
        close(to: 0)
        return bytes
    }

    /// How many containers are open.
    var depth: Int { open.count }

    mutating func close(to depth: Int) {
        while open.count > depth, let last = open.popLast() { bytes.append(last.closing) }
    }

    /// Opens `{` or `[` as the value that comes next; its elements stand at the depth returned.
    mutating func openContainer(_ opening: UInt8, _ closing: UInt8) -> Int {
        bytes.append(opening)
        open.append((closing, true))
        return open.count
    }

    /// Gets ready for an element of the container at a depth.
    mutating func beginElement(at depth: Int) {
        close(to: depth)
        if open[depth - 1].isEmpty {
            open[depth - 1].isEmpty = false
        } else {
            bytes.append(UInt8(ascii: ","))
        }
    }

    mutating func writeKey(_ key: String, at depth: Int) {
        beginElement(at: depth)
        write(key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// A dictionary has no order of its own: sorted, it is the same in every run.
    mutating func writeSorted(_ codes: [String: String]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, key) in codes.keys.sorted().enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(key)
            bytes.append(UInt8(ascii: ":"))
            write(codes[key] ?? "")
        }
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func write(_ raw: RawJSON) { bytes.append(contentsOf: raw.bytes) }

    mutating func writeEmptyObject() { bytes.append(contentsOf: "{}".utf8) }

    mutating func writeNull() { bytes.append(contentsOf: "null".utf8) }

    mutating func write(_ flag: Bool) { bytes.append(contentsOf: (flag ? "true" : "false").utf8) }

    mutating func write(_ number: some FixedWidthInteger) {
        var text = String(number)
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ number: Double, path: [any CodingKey]) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(
                number, .init(codingPath: path, debugDescription: "JSON has no number for \(number)."))
        }
        if let integer = Int(exactly: number), number.magnitude < 1e15 {
            write(integer)
            return
        }
        bytes.append(contentsOf: number.description.utf8)
    }

    mutating func write(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { text in
            var clean = 0
            for index in 0..<text.count where text[index] < 0x20 || text[index] == 0x22 || text[index] == 0x5C {
                bytes.append(contentsOf: text[clean..<index])
                writeEscape(text[index])
                clean = index + 1
            }
            bytes.append(contentsOf: text[clean...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func writeEscape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x22, 0x5C: bytes.append(byte)
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }
}
