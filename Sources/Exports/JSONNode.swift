import OrderedJSON

/// A piece of JSON whose shape only the report decides.
indirect enum JSONNode: Encodable, Sendable {
    case text(String)
    case number(Int)
    case list([JSONNode])
    /// In this order; what is nil is left out.
    case object([(key: String, value: JSONNode?)])

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .number(let number):
            var container = encoder.singleValueContainer()
            try container.encode(number)
        case .list(let nodes):
            var container = encoder.unkeyedContainer()
            for node in nodes { try container.encode(node) }
        case .object(let members):
            var container = encoder.container(keyedBy: Key.self)
            for case (let key, let value?) in members { try container.encode(value, forKey: Key(stringValue: key)) }
        }
    }

    /// A line of JSON.
    var line: [UInt8] {
        do {
            return try OrderedJSONEncoder().encode(self) + [0x0A]
        } catch {
            // It holds strings and whole numbers only.
            preconditionFailure("an export that cannot be written: \(error)")
        }
    }
}

extension JSONNode: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self = .text(value) }
}

extension JSONNode {
    /// A string; nil for nil and for an empty one.
    init?(_ text: String?) {
        guard let text, !text.isEmpty else { return nil }
        self = .text(text)
    }

    /// Several strings; nil for none, one by itself.
    init?(_ texts: [String]) {
        guard let first = texts.first else { return nil }
        self = texts.count == 1 ? .text(first) : .list(texts.map(JSONNode.text))
    }

    /// A reference to something that is described elsewhere.
    static func reference(_ iri: String) -> JSONNode { .object([("@id", .text(iri))]) }
}
