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
    private struct Gold: Decodable {
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
    private struct Reading: Codable {
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

    static func run(_ arguments: [String]) async {
        if arguments.contains("--hostile") { HostilePages.run() }
        do {
            for folder in arguments where !folder.hasPrefix("--") { try await score(folder, arguments) }
        } catch {
            FileHandle.standardError.write(Data("accuracy: \(error)\n".utf8))
            exit(65)
        }
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
        if hasTurns { TurnAccuracy.run([folder] + (showsErrors ? ["--errors"] : [])) }
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

    private static func words(of text: String) -> [Substring] {
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
        var (precision, recall, exact) = (0.0, 0.0, 0)
        var (whole, foundParagraphs, goldParagraphs) = (0, 0, 0)
        var (with, withCount, without, withoutCount) = (0, 0, 0, 0)
        var title = (right: 0, count: 0)
        var date = (right: 0, count: 0)
        var author = (right: 0, found: 0, gold: 0)
        var language = (right: 0, count: 0)
        var order = (right: 0, count: 0)
        var charset = (right: 0, count: 0)
        for (page, reading) in zip(pages, readings) {
            let gold = page.gold
            let (pagePrecision, pageRecall) = match(reading.text, gold.text ?? "")
            precision += pagePrecision
            recall += pageRecall
            if words(of: reading.text) == words(of: gold.text ?? "") { exact += 1 }
            let steps = Self.order(reading.text, gold.text ?? "")
            order = (order.right + steps.right, order.count + steps.count)
            let found = paragraphs(of: reading.text)
            var left: [[Substring]: Int] = [:]
            for paragraph in found { left[paragraph, default: 0] += 1 }
            let wanted = paragraphs(of: gold.text ?? "")
            var pageWhole = 0
            for paragraph in wanted {
                if let count = left[paragraph], count > 0 {
                    left[paragraph] = count - 1
                    pageWhole += 1
                }
            }
            whole += pageWhole
            foundParagraphs += found.count
            goldParagraphs += wanted.count
            let lower = PageReading.letters(reading.text)
            for snippet in gold.with ?? [] {
                withCount += 1
                if lower.contains(PageReading.letters(snippet)) { with += 1 }
            }
            for snippet in gold.without ?? [] {
                withoutCount += 1
                if !reading.text.contains(snippet) { without += 1 }
            }
            var notes: [String] = []
            if let goldTitle = gold.title {
                title.count += 1
                if words(of: reading.title ?? "") == words(of: goldTitle) {
                    title.right += 1
                } else {
                    notes.append("title \(reading.title ?? "–") for \(goldTitle)")
                }
            }
            if let goldDate = gold.date {
                date.count += 1
                if reading.date?.prefix(10) == goldDate.prefix(10) {
                    date.right += 1
                } else {
                    notes.append("date \(reading.date ?? "–") for \(goldDate)")
                }
            } else if let found = reading.date {
                notes.append("date \(found) for none")
            }
            if let wanted = gold.language {
                language.count += 1
                if reading.language.map({ wanted.hasPrefix($0) || $0.hasPrefix(wanted) }) == true {
                    language.right += 1
                } else {
                    notes.append("language \(reading.language ?? "–") for \(wanted)")
                }
            }
            if let wanted = gold.charset {
                charset.count += 1
                if reading.charset?.lowercased() == wanted.lowercased() {
                    charset.right += 1
                } else {
                    notes.append("charset \(reading.charset ?? "–") for \(wanted)")
                }
            }
            let goldAuthors = Set((gold.author ?? []).map { PageReading.letters($0) })
            let foundAuthors = Set(reading.authors.map { PageReading.letters($0) })
            author.right += goldAuthors.intersection(foundAuthors).count
            author.found += foundAuthors.count
            author.gold += goldAuthors.count
            if goldAuthors != foundAuthors { notes.append("authors \(reading.authors) for \(gold.author ?? [])") }
            guard showsErrors else { continue }
            print(String(format: "  %-52@ %.3f %.3f", page.name as NSString, pagePrecision, pageRecall))
            for note in notes { print("      \(note)") }
            let goldText = " " + words(of: gold.text ?? "").joined(separator: " ") + " "
            let foundText = " " + words(of: reading.text).joined(separator: " ") + " "
            for paragraph in found where !goldText.contains(" " + paragraph.joined(separator: " ") + " ") {
                print("      + " + paragraph.joined(separator: " ").prefix(100))
            }
            for paragraph in wanted where !foundText.contains(" " + paragraph.joined(separator: " ") + " ") {
                print("      - " + paragraph.joined(separator: " ").prefix(100))
            }
        }
        let count = Double(max(1, pages.count))
        precision /= count
        recall /= count
        func f1(_ precision: Double, _ recall: Double) -> Double {
            precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
        }
        func share(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(max(1, whole)) }
        let seconds = readings.map(\.seconds)
        let line = String(
            format:
                "text F1 %.4f (precision %.4f, recall %.4f), paragraphs %.4f, order %.4f, exact %.3f, with %.3f, without %.3f",
            f1(precision, recall), precision, recall,
            f1(share(whole, foundParagraphs), share(whole, goldParagraphs)),
            share(order.right, order.count), Double(exact) / count,
            share(with, withCount),
            share(without, withoutCount))
        var metadata = String(
            format: "title %.3f, authors F1 %.3f, date %.3f", share(title.right, title.count),
            f1(share(author.right, author.found), share(author.right, author.gold)), share(date.right, date.count))
        if language.count > 0 {
            metadata += String(format: ", language %.3f", share(language.right, language.count))
        }
        if charset.count > 0 { metadata += String(format: ", charset %.3f", share(charset.right, charset.count)) }
        let sum = seconds.reduce(0, +)
        let speed = String(
            format: "%.0f pages/s on one core, slowest page %.1f ms", count / max(1e-9, sum),
            (seconds.max() ?? 0) * 1000)
        print("  \(name)\n    \(line)\n    \(metadata)\n    \(speed)")
    }
}
