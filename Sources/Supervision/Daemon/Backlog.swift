/// The documents that wait to be claimed.
package struct Backlog: Hashable, Sendable {
    /// How many are known; there may be more.
    package var count: Int
    /// When the one that waits the longest changed last, in whole seconds since 1970; nil when none waits.
    package var oldest: Int?
    /// How many files are known besides that are not finished yet.
    package var settling: Int

    package init(count: Int = 0, oldest: Int? = nil, settling: Int = 0) {
        self.count = count
        self.oldest = oldest
        self.settling = settling
    }
}
