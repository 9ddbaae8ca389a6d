/// What one folder keeps.
package struct Retention: Hashable, Sendable {
    /// What came there longer ago is not kept; nil for no such limit.
    package var age: Duration?
    /// Of the rest the newest are kept as long as they take no more space on the disk than so many bytes together; nil
    /// for no such limit.
    package var bytes: Int?

    /// - Parameters:
    ///   - age: For how long things are kept.
    ///   - bytes: How much is kept.
    package init(age: Duration? = nil, bytes: Int? = nil) {
        self.age = age
        self.bytes = bytes
    }

    /// Whether all is kept.
    package var isUnlimited: Bool { age == nil && bytes == nil }
}

/// What the folders keep in which finished work lies; without limits all, which is the default.
package struct RetentionPolicy: Hashable, Sendable {
    /// Originals of delivered documents.
    package var archive = Retention()
    /// Reports.
    package var outbox = Retention()
    /// Documents that failed, each with its error file.
    package var failed = Retention()

    package init() {}

    /// Whether all is kept.
    package var isUnlimited: Bool { archive.isUnlimited && outbox.isUnlimited && failed.isUnlimited }
}
