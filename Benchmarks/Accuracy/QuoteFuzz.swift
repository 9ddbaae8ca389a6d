import AnalyzerKit
import Entities
import Foundation
import Linguistics
import Quotes
import References

/// `accuracy quotes --fuzz COUNT FILE…`: analyses mutated documents and checks every span.
enum QuoteFuzz {
    /// Fails at the first span that is not in its text or whose words are not the text's.
    ///
    /// - Returns: The number of documents analysed.
    static func run(_ texts: [String], count: Int) throws -> Int {
        let analyzer = try Quotes()
        let entities = try Entities()
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, bound)
        }
        let pieces = [
            "“", "”", "\"", "'", "‘", "’", "«", "»", "„", "``", "''", "\n\n", "\n", ": ", ", said ", "Q: ", "(", ")",
            "[", "😀", "é", "-", "—",
        ]
        for round in 0..<count {
            var scalars = Array(texts[random(texts.count)].unicodeScalars)
            let start = random(scalars.count)
            scalars = Array(scalars[start..<min(scalars.count, start + 100 + random(600))])
            for _ in 0..<(1 + random(12)) {
                let place = random(scalars.count + 1)
                switch random(3) {
                case 0: if place < scalars.count { scalars.remove(at: place) }
                case 1: scalars.insert(contentsOf: pieces[random(pieces.count)].unicodeScalars, at: place)
                default:
                    let other = random(scalars.count + 1)
                    let piece = scalars[min(place, other)..<min(max(place, other), min(place, other) + 40)]
                    scalars.insert(contentsOf: piece, at: random(scalars.count + 1))
                }
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            let document = Document(UTF8Text(String(view)))
            let found = try entities.analyze(document, in: AnalysisContext(for: Entities.self))
            let references = References().findings(in: document, found)
            let quotes = try analyzer.analyze(
                document, in: AnalysisContext(for: Quotes.self, with: References.self, references)
            ).quotes
            for quote in quotes {
                var words = String.UnicodeScalarView()
                guard quote.start < quote.end, quote.end <= scalars.count else {
                    throw Failure(round: round, text: String(view))
                }
                words.append(contentsOf: scalars[quote.start..<quote.end])
                guard String(words) == quote.text else { throw Failure(round: round, text: String(view)) }
            }
        }
        return count
    }

    /// A span that does not fit its text.
    struct Failure: Error {
        var round: Int
        var text: String
    }
}
