import AnalyzerKit
import English
import Entities
import Linguistics

/// A document as the quote finder reads it: bytes, tokens with word classes, names and what stands for them.
final class Story: Sendable {
    let document: Document
    let bytes: [UInt8]
    let tokens: Tokens
    let classes: ContiguousArray<WordClass>
    let paragraphs: ContiguousArray<Range<Int>>
    let paragraphOfToken: ContiguousArray<Int32>
    let entities: Entities.Findings
    /// For each token the index of the mention it belongs to, or −1.
    let mentionOfToken: ContiguousArray<Int32>
    /// For each token the index of the reference it belongs to, or −1.
    let referenceOfToken: ContiguousArray<Int32>

    init(_ document: Document, _ entities: Entities.Findings) {
        self.document = document
        bytes = document.text.bytes
        tokens = document.tokens
        classes = WordClass.classes(of: document.tokens)
        paragraphs = document.structure.paragraphs
        paragraphOfToken = document.structure.paragraphOfToken
        self.entities = entities
        var mentions = ContiguousArray<Int32>(repeating: -1, count: tokens.count)
        for (index, mention) in entities.mentions.enumerated() {
            for token in mention.tokens where token < mentions.count { mentions[token] = Int32(index) }
        }
        mentionOfToken = mentions
        var references = ContiguousArray<Int32>(repeating: -1, count: tokens.count)
        for (index, reference) in entities.references.enumerated() {
            for token in reference.tokens where token < references.count { references[token] = Int32(index) }
        }
        referenceOfToken = references
    }

    /// The first byte of a token.
    func byte(_ token: Int) -> UInt8 { bytes[Int(tokens.starts[token])] }

    /// Whether there is such a token; the neighbours of the first and the last are none.
    func exists(_ token: Int) -> Bool { token >= 0 && token < tokens.count }

    /// Whether a token is a given ASCII mark.
    func isMark(_ token: Int, _ mark: UInt8) -> Bool {
        exists(token) && tokens.kinds[token] != .word && byte(token) == mark
    }

    /// Whether a token is `,`.
    func isComma(_ token: Int) -> Bool { isMark(token, UInt8(ascii: ",")) }

    /// Whether a token ends sentences: `.`, `!`, `?` or an ellipsis.
    func isStop(_ token: Int) -> Bool {
        guard exists(token), tokens.kinds[token] == .punctuation else { return false }
        let first = byte(token)
        if first == UInt8(ascii: ".") || first == UInt8(ascii: "!") || first == UInt8(ascii: "?") { return true }
        return first == 0xE2 && scalar(token) == 0x2026
    }

    /// Whether a token is a dash that parts clauses.
    func isDash(_ token: Int) -> Bool {
        guard exists(token), tokens.kinds[token] == .punctuation else { return false }
        if byte(token) == UInt8(ascii: "-") {
            return tokens.ends[token] - tokens.starts[token] > 1
                || (tokens.flags[token].contains(.afterSpace) && token + 1 < tokens.count
                    && tokens.flags[token + 1].contains(.afterSpace))
        }
        let value = scalar(token)
        return value == 0x2013 || value == 0x2014
    }

    /// Whether a token is a mark of quotation of any kind.
    func isQuoteMark(_ token: Int) -> Bool {
        guard exists(token), tokens.kinds[token] != .word else { return false }
        switch scalar(token) {
        case 0x22, 0x60, 0x2018...0x201F, 0xAB, 0xBB, 0x2039, 0x203A, 0x300C...0x300F: return true
        default: return false
        }
    }

    /// Whether a token is an apostrophe that follows a word directly: *the growers' fair*.
    func isApostrophe(_ token: Int) -> Bool {
        guard tokens.kinds[token] != .word, !tokens.flags[token].contains(.afterSpace), token > 0,
            tokens.kinds[token - 1] == .word, token + 1 >= tokens.count || tokens.flags[token + 1].contains(.afterSpace)
        else { return false }
        return byte(token) == 0x27 || scalar(token) == 0x2019
    }

    /// The last byte of a token.
    func lastByte(_ token: Int) -> UInt8 { bytes[Int(tokens.ends[token]) - 1] }

    /// The first scalar of a token.
    func scalar(_ token: Int) -> UInt32 { scalar(at: Int(tokens.starts[token])) }

    /// The scalar that begins at a byte.
    func scalar(at offset: Int) -> UInt32 {
        let bytes = bytes
        return Scalars.decode(bytes.span, at: offset).value
    }

    /// The hash of the lower-case form of some bytes.
    func hash(_ range: Range<Int>) -> WordHash {
        let bytes = bytes
        return WordHash(folding: bytes.span, range)
    }

    /// Whether a token is a word or number.
    func isWord(_ token: Int) -> Bool {
        exists(token) && (tokens.kinds[token] == .word || tokens.kinds[token] == .number)
    }

    func isCapitalized(_ token: Int) -> Bool { exists(token) && tokens.flags[token].contains(.capitalized) }

    /// Whether a token ends with these ASCII letters.
    func hasSuffix(_ token: Int, _ suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        let end = Int(tokens.ends[token])
        guard end - Int(tokens.starts[token]) > length else { return false }
        return suffix.withUTF8Buffer { buffer in
            for offset in 0..<length where bytes[end - length + offset] | 0x20 != buffer[offset] { return false }
            return true
        }
    }

    /// Whether a token is a word of this lower-case form.
    func isWord(_ token: Int, _ hash: WordHash) -> Bool { tokens.hashes[token] == hash }

    /// The words of a run of tokens.
    func words(_ run: Range<Int>) -> String { document.text.string(in: tokens.range(run)) }

    /// The entity of the mention at a token.
    func entity(at token: Int) -> Int? {
        let mention = mentionOfToken[token]
        guard mention >= 0 else { return nil }
        let index = entities.mentions[Int(mention)].entityIndex
        return index >= 0 && index < entities.entities.count ? index : nil
    }
}
