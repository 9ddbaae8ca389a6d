// OrderedJSON writes JSON and reads none: reports, the daemon's status and log, a worker's options.

/// Encodes values as JSON whose keys stand in the order in which they are encoded, so that a report reads in the order
/// of its contract and is the same bytes every time.
///
/// Absent optionals are written as `null`. Output is UTF-8; `/` is not escaped. Numbers that JSON cannot hold (NaN,
/// infinity) are an error. Foundation's encoder sorts keys or leaves them in no order, and is several times slower.
package struct OrderedJSONEncoder {
    /// Makes an encoder.
    package init() {}

    /// The JSON of a value, without a line end.
    ///
    /// - Throws: `EncodingError.invalidValue` for a number that JSON cannot hold, and what the value's own `encode` throws.
    package func encode(_ value: some Encodable) throws -> [UInt8] {
        var buffer: [UInt8] = []
        try encode(value, into: &buffer)
        return buffer
    }

    /// Appends the JSON of a value.
    package func encode(_ value: some Encodable, into buffer: inout [UInt8]) throws {
        let output = JSONOutput(buffer)
        buffer = []
        try output.write(value, path: [])
        buffer = output.text.finish()
    }
}

/// The text that all containers of one encoding write to, from one task.
///
/// Each of their steps is one access to `text`, since the runtime checks each for exclusivity.
private final class JSONOutput {
    var text: JSONText

    init(_ bytes: [UInt8]) { text = JSONText(bytes) }

    /// Writes a value of any type.
    ///
    /// The types that need a way of their own are told by identity: a cast asks the runtime for the value's
    /// conformances every time, which made up a tenth of a document's analysis.
    func write<Value: Encodable>(_ value: Value, path: [any CodingKey]) throws {
        if Value.self == RawJSON.self, let raw = value as? RawJSON {
            text.write(raw)
            return
        }
        if Value.self == [String: String].self, let codes = value as? [String: String] {
            text.writeSorted(codes)
            return
        }
        let before = text.bytes.count
        let depth = text.depth
        try value.encode(to: ValueEncoder(output: self, codingPath: path))
        text.close(to: depth)
        // A value that encodes nothing is an empty object, as in Foundation.
        if text.bytes.count == before { text.writeEmptyObject() }
    }
}

/// JSON that is written as it is.
package struct RawJSON: Encodable {
    package let bytes: [UInt8]

    /// Trusts the bytes to be JSON.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Only `OrderedJSONEncoder` knows raw JSON.
    package func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(
            self, .init(codingPath: encoder.codingPath, debugDescription: "Raw JSON needs OrderedJSONEncoder."))
    }
}

private struct ValueEncoder: Encoder {
    let output: JSONOutput
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let depth = output.text.openContainer(UInt8(ascii: "{"), UInt8(ascii: "}"))
        return KeyedEncodingContainer(KeyedContainer<Key>(output: output, codingPath: codingPath, depth: depth))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let depth = output.text.openContainer(UInt8(ascii: "["), UInt8(ascii: "]"))
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
        output.text.writeKey(key.stringValue, at: depth)
        output.text.writeNull()
    }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        output.text.writeKey(key.stringValue, at: depth)
        try output.write(value, path: codingPath + [key])
    }

    mutating func encode(_ value: Bool, forKey key: Key) throws {
        output.text.writeKey(key.stringValue, at: depth)
        output.text.write(value)
    }

    mutating func encode(_ value: String, forKey key: Key) throws {
        output.text.writeKey(key.stringValue, at: depth)
        output.text.write(value)
    }

    mutating func encode(_ value: Int, forKey key: Key) throws {
        output.text.writeKey(key.stringValue, at: depth)
        output.text.write(value)
    }

    mutating func encode(_ value: Double, forKey key: Key) throws {
        output.text.writeKey(key.stringValue, at: depth)
        guard value.isFinite else { return try output.text.write(value, path: codingPath + [key]) }
        try output.text.write(value, path: [])
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
        output.text.writeKey(key.stringValue, at: depth)
        return ValueEncoder(output: output, codingPath: codingPath + [key])
    }

    private func superEncoder(named name: String, key: Key?) -> any Encoder {
        output.text.writeKey(name, at: depth)
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
        output.text.writeNull()
    }

    mutating func encode(_ value: some Encodable) throws {
        begin()
        try output.write(value, path: codingPath)
    }

    mutating func encode(_ value: String) throws {
        begin()
        output.text.write(value)
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
        output.text.beginElement(at: depth)
        count += 1
    }
}

private struct SingleValueContainer: SingleValueEncodingContainer {
    let output: JSONOutput
    let codingPath: [any CodingKey]

    mutating func encodeNil() throws { output.text.writeNull() }
    mutating func encode(_ value: Bool) throws { output.text.write(value) }
    mutating func encode(_ value: String) throws { output.text.write(value) }
    mutating func encode(_ value: Double) throws { try output.text.write(value, path: codingPath) }
    mutating func encode(_ value: Float) throws {
        guard value.isFinite else { return try output.text.write(Double(value), path: codingPath) }
        try output.text.write(Double(value.description) ?? Double(value), path: codingPath)
    }
    mutating func encode(_ value: Int) throws { output.text.write(value) }
    mutating func encode(_ value: Int8) throws { output.text.write(value) }
    mutating func encode(_ value: Int16) throws { output.text.write(value) }
    mutating func encode(_ value: Int32) throws { output.text.write(value) }
    mutating func encode(_ value: Int64) throws { output.text.write(value) }
    mutating func encode(_ value: UInt) throws { output.text.write(value) }
    mutating func encode(_ value: UInt8) throws { output.text.write(value) }
    mutating func encode(_ value: UInt16) throws { output.text.write(value) }
    mutating func encode(_ value: UInt32) throws { output.text.write(value) }
    mutating func encode(_ value: UInt64) throws { output.text.write(value) }
    mutating func encode(_ value: some Encodable) throws { try output.write(value, path: codingPath) }
}
