import Foundation
import Ingest

extension ExtractionAccuracy {
    /// What was right of all pages.
    struct Tally {
        /// How many there were, and how many of them were right.
        private struct Share {
            var right = 0
            var count = 0

            var value: Double { Double(right) / Double(max(1, count)) }

            mutating func add(_ isRight: Bool) {
                count += 1
                if isRight { right += 1 }
            }
        }

        private var pages = 0
        private var (precision, recall) = (0.0, 0.0)
        private var exact = 0
        private var (foundParagraphs, goldParagraphs) = (Share(), Share())
        private var (foundAuthors, goldAuthors) = (Share(), Share())
        private var (with, without) = (Share(), Share())
        private var (title, date, language, charset) = (Share(), Share(), Share(), Share())
        private var order = Share()

        mutating func add(_ match: (precision: Double, recall: Double)) {
            pages += 1
            precision += match.precision
            recall += match.recall
        }

        mutating func add(order steps: (right: Int, count: Int)) {
            order.right += steps.right
            order.count += steps.count
        }

        /// Counts the paragraphs that both have, each once.
        mutating func add(found: [[Substring]], wanted: [[Substring]]) {
            var left: [[Substring]: Int] = [:]
            for paragraph in found { left[paragraph, default: 0] += 1 }
            var whole = 0
            for paragraph in wanted {
                guard let count = left[paragraph], count > 0 else { continue }
                left[paragraph] = count - 1
                whole += 1
            }
            foundParagraphs.right += whole
            foundParagraphs.count += found.count
            goldParagraphs.right += whole
            goldParagraphs.count += wanted.count
        }

        /// Counts whether all words are right, and what must and must not be among them.
        mutating func add(_ reading: Reading, _ gold: Gold) {
            if words(of: reading.text) == words(of: gold.text ?? "") { exact += 1 }
            let letters = PageReading.letters(reading.text)
            for snippet in gold.with ?? [] { with.add(letters.contains(PageReading.letters(snippet))) }
            for snippet in gold.without ?? [] { without.add(!reading.text.contains(snippet)) }
        }

        /// Counts what is told of a page.
        ///
        /// - Returns: What is wrong of it.
        mutating func addMetadata(_ reading: Reading, _ gold: Gold) -> [String] {
            var notes: [String] = []
            func note(_ what: String, _ found: String?, for wanted: String, _ isRight: Bool, _ share: inout Share) {
                share.add(isRight)
                if !isRight { notes.append("\(what) \(found ?? "–") for \(wanted)") }
            }
            if let wanted = gold.title {
                note("title", reading.title, for: wanted, words(of: reading.title ?? "") == words(of: wanted), &title)
            }
            if let wanted = gold.date {
                note("date", reading.date, for: wanted, reading.date?.prefix(10) == wanted.prefix(10), &date)
            } else if let found = reading.date {
                notes.append("date \(found) for none")
            }
            if let wanted = gold.language {
                let isRight = reading.language.map { wanted.hasPrefix($0) || $0.hasPrefix(wanted) } == true
                note("language", reading.language, for: wanted, isRight, &language)
            }
            if let wanted = gold.charset {
                let isRight = reading.charset?.lowercased() == wanted.lowercased()
                note("charset", reading.charset, for: wanted, isRight, &charset)
            }
            let wanted = Set((gold.author ?? []).map { PageReading.letters($0) })
            let found = Set(reading.authors.map { PageReading.letters($0) })
            let right = wanted.intersection(found).count
            foundAuthors.right += right
            foundAuthors.count += found.count
            goldAuthors.right += right
            goldAuthors.count += wanted.count
            if wanted != found { notes.append("authors \(reading.authors) for \(gold.author ?? [])") }
            return notes
        }

        /// What is printed of them.
        ///
        /// - Parameter seconds: The processor time of each page.
        /// - Returns: A line of scores of the text, one of what is told of pages, and one of the speed.
        func lines(seconds: [Double]) -> [String] {
            let count = Double(max(1, pages))
            let (precision, recall) = (precision / count, recall / count)
            let text = String(
                format:
                    "text F1 %.4f (precision %.4f, recall %.4f), paragraphs %.4f, order %.4f, exact %.3f, with %.3f, without %.3f",
                Self.f1(precision, recall), precision, recall,
                Self.f1(foundParagraphs.value, goldParagraphs.value), order.value, Double(exact) / count, with.value,
                without.value)
            var metadata = String(
                format: "title %.3f, authors F1 %.3f, date %.3f", title.value,
                Self.f1(foundAuthors.value, goldAuthors.value), date.value)
            if language.count > 0 { metadata += String(format: ", language %.3f", language.value) }
            if charset.count > 0 { metadata += String(format: ", charset %.3f", charset.value) }
            let speed = String(
                format: "%.0f pages/s on one core, slowest page %.1f ms", count / max(1e-9, seconds.reduce(0, +)),
                (seconds.max() ?? 0) * 1000)
            return [text, metadata, speed]
        }

        private static func f1(_ precision: Double, _ recall: Double) -> Double {
            precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
        }
    }
}
