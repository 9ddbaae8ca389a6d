import Testing
import Wire

@Suite struct DocumentBudgetTests {
    @Test(arguments: [(0, 2000), (1000, 3000), (32 << 20, 2000 + 33_554_432)])
    func timeGrowsWithTheSize(bytes: Int, milliseconds: Int) {
        let budget = DocumentBudget(base: .seconds(2), bytesPerSecond: 1000)
        #expect(budget.time(forBytes: bytes) == .milliseconds(milliseconds))
    }

    @Test func anAnswerHasALimitThatFitsTheProtocol() {
        #expect(DocumentBudget.maxAnswerBytes(forBytes: 0) > 1 << 20)
        // Lines of one letter.
        #expect(DocumentBudget.maxAnswerBytes(forBytes: 4 << 20) > 329_128_612)
        #expect(DocumentBudget.maxAnswerBytes(forBytes: .max / 64) == Int(UInt32.max))
    }
}
