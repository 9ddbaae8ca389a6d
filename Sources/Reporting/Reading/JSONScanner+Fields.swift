// How the parts of a report are read one field after the other.

extension JSONScanner {
    mutating func strings() throws(JSONScanner.Unusual) -> [String] {
        try list { scanner throws(JSONScanner.Unusual) in try scanner.string() }
    }

    /// What one analyzer says; nil for null.
    mutating func section<Findings>(
        _ body: (inout JSONScanner) throws(JSONScanner.Unusual) -> Findings
    ) throws(JSONScanner.Unusual) -> StoredReport.Section<Findings>? {
        try optional { scanner throws(JSONScanner.Unusual) in
            var (version, findings) = (Field<String>(), Field<Findings>())
            try scanner.object { key, scanner throws(JSONScanner.Unusual) in
                switch key {
                case "version": try version.set(scanner.string())
                case "findings": try findings.set(scanner.optional(body))
                default: try scanner.skip()
                }
            }
            return StoredReport.Section(version: try version.needed(), findings: findings.given)
        }
    }

    /// What an analyzer says that is not known here.
    mutating func versionOfSection() throws(JSONScanner.Unusual) -> String {
        var version = Field<String>()
        try object { key, scanner throws(JSONScanner.Unusual) in
            if key == "version" { try version.set(scanner.string()) } else { try scanner.skip() }
        }
        return try version.needed()
    }
}

/// A field that must be there, once.
struct Field<Value> {
    private var value: Value?
    private var isThere = false

    mutating func set(_ value: Value?) throws(JSONScanner.Unusual) {
        guard !isThere else { throw JSONScanner.Unusual() }
        (self.value, isThere) = (value, true)
    }

    /// - Throws: Where it is not there, or null.
    func needed() throws(JSONScanner.Unusual) -> Value {
        guard let value else { throw JSONScanner.Unusual() }
        return value
    }

    /// Nil where it is not there, or null.
    var given: Value? { value }
}
