import AnalyzerKit
import Entities
import Linguistics
import TestSupport
import Testing

/// Texts that would show work that grows faster than the text.
///
/// Processor time of this thread, not time that passes: eight times the text may take little more than eight times the work,
/// quadratic work would take sixty-four times. `Benchmarks/entities-growth` counts instructions.
@Suite(.serialized) struct GrowthTests {
    private static let syllables = [
        "Al", "be", "Cor", "da", "El", "fi", "Gor", "ha", "In", "ja", "Kel", "lo", "Mar", "ni",
    ]

    /// A name of its own for each number.
    private static func name(_ number: Int) -> String {
        var rest = number
        var name = ""
        repeat {
            name += syllables[rest % syllables.count]
            rest /= syllables.count
        } while rest > 0
        return name.prefix(1).uppercased() + name.dropFirst().lowercased()
    }

    enum Kind: String, CaseIterable, Sendable {
        case capitalisedWords, oneName, differentNames, oneSurname, oneGivenName, acronyms, organizations, initials

        func words(_ count: Int) -> [String] {
            (0..<count).map { index in
                switch self {
                case .capitalisedWords: name(index % 97) + name(index % 89)
                case .oneName: "Vladimir Putin"
                case .differentNames: "\(name(index)) \(name(index * 7 + 3))"
                case .oneSurname: "\(name(index)) Hale"
                case .oneGivenName: "William \(name(index))"
                case .acronyms: String(name(index).uppercased().prefix(5))
                case .organizations: "\(name(index)) Corp. of \(name(index % 11))"
                case .initials: "J. \(name(index % 50)) \(name(index))"
                }
            }
        }
    }

    private func seconds(_ work: () throws -> Void) rethrows -> Double {
        min(try processorTime(work), try processorTime(work)) / .seconds(1)
    }

    /// Names between commas, as ranges of tokens, with a `he` behind each tenth.
    private func named(_ kind: Kind, _ count: Int) -> (document: Document, names: [Name]) {
        var text = ""
        var spans: [ByteRange] = []
        for (index, name) in kind.words(count).enumerated() {
            let start = text.utf8.count
            text += name
            spans.append(ByteRange(start, text.utf8.count))
            text += index % 10 == 9 ? " slept; he, the president, left.\n" : ", "
        }
        let document = Document(UTF8Text(text))
        let isOrganization = kind == .acronyms || kind == .organizations
        let names = spans.map { span in
            Name(
                tokens: document.tokens.indices(overlapping: span), type: isOrganization ? .organization : .person,
                confidence: 1)
        }
        return (document, names)
    }

    @Test(arguments: Kind.allCases)
    func linkingGrowsWithTheNamesNotFaster(_ kind: Kind) throws {
        let analyzer = try Entities()
        let (few, many) = (named(kind, 500), named(kind, 4_000))
        let short = seconds { _ = analyzer.link(few.document, names: few.names) }
        let long = seconds { _ = analyzer.link(many.document, names: many.names) }
        #expect(long < max(short, 0.002) * 8 * 3, "8 times the names took \(long / short) times the work")
    }

    @Test(arguments: [Kind.capitalisedWords, .oneName, .differentNames])
    func recognitionGrowsWithTheTextNotFaster(_ kind: Kind) throws {
        let analyzer = try Entities()
        func work(_ count: Int) throws -> Double {
            let document = Document(UTF8Text(kind.words(count).joined(separator: " ")))
            return try seconds { _ = try analyzer.analyze(document, in: AnalysisContext(for: Entities.self)) }
        }
        let (short, long) = (try work(150), try work(1_200))
        #expect(long < max(short, 0.002) * 8 * 3, "8 times the text took \(long / short) times the work")
    }
}
