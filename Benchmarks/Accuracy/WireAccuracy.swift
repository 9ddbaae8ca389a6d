import AnalyzerKit
import Discourse
import Foundation
import Ingest
import Linguistics

/// Scores what is read from wire files against what is in them: `NAME` with `NAME.gold.json`, an object or a list with one
/// for each document of the file.
///
/// Fields are those of a report's `document` and `document.wire`, either nested or side by side. A field counts where the gold
/// names it; `null` wants none.
enum WireAccuracy {
    /// A file and what is in it.
    struct File {
        var name: String
        var bytes: [UInt8]
        var items: [[String: Any]]
    }

    private struct Share {
        var right = 0
        var count = 0
    }

    /// What is compared as a whole, in the order in which it is printed.
    private static let fields = [
        "title", "dateline", "slugline", "status", "embargo", "signals", "id", "version", "urgency", "source", "ednote",
        "published", "language", "charset",
    ]

    /// Prints the scores of some files.
    static func score(_ files: [File], showsErrors: Bool) {
        var shares: [String: Share] = [:]
        var (precision, recall, texts) = (0.0, 0.0, 0)
        var authors = (right: 0, found: 0, gold: 0)
        var documents = Share()
        for file in files {
            let found = (try? Decoder.documents(from: file.bytes, path: file.name)) ?? []
            documents.count += 1
            if found.count == file.items.count { documents.right += 1 }
            for (index, item) in file.items.enumerated() {
                let document = index < found.count ? found[index] : nil
                let gold = (item["wire"] as? [String: Any] ?? [:]).merging(item) { _, outer in outer }
                let told = document.map(told) ?? [:]
                for field in fields where gold[field] != nil {
                    shares[field, default: Share()].count += 1
                    if text(gold[field]) == text(told[field]) {
                        shares[field, default: Share()].right += 1
                    } else if showsErrors {
                        print("  \(file.name) \(field): \(text(told[field]) ?? "–") for \(text(gold[field]) ?? "–")")
                    }
                }
                if let people = (gold["authors"] ?? gold["author"]) as? [String] {
                    let wanted = Set(people.map { PageReading.letters($0) })
                    let given = Set((document?.authors ?? []).map { PageReading.letters($0) })
                    authors.right += wanted.intersection(given).count
                    authors.found += given.count
                    authors.gold += wanted.count
                    if showsErrors, wanted != given {
                        print("  \(file.name) authors: \(document?.authors ?? []) for \(people)")
                    }
                }
                if let wanted = gold["text"] as? String {
                    let match = ExtractionAccuracy.match(
                        document.map { body(of: $0, wanted) } ?? "", wanted)
                    precision += match.precision
                    recall += match.recall
                    texts += 1
                    if showsErrors, match.precision < 1 || match.recall < 1 {
                        print(String(format: "  \(file.name) text: %.3f %.3f", match.precision, match.recall))
                    }
                }
            }
        }
        func f1(_ precision: Double, _ recall: Double) -> Double {
            precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
        }
        let count = Double(max(1, texts))
        print(
            String(
                format: "  Copydesk, wires: %d files, right number of documents %.3f", files.count,
                share(documents)))
        print(
            String(
                format: "    text F1 %.4f (precision %.4f, recall %.4f), authors F1 %.3f",
                f1(precision / count, recall / count), precision / count, recall / count,
                f1(
                    Double(authors.right) / Double(max(1, authors.found)),
                    Double(authors.right) / Double(max(1, authors.gold)))))
        let line = fields.compactMap { field in
            shares[field].map { "\(field) \(String(format: "%.3f", share($0))) of \($0.count)" }
        }
        print("    " + line.joined(separator: ", "))
    }

    private static func share(_ share: Share) -> Double { Double(share.right) / Double(max(1, share.count)) }

    /// A document's fields by their names in a report.
    private static func told(_ document: Document) -> [String: Any] {
        let wire = document.metadata.wire
        var told: [String: Any] = ["language": document.language, "charset": document.source.charset]
        told["title"] = document.title
        told["published"] = document.metadata.published
        told["dateline"] = wire?.dateline
        told["slugline"] = wire?.slugline
        told["status"] = wire?.status
        told["embargo"] = wire?.embargo
        told["signals"] = wire?.signals ?? []
        told["id"] = wire?.id
        told["version"] = wire?.version
        told["urgency"] = wire?.urgency
        told["source"] = wire?.source
        told["ednote"] = wire?.ednote
        return told
    }

    /// A value in one form, so that a list's order, the case of letters and kinds of blanks and marks do not matter.
    private static func text(_ value: Any?) -> String? {
        switch value {
        case let list as [String]: return list.sorted().joined(separator: ", ")
        case let text as String: return text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        case let number as NSNumber: return "\(number)"
        default: return nil
        }
    }

    /// The words of a document without its headline, where the gold does not begin with it, and without lines of its head.
    private static func body(of document: Document, _ gold: String) -> String {
        var parts: [String] = []
        for (index, kind) in document.blocks.kinds.enumerated() {
            let part = document.text.string(in: document.structure.tokens.range(document.blocks.tokens[index]))
            if index == 0, kind == .headline, !gold.hasPrefix(part) { continue }
            if kind == .header || kind == .byline, !gold.contains(part) { continue }
            parts.append(part)
        }
        return parts.joined(separator: "\n")
    }
}
