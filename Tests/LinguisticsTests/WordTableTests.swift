import Linguistics
import Testing

@Suite struct WordTableTests {
    @Test func findsEveryWordAndNoOther() {
        let words = (0..<5000).map { "word\($0)" }
        let table = WordTable(words.enumerated().map { (WordHash(folding: $1), $0) })
        #expect(words.indices.allSatisfy { table[WordHash(folding: words[$0])] == $0 })
        #expect((0..<5000).allSatisfy { table[WordHash(folding: "other\($0)")] == nil })
    }

    @Test func ofAWordThatComesTwiceTheFirstValueCounts() {
        let table = WordTable([(WordHash("said"), 1), (WordHash("SAID"), 2)])
        #expect(table[WordHash("said")] == 1)
    }

    @Test func anEmptyTableHasNothing() {
        #expect(WordTable<Int>([])[WordHash("said")] == nil)
        #expect(!WordSet([]).contains(WordHash("said")))
    }

    @Test(arguments: ["said", "SAID", "Said"])
    func aSetKnowsWordsInAnyCase(word: String) {
        let set: WordSet = ["said", "told"]
        #expect(set.contains(WordHash(folding: word)))
        #expect(!set.contains(WordHash("asked")))
    }

    @Test func aLiteralHashesAsTheTextDoes() {
        #expect(WordHash("Said") == WordHash(folding: "said"))
        #expect(WordHash("né") == WordHash(folding: "NÉ"))
    }
}
