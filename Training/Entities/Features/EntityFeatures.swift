import AnalyzerKit
import Corpora
import English
import Entities
import Foundation
import Linguistics

/// Prepares the recogniser's training: the lexicon in the binary, and corpora as rows of features.
@main
enum EntityFeatures {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        guard !arguments.isEmpty else { usage() }
        switch arguments.removeFirst() {
        case "lexicon" where arguments.count == 6: try buildLexicon(arguments)
        case "dump" where arguments.count >= 2: try dump(arguments)
        case "doubt" where arguments.count >= 1: try doubt(arguments)
        default: usage()
        }
    }

    private static func usage() -> Never {
        let text = """
            usage: entity-features lexicon OUTPUT words.tsv places.tsv given-names.tsv known-names.txt surnames
                   entity-features dump OUTPUT CORPUS [lower|upper] [running|lines|paragraphs] [hyphens]
                                   [labels=ner.tsv] [split=train|test|rest] [tokens]
                   entity-features doubt JSONL|CORPUS…

            """
        FileHandle.standardError.write(Data(text.utf8))
        exit(64)
    }

    // MARK: Lexicon

    private static func buildLexicon(_ arguments: [String]) throws {
        var words: [(WordHash, Int)] = []
        var known: Set<WordHash> = []
        // A word's lower-case form speaks for it; another form only where there is none.
        let lines = try String(contentsOfFile: arguments[1], encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: "\t")
        }
        for passesLower in [true, false] {
            for fields in lines where (fields[0].lowercased() == fields[0]) == passesLower {
                let hash = WordHash(folding: String(fields[0]))
                if let row = Int(fields[1]), known.insert(hash).inserted { words.append((hash, row)) }
            }
        }
        var gazetteer: [WordHash: Lexicon.Flags] = [:]
        func add(_ name: some StringProtocol, _ flags: Lexicon.Flags) {
            let tokens = LinguisticStructure(UTF8Text(String(name)), rules: .english).tokens
            let isKnown = flags.rawValue >> 11 != 0
            guard tokens.count > 0, tokens.count <= (isKnown ? Lexicon.Flags.longestName : 4) else { return }
            if tokens.count > 1 { gazetteer[tokens.hashes[0], default: []].insert(.startsName) }
            let hash = tokens.hashes.dropFirst().reduce(tokens.hashes[0]) { Lexicon.phrase($0, $1) }
            gazetteer[hash, default: []].formUnion(flags)
        }
        for line in try String(contentsOfFile: arguments[2], encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            let population = Int(fields[3]) ?? 0
            switch fields[0] {
            case "country": add(fields[1], .country)
            case "us-state": add(fields[1], .state)
            default:
                add(fields[1], population >= 300_000 ? .city : .town)
                guard population >= 500_000 else { continue }
                for name in fields[5].split(separator: "|") where name.count >= 5 { add(name, .town) }
            }
        }
        for line in try String(contentsOfFile: arguments[3], encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t")
            add(fields[0], fields[1] == "male" ? .male : .female)
        }
        try addKnownNames(arguments[4], add)
        // The census' lines are: name, share, running share, rank.
        for line in try String(contentsOfFile: arguments[5], encoding: .utf8).split(separator: "\n").prefix(10_000) {
            add(line.prefix { $0 != " " }, .surname)
        }
        for (name, isDemonym) in Countries.all { add(name, isDemonym ? .demonym : .country) }
        for word in WordQuery.english(.modelOrganization).hashes {
            gazetteer[word, default: []].insert(.organizationWord)
        }
        for word in WordQuery.english(.modelTitle).hashes { gazetteer[word, default: []].insert(.title) }
        for word in WordQuery.english(.modelMonth).hashes { gazetteer[word, default: []].insert(.month) }
        let table = Lexicon.table(words: words, gazetteer: gazetteer)
        try Data(table).write(to: URL(fileURLWithPath: arguments[0]))
        print("\(words.count) words, \(gazetteer.count) names, \(table.count) bytes")
    }

    /// Reads lines of a type, a colon and names between semicolons; others say nothing.
    private static func addKnownNames(_ path: String, _ add: (Substring, Lexicon.Flags) -> Void) throws {
        let kinds: [Substring: Lexicon.Flags] = [
            "ORG": .knownOrganization, "MISC": .knownMiscellaneous, "LOC": .knownPlace, "PER": .surname,
        ]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let kind = kinds[parts[0]] else { continue }
            for name in parts[1].split(separator: ";") { add(name.drop { $0 == " " }, kind) }
        }
    }

    // MARK: Doubt

    /// For each sentence of texts (`text` of a JSON object a line, or a corpus): changes, tokens, numbers of features, with
    /// tabs between.
    private static func doubt(_ paths: [String]) throws {
        struct Line: Decodable { var text: String }
        let analyzer = try Entities()
        for path in paths {
            let texts =
                try path.hasSuffix(".jsonl")
                ? String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
                    try JSONDecoder().decode(Line.self, from: Data($0.utf8)).text
                } : TaggedCorpus(contentsOf: path).documents.map { TaggedCorpus.render($0, layout: .running).text }
            for text in texts {
                for example in try analyzer.doubtExamples(Document(UTF8Text(text))) {
                    let features = example.features.map(String.init).joined(separator: " ")
                    print("\(example.changes)\t\(example.tokens)\t\(features)")
                }
            }
        }
    }

    // MARK: Corpora

    private static func dump(_ arguments: [String]) throws {
        let options = Set(arguments.dropFirst(2))
        func value(_ name: String) -> String? {
            options.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
        }
        var corpus = try TaggedCorpus(contentsOf: arguments[1])
        if let labels = value("labels") {
            corpus = try relabelled(corpus, labels, split: value("split") ?? "train")
        } else if let part = value("split").flatMap(TaggedCorpus.Part.init) {
            corpus = corpus.part(part)
        }
        guard let lexicon = Lexicon() else { exit(65) }
        let casing: TaggedCorpus.Casing =
            options.contains("lower") ? .lower : options.contains("upper") ? .upper : .asIs
        let fixed = TaggedCorpus.Layout.allCases.first { options.contains($0.rawValue) }
        var output = Dump()
        for (index, sentences) in corpus.documents.enumerated() {
            let layouts: [TaggedCorpus.Layout] = [.running, .lines, .running, .paragraphs]
            let document = TaggedCorpus.render(
                sentences, layout: fixed ?? layouts[index % 4], casing: casing,
                joinsHyphens: options.contains("hyphens"))
            output.append(document, lexicon)
        }
        try output.write(to: arguments[0])
        if options.contains("tokens") {
            try Data(output.tokens.utf8).write(to: URL(fileURLWithPath: arguments[0] + ".tokens"))
        }
        print(
            "\(arguments[0]): \(output.lengths.count) sequences, \(output.tags.count) tokens, \(output.misaligned) misaligned"
        )
    }

    /// The corpus' sentences with hand-made labels instead of its own, or the sentences that have none.
    private static func relabelled(_ corpus: TaggedCorpus, _ path: String, split: String) throws -> TaggedCorpus {
        var labels: [Int: (split: Substring, names: [(tokens: Range<Int>, type: String)])] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#")
        {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count >= 3, let sentence = Int(fields[0]) else { continue }
            let names = fields[2].split(separator: " ").compactMap { item -> (tokens: Range<Int>, type: String)? in
                let parts = item.split(separator: ":")
                let ends = parts[0].split(separator: "-").compactMap { Int($0) }
                return ends.count == 2 ? (ends[0]..<ends[1], String(parts[1])) : nil
            }
            labels[sentence] = (fields[1], names)
        }
        var documents: [[TaggedCorpus.Sentence]] = []
        var number = 0
        for document in corpus.documents {
            var kept: [TaggedCorpus.Sentence] = []
            for sentence in document {
                if let label = labels[number] {
                    if label.split == split { kept.append(.init(tokens: sentence.tokens, names: label.names)) }
                } else if split == "rest" {
                    kept.append(sentence)
                }
                number += 1
            }
            if !kept.isEmpty { documents.append(kept) }
        }
        return TaggedCorpus(documents: documents)
    }
}

/// Sequences of feature rows and tags, written as: sequences, tokens, slots (32-bit), lengths, rows (32-bit), tags (8-bit;
/// 255 where the name's edge is inside a token).
///
/// With the option `tokens` their texts stand in a file beside it, one a line,
/// an empty line behind each paragraph, another behind each document.
struct Dump {
    var lengths: [UInt32] = []
    var rows: [UInt32] = []
    var tags: [UInt8] = []
    var tokens = ""
    var misaligned = 0
    private static let longest = 100

    mutating func append(_ document: TaggedCorpus.Document, _ lexicon: Lexicon) {
        let text = UTF8Text(document.text)
        let structure = LinguisticStructure(text, rules: .english)
        let tokens = structure.tokens
        var tags = [UInt8](repeating: 0, count: tokens.count)
        for span in document.spans {
            let range = tokens.indices(overlapping: ByteRange(span.range.lowerBound, span.range.upperBound))
            guard !range.isEmpty, let type = Entities.EntityType(rawValue: span.type) else { continue }
            if tokens.starts[range.lowerBound] != Int32(span.range.lowerBound)
                || tokens.ends[range.upperBound - 1] != Int32(span.range.upperBound)
            {
                misaligned += 1
                for token in range { tags[token] = 255 }
                continue
            }
            for token in range {
                let place: Tag.Place =
                    range.count == 1
                    ? .single
                    : token == range.lowerBound ? .begin : token == range.upperBound - 1 ? .end : .inside
                tags[token] = Tag(place, type).rawValue
            }
        }
        rows += Features.rows(of: structure, in: text, lexicon: lexicon)
        self.tags += tags
        for paragraph in structure.paragraphs {
            for token in paragraph {
                self.tokens += String(decoding: text.bytes[tokens[token].indices], as: UTF8.self) + "\n"
            }
            self.tokens += "\n"
        }
        self.tokens += "\n"
        for paragraph in structure.paragraphs {
            var start = paragraph.lowerBound
            var end = start
            for sentence in structure.sentences[Int(structure.sentenceOfToken[start])...] {
                guard sentence.lowerBound < paragraph.upperBound else { break }
                if sentence.upperBound - start > Self.longest, end > start {
                    lengths.append(UInt32(end - start))
                    start = end
                }
                end = sentence.upperBound
            }
            if end > start { lengths.append(UInt32(end - start)) }
        }
    }

    func write(to path: String) throws {
        var data = Data()
        for values in [[UInt32(lengths.count), UInt32(tags.count), UInt32(Features.slots)], lengths, rows] {
            values.withUnsafeBytes { data.append(contentsOf: $0) }
        }
        data.append(contentsOf: tags)
        try data.write(to: URL(fileURLWithPath: path))
    }
}
