package import Spool

/// One turn at claiming, over all the tries that it takes.
package struct ClaimTurn: Hashable, Sendable {
    /// Whether the last try met a place that could not be written.
    package var isBlocked = false
    /// The file that was to be claimed when it did.
    package var file: FoundFile?

    package init() {}
}
