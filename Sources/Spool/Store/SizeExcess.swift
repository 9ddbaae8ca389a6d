/// A document that is larger than `limits.maxBytes` allows.
package struct SizeExcess: Hashable, Sendable {
    /// How large it is.
    package let bytes: Int
    /// What is allowed.
    package let limit: Int

    /// Notes by how much a document is too large.
    package init(bytes: Int, limit: Int) {
        self.bytes = bytes
        self.limit = limit
    }

    /// What to do about it, without a full stop.
    package static let remedy = "raise the limit or split the document"
}

extension SizeExcess: CustomStringConvertible {
    package var description: String { "has \(bytes) bytes, limits.maxBytes is \(limit): \(Self.remedy)" }
}

extension Failure {
    /// The failure of a document that is too large to be analyzed.
    package static func tooLarge(_ excess: SizeExcess) -> Failure {
        Failure(reason: "too-large", message: "The document \(excess).")
    }
}
