import Linguistics

/// When the words of a headline are taken for those of the story below.
enum HeadlineWords {
    /// Fewer words may stand together by chance.
    private static let fewest = 3
    /// How many words the story may have between them, and how many of the headline's may be others in it.
    private static let mostBetween = 3

    /// Whether a run of words has all of some words in their order, with a few others between: *“We had no light”* is
    /// *“We really had no light at all”*.
    static func run(_ run: [WordHash], has words: [WordHash]) -> Bool {
        guard words.count >= fewest, run.count >= words.count else { return false }
        for start in run.indices where run[start] == words[0] {
            var next = start + 1
            var place = 1
            while place < words.count, next < run.count, next - start - place <= mostBetween {
                if run[next] == words[place] { place += 1 }
                next += 1
            }
            if place == words.count { return true }
        }
        return false
    }
}
