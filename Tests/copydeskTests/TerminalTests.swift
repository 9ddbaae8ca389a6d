import Testing

@testable import copydesk

@Suite struct TerminalTests {
    private let terminal = Terminal(width: 40, hasColour: false)

    @Test func textIsBrokenAtSpacesBehindAnIndentation() {
        let wrapped = terminal.wrapped("The quick brown fox jumps over the lazy dog and runs away.", indent: 4)
        #expect(wrapped == "    The quick brown fox jumps over the\n    lazy dog and runs away.")
    }

    @Test func documentsCannotSteerTheTerminal() {
        #expect(terminal.wrapped("a\u{1B}[2Jb\u{9B}31m\rc\u{7}", indent: 0) == "a␛[2Jb\\u{9B}31m c␇")
        // Nor turn what stands behind it; what a document closes and did not open is nothing.
        #expect(Terminal.printable("x\u{202E}gnp.exe") == "x\u{202E}gnp.exe\u{202C}")
        #expect(Terminal.printable("a\u{202C}b\u{2069}\u{2066}c") == "ab\u{2066}c\u{2069}")
    }

    @Test func colourIsOnlyWhereItIsShown() {
        #expect(terminal.styled("x", .red) == "x")
        #expect(Terminal(width: 40, hasColour: true).styled("x", .red) == "\u{1B}[31mx\u{1B}[0m")
    }

    @Test(arguments: [(0, "+0.00"), (0.126, "+0.13"), (-0.05, "−0.05"), (1, "+1.00"), (-1, "−1.00"), (-0.001, "+0.00")])
    func scoresHaveASignAndTwoDecimals(_ score: Double, _ text: String) {
        #expect(TextReport.signed(score) == text)
    }

    @Test func resultsComeInTheOrderOfTheirInputsWhateverTheirSpeed() async {
        let inputs = Array(0..<50)
        let results = Ordered(inputs, width: 4) { number in
            for _ in 0..<((50 - number) * 1_000) where number < 0 { break }
            return number * 2
        }
        var seen: [Int] = []
        for await (index, value) in results {
            #expect(value == index * 2)
            seen.append(index)
        }
        #expect(seen == inputs)
    }
}
