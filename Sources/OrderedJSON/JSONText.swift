/// The bytes written so far and the containers that are still open.
///
/// Containers nest strictly: opening or writing at a depth closes all that are deeper.
struct JSONText: ~Copyable {
    private var bytes: JSONBytes
    private var open: [Container] = []
    /// The depth of the container in which what is written may be taken back; nil outside of such.
    private var guarded: Int?

    init(giving give: (([UInt8]) -> Void)?) { bytes = JSONBytes(giving: give) }

    private struct Container {
        var closing: UInt8
        var isEmpty = true
        /// Where the last key stands; empty in an array.
        var key = 0..<0
    }

    /// Closes all containers and gives the text, with which it leaves, as far as it was not given away.
    mutating func finished() -> PiecedBytes {
        close(to: 0)
        return bytes.taken()
    }

    /// From here on what is written in a container at a depth may be taken back, until `release`; keys' paths begin here.
    mutating func hold(at depth: Int) {
        guard guarded == nil else { return }
        guarded = depth
        bytes.isHeld = true
    }

    /// What was written stays.
    mutating func release(at depth: Int) {
        guard guarded == depth else { return }
        guarded = nil
        bytes.isHeld = false
    }

    /// Drops all that was written behind the first so many bytes as a value in a container at a depth.
    mutating func drop(behind count: Int, at depth: Int) {
        open.removeLast(open.count - depth)
        bytes.truncate(to: count)
    }

    /// The number of bytes so far.
    var count: Int { bytes.count }

    /// How many containers are open.
    var depth: Int { open.count }

    /// The keys that lead to what is written next in a container at a depth, as they are written.
    borrowing func path(to depth: Int) -> [any CodingKey] {
        let containers = open.prefix(depth).dropFirst(guarded ?? 0)
        return containers.filter { !$0.key.isEmpty }.map { Key(stringValue: bytes.text($0.key)) }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    mutating func close(to depth: Int) {
        while open.count > depth, let last = open.popLast() { bytes.append(last.closing) }
    }

    /// Opens `{` or `[` as the value that comes next; its elements stand at the depth returned.
    mutating func openContainer(_ opening: UInt8, _ closing: UInt8) -> Int {
        bytes.append(opening)
        open.append(Container(closing: closing))
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
        let start = bytes.count
        write(key)
        open[depth - 1].key = start + 1..<bytes.count - 1
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

    mutating func writeEmptyObject() { bytes.append("{}") }

    mutating func writeNull() { bytes.append("null") }

    mutating func write(_ flag: Bool) { bytes.append(flag ? "true" : "false" as StaticString) }

    mutating func write(_ number: some FixedWidthInteger) {
        if let small = Int32(exactly: number) { return write(small: small) }
        var text = String(number)
        text.withUTF8 { bytes.append($0) }
    }

    /// Offsets are most of a report's numbers: written without a string of each.
    private mutating func write(small number: Int32) {
        var digits = InlineArray<10, UInt8>(repeating: 0)
        var left = number.magnitude
        var first = digits.count
        repeat {
            first -= 1
            digits[first] = UInt8(truncatingIfNeeded: left % 10) + UInt8(ascii: "0")
            left /= 10
        } while left > 0
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        for index in first..<digits.count { bytes.append(digits[index]) }
    }

    /// Writes a number that is finite.
    mutating func write(finite number: Double) {
        if let integer = Int(exactly: number), number.magnitude < 1e15 {
            write(integer)
            return
        }
        var text = number.description
        text.withUTF8 { bytes.append($0) }
    }

    mutating func write(_ string: String) { string.utf8.span.withUnsafeBufferPointer { write(text: $0) } }

    /// Writes a string that is given as its UTF-8.
    mutating func write(text: UnsafeBufferPointer<UInt8>) {
        if bytes.appendQuoted(text) { return }
        bytes.append(UInt8(ascii: "\""))
        var clean = 0
        for index in 0..<text.count where text[index] < 0x20 || text[index] == 0x22 || text[index] == 0x5C {
            bytes.append(UnsafeBufferPointer(rebasing: text[clean..<index]))
            writeEscape(text[index])
            clean = index + 1
        }
        bytes.append(clean == 0 ? text : UnsafeBufferPointer(rebasing: text[clean...]))
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
            bytes.append("u00")
            for digit in [byte >> 4, byte & 15] {
                bytes.append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
            }
        }
    }
}
