import CSentimentModel
import English
import Linguistics

/// The word that stands for words which differ from it in gender alone: no label is to depend on who somebody is.
struct NeutralWords: Sendable {
    private let words: [WordHash: [UInt8]]

    /// Those of the table in the binary.
    static let ofBinary: NeutralWords = {
        let bytes = UnsafeBufferPointer(start: copydesk_sentiment_gender(), count: copydesk_sentiment_gender_size())
        return NeutralWords(String(decoding: bytes, as: UTF8.self))
    }()

    /// Reads lines: the word that stands for others, a tab, the others parted by spaces; those that begin with # are remarks.
    init(_ table: String) {
        var words: [WordHash: [UInt8]] = [:]
        for line in table.split(separator: "\n") where !line.hasPrefix("#") {
            let columns = line.split(separator: "\t")
            guard columns.count == 2 else { continue }
            for word in columns[1].split(separator: " ") {
                // A title has its point only where the text has it.
                let isShort = columns[0].hasSuffix(".") && !word.hasSuffix(".")
                words[WordHash(folding: String(word))] = Array((isShort ? columns[0].dropLast() : columns[0]).utf8)
            }
        }
        self.words = words
    }

    /// The letters of the word that stands for a word; `nil` where it stands for itself.
    func letters(for word: WordHash) -> [UInt8]? { words[word] }
}
