package import English
package import Linguistics

/// A text as rules of language read it: its bytes, its tokens with what their words can do, and the names among them.
package final class Story: Sendable {
    @usableFromInline package let text: UTF8Text
    @usableFromInline package let bytes: [UInt8]
    @usableFromInline package let structure: LinguisticStructure
    package let blocks: Blocks
    @usableFromInline package let tokens: Tokens
    @usableFromInline package let classes: ContiguousArray<WordClass>
    @usableFromInline package let paragraphs: ContiguousArray<Range<Int>>
    @usableFromInline package let paragraphOfToken: ContiguousArray<Int32>
    @usableFromInline package let names: ContiguousArray<NameSpans.Name>
    /// For each token the index of the name it belongs to, or −1; `isNamed` and `name(ofToken:)` read it.
    @usableFromInline package let nameOfToken: ContiguousArray<Int32>

    /// A text in which no names are known.
    ///
    /// - Complexity: O(tokens).
    package init(_ text: UTF8Text, _ structure: LinguisticStructure, _ blocks: Blocks) {
        self.text = text
        self.structure = structure
        self.blocks = blocks
        bytes = text.bytes
        tokens = structure.tokens
        classes = WordClass.classes(of: structure.tokens)
        paragraphs = structure.paragraphs
        paragraphOfToken = structure.paragraphOfToken
        let none = NameSpans(tokenCount: structure.tokens.count)
        names = none.names
        nameOfToken = none.nameOfToken
    }

    private init(_ other: Story, _ names: NameSpans) {
        text = other.text
        structure = other.structure
        blocks = other.blocks
        bytes = other.bytes
        tokens = other.tokens
        classes = other.classes
        paragraphs = other.paragraphs
        paragraphOfToken = other.paragraphOfToken
        self.names = names.names
        nameOfToken = names.nameOfToken
    }

    /// The same text with its names.
    ///
    /// - Complexity: O(1).
    package func naming(_ names: NameSpans) -> Story { Story(self, names) }

    /// Whether a token belongs to a name.
    @inlinable
    package func isNamed(_ token: Int) -> Bool { nameOfToken[token] >= 0 }

    /// The index of the name that a token belongs to.
    @inlinable
    package func name(ofToken token: Int) -> Int? {
        let name = nameOfToken[token]
        return name < 0 ? nil : Int(name)
    }

    /// The first byte of a token.
    @inlinable
    package func byte(_ token: Int) -> UInt8 { bytes[Int(tokens.starts[token])] }

    /// Whether there is such a token; the neighbours of the first and the last are none.
    @inlinable
    package func exists(_ token: Int) -> Bool { token >= 0 && token < tokens.count }

    /// Whether a token is a given ASCII mark.
    @inlinable
    package func isMark(_ token: Int, _ mark: UInt8) -> Bool {
        exists(token) && tokens.kinds[token] != .word && byte(token) == mark
    }

    /// Whether a token is `,`.
    @inlinable
    package func isComma(_ token: Int) -> Bool { isMark(token, UInt8(ascii: ",")) }

    /// Whether a token ends sentences: `.`, `!`, `?` or an ellipsis.
    package func isStop(_ token: Int) -> Bool {
        guard exists(token), tokens.kinds[token] == .punctuation else { return false }
        let first = byte(token)
        if first == UInt8(ascii: ".") || first == UInt8(ascii: "!") || first == UInt8(ascii: "?") { return true }
        return first == 0xE2 && scalar(token) == 0x2026
    }

    /// Whether a token is a dash that parts clauses.
    package func isDash(_ token: Int) -> Bool {
        guard exists(token), tokens.kinds[token] == .punctuation else { return false }
        if byte(token) == UInt8(ascii: "-") {
            return tokens.ends[token] - tokens.starts[token] > 1
                || (tokens.flags[token].contains(.afterSpace) && token + 1 < tokens.count
                    && tokens.flags[token + 1].contains(.afterSpace))
        }
        let value = scalar(token)
        return (0x2012...0x2015).contains(value)
    }

    /// Whether a token is a mark of quotation of any kind.
    package func isQuoteMark(_ token: Int) -> Bool {
        guard exists(token), tokens.kinds[token] != .word else { return false }
        switch scalar(token) {
        case 0x22, 0x60, 0x2018...0x201F, 0xAB, 0xBB, 0x2039, 0x203A, 0x300C...0x300F: return true
        case 0x27: return isHalfMark(token)
        default: return false
        }
    }

    /// Whether a token is one of the two single marks that old wires have for a double one: `''`.
    private func isHalfMark(_ token: Int) -> Bool { isHalfMarkPair(token) || isHalfMarkPair(token + 1) }

    /// Whether a token is the second of two such marks.
    func isHalfMarkPair(_ token: Int) -> Bool {
        exists(token - 1) && exists(token) && tokens.starts[token] == tokens.ends[token - 1]
            && isMark(token - 1, 0x27) && isMark(token, 0x27)
    }

    /// Whether a token is an apostrophe that follows a word directly: *the growers' fair*.
    package func isApostrophe(_ token: Int) -> Bool {
        guard tokens.kinds[token] != .word, !tokens.flags[token].contains(.afterSpace), token > 0,
            tokens.kinds[token - 1] == .word, token + 1 >= tokens.count || tokens.flags[token + 1].contains(.afterSpace)
        else { return false }
        return byte(token) == 0x27 || scalar(token) == 0x2019
    }

    /// The first scalar of a token.
    package func scalar(_ token: Int) -> UInt32 { scalar(at: Int(tokens.starts[token])) }

    /// The scalar that begins at a byte.
    package func scalar(at offset: Int) -> UInt32 {
        let bytes = bytes
        return Scalars.decode(bytes.span, at: offset).value
    }

    /// The hash of the lower-case form of some bytes.
    package func hash(_ range: Range<Int>) -> WordHash {
        let bytes = bytes
        return WordHash(folding: bytes.span, range)
    }

    /// The hash of an expression as tables have it, with a space between its words however the text parts them.
    func hash(words: Range<Int>) -> WordHash {
        var form: [UInt8] = []
        for token in words {
            if token > words.lowerBound { form.append(UInt8(ascii: " ")) }
            form += bytes[tokens[token].indices]
        }
        return WordHash(folding: form.span, 0..<form.count)
    }

    /// Whether something follows that belongs to what a phrase names.
    package func isOwner(_ run: Range<Int>) -> Bool {
        exists(run.upperBound) && tokens.hashes[run.upperBound] == WordHash("'s")
    }

    /// Whether a token is a word or number.
    @inlinable
    package func isWord(_ token: Int) -> Bool {
        exists(token) && (tokens.kinds[token] == .word || tokens.kinds[token] == .number)
    }

    @inlinable
    package func isCapitalized(_ token: Int) -> Bool { exists(token) && tokens.flags[token].contains(.capitalized) }

    /// Whether a token ends with these ASCII letters.
    package func hasSuffix(_ token: Int, _ suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        let end = Int(tokens.ends[token])
        guard end - Int(tokens.starts[token]) > length else { return false }
        return suffix.withUTF8Buffer { buffer in
            for offset in 0..<length where bytes[end - length + offset] | 0x20 != buffer[offset] { return false }
            return true
        }
    }

    /// Whether a word ends as most adverbs do and is none of the others that do, *family* or *friendly*.
    package func endsLikeAdverb(_ token: Int) -> Bool {
        hasSuffix(token, "ly") && !Self.othersInLy.contains(tokens.hashes[token])
    }

    /// Whether a word ends like a verb's form and has a vowel before that, which *bring* and *shed* have not.
    package func isVerbForm(_ token: Int, _ suffix: StaticString) -> Bool {
        guard hasSuffix(token, suffix) else { return false }
        return (Int(tokens.starts[token])..<Int(tokens.ends[token]) - suffix.utf8CodeUnitCount).contains {
            switch bytes[$0] | 0x20 {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
                UInt8(ascii: "y"):
                true
            default: bytes[$0] >= 0x80
            }
        }
    }

    /// Whether a token is a word of this lower-case form.
    @inlinable
    package func isWord(_ token: Int, _ hash: WordHash) -> Bool { tokens.hashes[token] == hash }

    /// The words of a run of tokens.
    package func words(_ run: Range<Int>) -> String { text.string(in: tokens.range(run)) }

    /// Whether a noun is a plural.
    package func isPluralNoun(_ token: Int) -> Bool {
        hasSuffix(token, "s") && !hasSuffix(token, "ss") || Self.plurals.contains(tokens.hashes[token])
    }

    private static let plurals = WordQuery.english(.irregularPlural)
    private static let othersInLy = WordQuery.english(.otherInLy)
}
