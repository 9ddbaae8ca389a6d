/// Finds blocks whose words stand once more in a longer block, as those of pull quotes do.
struct EchoFinder {
    /// How many words in a row are compared.
    private static let run = 5
    /// Echoes are sought among so many words from the beginning.
    private static let mostWords = 60_000
    /// A longer block is no pull quote.
    private static let longestEcho = 80

    /// For each of a page's first blocks whether it is an echo.
    ///
    /// - Complexity: O(bytes).
    static func echoes(in page: Page, count blocks: Int) -> [Bool] {
        var words: [[UInt64]] = []
        var count = 0
        for block in page.blocks.prefix(blocks) {
            let found = count < mostWords ? WordHashes.words(of: page.words[block.words]) : []
            words.append(found)
            count += found.count
        }
        // The longest block that each run of words stands in.
        var holders: [UInt64: Int32] = [:]
        for (index, block) in words.enumerated() {
            WordHashes.forEachRun(of: block, length: run) { run in
                if let holder = holders[run], words[Int(holder)].count >= block.count { return }
                holders[run] = Int32(index)
            }
        }
        return words.indices.map { index in
            let block = words[index]
            guard block.count > run, block.count <= longestEcho else { return false }
            var (echoed, all) = (0, 0)
            WordHashes.forEachRun(of: block, length: run) { run in
                all += 1
                if let holder = holders[run], Int(holder) != index { echoed += 1 }
            }
            return echoed * 10 >= all * 9
        }
    }
}
