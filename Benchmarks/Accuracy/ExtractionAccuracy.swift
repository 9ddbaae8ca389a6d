import AnalyzerKit
import Discourse
import Foundation
import Ingest
import Linguistics
import Processing

/// Scores what is read from files against texts and metadata that people checked: `NAME.html`, or any other format, with
/// `NAME.gold.json` beside it, in each folder that is given.
///
/// A gold with `quoted` is scored by `MailAccuracy`; another that is a list, or has fields of a wire, by `WireAccuracy`; one
/// with `turns` by `TurnAccuracy`, too.
enum ExtractionAccuracy {
    struct Gold: Decodable {
        var title: String?
        var author: [String]?
        var date: String?
        var language: String?
        var charset: String?
        var text: String?
        var with: [String]?
        var without: [String]?
    }

    /// What a reader made of a page.
    struct Reading: Codable {
        var text = ""
        var title: String?
        var authors: [String] = []
        var date: String?
        var language: String?
        var charset: String?
        var seconds = 0.0
    }

    private struct Page {
        var name: String
        var bytes: [UInt8]
        var gold: Gold
    }

    static func run(_ arguments: [String]) async throws {
        if arguments.contains("--hostile") { HostilePages.run() }
        for folder in arguments where !folder.hasPrefix("--") { try await score(folder, arguments) }
    }

    private static func score(_ folder: String, _ options: [String]) async throws {
        let showsErrors = options.contains("--errors")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        var pages: [Page] = []
        var wires: [WireAccuracy.File] = []
        var mails: [WireAccuracy.File] = []
        var hasTurns = false
        for gold in names where gold.hasSuffix(".gold.json") {
            let stem = gold.dropLast(".gold.json".count)
            let source = names.first { $0 == stem } ?? names.first { $0.hasPrefix(stem + ".") && $0 != gold }
            guard let source else { continue }
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(source)")))
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(gold)"))
            let value = try JSONSerialization.jsonObject(with: data)
            let object = value as? [String: Any]
            if object?["turns"] != nil { hasTurns = true }
            let items = object.map { [$0] } ?? value as? [[String: Any]] ?? []
            if items.first?["quoted"] != nil {
                mails.append(WireAccuracy.File(name: source, bytes: bytes, items: items))
                continue
            }
            let isWire = object.map { object in wireFields.contains { object[$0] != nil } } ?? true
            if isWire {
                wires.append(WireAccuracy.File(name: source, bytes: bytes, items: items))
            } else if object?["text"] != nil {
                pages.append(Page(name: source, bytes: bytes, gold: try JSONDecoder().decode(Gold.self, from: data)))
            }
        }
        print("\(folder): \(pages.count) pages")
        if !mails.isEmpty { MailAccuracy.score(mails, showsErrors: showsErrors) }
        if !wires.isEmpty { WireAccuracy.score(wires, showsErrors: showsErrors) }
        if hasTurns { try TurnAccuracy.run([folder] + (showsErrors ? ["--errors"] : [])) }
        guard !pages.isEmpty else { return }
        if options.contains("--speed") { return time(pages) }
        let readings = pages.map { read($0) }
        table("Copydesk", pages, readings, showsErrors: showsErrors)
        if options.contains("--peers"), pages.allSatisfy({ $0.bytes.starts(with: "%PDF-".utf8) }) {
            let peers: [String: [Reading]] = try await PythonPeer.answer(
                of: "pdf_peers.py", to: pages.map { Data($0.bytes).base64EncodedString() })
            for (name, readings) in peers.sorted(by: { $0.key < $1.key }) {
                table(name, pages, readings, showsErrors: false)
            }
        } else if options.contains("--peers") {
            let peers: [Reading] = try await PythonPeer.answer(
                of: "extraction_peer.py", to: pages.map { Data($0.bytes).base64EncodedString() })
            table("trafilatura", pages, peers, showsErrors: false)
            let seconds = (readings.map(\.seconds).reduce(0, +), peers.map(\.seconds).reduce(0, +))
            print(
                String(format: "  Copydesk reads %.1f times as many pages a second", seconds.1 / max(1e-9, seconds.0)))
        }
        if options.contains("--texts") {
            for (page, reading) in zip(pages, readings) { print("== \(page.name)\n\(reading.text)") }
        }
    }

    private static let wireFields = ["wire", "status", "embargo", "slugline", "dateline", "signals", "version"]

    /// Reads all pages again and again, so that a profiler sees little else; the best of the rounds counts.
    private static func time(_ pages: [Page]) {
        var best = Double.infinity
        for _ in 0..<20 {
            let began = processorTime()
            for page in pages { _ = PageReading.texts(of: page.bytes, path: page.name) }
            best = min(best, processorTime() - began)
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print(
            String(
                format: "  %.0f pages/s on one core, most memory %d MiB", Double(pages.count) / best,
                usage.ru_maxrss / 1024))
    }

    /// The processor time that this thread has taken, in seconds.
    static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Reads PDF and Word's old format, where what reads them is installed.
    private static let converters = Converters()

    private static func read(_ page: Page) -> Reading {
        var reading = Reading()
        // The first reading also loads the models.
        _ = PageReading.texts(of: page.bytes, path: page.name)
        let began = processorTime()
        _ = PageReading.texts(of: page.bytes, path: page.name)
        reading.seconds = processorTime() - began
        guard let document = try? Decoder.document(from: page.bytes, path: page.name, converter: converters) else {
            return reading
        }
        reading.title = document.title
        reading.authors = document.authors
        reading.date = document.metadata.published
        reading.language = document.language
        reading.charset = document.source.charset
        let goldWords = words(of: page.gold.text ?? "")
        var parts: [String] = []
        // Where the last part ends, in bytes: a dateline and the paragraph behind it stand on one line.
        var end: Int32?
        for (index, kind) in document.blocks.kinds.enumerated() {
            let range = document.structure.tokens.range(document.blocks.tokens[index])
            let part = document.text.string(in: range)
            // A headline and captions are part of the document, and of some golds' texts.
            if kind == .headline || kind == .caption || kind == .header {
                let partWords = words(of: part)
                let isInGold = kind == .headline ? goldWords.starts(with: partWords) : contains(goldWords, partWords)
                if !isInGold { continue }
            }
            let between = end.map { document.text.string(in: ByteRange($0, max($0, range.lower))) }
            if let between, !between.contains("\n"), let last = parts.popLast() {
                parts.append(last + between + part)
            } else {
                parts.append(part)
            }
            end = range.upper
        }
        reading.text = parts.joined(separator: "\n")
        return reading
    }

    private static func contains(_ words: [Substring], _ part: [Substring]) -> Bool {
        guard let first = part.first, part.count <= words.count else { return false }
        for start in 0...(words.count - part.count)
        where words[start] == first && words[start..<start + part.count].elementsEqual(part) {
            return true
        }
        return false
    }

    static func words(of text: String) -> [Substring] {
        text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private static func shingles(of words: [Substring]) -> [[Substring]: Int] {
        guard words.count >= 4 else { return words.isEmpty ? [:] : [words: 1] }
        var shingles: [[Substring]: Int] = [:]
        for start in 0...(words.count - 4) { shingles[Array(words[start..<start + 4]), default: 0] += 1 }
        return shingles
    }

    /// Precision and recall of the runs of four words.
    static func match(_ found: String, _ gold: String) -> (precision: Double, recall: Double) {
        let left = shingles(of: words(of: found))
        let right = shingles(of: words(of: gold))
        var common = 0
        for (shingle, count) in left { common += min(count, right[shingle] ?? 0) }
        let foundCount = left.values.reduce(0, +)
        let goldCount = right.values.reduce(0, +)
        return (
            foundCount == 0 ? (goldCount == 0 ? 1 : 0) : Double(common) / Double(foundCount),
            goldCount == 0 ? 1 : Double(common) / Double(goldCount)
        )
    }

    /// How many neighbouring runs of four words, of those that stand once in a gold, a text has in the same order.
    private static func order(_ found: String, _ gold: String) -> (right: Int, count: Int) {
        let (left, right) = (words(of: found), words(of: gold))
        guard left.count >= 4, right.count >= 4 else { return (0, 0) }
        let once = shingles(of: right)
        var places: [[Substring]: Int] = [:]
        for start in 0...(left.count - 4) {
            let run = Array(left[start..<start + 4])
            if places[run] == nil { places[run] = start }
        }
        let sequence = (0...(right.count - 4)).compactMap { start -> Int? in
            let run = Array(right[start..<start + 4])
            return once[run] == 1 ? places[run] : nil
        }
        let steps = zip(sequence, sequence.dropFirst())
        return (steps.count { $0 < $1 }, max(0, sequence.count - 1))
    }

    private static func paragraphs(of text: String) -> [[Substring]] {
        text.split(separator: "\n").map { words(of: String($0)) }.filter { !$0.isEmpty }
    }

    private static func table(_ name: String, _ pages: [Page], _ readings: [Reading], showsErrors: Bool) {
        var tally = Tally()
        for (page, reading) in zip(pages, readings) {
            let found = paragraphs(of: reading.text)
            let wanted = paragraphs(of: page.gold.text ?? "")
            let match = match(reading.text, page.gold.text ?? "")
            tally.add(match)
            tally.add(found: found, wanted: wanted)
            tally.add(order: order(reading.text, page.gold.text ?? ""))
            tally.add(reading, page.gold)
            let notes = tally.addMetadata(reading, page.gold)
            guard showsErrors else { continue }
            print(String(format: "  %-52@ %.3f %.3f", page.name as NSString, match.precision, match.recall))
            for note in notes { print("      \(note)") }
            printDifferences(found, wanted, of: reading, page.gold)
        }
        print("  \(name)")
        for line in tally.lines(seconds: readings.map(\.seconds)) { print("    \(line)") }
    }

    /// The paragraphs that the other side does not have.
    private static func printDifferences(
        _ found: [[Substring]], _ wanted: [[Substring]], of reading: Reading, _ gold: Gold
    ) {
        let goldText = " " + words(of: gold.text ?? "").joined(separator: " ") + " "
        let foundText = " " + words(of: reading.text).joined(separator: " ") + " "
        for paragraph in found where !goldText.contains(" " + paragraph.joined(separator: " ") + " ") {
            print("      + " + paragraph.joined(separator: " ").prefix(100))
        }
        for paragraph in wanted where !foundText.contains(" " + paragraph.joined(separator: " ") + " ") {
            print("      - " + paragraph.joined(separator: " ").prefix(100))
        }
    }
}
