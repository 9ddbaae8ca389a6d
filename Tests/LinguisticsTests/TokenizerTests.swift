import English
import Linguistics
import Testing

@Suite struct TokenizerTests {
    /// The tokens expected, spaces between them; where they touch in the text, a tilde.
    @Test(arguments: [
        "Putin~'s words",
        "Putin~’s words",
        "They do~n't know , he~'ll see",
        "Mr. Smith met Dr. Jones in St. Petersburg~.",
        "the U.S.~'s allies",
        "the U.S. Army",
        "J. K. Rowling wrote",
        "It cost $~1,234.50~, or 3.5~%~.",
        "at 10:30 a.m. on 12/31/1999",
        "see https://example.org/a,b?c=d~.",
        "write to someone@example.org~, please",
        "thanks @someone and #WorldCup~!",
        "a U.S.~-~led force",
        "al~-~Qaida",
        "AT&T and R&D",
        "O'Neill and O’Brien",
        "wait~... what~?~!",
        "(~see below~)~; \"~yes~\"",
        "“~No~,~” she said",
        "the 20th century",
        "Łódź und Ñandú",
        "dogs~' tails",
        "stocks.pdf and Amazon.com~, alt.animals.cat~.",
        "the end~.~Next one",
        "the firm~, Hale Inc.~.",
        "==== and ****** but *~*~bold~*~*",
        "c. 1818~, Op. 46 and p. 12",
        "vitamin c~.",
        "he wrote on X~.",
        "posted on X~. The mayor left~.",
        "built by J. Smith~.",
        "They shot Malcolm X. He died~.",
        "Hale & Co. and 1.5~-~2 m",
    ])
    func splitsLikeUniversalDependencies(_ marked: String) {
        let text = UTF8Text(marked.replacing("~", with: ""))
        let expected = marked.split(whereSeparator: { $0 == " " || $0 == "~" }).map(String.init)
        let tokens = LinguisticStructure(text, rules: .english).tokens
        #expect((0..<tokens.count).map { text.string(in: tokens[$0]) } == expected)
    }

    @Test func tokensCoverAllThatIsNoWhiteSpace() {
        let text = UTF8Text("A “b” (c) – d…\u{00A0}e\t😀 f\r\n\r\ng#h ¿i? ½ a\u{0301}b")
        let tokens = LinguisticStructure(text, rules: .english).tokens
        var covered = Set<Int32>()
        for index in 0..<tokens.count {
            #expect(!tokens[index].isEmpty)
            for byte in tokens[index].lower..<tokens[index].upper { #expect(covered.insert(byte).inserted) }
        }
        for (index, byte) in text.bytes.enumerated() where !byte.isASCIIWhitespace && byte < 0x80 {
            #expect(covered.contains(Int32(index)))
        }
    }
}

@Suite struct SentenceSplitterTests {
    @Test func aLineEndEndsAHeadline() {
        let text = UTF8Text("Bridge to close\nThe bridge will close. It is old.\n\nThe end")
        let structure = LinguisticStructure(text, rules: .english)
        #expect(structure.paragraphs.count == 3)
        #expect(structure.sentences.count == 4)
    }

    @Test func wrappedLinesAreOneParagraph() {
        let line = "These words fill a line of about seventy letters, as mail programs do,\n"
        let text = UTF8Text(String(repeating: line, count: 6) + "and stop.\n\nThen comes another paragraph.\n")
        #expect(LinguisticStructure(text, rules: .english).paragraphs.count == 2)
    }

    @Test func structureCoversAllTokensInOrder() {
        let text = UTF8Text("A b. C d!\n\nE f?\nG h")
        let structure = LinguisticStructure(text, rules: .english)
        #expect(structure.sentences.flatMap { Array($0) } == Array(0..<structure.tokens.count))
        #expect(structure.paragraphs.flatMap { Array($0) } == Array(0..<structure.tokens.count))
        for (index, sentence) in structure.sentences.enumerated() {
            for token in sentence { #expect(Int(structure.sentenceOfToken[token]) == index) }
        }
    }
}
