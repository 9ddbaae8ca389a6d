import AnalyzerKit
import Entities
import Linguistics
import References
import TestSupport
import Testing

/// Whom a phrase stands for, asked of one phrase at a time.
///
/// `‹PER:Ann Orr› left. ‹WHO:She› wept.`
@Suite struct SourceTests {
    @Test(arguments: [
        // Names
        ("‹WHO:‹PER:Ann Orr›› left.", "Ann Orr"),
        ("‹PER:Ann Orr› spoke. ‹WHO:Sen. ‹PER:Orr›› left.", "Ann Orr"),
        ("‹WHO:‹PER:Ann Orr› and ‹PER:Tom Hale›› left.", "Ann Orr and Tom Hale"),
        ("‹WHO:‹LOC:Chad›› declared war.", "Chad"),
        ("‹WHO:The chairman of the council ‹PER:Tom Hale›› left.", "Tom Hale"),
        ("‹WHO:A spokeswoman for ‹PER:Tom Hale›› left.", "–"),
        // Beside a name
        ("‹WHO:The archdeacon›, ‹PER:Tom Hale›, left.", "Tom Hale"),
        ("‹WHO:The harbour master›, a man called ‹PER:Tom Hale›, left.", "Tom Hale"),
        ("‹PER:Ann Orr›, ‹WHO:press secretary for the mayor›, left.", "Ann Orr"),
        ("‹WHO:The second›, ‹PER:Penrose›'s mother, left.", "–"),
        // Pronouns
        ("‹PER:Ann Orr› spoke. ‹WHO:She› left.", "Ann Orr"),
        ("‹PER:Ann Orr› spoke. ‹WHO:Her› voice shook.", "Ann Orr"),
        ("‹PER:John Hale› met ‹PER:Mary Orr›. ‹WHO:He› left.", "John Hale"),
        ("‹PER:John Hale› met ‹PER:Mary Orr›. ‹WHO:She› left.", "Mary Orr"),
        ("‹PER:Ann Orr› left ‹ORG:Meridian›. ‹WHO:It› lost money.", "Meridian"),
        // Descriptions
        ("The mayor, ‹PER:Ann Orr›, spoke. ‹WHO:The mayor› left.", "Ann Orr"),
        ("The mayor, ‹PER:Ann Orr›, spoke. ‹WHO:A mayor› left.", "–"),
        (
            "The German president, ‹PER:Tom Hale›, met the French president, ‹PER:Jean Orr›. "
                + "‹WHO:The French president› left.",
            "Jean Orr"
        ),
        ("‹ORG:Meridian› lost money. ‹WHO:The company› left.", "Meridian"),
        ("‹WHO:Officials› left.", "–"),
        ("‹PER:Ann Orr› spoke. ‹WHO:A witness› left.", "–"),
        // Whose words something is
        ("‹ORG:Meridian› lost money. ‹WHO:Its report› blamed the weather.", "Meridian"),
        ("‹WHO:‹ORG:Meridian›'s verdict› surprised the town.", "Meridian"),
        // Two
        ("‹PER:Ann Orr› met ‹PER:Tom Hale›. ‹WHO:Both leaders› smiled.", "Ann Orr and Tom Hale"),
        ("‹PER:Ann Orr› met ‹PER:Tom Hale›. ‹WHO:The two of them› smiled.", "Ann Orr and Tom Hale"),
        ("‹PER:Ann Orr› met ‹PER:Tom Hale›. ‹WHO:Both companies› grew.", "–"),
        ("‹PER:Ann Orr› left. ‹WHO:The two leaders› smiled.", "–"),
    ])
    func aPhraseStandsForWhomItNamesOrTakesUp(_ marked: String, _ expected: String) throws {
        let (reading, phrase) = try reading(marked)
        let source = reading.resolver.source(phrase, Memory())
        #expect((source.isNamed ? source.name : "–") == expected)
    }

    @Test(arguments: [
        ("‹WHO:‹PER:Ann Orr›› left.", Source.Kind.person), ("‹WHO:‹LOC:Chad›› declared war.", .place),
        ("‹WHO:‹ORG:Meridian›› lost money.", .body), ("‹WHO:A witness› left.", .describedPerson),
        ("‹WHO:Officials› left.", .describedBody), ("‹WHO:The idea› spread.", .description),
    ])
    func aSourceIsOfAKind(_ marked: String, _ kind: Source.Kind) throws {
        let (reading, phrase) = try reading(marked)
        #expect(reading.resolver.source(phrase, Memory()).kind == kind)
    }

    /// Those whom a pronoun may stand for: names, pronouns of people, and descriptions that are no predicates.
    @Test(arguments: [
        ("‹PER:Ann Orr› left and she wept.", ["Ann Orr", "she"]),
        ("‹PER:Ann Orr› is a teacher.", ["Ann Orr"]),
        ("His mother met the minister ‹PER:Ann Orr›.", ["His mother", "Ann Orr"]),
        ("Officials praised ‹ORG:Meridian›.", ["Officials", "Meridian"]),
        ("He shook his bald head.", ["He"]),
    ])
    func theCastHoldsWhoCanBeMeant(_ marked: String, _ expected: [String]) throws {
        let document = Document(UTF8Text(Marked(marked).text))
        let cast = try reading(marked, asksForPhrase: false).reading.resolver.cast
        #expect(cast.members.map { document.text.string(in: document.tokens.range($0.tokens)) } == expected)
    }

    private func reading(
        _ marked: String, asksForPhrase: Bool = true
    ) throws -> (reading: ResolvedReading, phrase: Range<Int>) {
        let marked = Marked(marked)
        let document = Document(UTF8Text(marked.text))
        func tokens(_ span: Marked.Span) -> Range<Int> {
            document.tokens.indices(overlapping: ByteRange(span.range.lowerBound, span.range.upperBound))
        }
        let names = marked.spans.compactMap { span in
            span.label.flatMap(Entities.EntityType.init(rawValue:)).map {
                Name(tokens: tokens(span), type: $0, confidence: 1)
            }
        }
        let reading = ResolvedReading(document, try Entities().link(document, names: names))
        let phrase = marked.spans.first { $0.label == "WHO" }.map(tokens)
        return (reading, asksForPhrase ? try #require(phrase) : 0..<0)
    }
}
