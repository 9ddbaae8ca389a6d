import English
import Linguistics
import Testing

@Suite struct TokensTests {
    private static let text = UTF8Text("Łódź fell. He didn’t go.")
    private static let tokens = LinguisticStructure(text, rules: .english).tokens

    @Test func aTokenIsFoundByAnyOfItsBytes() {
        for index in 0..<Self.tokens.count {
            for byte in Self.tokens[index].lower..<Self.tokens[index].upper {
                #expect(Self.tokens.index(atOrAfter: byte) == index)
            }
        }
        #expect(Self.tokens.index(atOrAfter: Int32(Self.text.count)) == Self.tokens.count)
    }

    @Test func betweenTokensTheNextOneIsFound() {
        let fell = Self.tokens.index(atOrAfter: Self.tokens[0].upper)
        #expect(fell == 1)
    }

    @Test(arguments: [(0, 1), (0, 3), (2, 5)])
    func aRangeOfBytesHasTheTokensItOverlaps(first: Int, end: Int) {
        let whole = Self.tokens.range(first..<end)
        #expect(Self.tokens.indices(overlapping: whole) == first..<end)
        let inner = ByteRange(whole.upper - 1, whole.upper)
        #expect(Self.tokens.indices(overlapping: inner) == end - 1..<end)
        #expect(Self.tokens.indices(overlapping: ByteRange(whole.upper, whole.upper)).isEmpty)
    }

    @Test func flagsTellHowATokenIsWritten() {
        let tokens = LinguisticStructure(UTF8Text("NATO’s iPhone, 3rd\nMr. Łoś"), rules: .english).tokens
        let flags = tokens.flags
        #expect(flags[0].isSuperset(of: [.capitalized, .allCapitals, .hasLetter, .startsLine, .startsSentence]))
        #expect(flags[1].contains(.clitic) && !flags[1].contains(.afterSpace))
        #expect(flags[2].contains(.mixedCase) && !flags[2].contains(.capitalized))
        #expect(flags[4].isSuperset(of: [.hasDigit, .hasLetter]))
        #expect(flags[5].isSuperset(of: [.endsWithDot, .startsLine]))
        #expect(flags[6].isSuperset(of: [.capitalized, .mixedCase]) == false && flags[6].contains(.capitalized))
    }

    @Test func wordsAreCountedWithoutMarksAndClitics() {
        #expect(LinguisticStructure(Self.text, rules: .english).wordCount == 5)
    }
}

@Suite struct ByteRangeTests {
    @Test func containsAndOverlaps() {
        let range = ByteRange(2, 6)
        #expect(range.count == 4 && !range.isEmpty && ByteRange(2, 2).isEmpty)
        #expect(range.contains(ByteRange(2, 6)) && range.contains(ByteRange(3, 3)) && !range.contains(ByteRange(1, 3)))
        #expect(range.overlaps(ByteRange(5, 9)) && !range.overlaps(ByteRange(6, 9)))
        #expect([ByteRange(2, 3), ByteRange(0, 9), ByteRange(2, 2)].sorted().map(\.upper) == [9, 2, 3])
    }
}

@Suite struct UTF8TextTrimmingTests {
    @Test(arguments: [
        ("  a b ", "a b"), ("\u{A0}\t–\r\n", "–"), (" \u{A0} ", ""), ("", ""), ("a\u{A0}b", "a\u{A0}b"),
    ])
    func trimsSpaceAndNoBreakSpace(_ string: String, _ expected: String) {
        let text = UTF8Text(string)
        #expect(text.string(in: text.trimmed(text.fullRange)) == expected)
    }

    @Test func refusesBytesThatAreNoUTF8() {
        #expect(UTF8Text(validating: [0x61, 0xC3]) == nil)
        #expect(UTF8Text(validating: [0x61, 0xC3, 0xA9])?.codePointCount == 2)
    }

    @Test(arguments: [-5, 0, 3, 99])
    func aCodePointOutsideTheTextGivesItsNearestEnd(_ codePoint: Int) {
        for string in ["abc", "äbc"] {
            let text = UTF8Text(string)
            let offset = text.byteOffset(ofCodePoint: codePoint)
            #expect(offset == (codePoint <= 0 ? 0 : Int32(text.count)))
        }
    }
}

@Suite struct ParagraphTests {
    /// `¶` stands where a new paragraph begins, `\n` is a line end.
    @Test(arguments: [
        "One.\n\n¶Two.",
        "A heading\n¶Text of the story. It goes on.",
        "The mayor of\nLeeds resigned.",
        "The council said it would close\nthe bridge.",
        "milk\n¶bread\n¶eggs",
        "Shopping list\n¶milk\n¶bread and a dozen eggs.",
        "Dear Ann,\n¶we are well.",
        "First.\n¶Second.",
        "Name: Ann\n¶Town: Leeds.",
        "The harbour was shut on\nMonday after a ship ran\naground near the pier.\nNobody was hurt, said\nthe coast guard.",
        "The council met\r\nthat night.\r\n\r\n¶It rained.",
        "It rained\n    ¶and snowed.",
        "It rained.\u{2029}¶It snowed.",
        "- Bread\n¶- Wine\n¶- Cheese.",
    ])
    func endsWhereLinesDoNotGoOn(_ marked: String) {
        let text = UTF8Text(marked.replacing("¶", with: ""))
        let structure = LinguisticStructure(text, rules: .english)
        let found = structure.paragraphs.map { text.string(in: structure.tokens.range($0)) }
        #expect(found == marked.split(separator: "¶").map { $0.trimmed() })
    }
}

@Suite struct LanguageRulesTests {
    private func rules(_ table: String) throws -> LanguageRules {
        try Array(table.utf8).withUnsafeBytes { bytes in
            try LanguageRules(table: bytes, isUsuallySmall: { $0 == WordHash("leute") })
        }
    }

    @Test func anotherLanguageBringsItsOwnWords() throws {
        let text = UTF8Text("Hr. Kant kam usw. Leute sahen l'homme. Mr. Hale blieb.")
        let german = try rules("# ein Kommentar\nhr.\ttitle\nusw.\tends any-case\n'homme\tclitic")
        let structure = LinguisticStructure(text, rules: german)
        #expect(
            structure.sentences.map { text.string(in: structure.tokens.range($0)) } == [
                "Hr. Kant kam usw.", "Leute sahen l'homme.", "Mr.", "Hale blieb.",
            ])
    }

    @Test(arguments: [
        ("mr.\ttitle\nmrs. title", LanguageRulesError.noUse(line: 2)), ("\ttitle", .noUse(line: 1)),
        ("mr.\ttitel", .unknownUse(line: 1)), ("#\n\nmr.\ttitle any", .unknownUse(line: 3)),
    ])
    func aTableThatIsWrongSaysWhere(table: String, error: LanguageRulesError) {
        #expect(throws: error) { try rules(table) }
    }

    @Test func englishIsThere() {
        let text = UTF8Text("Mr. Hale can’t go.")
        let tokens = LinguisticStructure(text, rules: .english).tokens
        #expect((0..<tokens.count).map { text.string(in: tokens[$0]) } == ["Mr.", "Hale", "ca", "n’t", "go", "."])
    }
}

extension Substring {
    fileprivate func trimmed() -> String {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        while text.first?.isWhitespace == true { text.removeFirst() }
        return String(text)
    }
}
