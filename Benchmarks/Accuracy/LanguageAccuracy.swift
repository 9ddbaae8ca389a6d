import Foundation
import LanguageIdentification

/// Scores language identification on lines `code TAB text`, by how many words they have.
enum LanguageAccuracy {
    private struct Line {
        var tag: String
        var text: String
        var words: Int
    }

    /// Of how many words, in the text's own spaces, a line of each kind has at least.
    private static let lengths = [1, 4, 8, 16]
    /// Names of one language, and languages that a sentence does not tell apart: Bosnian, Croatian and Serbian in Latin
    /// letters, the two Norwegians.
    private static let merged = ["no": "nb", "nn": "nb", "bs": "hr", "sh": "hr", "fil": "tl"]

    static func run(_ arguments: [String]) async throws {
        for file in arguments where !file.hasPrefix("--") { try await score(file, arguments) }
    }

    private static func score(_ file: String, _ options: [String]) async throws {
        let known = Set(LanguageIdentifier.languages.map { merged[$0] ?? $0 })
        let all = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            return parts.count == 2 ? parts : nil
        }
        let lines = all.filter { known.contains(merged[$0[0]] ?? $0[0]) }.map { parts in
            Line(
                tag: merged[parts[0]] ?? parts[0], text: parts[1],
                words: parts[1].split { $0.isWhitespace }.count { $0.contains(where: \.isLetter) })
        }
        print("\(file): \(lines.count) lines in \(Set(lines.map(\.tag)).count) languages")
        let found = lines.map { LanguageIdentifier.language(of: Array($0.text.utf8).span) }
        table("Copydesk", lines, found)
        if options.contains("--peers") {
            let peers: [String: [String]] = try await PythonPeer.answer(of: "language_peers.py", to: lines.map(\.text))
            for (name, answers) in peers.sorted(by: { $0.key < $1.key }) { table(name, lines, answers) }
        }
        if options.contains("--languages") { languages(lines, found) }
        if options.contains("--errors") {
            for (line, tag) in zip(lines, found) where (merged[tag] ?? tag) != line.tag {
                print("  \(line.tag) \(tag): \(line.text)")
            }
        }
        speed(lines)
    }

    /// Right, `und` and wrong answers in per cent, for each length.
    private static func table(_ name: String, _ lines: [Line], _ found: [String]) {
        var cells: [String] = []
        for (index, shortest) in lengths.enumerated() {
            let longest = index + 1 < lengths.count ? lengths[index + 1] - 1 : Int.max
            var (right, unknown, count) = (0, 0, 0)
            for (line, tag) in zip(lines, found) where (shortest...longest).contains(line.words) {
                count += 1
                if (merged[tag] ?? tag) == line.tag { right += 1 }
                if tag == "und" || tag == "mul" { unknown += 1 }
            }
            let share = { (part: Int) in String(format: "%.2f", 100 * Double(part) / Double(max(1, count))) }
            let range = longest == Int.max ? "\(shortest)+" : "\(shortest)–\(longest)"
            cells.append(
                "\(range) words (\(count)): \(share(right)) right, \(share(unknown)) und, "
                    + "\(share(count - right - unknown)) wrong")
        }
        print("  \(name)\n    " + cells.joined(separator: "\n    "))
    }

    private static func languages(_ lines: [Line], _ found: [String]) {
        var answers: [String: [String: Int]] = [:]
        for (line, tag) in zip(lines, found) { answers[line.tag, default: [:]][merged[tag] ?? tag, default: 0] += 1 }
        for (tag, counts) in answers.sorted(by: { $0.key < $1.key }) {
            let sum = counts.values.reduce(0, +)
            let others = counts.filter { $0.key != tag }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let share = String(format: "%.1f", 100 * Double(counts[tag] ?? 0) / Double(sum))
            let list = others.prefix(5).map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            print("  \(tag) \(sum): \(share) %; \(list)")
        }
    }

    private static func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// What a line and an article of 700 words take on one core.
    private static func speed(_ lines: [Line]) {
        let short = lines.prefix(2_000).map { Array($0.text.utf8) }
        var article: [UInt8] = []
        var words = 0
        for line in lines where words < 700 {
            article += Array(line.text.utf8) + [UInt8(ascii: " ")]
            words += line.words
        }
        var length = 0
        /// Of the processor's time, so that other programs do not count.
        func nanoseconds(_ runs: Int, _ body: () -> Void) -> Int {
            body()
            let times = (0..<5).map { _ in
                let began = processorTime()
                body()
                return processorTime() - began
            }
            return (times.min() ?? 0) / runs
        }
        let line = nanoseconds(short.count) {
            for text in short { length += LanguageIdentifier.language(of: text.span).utf8.count }
        }
        let long = nanoseconds(100) {
            for _ in 0..<100 { length += LanguageIdentifier.language(of: article.span).utf8.count }
        }
        print("  \(line) ns a line, \(long) ns an article of \(words) words (\(article.count) bytes; \(length))")
    }
}
