import HTML

/// Finds blocks whose words stand once more in a longer block, as those of pull quotes do.
struct EchoFinder {
    /// How many words in a row are compared.
    private static let run = 5
    /// Echoes are sought among so many words from the beginning.
    private static let mostWords = 60_000
    /// A longer block is no pull quote.
    private static let longestEcho = 80

    /// For each block whether it is an echo.
    ///
    /// - Complexity: O(bytes).
    static func echoes(in page: Page) -> [Bool] {
        var words: [[UInt64]] = []
        var count = 0
        for block in page.blocks {
            let found = count < mostWords ? hashes(of: page.words[block.words]) : []
            words.append(found)
            count += found.count
        }
        // The longest block that each run of words stands in.
        var holders: [UInt64: Int32] = [:]
        for (index, block) in words.enumerated() {
            forEachRun(of: block) { run in
                if let holder = holders[run], words[Int(holder)].count >= block.count { return }
                holders[run] = Int32(index)
            }
        }
        return words.indices.map { index in
            let block = words[index]
            guard block.count > run, block.count <= longestEcho else { return false }
            var (echoed, all) = (0, 0)
            forEachRun(of: block) { run in
                all += 1
                if let holder = holders[run], Int(holder) != index { echoed += 1 }
            }
            return echoed * 10 >= all * 9
        }
    }

    private static func forEachRun(of words: [UInt64], _ body: (UInt64) -> Void) {
        guard words.count >= run else { return }
        for start in 0...(words.count - run) {
            var hash: UInt64 = 0
            for word in words[start..<start + run] { hash = hash &* 0x9E37_79B9_7F4A_7C15 &+ word }
            body(hash)
        }
    }

    private static func hashes(of bytes: ArraySlice<UInt8>) -> [UInt64] {
        var words: [UInt64] = []
        var hash = NameHash()
        var length = 0
        for byte in bytes {
            let lower = byte.asciiLowercased
            let isLetter =
                lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
                || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte >= 0xC3 && byte != 0xE2
            if isLetter {
                hash.add(lower)
                length += 1
            } else if length > 0, byte < 0x80 || byte == 0xE2 {
                words.append(hash.value)
                hash = NameHash()
                length = 0
            }
        }
        if length > 0 { words.append(hash.value) }
        return words
    }
}
