import Discourse
import Linguistics
import TestSupport
import Testing

@Suite struct LabelTests {
    @Test(arguments: [
        "‹Grid›: Why now?\n\n‹Yun Sun›: Because.",
        "‹Q›. Where?\n\n‹A›. At home.",
        "‹Q› Where?\n‹A› At home.",
        "**‹Ann Lee›:** Hello.\n\n**‹AL›**: Again.",
        "[12:03] ‹ANN LEE›: Hello.",
        "[‹Ann Lee›]: Hello.",
        "1:41 P.M. EST ‹MRS. HOLT›: Hello.", "9:05 am ‹ANN LEE›: Hello.",
        "‹SMITH›, the chairman: Order.",
        "‹ANN LEE› (chair): Welcome.",
        "‹Ann Lee› – Hello.",
        "‹MR. SMITH›: No.",
        "Is it late? Ann: no.",
        "Note: bake.\n\nIngredients: flour.",
        "the rest: nothing.",
        "He said: “No.”\nSee https://example.org/a:b.",
        "The sentence of many words that all its readers know by heart: it ends.",
    ])
    func labelsAreReadAtTheStartOfALine(text: String) {
        let read = MarkedText(text)
        #expect(read.shared.labels.map { read.story.text.string(in: $0.name) } == read.marked.words())
    }

    @Test(arguments: [
        "Grid: ‹T:Why now?›\n\nYun Sun: ‹T:Because.\n\nAnd so on.›\n\nG: ‹T:Really?›\n\nYS: ‹T:Yes.›",
        "Q: ‹T:Why?›\nA: ‹T:Because.›\nQ: ‹T:Really?›\nA: ‹T:Yes.›\n\nThis interview has been edited.",
        "Karlstad Hall\n\nTHE MINISTER: ‹T:I am glad to see you. We did it, and we will go on.›\n\nEND 11:52 A.M. EST",
        "THE MINISTER: ‹T:Good day.›\n\nQ  ‹T:Why now?›\n\nTHE MINISTER: ‹T:Because.›\n\nQ  ‹T:And then?›\n\nTHE MINISTER: ‹T:We go.›",
        "The mill is open. It bakes bread.\n\nTHE AUTHOR: Ann Lee lives in Bergen. We thank her.",
        "Ann: ‹T:Zero.›\n\nBo: ‹T:One.› [Laughter]\n\nAnn: ‹T:Two.›\n\nBo: ‹T:Three.›",
        "Ingredients: flour.\n\nDirections: mix.\n\nNote: bake.",
    ])
    func aTurnReachesToTheNextLabel(text: String) {
        let read = MarkedText(text)
        let found = read.reading.turns.turns.map { read.story.text.string(in: $0.range) }
        #expect(found == read.marked.words(labelled: "T"))
    }

    @Test(arguments: [
        ("YS", "Yun Sun", true), ("G", "Grid", true), ("JR", "Jean-Paul de la Rue", true),
        ("RB", "the Royal Bank", true),
        ("S", "Yun Sun", false), ("SY", "Yun Sun", false), ("AL", "Dr. Ann Lee", true),
    ])
    func initialsStandForAName(initials: String, name: String, fits: Bool) {
        let text = UTF8Text("\(initials): \(name)")
        let (structure, blocks) = Blocks.read(text)
        let story = Story(text, structure, blocks)
        let length = initials.utf8.count
        let found = story.matches(ByteRange(0, length), initialsOf: ByteRange(length + 2, text.count))
        #expect(found == fits)
    }
}
