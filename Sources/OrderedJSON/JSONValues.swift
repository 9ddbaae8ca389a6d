/// A string that is given as its UTF-8, which need not be copied for a `String` then.
package struct UTF8JSON: Encodable {
    let bytes: [UInt8]

    /// Trusts the bytes to be UTF-8.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Encoders of others are given a `String`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(decoding: bytes, as: UTF8.self))
    }
}

/// A value that is written as null where it has no JSON form, with nothing left of what was written until that showed.
package struct GuardedJSON: Encodable {
    let value: any Encodable
    let failed: (any Error) -> Void

    /// Guards a value.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - failed: Told why it has no JSON form.
    package init(_ value: any Encodable, failed: @escaping (any Error) -> Void) {
        self.value = value
        self.failed = failed
    }

    /// Encoders of others cannot take back what they wrote: they throw.
    package func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
