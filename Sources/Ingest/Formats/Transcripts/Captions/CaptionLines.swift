/// The lines of a text, whatever ends them: line feeds, carriage returns, or both.
///
/// Of blank ones in a row there is one.
struct CaptionLines: RandomAccessCollection {
    private let bytes: [UInt8]
    /// Where each line begins and ends.
    private var bounds: ContiguousArray<(lower: Int32, upper: Int32)> = []

    /// Finds the lines of a text of at most 2 GiB.
    ///
    /// - Complexity: O(bytes).
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0A || byte == 0x0D {
                append(start..<index)
                if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
                start = index + 1
            }
            index += 1
        }
        if start < bytes.count { append(start..<bytes.count) }
    }

    private mutating func append(_ line: Range<Int>) {
        // An empty line behind one of blanks ends what that one does not.
        if Self.isBlank(bytes[line]), let last, Self.isBlank(last), !line.isEmpty || last.isEmpty { return }
        bounds.append((Int32(line.lowerBound), Int32(line.upperBound)))
    }

    var startIndex: Int { 0 }
    var endIndex: Int { bounds.count }

    /// A line without its end.
    subscript(index: Int) -> ArraySlice<UInt8> { bytes[Int(bounds[index].lower)..<Int(bounds[index].upper)] }

    /// Whether a line holds nothing to see.
    static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 <= 0x20 } }
}
