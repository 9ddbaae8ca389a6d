/// Search by bytes: what pages and heads of files are searched for is ASCII, and the standard library's search compares
/// characters by their canonical forms, which takes a hundred times as long.
extension StringProtocol {
    /// Whether the bytes of a string stand in this one.
    ///
    /// - Complexity: O(bytes) for needles of a few bytes.
    func holds(_ needle: String) -> Bool { byteRange(of: needle) != nil }

    /// The first place of a string's bytes in this one; nil where there is none.
    func byteRange(of needle: String) -> Range<Index>? {
        let needle = Array(needle.utf8)
        guard let first = needle.first else { return nil }
        let place =
            utf8.withContiguousStorageIfAvailable { bytes in
                Self.place(of: needle, first, in: bytes)
            } ?? Array(utf8).withUnsafeBufferPointer { Self.place(of: needle, first, in: $0) }
        guard let place else { return nil }
        let start = utf8.index(startIndex, offsetBy: place)
        return start..<utf8.index(start, offsetBy: needle.count)
    }

    private static func place(of needle: [UInt8], _ first: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count >= needle.count else { return nil }
        for start in 0...(bytes.count - needle.count) where bytes[start] == first {
            var length = 1
            while length < needle.count, bytes[start + length] == needle[length] { length += 1 }
            if length == needle.count { return start }
        }
        return nil
    }
}

extension RandomAccessCollection<UInt8> {
    /// Whether some ASCII stands in it.
    ///
    /// - Complexity: O(bytes) for words of a few bytes.
    func contains(_ words: StaticString) -> Bool {
        words.withUTF8Buffer { needle in
            guard let first = needle.first else { return false }
            var rest = self[...]
            while let found = rest.firstIndex(of: first) {
                rest = rest[found...]
                if rest.starts(with: needle) { return true }
                rest = rest.dropFirst()
            }
            return false
        }
    }
}
