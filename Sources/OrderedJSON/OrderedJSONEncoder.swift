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
    package func encode(_ value: some Encodable) throws -> [UInt8] { try pieces(of: value).joined }

    /// The same in pieces, for what may be long.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - give: Takes pieces as soon as there are some and nothing in them may be taken back.
    /// - Returns: What was not given away.
    /// - Throws: What `encode` throws; what was given away then is the beginning of nothing.
    package func pieces(of value: some Encodable, giving give: (([UInt8]) -> Void)? = nil) throws -> PiecedBytes {
        let output = JSONOutput(giving: give)
        try output.write(value, at: 0)
        return output.text.finished()
    }
}

/// The text that all containers of one encoding write to, from one task.
///
/// None of its steps calls another's code, so that none can meet another: the runtime need not check each.
private final class JSONOutput {
    @exclusivity(unchecked) var text: JSONText

    init(giving give: (([UInt8]) -> Void)?) { text = JSONText(giving: give) }

    /// Writes a value of any type, in a container at a depth.
    ///
    /// The types that need a way of their own are told by identity: a cast asks the runtime for the value's
    /// conformances every time, which made up a tenth of a document's analysis.
    func write<Value: Encodable>(_ value: Value, at depth: Int) throws {
        if Value.self == UTF8JSON.self, let string = value as? UTF8JSON {
            string.bytes.withUnsafeBufferPointer { text.write(text: $0) }
            return
        }
        if Value.self == GuardedJSON.self, let guarded = value as? GuardedJSON {
            write(guarded, at: depth)
            return
        }
        if Value.self == [String: String].self, let codes = value as? [String: String] {
            text.writeSorted(codes)
            return
        }
        let before = text.count
        try value.encode(to: ValueEncoder(output: self, depth: depth))
        text.close(to: depth)
        // A value that encodes nothing is an empty object, as in Foundation.
        if text.count == before { text.writeEmptyObject() }
    }

    private func write(_ guarded: GuardedJSON, at depth: Int) {
        let before = text.count
        text.hold(at: depth)
        defer { text.release(at: depth) }
        do {
            try write(guarded.value, at: depth)
        } catch {
            text.drop(behind: before, at: depth)
            text.writeNull()
            guarded.failed(error)
        }
    }

    /// Writes a number in a container at a depth.
    func write(_ number: Double, at depth: Int) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(
                number,
                .init(codingPath: text.path(to: depth), debugDescription: "JSON has no number for \(number)."))
        }
        text.write(finite: number)
    }
}

private struct ValueEncoder: Encoder {
    let output: JSONOutput
    /// The depth of the container that the value stands in.
    let depth: Int
    var codingPath: [any CodingKey] { output.text.path(to: depth) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let depth = output.text.openContainer(UInt8(ascii: "{"), UInt8(ascii: "}"))
        return KeyedEncodingContainer(KeyedContainer<Key>(output: output, depth: depth))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let depth = output.text.openContainer(UInt8(ascii: "["), UInt8(ascii: "]"))
        return UnkeyedContainer(output: output, depth: depth)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleValueContainer(output: output, depth: depth)
    }
}

private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let output: JSONOutput
    /// Its own.
    let depth: Int
    var codingPath: [any CodingKey] { output.text.path(to: depth - 1) }

    mutating func encodeNil(forKey key: Key) throws {
        output.text.writeKey(key.stringValue, at: depth)
        output.text.writeNull()
    }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        output.text.writeKey(key.stringValue, at: depth)
        try output.write(value, at: depth)
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
        try output.write(value, at: depth)
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

    mutating func superEncoder() -> any Encoder { superEncoder(named: "super") }

    mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder(named: key.stringValue) }

    private func encoder(forKey key: Key) -> ValueEncoder {
        output.text.writeKey(key.stringValue, at: depth)
        return ValueEncoder(output: output, depth: depth)
    }

    private func superEncoder(named name: String) -> any Encoder {
        output.text.writeKey(name, at: depth)
        return ValueEncoder(output: output, depth: depth)
    }
}

private struct UnkeyedContainer: UnkeyedEncodingContainer {
    let output: JSONOutput
    /// Its own.
    let depth: Int
    var codingPath: [any CodingKey] { output.text.path(to: depth - 1) }
    var count = 0

    init(output: JSONOutput, depth: Int) {
        self.output = output
        self.depth = depth
    }

    mutating func encodeNil() throws {
        begin()
        output.text.writeNull()
    }

    mutating func encode(_ value: some Encodable) throws {
        begin()
        try output.write(value, at: depth)
    }

    mutating func encode(_ value: String) throws {
        begin()
        output.text.write(value)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        begin()
        return ValueEncoder(output: output, depth: depth).container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        begin()
        return ValueEncoder(output: output, depth: depth).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        begin()
        return ValueEncoder(output: output, depth: depth)
    }

    private mutating func begin() {
        output.text.beginElement(at: depth)
        count += 1
    }
}

private struct SingleValueContainer: SingleValueEncodingContainer {
    let output: JSONOutput
    /// The depth of the container that the value stands in.
    let depth: Int
    var codingPath: [any CodingKey] { output.text.path(to: depth) }

    mutating func encodeNil() throws { output.text.writeNull() }
    mutating func encode(_ value: Bool) throws { output.text.write(value) }
    mutating func encode(_ value: String) throws { output.text.write(value) }
    mutating func encode(_ value: Double) throws { try output.write(value, at: depth) }
    mutating func encode(_ value: Float) throws {
        guard value.isFinite else { return try output.write(Double(value), at: depth) }
        try output.write(Double(value.description) ?? Double(value), at: depth)
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
    mutating func encode(_ value: some Encodable) throws { try output.write(value, at: depth) }
}
