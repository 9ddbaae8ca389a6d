import AnalyzerKit
import Entities
import Foundation
import Linguistics
import Quotes

/// Scores quotes: spans, kinds, speakers, links and calibration.
///
/// A file is JSON Lines with a document a line (`text`, `quotes`), a `.gold.json` beside its `.txt`, or a folder of these.
///
/// textacy's `direct_quotations` is scored on the same documents in the same run, unless `--alone` is given.
/// `--errors` lists what is wrong; `--fuzz COUNT FILE…` analyses mutated documents instead and checks every span.
///
/// - A **span** matches when both ends agree but for white space, quotation marks and closing punctuation at them; an indirect
///   one when intersection over union of its characters is at least 0.8. Gold marked `optional` counts neither way.
/// - A **speaker** is right when the name, or the words, agree with one of the gold's names: equal, or with the same last word
///   (names) or head word (others), case, articles and possessives aside. Of joint speakers all must be named.
///   A name that is a part of the other (*Matthew*, *Matthew Collins*) agrees as well.
/// - **Joint** F1 counts a span as right only if its speaker is too. Gold without a speaker is right with none.
enum QuoteAccuracy {
    struct Gold: Decodable {
        struct Quote: Decodable {
            var start: Int
            var end: Int
            var kind: String
            var speaker: String?
            var speakers: [String]
            var within: Int?
            var continues: Int?
            var optional: Bool
            var continuesOptional: Bool
            var speakerUnknown: Bool
            var form: String?

            enum Keys: String, CodingKey {
                case start, end, kind, speaker, canonical = "speaker_canonical", within, continues, optional,
                    continuesOptional
                case speakerUnknown, form
            }

            init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: Keys.self)
                start = try values.decode(Int.self, forKey: .start)
                end = try values.decode(Int.self, forKey: .end)
                kind = try values.decode(String.self, forKey: .kind)
                speaker = try values.decodeIfPresent(String.self, forKey: .speaker)
                if let list = try? values.decodeIfPresent([String].self, forKey: .canonical) {
                    speakers = list
                } else if let one = try? values.decodeIfPresent(String.self, forKey: .canonical) {
                    speakers = [one]
                } else {
                    speakers = []
                }
                within = try values.decodeIfPresent(Int.self, forKey: .within)
                continues = try values.decodeIfPresent(Int.self, forKey: .continues)
                optional = try values.decodeIfPresent(Bool.self, forKey: .optional) ?? false
                continuesOptional = try values.decodeIfPresent(Bool.self, forKey: .continuesOptional) ?? false
                speakerUnknown = try values.decodeIfPresent(Bool.self, forKey: .speakerUnknown) ?? false
                form = try values.decodeIfPresent(String.self, forKey: .form)
            }
        }

        var id: String
        var text: String
        var quotes: [Quote]
    }

    static func run(_ arguments: [String]) {
        let isVerbose = arguments.contains("--errors")
        do {
            if arguments.count > 2, arguments[0] == "--fuzz", let count = Int(arguments[1]) {
                let texts = try arguments.dropFirst(2).flatMap { try GoldReader.documents(at: $0).map(\.text) }
                print("\(try QuoteFuzz.run(texts, count: count)) documents, no span outside its text")
                return
            }
            let pipeline = try Pipeline([Entities.self, Quotes.self])
            _ = pipeline.analyze(Document(UTF8Text("“Yes,” she said.")))  // builds the lexicons before the clock runs
            let paths = arguments.filter { !$0.hasPrefix("--") }
            let corpora = try paths.map { try GoldReader.documents(at: $0) }
            for (path, documents) in zip(paths, corpora) {
                var score = QuoteScore(isVerbose: isVerbose)
                let clock = ContinuousClock()
                var words = 0
                var duration = Duration.zero
                for gold in documents {
                    let document = Document(UTF8Text(gold.text))
                    let sections = pipeline.analyze(document)
                    guard
                        let entities = try sections.first(where: { $0.name == Entities.name })?.outcome.get()
                            as? Entities.Findings,
                        let findings = try sections.first(where: { $0.name == Quotes.name })?.outcome.get()
                            as? Quotes.Findings
                    else { continue }
                    let context = AnalysisContext(for: Quotes.self, with: Entities.self, entities)
                    let analyzer = try Quotes()
                    // The best of some runs, since a machine that does other things beside only ever adds time.
                    duration +=
                        try (0..<5).map { _ in
                            try clock.measure { _ = try analyzer.analyze(document, in: context) }
                        }.min() ?? .zero
                    words += document.structure.wordCount
                    score.add(gold, findings)
                }
                print("\(path): \(documents.count) documents, \(words) words")
                score.print()
                let seconds = Double(duration.components.attoseconds) / 1e18 + Double(duration.components.seconds)
                print("  speed: \(Int(Double(words) / max(seconds, 1e-9))) words/s given tokens and entities")
                if !arguments.contains("--alone") {
                    try QuotePeer(documents.map(\.text)).print(documents, words: words)
                }
                print()
            }
        } catch {
            FileHandle.standardError.write(Data("accuracy quotes: \(error)\n".utf8))
            exit(1)
        }
    }
}

/// Reads gold in any of the formats.
enum GoldReader {
    static func documents(at path: String) throws -> [QuoteAccuracy.Gold] {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue {
            let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".gold.json") }
                .sorted()
            return try names.flatMap { try documents(at: path + "/" + $0) }
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        if path.hasSuffix(".gold.json") {
            let textPath = String(path.dropLast(".gold.json".count)) + ".txt"
            let text = try String(decoding: Data(contentsOf: URL(fileURLWithPath: textPath)), as: UTF8.self)
            struct Wrapped: Decodable { var quotes: [QuoteAccuracy.Gold.Quote] }
            let decoder = JSONDecoder()
            let quotes =
                try (try? decoder.decode(Wrapped.self, from: data).quotes)
                ?? decoder.decode([QuoteAccuracy.Gold.Quote].self, from: data)
            return [QuoteAccuracy.Gold(id: URL(fileURLWithPath: path).lastPathComponent, text: text, quotes: quotes)]
        }
        return try String(decoding: data, as: UTF8.self).split(separator: "\n").map {
            try JSONDecoder().decode(QuoteAccuracy.Gold.self, from: Data($0.utf8))
        }
    }
}
