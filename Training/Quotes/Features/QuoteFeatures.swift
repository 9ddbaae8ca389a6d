import AnalyzerKit
import Entities
import Foundation
import Linguistics
import Quotes
import References

/// Writes what the quote finder's classifiers see, for their trainers: `quote-features scare FILE…`.
///
/// A file is JSON Lines with a document a line (`id`, `text`, `quotes`). The first line of the output is the number of rows,
/// each other one an example: the file's number, the document's `id`, 1 for nobody's words or 0, and rows of the weights.
@main
enum QuoteFeatures {
    private struct Gold: Decodable {
        struct Quote: Decodable {
            var start: Int
            var end: Int
            var kind: String
            var optional: Bool?
        }

        var id: String
        var text: String
        var quotes: [Quote]
    }

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 2, arguments[0] == "scare" else {
            FileHandle.standardError.write(Data("usage: quote-features scare FILE…\n".utf8))
            exit(64)
        }
        let entities = try Entities()
        print(ScareFeatures.rowCount)
        for (number, path) in arguments.dropFirst().enumerated() {
            for line in try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A) {
                let gold = try JSONDecoder().decode(Gold.self, from: line)
                let document = Document(UTF8Text(gold.text))
                let names = try entities.analyze(document, in: AnalysisContext(for: Entities.self))
                let labels = labels(of: gold, in: document)
                let references = References().findings(in: document, names)
                let examples = MarkedWords.examples(in: document, references) { labels[Place($0, in: document)] }
                for example in examples {
                    let rows = example.rows.map(String.init).joined(separator: " ")
                    print("\(number)\t\(gold.id)\t\(example.isScare ? 1 : 0)\t\(rows)")
                }
            }
        }
    }

    /// A span by its code points, but for punctuation at its ends.
    private struct Place: Hashable {
        var start: Int
        var end: Int

        init(_ range: ByteRange, in document: Document) {
            let span = document.span(range)
            self.init(span.start, span.end, Array(span.text.unicodeScalars))
        }

        init(_ start: Int, _ end: Int, _ scalars: some Collection<Unicode.Scalar>) {
            let scalars = Array(scalars)
            let edge: Set<Unicode.Scalar> = [" ", "\n", ",", ".", ";", "\"", "'", "“", "”", "‘", "’"]
            self.start = start + scalars.prefix { edge.contains($0) }.count
            self.end = end - scalars.reversed().prefix { edge.contains($0) }.count
        }
    }

    private static func labels(of gold: Gold, in document: Document) -> [Place: Bool] {
        let scalars = Array(gold.text.unicodeScalars)
        var labels: [Place: Bool] = [:]
        for quote in gold.quotes where quote.kind != "indirect" && quote.kind != "turn" && quote.optional != true {
            guard quote.start < quote.end, quote.end <= scalars.count else { continue }
            labels[Place(quote.start, quote.end, scalars[quote.start..<quote.end])] = quote.kind == "scare"
        }
        return labels
    }
}
