package import AnalyzerKit
import Linguistics
package import Quotes
package import References

extension Sentiment {
    /// What is known of a name before the stretch of text that it stands in is read, and what a reading says of it.
    package struct WorthExample: Sendable {
        /// The number of the stretch.
        package var stretch: Int
        /// How many word pieces that has.
        package var pieces: Int
        /// How sure the likeliest judgement is, and the likeliest news.
        package var certainties: (stance: Float, news: Float)
        /// Whether the reading changes what is said of the name.
        package var isChanged: Bool
        /// What `ReadingWorth` looks at.
        package var inputs: ContiguousArray<Float>
    }

    /// The names of a document in the stretches that the reading `deep` reads, in order.
    ///
    /// - Throws: An error where the reader in the binary is damaged.
    /// - Complexity: O(tokens).
    package func worthExamples(
        _ document: Document, _ references: References.Findings, _ quotes: Quotes.Findings
    ) throws -> [WorthExample] {
        guard let reading = StanceReading.ofBinary else { throw Model.Damaged() }
        var unread = Analysis(document, references, quotes, Scorer(model))
        unread.judge(nil)
        var read = unread
        var stretches: [(mentions: ArraySlice<Int>, pieces: Int)] = []
        read.judge(reading) { mentions, _, pieces in
            if !mentions.isEmpty { stretches.append((mentions, pieces)) }
            return true
        }
        var rows: [Int: ContiguousArray<Float>] = [:]
        for sentence in document.structure.sentences {
            unread.read(sentence)
            for index in unread.mentions.indices where sentence.contains(unread.mentions[index].tokens.lowerBound) {
                rows[index] = unread.worthInputs(of: unread.mentions[index])
            }
        }
        return stretches.enumerated().flatMap { number, stretch in
            stretch.mentions.compactMap { index in
                guard let inputs = rows[index], inputs.count == ReadingWorth.inputs else { return nil }
                let (before, after) = (unread.mentions[index].verdict, read.mentions[index].verdict)
                return .init(
                    stretch: number, pieces: stretch.pieces, certainties: after.read,
                    isChanged: before.judgement != after.judgement || before.news != after.news, inputs: inputs)
            }
        }
    }
}
