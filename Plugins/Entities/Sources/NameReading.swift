import Linguistics
package import Reader

/// How much of a document the pretrained reader reads.
package enum Reading: String, Sendable, CaseIterable {
    /// Nothing: the recogniser's own network finds the names.
    case fast
    /// Everything.
    case deep
}

/// Scores tokens as parts of names by a reading of their sentences.
package struct NameReading: Sendable {
    private let reader: PretrainedReader
    private let chain = Network.Chain()

    /// Takes a reader whose first head scores tags.
    package init(_ reader: PretrainedReader) {
        self.reader = reader
    }

    /// The tags of all tokens and their scores.
    ///
    /// - Parameters:
    ///   - structure: Tokens and sentences; no name crosses a sentence.
    ///   - text: The text.
    ///   - rows: The tokens' features.
    /// - Returns: A tag and its scores for each token.
    /// - Complexity: O(tokens).
    func tags(
        of structure: LinguisticStructure, in text: UTF8Text, rows: ContiguousArray<UInt32>
    ) -> (tags: ContiguousArray<Tag>, scores: TagScores) {
        let found = reader.scores(of: structure, in: text, traits: Self.traits(rows))
        let count = structure.tokens.count
        let outputs = Network.Member.outputs
        var scores = ContiguousArray<Int32>(repeating: -(100 << 10), count: count * outputs)
        guard found.count == count * Tag.count else {
            return (ContiguousArray(repeating: .outside, count: count), TagScores(values: scores))
        }
        for token in 0..<count {
            for tag in 0..<Tag.count {
                let score = (found[token * Tag.count + tag] * 1024).rounded()
                scores[token * outputs + tag] = Int32(min(max(score, -1_000_000), 1_000_000))
            }
        }
        var tags = ContiguousArray<Tag>(repeating: .outside, count: count)
        var origins = ContiguousArray<UInt8>()
        for sentence in structure.sentences {
            chain.decode(scores, sentence, by: .best, into: &tags, &origins)
        }
        return (tags, TagScores(values: scores))
    }

    /// What the recogniser's features say of how tokens are written and which names they are, as the reader is told it:
    /// eleven bits of the gazetteer, four of what a word is as a known name, one for its place in a longer one.
    package static func traits(_ rows: ContiguousArray<UInt32>) -> PretrainedReader.Traits {
        let count = rows.count / Features.slots
        var casings = ContiguousArray<UInt8>()
        var flags = ContiguousArray<UInt32>()
        casings.reserveCapacity(count)
        flags.reserveCapacity(count)
        for token in 0..<count {
            let row = token * Features.slots
            casings.append(UInt8(truncatingIfNeeded: rows[row + 9] &- UInt32(Features.surroundings.lowerBound)))
            let known = rows[row + 10] &- UInt32(Features.known.lowerBound)
            let place = known >> 4
            flags.append(
                (rows[row + 8] &- UInt32(Features.names.lowerBound)) | (known & 15) << 11
                    | (place > 0 ? 1 << (14 + place) : 0))
        }
        return PretrainedReader.Traits(casings: casings, flags: flags)
    }
}
