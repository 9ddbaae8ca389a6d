/// Bytes in pieces: what is long is never copied to grow, and needs no room in one place.
package struct PiecedBytes: Sendable {
    /// The pieces in order, none of them empty.
    package private(set) var pieces: [[UInt8]] = []
    /// The number of bytes of all of them.
    package private(set) var count = 0

    /// Makes no bytes.
    package init() {}

    /// Takes bytes as one piece.
    package init(_ piece: [UInt8]) { append(piece) }

    /// Adds a piece behind the last.
    package mutating func append(_ piece: [UInt8]) {
        guard !piece.isEmpty else { return }
        count += piece.count
        pieces.append(piece)
    }

    /// Adds pieces behind the last.
    package mutating func append(contentsOf others: PiecedBytes) {
        count += others.count
        pieces += others.pieces
    }

    /// Takes the last piece off.
    package mutating func removeLast() -> [UInt8]? {
        guard let last = pieces.popLast() else { return nil }
        count -= last.count
        return last
    }

    /// The bytes in one place: those of a single piece as they are, else a copy.
    package var joined: [UInt8] {
        if pieces.count == 1 { return pieces[0] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for piece in pieces { bytes += piece }
        return bytes
    }
}
