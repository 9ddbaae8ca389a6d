import Linguistics
package import Reader

/// Scores tokens as parts of names by a reading of their sentences.
package struct NameReading: Sendable {
    private let reader: PretrainedReader
    private let chain = Network.Chain()

    /// Takes a reader whose first head scores tags.
    package init(_ reader: PretrainedReader) {
        self.reader = reader
    }

    /// The tags of all tokens and their scores, by a reading of everything.
    ///
    /// - Parameters:
    ///   - structure: Tokens and sentences; no name crosses a sentence.
    ///   - text: The text.
    ///   - rows: The tokens' features.
    /// - Returns: A tag and its scores for each token.
    /// - Complexity: O(tokens).
    func tags(of structure: LinguisticStructure, in text: UTF8Text, rows: ContiguousArray<UInt32>) -> Tagging {
        let count = structure.tokens.count
        var found = Tagging(
            tags: ContiguousArray(repeating: .outside, count: count),
            scores: TagScores(values: ContiguousArray(repeating: Self.least, count: count * Network.Member.outputs)))
        read(ContiguousArray(repeating: true, count: structure.sentences.count), of: structure, in: text, rows, &found)
        return found
    }

    /// The tags of all tokens and their scores, by a reading of what the recogniser's network is in doubt of, up to `mostChecked`
    /// tokens.
    ///
    /// - Parameters:
    ///   - found: What the network finds.
    ///   - structure: Tokens and sentences.
    ///   - text: The text.
    ///   - rows: The tokens' features.
    /// - Returns: A tag and its scores for each token; the network's where nothing was read.
    /// - Complexity: O(tokens).
    func checked(
        _ found: Tagging, of structure: LinguisticStructure, in text: UTF8Text, rows: ContiguousArray<UInt32>
    ) -> Tagging {
        let doubt = Doubt(found, rows: rows)
        var left = Self.mostChecked
        let isRead = ContiguousArray(
            structure.sentences.map { sentence in
                guard left >= sentence.count, doubt.isRead(sentence) else { return false }
                left -= sentence.count
                return true
            })
        guard isRead.contains(true) else { return found }
        var found = found
        read(isRead, of: structure, in: text, rows, &found)
        return found
    }

    /// As many tokens of a document are read where only doubt is: several times the longest report, and a few seconds even on a
    /// processor without the instructions that the kernels like, so that no document misses its deadline by it.
    package static let mostChecked = 20_000
    private static let least: Int32 = -(100 << 10)

    private func read(
        _ isRead: ContiguousArray<Bool>, of structure: LinguisticStructure, in text: UTF8Text,
        _ rows: ContiguousArray<UInt32>, _ found: inout Tagging
    ) {
        reader.read(structure, in: text, traits: Self.traits(rows), sentences: isRead) { token, scores in
            guard scores.count == Tag.count else { return }
            let row = token * Network.Member.outputs
            for (tag, score) in scores.enumerated() {
                found.scores.values[row + tag] = Int32(min(max((score * 1024).rounded(), -1_000_000), 1_000_000))
            }
        }
        found.readSentences = isRead
        var origins = ContiguousArray<UInt8>()
        for (index, sentence) in structure.sentences.enumerated() where isRead[index] {
            chain.decode(found.scores.values, sentence, by: .best, into: &found.tags, &origins)
        }
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
