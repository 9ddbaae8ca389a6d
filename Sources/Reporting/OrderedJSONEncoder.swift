/// Encodes values as JSON whose keys stand in the order in which they are encoded, so that a report reads in the order
/// of its contract and is the same bytes every time.
///
/// Absent optionals are written as `null`. Output is UTF-8; `/` is not escaped. Numbers that JSON cannot hold (NaN,
/// infinity) are an error. Foundation's encoder sorts keys or leaves them in no order, and is several times slower.
public struct OrderedJSONEncoder {
    /// Makes an encoder.
    public init() {}

    /// The JSON of a value, without a line end.
    ///
    /// - Throws: `EncodingError.invalidValue` for a number that JSON cannot hold, and what the value's own `encode` throws.
    public func encode(_ value: some Encodable) throws -> [UInt8] {
        var buffer: [UInt8] = []
        try encode(value, into: &buffer)
        return buffer
    }

    /// Appends the JSON of a value.
    public func encode(_ value: some Encodable, into buffer: inout [UInt8]) throws {
        let output = JSONOutput(buffer)
        buffer = []
        try output.write(value, path: [])
        buffer = output.finish()
    }
}

/// The bytes written so far and the containers that are still open.
///
/// Containers nest strictly: opening or writing at a depth closes all that are deeper. One encoder uses it from one task.
private final class JSONOutput {
    private var bytes: [UInt8]
    /// The closing bytes of the open containers, and whether each has an element.
    private var open: [(closing: UInt8, isEmpty: Bool)] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func finish() -> [UInt8] {
        close(to: 0)
        return bytes
    }

    var depth: Int { open.count }

    func close(to depth: Int) {
        while open.count > depth, let last = open.popLast() { bytes.append(last.closing) }
    }

    /// Opens `{` or `[` as the value that comes next; its elements stand at the depth returned.
    func openContainer(_ opening: UInt8, _ closing: UInt8) -> Int {
        bytes.append(opening)
        open.append((closing, true))
        return open.count
    }

    /// Gets ready for an element of the container at a depth.
    func beginElement(at depth: Int) {
        close(to: depth)
        if open[depth - 1].isEmpty {
            open[depth - 1].isEmpty = false
        } else {
            bytes.append(UInt8(ascii: ","))
        }
    }

    func writeKey(_ key: String, at depth: Int) {
        beginElement(at: depth)
        write(key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes a value of any type.
    ///
    /// The types that need a way of their own are told by identity: a cast asks the runtime for the value's
    /// conformances every time, which made up a tenth of a document's analysis.
    func write<Value: Encodable>(_ value: Value, path: [any CodingKey]) throws {
        if Value.self == RawJSON.self, let raw = value as? RawJSON {
            bytes.append(contentsOf: raw.bytes)
            return
        }
        if Value.self == [String: String].self, let codes = value as? [String: String] {
            writeSorted(codes)
            return
        }
        let before = bytes.count
        let depth = open.count
        try value.encode(to: ValueEncoder(output: self, codingPath: path))
        close(to: depth)
        // A value that encodes nothing is an empty object, as in Foundation.
        if bytes.count == before { bytes.append(contentsOf: "{}".utf8) }
    }

    /// A dictionary has no order of its own: sorted, it is the same in every run.
    private func writeSorted(_ codes: [String: String]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, key) in codes.keys.sorted().enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(key)
            bytes.append(UInt8(ascii: ":"))
            write(codes[key] ?? "")
        }
        bytes.append(UInt8(ascii: "}"))
    }

    func writeNull() { bytes.append(contentsOf: "null".utf8) }

    func write(_ flag: Bool) { bytes.append(contentsOf: (flag ? "true" : "false").utf8) }

    func write(_ number: some FixedWidthInteger) {
        var text = String(number)
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    func write(_ number: Double, path: [any CodingKey]) throws {
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

    func write(_ string: String) {
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

    private func writeEscape(_ byte: UInt8) {
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

/// JSON that is written as it is.
struct RawJSON: Encodable {
    let bytes: [UInt8]

    /// Only `OrderedJSONEncoder` knows raw JSON.
    func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(
            self, .init(codingPath: encoder.codingPath, debugDescription: "Raw JSON needs OrderedJSONEncoder."))
    }
}

private struct ValueEncoder: Encoder {
    let output: JSONOutput
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let depth = output.openContainer(UInt8(ascii: "{"), UInt8(ascii: "}"))
        return KeyedEncodingContainer(KeyedContainer<Key>(output: output, codingPath: codingPath, depth: depth))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let depth = output.openContainer(UInt8(ascii: "["), UInt8(ascii: "]"))
        return UnkeyedContainer(output: output, codingPath: codingPath, depth: depth)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleValueContainer(output: output, codingPath: codingPath)
    }
}

private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let output: JSONOutput
    let codingPath: [any CodingKey]
    let depth: Int

    mutating func encodeNil(forKey key: Key) throws {
        output.writeKey(key.stringValue, at: depth)
        output.writeNull()
    }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        output.writeKey(key.stringValue, at: depth)
        try output.write(value, path: codingPath + [key])
    }

    mutating func encode(_ value: Bool, forKey key: Key) throws {
        output.writeKey(key.stringValue, at: depth)
        output.write(value)
    }

    mutating func encode(_ value: String, forKey key: Key) throws {
        output.writeKey(key.stringValue, at: depth)
        output.write(value)
    }

    mutating func encode(_ value: Int, forKey key: Key) throws {
        output.writeKey(key.stringValue, at: depth)
        output.write(value)
    }

    mutating func encode(_ value: Double, forKey key: Key) throws {
        output.writeKey(key.stringValue, at: depth)
        guard value.isFinite else { return try output.write(value, path: codingPath + [key]) }
        try output.write(value, path: [])
    }

    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }

    mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }

    mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }

    mutating func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    mutating func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try encodeOrNull(value, key) }
    mutating func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try encodeOrNull(value, key) }

    private mutating func encodeOrNull(_ value: (some Encodable)?, _ key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        encoder(forKey: key).container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder(forKey: key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { superEncoder(named: "super", key: nil) }

    mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder(named: key.stringValue, key: key) }

    private func encoder(forKey key: Key) -> ValueEncoder {
        output.writeKey(key.stringValue, at: depth)
        return ValueEncoder(output: output, codingPath: codingPath + [key])
    }

    private func superEncoder(named name: String, key: Key?) -> any Encoder {
        output.writeKey(name, at: depth)
        return ValueEncoder(output: output, codingPath: codingPath + (key.map { [$0] } ?? []))
    }
}

private struct UnkeyedContainer: UnkeyedEncodingContainer {
    let output: JSONOutput
    let codingPath: [any CodingKey]
    let depth: Int
    var count = 0

    init(output: JSONOutput, codingPath: [any CodingKey], depth: Int) {
        self.output = output
        self.codingPath = codingPath
        self.depth = depth
    }

    mutating func encodeNil() throws {
        begin()
        output.writeNull()
    }

    mutating func encode(_ value: some Encodable) throws {
        begin()
        try output.write(value, path: codingPath)
    }

    mutating func encode(_ value: String) throws {
        begin()
        output.write(value)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        begin()
        return ValueEncoder(output: output, codingPath: codingPath).container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        begin()
        return ValueEncoder(output: output, codingPath: codingPath).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        begin()
        return ValueEncoder(output: output, codingPath: codingPath)
    }

    private mutating func begin() {
        output.beginElement(at: depth)
        count += 1
    }
}

private struct SingleValueContainer: SingleValueEncodingContainer {
    let output: JSONOutput
    let codingPath: [any CodingKey]

    mutating func encodeNil() throws { output.writeNull() }
    mutating func encode(_ value: Bool) throws { output.write(value) }
    mutating func encode(_ value: String) throws { output.write(value) }
    mutating func encode(_ value: Double) throws { try output.write(value, path: codingPath) }
    mutating func encode(_ value: Float) throws {
        guard value.isFinite else { return try output.write(Double(value), path: codingPath) }
        try output.write(Double(value.description) ?? Double(value), path: codingPath)
    }
    mutating func encode(_ value: Int) throws { output.write(value) }
    mutating func encode(_ value: Int8) throws { output.write(value) }
    mutating func encode(_ value: Int16) throws { output.write(value) }
    mutating func encode(_ value: Int32) throws { output.write(value) }
    mutating func encode(_ value: Int64) throws { output.write(value) }
    mutating func encode(_ value: UInt) throws { output.write(value) }
    mutating func encode(_ value: UInt8) throws { output.write(value) }
    mutating func encode(_ value: UInt16) throws { output.write(value) }
    mutating func encode(_ value: UInt32) throws { output.write(value) }
    mutating func encode(_ value: UInt64) throws { output.write(value) }
    mutating func encode(_ value: some Encodable) throws { try output.write(value, path: codingPath) }
}
