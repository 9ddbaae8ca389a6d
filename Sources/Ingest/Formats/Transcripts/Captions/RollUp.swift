/// Takes repeats out of captions that roll up: each shows again what the one before showed last.
enum RollUp {
    /// How far apart two captions may be for the second to show that the file rolls up, in seconds.
    private static let closeness = 0.5
    /// How far apart in a file that does.
    private static let longestGap = 6.0

    /// The captions, of which each keeps what it adds.
    ///
    /// Where no good part of a file rolls up, repeated words were said again and stay.
    ///
    /// - Complexity: O(words).
    static func withoutRepeats(_ captions: [Caption]) -> [Caption] {
        guard captions.count > 1 else { return captions }
        let words = captions.map { $0.lines.map { $0.words.split(separator: " ") } }
        var overlaps = [0]
        var repeats = 0
        var pairs = 0
        for index in captions.indices.dropFirst() {
            let gap = both(captions[index].start, captions[index - 1].end).map { $0 - $1 } ?? 0
            overlaps.append(gap <= longestGap ? overlap(words[index - 1], words[index]) : 0)
            if overlaps[index] > 0, gap <= closeness { repeats += 1 }
            if !captions[index].lines.isEmpty { pairs += 1 }
        }
        guard repeats >= 2, repeats * 4 >= pairs else { return captions }
        var result = captions
        for index in captions.indices where overlaps[index] > 0 {
            var rest = overlaps[index]
            var lines: [Caption.Line] = []
            for (line, words) in zip(captions[index].lines, words[index]) {
                if rest >= words.count {
                    rest -= words.count
                } else {
                    lines.append(Caption.Line(voice: line.voice, words: words[rest...].joined(separator: " ")))
                    rest = 0
                }
            }
            result[index].lines = lines
        }
        return result
    }

    /// How many words at the start of a caption the one before ended with: all of the earlier one, or whole lines of this.
    private static func overlap(_ before: [[Substring]], _ now: [[Substring]]) -> Int {
        let next = now.flatMap(\.self)
        let earlier = before.flatMap(\.self)
        guard !next.isEmpty, !earlier.isEmpty else { return 0 }
        // Knuth, Morris & Pratt: where the earlier words end within the next ones.
        var links = [0]
        var length = 0
        for index in next.indices.dropFirst() {
            while length > 0, next[index] != next[length] { length = links[length - 1] }
            if next[index] == next[length] { length += 1 }
            links.append(length)
        }
        length = 0
        for word in earlier {
            if length == next.count { length = links[length - 1] }
            while length > 0, word != next[length] { length = links[length - 1] }
            if word == next[length] { length += 1 }
        }
        var ends: Set<Int> = []
        var end = 0
        for line in now {
            end += line.count
            ends.insert(end)
        }
        while length > 0, length != earlier.count, !ends.contains(length) { length = links[length - 1] }
        return length
    }

    private static func both(_ first: Double?, _ second: Double?) -> (Double, Double)? {
        guard let first, let second else { return nil }
        return (first, second)
    }
}
