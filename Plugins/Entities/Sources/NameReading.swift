import Linguistics
package import Reader

/// Scores tokens as parts of names by a reading of their sentences.
package struct NameReading: Sendable {
    private let reader: PretrainedReader
    private let chain = Network.Chain(transitions)

    /// Takes a reader whose first head scores tags.
    package init(_ reader: PretrainedReader) {
        self.reader = reader
    }

    /// The tags of all tokens and their scores, by a reading of everything.
    ///
    /// - Parameters:
    ///   - structure: Tokens and sentences; no name crosses a sentence.
    ///   - text: The text.
    ///   - features: The tokens' features.
    /// - Returns: A tag and its scores for each token.
    /// - Complexity: O(tokens).
    func tagging(of structure: LinguisticStructure, in text: UTF8Text, _ features: TokenFeatures) -> Tagging {
        var found = Tagging(count: structure.tokens.count, outside: Self.least, others: Self.least)
        let all = ContiguousArray(repeating: true, count: structure.sentences.count)
        read(all, of: structure, in: text, features, &found)
        return found
    }

    /// The tags of all tokens and their scores, by a reading of what the recogniser's network is in doubt of, up to `mostChecked`
    /// tokens.
    ///
    /// - Parameters:
    ///   - found: What the network finds.
    ///   - structure: Tokens and sentences.
    ///   - text: The text.
    ///   - features: The tokens' features.
    /// - Returns: A tag and its scores for each token; the network's where nothing was read.
    /// - Complexity: O(tokens).
    func checked(
        _ found: Tagging, of structure: LinguisticStructure, in text: UTF8Text, _ features: TokenFeatures
    ) -> Tagging {
        let doubt = Doubt(found, features)
        var left = Self.mostChecked
        let isRead = ContiguousArray(
            structure.sentences.map { sentence in
                guard left >= sentence.count, doubt.isRead(sentence) else { return false }
                left -= sentence.count
                return true
            })
        guard isRead.contains(true) else { return found }
        var found = found
        found.margins = []
        read(isRead, of: structure, in: text, features, &found)
        return found
    }

    /// As many tokens of a document are read where only doubt is: several times the longest report, and a few seconds even on a
    /// processor without the instructions that the kernels like, so that no document misses its deadline by it.
    package static let mostChecked = 20_000
    private static let least: Int32 = -(100 << 10)

    private func read(
        _ isRead: ContiguousArray<Bool>, of structure: LinguisticStructure, in text: UTF8Text,
        _ features: TokenFeatures, _ found: inout Tagging
    ) {
        reader.read(structure, in: text, traits: Self.traits(features), sentences: isRead) { token, scores in
            guard scores.count == Tag.count else { return }
            let values = scores.lazy.map { Int32(min(max(($0 * 1024).rounded(), -1_000_000), 1_000_000)) }
            found.scores.keep(token, ContiguousArray(values)[...])
        }
        found.readSentences = isRead
        var origins = ContiguousArray<UInt8>()
        var scores = ContiguousArray<Int32>()
        for (index, sentence) in structure.sentences.enumerated() where isRead[index] {
            scores.removeAll(keepingCapacity: true)
            for token in sentence {
                scores += found.scores.values(token)
                scores += repeatElement(0, count: Network.Member.outputs - Tag.count)
            }
            var tags = ContiguousArray(repeating: Tag.outside, count: sentence.count)
            chain.decode(scores, 0..<sentence.count, by: .best, into: &tags, &origins)
            found.tags.replaceSubrange(sentence, with: tags)
        }
    }

    /// What the recogniser's features say of how tokens are written and which names they are, as the reader is told it:
    /// eleven bits of the gazetteer, four of what a word is as a known name, one for its place in a longer one.
    static func traits(_ features: TokenFeatures) -> PretrainedReader.Traits {
        var casings = ContiguousArray<UInt8>()
        var flags = ContiguousArray<UInt32>()
        casings.reserveCapacity(features.count)
        flags.reserveCapacity(features.count)
        for token in 0..<features.count {
            casings.append(UInt8(truncatingIfNeeded: features.casing(token)))
            let known = features.known(token)
            let place = known >> 4
            flags.append(features.lists(token) | (known & 15) << 11 | (place > 0 ? 1 << (14 + place) : 0))
        }
        return PretrainedReader.Traits(casings: casings, flags: flags)
    }
}
