/// Reads JSON front to back, as fast as its bytes can be looked at, and gives up at whatever is out of the ordinary.
///
/// It takes nothing that a whole parser refuses, within what it reads; what it gives up on such a parser has to judge, and to
/// put into words. The bytes must be valid UTF-8, and outlive it.
struct JSONScanner {
    /// It is no JSON, or none that is read here.
    struct Unusual: Error {}

    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0
    private var depth = 0
    /// How deep JSON may nest, as of Foundation's decoder.
    private static let maxDepth = 512

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next byte; 0, which stands nowhere in JSON, at the end.
    private var next: UInt8 { place < bytes.count ? bytes[place] : 0 }

    private mutating func skipBlanks() {
        while true {
            switch next {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) throws(Unusual) {
        guard next == byte else { throw Unusual() }
        place += 1
    }

    private mutating func takes(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func take(_ word: StaticString) throws(Unusual) {
        for offset in 0..<word.utf8CodeUnitCount { try take(word.utf8Start[offset]) }
    }

    /// Nothing but blanks may follow.
    mutating func end() throws(Unusual) {
        skipBlanks()
        guard place == bytes.count else { throw Unusual() }
    }

    /// Reads an object; the body reads the value of each key that it is given.
    mutating func object(_ body: (String, inout JSONScanner) throws(Unusual) -> Void) throws(Unusual) {
        try open(UInt8(ascii: "{"))
        defer { depth -= 1 }
        if takes(UInt8(ascii: "}")) { return }
        repeat {
            skipBlanks()
            let key = try string()
            skipBlanks()
            try take(UInt8(ascii: ":"))
            skipBlanks()
            try body(key, &self)
            skipBlanks()
        } while takes(UInt8(ascii: ","))
        try take(UInt8(ascii: "}"))
    }

    /// Reads a list; the body reads each element.
    mutating func list<Element>(
        _ body: (inout JSONScanner) throws(Unusual) -> Element
    ) throws(Unusual) -> [Element] {
        try open(UInt8(ascii: "["))
        defer { depth -= 1 }
        var elements: [Element] = []
        if takes(UInt8(ascii: "]")) { return elements }
        repeat {
            skipBlanks()
            elements.append(try body(&self))
            skipBlanks()
        } while takes(UInt8(ascii: ","))
        try take(UInt8(ascii: "]"))
        return elements
    }

    private mutating func open(_ opening: UInt8) throws(Unusual) {
        skipBlanks()
        try take(opening)
        depth += 1
        guard depth < Self.maxDepth else { throw Unusual() }
        skipBlanks()
    }

    /// Reads a value that may be null.
    mutating func optional<Value>(
        _ body: (inout JSONScanner) throws(Unusual) -> Value
    ) throws(Unusual) -> Value? {
        guard next == UInt8(ascii: "n") else { return try body(&self) }
        try take("null")
        return nil
    }

    /// Passes over a value, whatever it is.
    mutating func skip() throws(Unusual) {
        switch next {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"): try skipObject()
        case UInt8(ascii: "["): _ = try list { scanner throws(Unusual) in try scanner.skip() }
        case UInt8(ascii: "t"): try take("true")
        case UInt8(ascii: "f"): try take("false")
        case UInt8(ascii: "n"): try take("null")
        default: _ = try number()
        }
    }

    private mutating func skipObject() throws(Unusual) {
        try open(UInt8(ascii: "{"))
        defer { depth -= 1 }
        if takes(UInt8(ascii: "}")) { return }
        repeat {
            skipBlanks()
            try skipString()
            skipBlanks()
            try take(UInt8(ascii: ":"))
            skipBlanks()
            try skip()
            skipBlanks()
        } while takes(UInt8(ascii: ","))
        try take(UInt8(ascii: "}"))
    }

    // Strings

    /// Goes to the first byte of a string that needs more than a look: its end, or an escape.
    private mutating func skipPlain() throws(Unusual) {
        // Eight bytes at a time, as long as none of them is either or a control character: of each byte the top bit is set where it
        // is less than one, which is so of the difference to what is looked for where both are equal (Anderson, "Bit Twiddling
        // Hacks", "Determine if a word has a zero byte").
        while place &+ 8 <= bytes.count, let start = bytes.baseAddress {
            let word = UnsafeRawPointer(start + place).loadUnaligned(as: UInt64.self)
            let (quote, escape) = (word ^ Self.each(0x22), word ^ Self.each(0x5C))
            let isLow = (word &- Self.each(0x20)) & ~word
            let isQuote = (quote &- Self.each(1)) & ~quote
            let isEscape = (escape &- Self.each(1)) & ~escape
            if (isLow | isQuote | isEscape) & Self.each(0x80) != 0 { break }
            place += 8
        }
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            guard byte >= 0x20 else { break }
            place += 1
        }
        throw Unusual()
    }

    private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

    /// Bytes of the file as text: they are valid UTF-8, and the file's signs that part them are ASCII.
    private func text(_ range: Range<Int>) -> String {
        let part = UnsafeBufferPointer(rebasing: bytes[range])
        return String(copying: unsafe UTF8Span(unchecked: part.span))
    }

    private mutating func skipString() throws(Unusual) {
        try take(UInt8(ascii: "\""))
        while true {
            try skipPlain()
            if takes(UInt8(ascii: "\"")) { return }
            var unused: [UInt8] = []
            try readEscape(into: &unused)
        }
    }

    mutating func string() throws(Unusual) -> String {
        try take(UInt8(ascii: "\""))
        let start = place
        try skipPlain()
        if next == UInt8(ascii: "\"") {
            defer { place += 1 }
            return text(start..<place)
        }
        var text: [UInt8] = []
        var clean = start
        while true {
            text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[clean..<place]))
            if takes(UInt8(ascii: "\"")) { return String(decoding: text, as: UTF8.self) }
            try readEscape(into: &text)
            clean = place
            try skipPlain()
        }
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(Unusual) {
        try take(UInt8(ascii: "\\"))
        let byte = next
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"):
            var value = try hexadecimal()
            if 0xD800..<0xDC00 ~= value {
                try take(UInt8(ascii: "\\"))
                try take(UInt8(ascii: "u"))
                let low = try hexadecimal()
                guard 0xDC00..<0xE000 ~= low else { throw Unusual() }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw Unusual() }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw Unusual()
        }
    }

    private mutating func hexadecimal() throws(Unusual) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = next
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw Unusual()
            }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }

    // Numbers

    /// A number that is written without fraction and exponent.
    mutating func integer() throws(Unusual) -> Int {
        let number = try number()
        guard number.isWhole, number.digits < 19 else { throw Unusual() }
        return number.isNegative ? -Int(number.significand) : Int(number.significand)
    }

    /// A number, exactly as its text says.
    mutating func double() throws(Unusual) -> Double {
        let start = place
        let number = try number()
        guard number.digits <= 15, !number.hasExponent else {
            let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self)
            guard let value = Double(text), value.isFinite else { throw Unusual() }
            return value
        }
        // Both are exact in a double, and so one operation rounds right (Clinger, "How to Read Floating Point Numbers
        // Accurately", 1990).
        let value = Double(number.significand) / Self.powers[number.fraction]
        return number.isNegative ? -value : value
    }

    private static let powers: [Double] = (0...15).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    private struct Number {
        var isNegative: Bool
        var significand: UInt64 = 0
        /// How many digits it is written with, and how many of them behind the point.
        var digits = 0
        var fraction = 0
        var isWhole = true
        var hasExponent = false
    }

    private mutating func number() throws(Unusual) -> Number {
        var number = Number(isNegative: takes(UInt8(ascii: "-")))
        let first = next
        try readDigits(&number)
        guard number.digits == 1 || first != UInt8(ascii: "0") else { throw Unusual() }
        if takes(UInt8(ascii: ".")) {
            let whole = number.digits
            try readDigits(&number)
            number.fraction = number.digits - whole
            number.isWhole = false
        }
        if next | 0x20 == UInt8(ascii: "e") {
            place += 1
            if !takes(UInt8(ascii: "+")) { _ = takes(UInt8(ascii: "-")) }
            var exponent = Number(isNegative: false)
            try readDigits(&exponent)
            (number.hasExponent, number.isWhole) = (true, false)
        }
        return number
    }

    private mutating func readDigits(_ number: inout Number) throws(Unusual) {
        let before = number.digits
        while UInt8(ascii: "0")...UInt8(ascii: "9") ~= next {
            number.significand = number.significand &* 10 &+ UInt64(next - UInt8(ascii: "0"))
            number.digits += 1
            place += 1
        }
        guard number.digits > before else { throw Unusual() }
    }
}
