package import SystemPackage

/// A file of the inbox that is finished, as far as the watch can tell.
package struct FoundFile: Hashable, Sendable {
    /// Its path under the inbox.
    package let path: FilePath
    /// Whether nobody is expected to add to it: it was renamed into place, or has been unchanged for `restTime`.
    ///
    /// Of another a copy is analyzed, and it stays in the inbox, where bytes that come later still find it.
    package let isWhole: Bool

    /// A file, by default one that nobody adds to.
    package init(_ path: FilePath, isWhole: Bool = true) {
        self.path = path
        self.isWhole = isWhole
    }
}
