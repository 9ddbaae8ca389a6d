// What the rules ask of every cue, written out and inlinable: the defaults of `SetAlgebra` are generic, and another module
// that cannot see through them makes an array for each `[.marks, .clause]`.

extension CueLexicon.Frames {
    /// Any of these frames.
    @inlinable @inline(__always)
    package init(arrayLiteral elements: CueLexicon.Frames...) {
        var value: UInt8 = 0
        for element in elements { value |= element.rawValue }
        self.init(rawValue: value)
    }

    /// Whether a cue takes all of these.
    @inlinable @inline(__always)
    package func contains(_ other: CueLexicon.Frames) -> Bool { rawValue & other.rawValue == other.rawValue }

    /// Whether a cue takes none of these.
    @inlinable @inline(__always)
    package func isDisjoint(with other: CueLexicon.Frames) -> Bool { rawValue & other.rawValue == 0 }
}
