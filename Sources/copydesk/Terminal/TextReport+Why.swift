import AnalyzerKit
import Linguistics
import Processing
import Sentiment

// MARK: What made the scores

extension TextReport {
    /// The sentences with a tone and the mentions with a stance, each with the words and constructions behind it.
    func why(_ explanation: Sentiment.Explanation) -> String {
        var blocks: [String] = []
        var next = 0
        for sentence in explanation.sentences {
            var lines: [String] = []
            while next < explanation.mentions.count, explanation.mentions[next].start < sentence.end {
                let mention = explanation.mentions[next]
                next += 1
                guard mention.label != .neutral else { continue }
                let name = terminal.styled(Terminal.printable(mention.text), .bold)
                let strength = Self.percent(mention.strength)
                lines.append("    toward \(name): \(tone(mention.score, mention.label)), strength \(strength)")
                lines += reasons(mention.words, mention.constructions, indent: 6)
            }
            guard sentence.label != .neutral || !lines.isEmpty else { continue }
            let heading = "  \(tone(sentence.score, sentence.label)), strength \(Self.percent(sentence.strength))"
            let words = terminal.wrapped(text(from: sentence.start, to: sentence.end), indent: 4)
            blocks.append(([heading, words] + reasons(sentence.words, [], indent: 4) + lines).joined(separator: "\n"))
        }
        return blocks.isEmpty ? "  Nothing in the text speaks for or against." : blocks.joined(separator: "\n\n")
    }

    private func text(from start: Int, to end: Int) -> String {
        let text = output.document.text
        return text.string(in: ByteRange(text.byteOffset(ofCodePoint: start), text.byteOffset(ofCodePoint: end)))
    }

    private func reasons(
        _ words: [Sentiment.Explanation.Word], _ constructions: [String], indent: Int
    ) -> [String] {
        let shares = words.map { word in
            let rules = word.rules.isEmpty ? "" : " (\(word.rules.joined(separator: ", ")))"
            return "\(Terminal.printable(word.text)) \(Self.signed(word.share))\(rules)"
        }
        return [shares, constructions].filter { !$0.isEmpty }.map { list in
            terminal.styled(terminal.wrapped(list.joined(separator: " · "), indent: indent), .faint)
        }
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
