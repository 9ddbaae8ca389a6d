package import SystemPackage

/// What a watch tells whoever keeps track of a folder whose files stay where they are.
package enum Arrival: Hashable, Sendable {
    /// A file came or changed, and is finished.
    case file(FilePath)
    /// Everything was gone through, and files may have come that nothing told of.
    case anything
}
