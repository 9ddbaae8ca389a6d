import GRDB

/// Writes numbers and words one after another, small numbers in one byte: what a row of the database has of a document or a name
/// where a table would have a row for each.
///
/// A number is written seven bits at a time, the lowest first, with the eighth set where more follow (LEB128, DWARF 5, section
/// 7.6).
struct PackedWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// A number that is not below 0.
    mutating func put(_ number: Int) { Self.put(UInt64(bitPattern: Int64(number)), &bytes) }
    mutating func put(_ number: Int64) { Self.put(UInt64(bitPattern: number), &bytes) }

    /// Any number: near 0, on either side, are the short ones.
    mutating func putSigned(_ number: Int) {
        Self.put(UInt64(bitPattern: Int64((number << 1) ^ (number >> 63))), &bytes)
    }

    /// Words, or none.
    mutating func put(_ text: String?) {
        guard var text else { return put(0) }
        text.withUTF8 { utf8 in
            put(utf8.count + 1)
            bytes.append(contentsOf: utf8)
        }
    }

    mutating func put(_ numbers: [Int]) {
        put(numbers.count)
        for number in numbers { put(number) }
    }

    /// How many parts of 1 a score is counted in.
    fileprivate static let scorePrecision = 10_000.0

    /// A score: most have at most four decimals, and are whole numbers of their last.
    mutating func put(score: Double) {
        let parts = (score * Self.scorePrecision).rounded()
        if abs(parts) < 1e12, parts / Self.scorePrecision == score, parts != 0 || score.sign == .plus {
            putSigned(Int(parts) << 1)
        } else {
            putSigned(1)
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: score.bitPattern >> shift))
            }
        }
    }

    private static func put(_ number: UInt64, _ bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}

/// Reads what a `PackedWriter` wrote; the bytes must outlive it.
///
/// Bytes that end too early are those of a damaged database, and an error.
struct PackedReader {
    private var place: UnsafeRawPointer?
    private var left: Int

    init(_ bytes: UnsafeRawBufferPointer) { (place, left) = (bytes.baseAddress, bytes.count) }

    var isAtEnd: Bool { left == 0 }

    static var damage: DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "names or quotes of a document are cut off")
    }

    private mutating func byte() throws -> UInt8 {
        guard left > 0, let place else { throw Self.damage }
        self.place = place + 1
        left -= 1
        return place.load(as: UInt8.self)
    }

    mutating func number() throws -> Int {
        let first = try byte()
        if first < 0x80 { return Int(first) }
        var number = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while true {
            let next = try byte()
            number |= UInt64(next & 0x7F) &<< shift
            if next < 0x80 { return Int(truncatingIfNeeded: number) }
            shift += 7
            guard shift < 64 else { throw Self.damage }
        }
    }

    mutating func signedNumber() throws -> Int {
        let number = UInt(bitPattern: try number())
        return Int(bitPattern: number >> 1) ^ -Int(bitPattern: number & 1)
    }

    mutating func id() throws -> Int64 { Int64(try number()) }

    /// How many there are of something that takes a byte each at least.
    mutating func count() throws -> Int {
        let count = try number()
        guard (0...left).contains(count) else { throw Self.damage }
        return count
    }

    mutating func text() throws -> String? {
        let count = try number() - 1
        guard count >= 0 else { return nil }
        guard count <= left, let place else { throw Self.damage }
        self.place = place + count
        left -= count
        return String(decoding: UnsafeRawBufferPointer(start: place, count: count), as: UTF8.self)
    }

    mutating func numbers() throws -> [Int] {
        let count = try count()
        var numbers: [Int] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try number()) }
        return numbers
    }

    mutating func score() throws -> Double {
        let parts = try signedNumber()
        if parts & 1 == 0 { return Double(parts >> 1) / PackedWriter.scorePrecision }
        var bits: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bits |= UInt64(try byte()) << shift }
        return Double(bitPattern: bits)
    }
}
