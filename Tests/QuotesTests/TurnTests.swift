import Quotes
import Testing

@Suite struct TurnTests {
    @Test(arguments: [
        (
            "Grid: Why now?\n\nYun Sun: Because.\n\nAnd so on.\n\nG: Really?\n\nYS: Yes.",
            ["Grid", "Yun Sun", "Grid", "Yun Sun"]
        ),
        ("Q: Why?\nA: Because.\nQ: Really?\nA: Yes.", ["Q", "A", "Q", "A"]),
        ("THE COURT: Go on.\n\nQ Where were you?\nA At home.\nQ Alone?\nA Yes.", ["THE COURT", "Q", "A", "Q", "A"]),
        (
            "ANNA LEE: Hello.\n\nBORIS DAY: Hi.\n\nLEE: Well?\n\nDAY: Well.",
            ["ANNA LEE", "BORIS DAY", "LEE", "DAY"]
        ),
        ("Q. Where were you?\n\nA. At home.\n\nQ. Alone?\n\nA. Yes.", ["Q", "A", "Q", "A"]),
        (
            "**Ann Lee:** Hello.\n\n**Bo Day:** Hi.\n\n**AL:** Well?\n\n**BD:** Well.",
            ["Ann Lee", "Bo Day", "Ann Lee", "Bo Day"]
        ),
        (
            "MR. SMITH: No.\n\nTHE COURT: Sit down.\n\nMR. SMITH: Yes, your honor.",
            ["MR. SMITH", "THE COURT", "MR. SMITH"]
        ),
        ("ANN LEE (chair): Welcome.\n\nBO DAY (treasurer): Thank you.", ["ANN LEE", "BO DAY"]),
    ])
    func labelsGiveTurns(text: String, speakers: [String]) throws {
        let turns = try quotes(in: text).quotes.filter { $0.kind == .turn }
        #expect(turns.map { $0.speaker?.name } == speakers)
    }

    @Test func aTurnReachesToTheNextLabelAndNotIntoTheCredits() throws {
        let text =
            "Ann: First.\n\nSecond. [Laughter]\n\nBo: Third [the bank] and more.\n\nThis interview has been edited and condensed."
        let turns = try quotes(in: "Ann: Zero.\n\nBo: One.\n\n" + text).quotes.filter { $0.kind == .turn }
        #expect(turns.map(\.text) == ["Zero.", "One.", "First.\n\nSecond.", "Third [the bank] and more."])
    }

    @Test func headingsAreNoLabels() throws {
        let text = "Ingredients: flour.\n\nDirections: mix.\n\nNote: bake.\n\nUpdate: eat."
        #expect(try quotes(in: text).quotes.allSatisfy { $0.kind != .turn })
    }
}
