import AnalyzerKit
import Corpora
import Entities
import Foundation
import Linguistics
import Quotes
import References
import Sentiment

/// What the trainers learn from.
///
/// `sentiment-examples FILE…` prints one JSON line for each row of the annotated files, `sentiment-examples worth JSONL|CORPUS…` what
/// a reading by the encoder says of each name in the texts, in rows of 4-byte floats.
@main
struct Examples {
    struct Target: Decodable {
        var start: Int
        var end: Int
        var label: String
        var author: String?
    }

    struct Row: Decodable {
        var id: String
        var text: String
        var label: String
        var score: Double?
        var start: Int?
        var end: Int?
        var targets: [Target]?
    }

    struct Example: Encodable {
        var file: String
        var id: String
        var label: String
        var score: Double?
        var rows: [Int32]
        var cells: [Float]
        var features: [Float]
        var target: [Int]?
        var targetFeatures: [Float]?
        var author: String?
    }

    static func main() throws {
        if CommandLine.arguments.dropFirst().first == "worth" { return try worth(CommandLine.arguments.dropFirst(2)) }
        let encoder = JSONEncoder()
        let decoder = JSONDecoder()
        let entities = try Entities()
        var scorer = try Scorer()
        for path in CommandLine.arguments.dropFirst() {
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            for line in try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A) {
                let row = try decoder.decode(Row.self, from: line)
                let text = UTF8Text(row.text)
                let document = Document(text)
                let tokens = document.tokens
                let found = try entities.analyze(document, in: AnalysisContext(for: Entities.self))
                let names = ContiguousArray(found.mentions.map(\.tokens))
                scorer.restart()
                scorer.read(0..<tokens.count, of: document, names: names)
                let (rows, cells, features) = scorer.sentenceExample()
                var example = Example(
                    file: name, id: row.id, label: row.label, score: row.score, rows: rows, cells: cells,
                    features: features)
                var targets = row.targets ?? []
                if let start = row.start, let end = row.end {
                    targets.append(Target(start: start, end: end, label: row.label))
                }
                if row.start == nil { try write(example) }
                for target in targets {
                    let lower = text.byteOffset(ofCodePoint: target.start)
                    let range = ByteRange(lower, text.byteOffset(ofCodePoint: target.end))
                    let mention = scorer.targetExample(tokens.indices(overlapping: range))
                    example.label = target.label
                    example.author = target.author
                    example.target = [mention.cells.lowerBound, mention.cells.upperBound]
                    example.targetFeatures = mention.features
                    try write(example)
                }
            }
        }
        func write(_ example: Example) throws {
            FileHandle.standardOutput.write(try encoder.encode(example) + [0x0A])
        }
    }

    /// Writes a row for each name: the numbers of text and stretch, the stretch's pieces, how sure a judgement and news are, whether the
    /// reading changes what is said, and what `ReadingWorth` looks at.
    private static func worth(_ paths: ArraySlice<String>) throws {
        struct Line: Decodable { var text: String }
        let (entities, quotes, sentiment) = (try Entities(), try Quotes(), try Sentiment())
        var number = 0
        for path in paths {
            let texts =
                try path.hasSuffix(".jsonl")
                ? String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
                    try JSONDecoder().decode(Line.self, from: Data($0.utf8)).text
                } : TaggedCorpus(contentsOf: path).documents.map { TaggedCorpus.render($0, layout: .paragraphs).text }
            for text in texts {
                let document = Document(UTF8Text(text))
                let found = try entities.analyze(document, in: AnalysisContext(for: Entities.self, reading: .auto))
                let names = References().findings(in: document, found)
                let speech = try quotes.analyze(
                    document, in: AnalysisContext(for: Quotes.self, with: References.self, names))
                for example in try sentiment.worthExamples(document, names, speech) {
                    let row =
                        [
                            Float(number), Float(example.stretch), Float(example.pieces), example.certainties.stance,
                            example.certainties.news, example.isChanged ? 1 : 0,
                        ] + example.inputs
                    row.withUnsafeBytes { FileHandle.standardOutput.write(Data($0)) }
                }
                number += 1
            }
        }
    }
}
