/// What one document may cost: time that grows with its size, and the size of its report.
package struct DocumentBudget: Codable, Hashable, Sendable {
    /// The time that every document has, however small.
    package var base: Duration
    /// The slowest speed that counts as work, in bytes per second; each byte adds its time.
    package var bytesPerSecond: Int

    package init(base: Duration = .seconds(30), bytesPerSecond: Int = 64 * 1024) {
        self.base = base
        self.bytesPerSecond = max(1, bytesPerSecond)
    }

    /// The time within which a document of that many bytes must be answered.
    package func time(forBytes bytes: Int) -> Duration {
        base + .milliseconds(Int64(bytes) * 1000 / Int64(bytesPerSecond))
    }

    /// The longest answer that a document of that many bytes can need, in bytes.
    ///
    /// The report repeats the text once, and has 80 bytes for each of a text whose lines are a letter each; a report
    /// beyond this is a runaway.
    package static func maxAnswerBytes(forBytes bytes: Int) -> Int {
        min(64 << 20 + 128 * min(bytes, 1 << 32), Int(UInt32.max))
    }
}
