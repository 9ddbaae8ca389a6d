import AnalyzerKit
import Linguistics
import Testing

@testable import Entities

/// Names that begin with another's and are something of that one's.
@Suite struct OffshootTests {
    private func names(_ marked: String) throws -> [String] {
        let text = RecognisedText(marked)
        var linker = EntityLinker(text.document, names: text.names, lexicon: try #require(Lexicon()))
        return linker.link().entities.map(\.name)
    }

    private static let thrice = "‹ORG:Loopwenn› grew. ‹ORG:Loopwenn› hired. ‹ORG:Loopwenn› sells cards."

    @Test(arguments: [
        ("\(thrice) ‹ORG:Loopwenn Ledger› does the books.", ["Loopwenn", "Loopwenn Ledger"]),
        // The firm in full: with its form, with what only firms are called, with a club's name that readers know, or first.
        ("\(thrice) ‹ORG:Loopwenn Inc› is in Ohio.", ["Loopwenn Inc"]),
        ("\(thrice) ‹ORG:Loopwenn Technologies› is in Ohio.", ["Loopwenn Technologies"]),
        ("\(thrice) ‹ORG:Loopwenn of Ohio› is the firm.", ["Loopwenn of Ohio"]),
        ("‹ORG:Bolton› led. ‹ORG:Bolton› won. ‹ORG:Bolton› sang. ‹ORG:Bolton Wanderers› won.", ["Bolton Wanderers"]),
        ("‹ORG:Loopwenn› grew. ‹ORG:Loopwenn Ledger› hired. ‹ORG:Loopwenn› sells.", ["Loopwenn Ledger"]),
        ("\(thrice) ‹ORG:Loopwenn Ledger› hired. ‹ORG:Loopwenn Ledger› sells.", ["Loopwenn Ledger"]),
    ])
    func whatComesOnceBehindTheShortNameIsItsOwn(_ text: String, _ expected: [String]) throws {
        #expect(try names(text) == expected)
    }

    /// Of as many mentions of either type those that the recogniser is surer of count.
    @Test func theSurerMentionsTellTheType() throws {
        let text = RecognisedText("‹ORG:Weighten› waits. They live in ‹LOC:Weighten›.")
        let lexicon = try #require(Lexicon())
        for (first, second, type) in [(0.4, 0.8, Entities.EntityType.location), (0.8, 0.4, .organization)] {
            var names = text.names
            (names[0].confidence, names[1].confidence) = (first, second)
            var linker = EntityLinker(text.document, names: names, lexicon: lexicon)
            #expect(linker.link().entities.map(\.type) == [type])
        }
    }
}
