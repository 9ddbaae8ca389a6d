/// Marks that turn the direction of text (UAX #9, section 2).
enum Direction {
    /// Words whose marks open and close nothing beyond them.
    static func balanced(_ words: String) -> String {
        guard hasMark(words) else { return words }
        var balanced = String.UnicodeScalarView()
        // What is open: whether each is an isolate, which PDI closes, or an embedding, which PDF does.
        var open: [Bool] = []
        for scalar in words.unicodeScalars {
            switch scalar.value {
            case 0x202A, 0x202B, 0x202D, 0x202E: open.append(false)
            case 0x2066...0x2068: open.append(true)
            case 0x202C:
                guard open.last == false else { continue }
                open.removeLast()
            case 0x2069:
                // It closes the embeddings within the isolate, too.
                guard let isolate = open.lastIndex(of: true) else { continue }
                open.removeSubrange(isolate...)
            default: break
            }
            balanced.append(scalar)
        }
        for isIsolate in open.reversed() { balanced.append(isIsolate ? "\u{2069}" : "\u{202C}") }
        return String(balanced)
    }

    /// Whether there may be any: they are the bytes E2 80 AA to AE and E2 81 A6 to A9.
    private static func hasMark(_ words: String) -> Bool {
        var words = words
        return words.withUTF8 { bytes in
            var index = 0
            while index + 2 < bytes.count {
                if bytes[index] == 0xE2 {
                    let (second, third) = (bytes[index + 1], bytes[index + 2])
                    if second == 0x80 && (0xAA...0xAE).contains(third) { return true }
                    if second == 0x81 && (0xA6...0xA9).contains(third) { return true }
                }
                index += 1
            }
            return false
        }
    }
}
