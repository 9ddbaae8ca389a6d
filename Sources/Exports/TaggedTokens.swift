import English
import Linguistics
import Reporting

/// A report's names in the form of the CoNLL-2003 shared task: a token a line with four columns, a blank line behind each sentence
/// (Tjong Kim Sang and De Meulder, *Introduction to the CoNLL-2003 Shared Task*, 2003, section 2).
///
/// The columns are the word, `-X-` twice for part of speech and chunk, which nobody has determined, and the name's type with `B-` at
/// its first token and `I-` at the others. Offsets are lost, as the form has none.
enum TaggedTokens {
    /// The tokens of a document behind a `-DOCSTART-` line.
    static func text(of document: IndexedReport) -> [UInt8] {
        // As the task's own files have it: spaCy's converter takes any other form for a word.
        var output = Array("-DOCSTART- -X- O O\n\n".utf8)
        var tagger = Tagger(names(of: document))
        let bytes = document.text.bytes
        for block in blocks(of: document) {
            guard let text = UTF8Text(validating: Array(bytes[block.indices])) else { continue }
            let structure = LinguisticStructure(text, rules: .english)
            for sentence in structure.sentences {
                for token in sentence {
                    let range = structure.tokens[token]
                    tagger.forEachPiece(
                        of: ByteRange(range.lower + block.lower, range.upper + block.lower)
                    ) { piece, tag in
                        output += word(bytes[piece.indices])
                        output += " -X- -X- \(tag)\n".utf8
                    }
                }
                tagger.endSentence()
                output.append(0x0A)
            }
        }
        return output
    }

    /// What no sentence reaches over, in order and disjoint: the blocks, and what stands between them, so that no word is lost.
    private static func blocks(of document: IndexedReport) -> [ByteRange] {
        var end: Int32 = 0
        var blocks: [ByteRange] = []
        for range in document.report.document.blocks.map({ document.range($0.span) }).sorted() where range.upper > end {
            if range.lower > end { blocks.append(ByteRange(end, range.lower)) }
            blocks.append(ByteRange(max(end, range.lower), range.upper))
            end = range.upper
        }
        let whole = document.text.fullRange.upper
        if end < whole { blocks.append(ByteRange(end, whole)) }
        return blocks
    }

    /// The mentions that are names, without those that overlap an earlier one: a token has one tag.
    private static func names(of document: IndexedReport) -> [(range: ByteRange, type: String)] {
        var end: Int32 = 0
        var names: [(range: ByteRange, type: String)] = []
        let mentions = document.report.mentions.filter { $0.kind == nil }
            .map { (range: document.range($0.span), type: $0.type.rawValue) }
            .sorted { ($0.range.lower, $1.range.upper) < ($1.range.lower, $0.range.upper) }
        for mention in mentions where mention.range.lower >= end && !mention.range.isEmpty {
            names.append(mention)
            end = mention.range.upper
        }
        return names
    }

    /// A word without what separates columns and lines.
    private static func word(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let separates = scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            scalars.append(separates ? "_" : scalar)
        }
        return Array((scalars.elementsEqual("-DOCSTART-".unicodeScalars) ? "_DOCSTART_" : String(scalars)).utf8)
    }

    /// Gives tokens, in the order of the text, the tags of the names that they are in.
    private struct Tagger {
        private let names: [(range: ByteRange, type: String)]
        private var next = 0
        private var isInside = false

        init(_ names: [(range: ByteRange, type: String)]) { self.names = names }

        /// Cuts a token where a name begins or ends in it, so that none is lost.
        mutating func forEachPiece(of token: ByteRange, _ body: (ByteRange, String) -> Void) {
            var start = token.lower
            while start < token.upper {
                while next < names.count, names[next].range.upper <= start {
                    next += 1
                    isInside = false
                }
                guard next < names.count, names[next].range.lower < token.upper else {
                    body(ByteRange(start, token.upper), "O")
                    return
                }
                let name = names[next]
                if name.range.lower > start {
                    body(ByteRange(start, name.range.lower), "O")
                    start = name.range.lower
                }
                let end = min(token.upper, name.range.upper)
                body(ByteRange(start, end), (isInside ? "I-" : "B-") + name.type)
                isInside = true
                start = end
            }
        }

        /// A name that goes on in the next sentence begins there anew: readers take sentences apart.
        mutating func endSentence() { isInside = false }
    }
}
