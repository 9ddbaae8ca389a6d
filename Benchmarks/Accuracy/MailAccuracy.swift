import AnalyzerKit
import Discourse
import Foundation
import Ingest
import Linguistics

/// Scores what is read from mails against what is in them: `NAME` with `NAME.gold.json`, a list with one object for each
/// document of the mail.
///
/// `text` is what the sender wrote, without greeting, signature and notices; `quoted` what others wrote, each with its writer
/// or null; `notes` lines that are to stand in notes; `name` the document's name as a part, `title`, `authors`, `publisher`
/// and `published` what the head tells.
enum MailAccuracy {
    private struct Share {
        var right = 0
        var count = 0

        mutating func add(_ isRight: Bool) {
            count += 1
            if isRight { right += 1 }
        }

        var text: String { String(format: "%.3f of %d", Double(right) / Double(max(1, count)), count) }
    }

    private struct Mean {
        var precision = 0.0
        var recall = 0.0
        var count = 0

        mutating func add(_ found: String, _ wanted: String) {
            let match = ExtractionAccuracy.match(found, wanted)
            precision += match.precision
            recall += match.recall
            count += 1
        }

        var text: String {
            let (precision, recall) = (precision / Double(max(1, count)), recall / Double(max(1, count)))
            let f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
            return String(format: "%.4f (precision %.4f, recall %.4f)", f1, precision, recall)
        }
    }

    /// Prints the scores of some mails.
    static func score(_ files: [WireAccuracy.File], showsErrors: Bool) {
        var (body, quoted) = (Mean(), Mean())
        var (writers, notes, documents, parts) = (Share(), Share(), Share(), Share())
        let fields = ["title", "published", "publisher"]
        var metadata: [String: Share] = [:]
        var authors = Share()
        for file in files {
            let found = (try? Decoder.documents(from: file.bytes, path: file.name)) ?? []
            documents.add(found.count == file.items.count)
            for (index, gold) in file.items.enumerated() {
                let document = index < found.count ? found[index] : nil
                let own = document.map(ownWords) ?? ""
                let wanted = gold["text"] as? String ?? ""
                body.add(own, wanted)
                let others = document.map(quotedMails) ?? []
                let wantedOthers = (gold["quoted"] as? [[Any]] ?? []).map {
                    ($0.first as? String, $0.last as? String ?? "")
                }
                if !wantedOthers.isEmpty || !others.isEmpty {
                    quoted.add(others.map(\.1).joined(separator: "\n"), wantedOthers.map(\.1).joined(separator: "\n"))
                }
                for (place, other) in wantedOthers.enumerated() {
                    writers.add(place < others.count && others[place].0 == other.0)
                }
                let noted = document.map { folded(words(of: $0, .note).joined(separator: " ")) } ?? ""
                for note in gold["notes"] as? [String] ?? [] where !folded(note).isEmpty {
                    notes.add(noted.contains(folded(note)))
                }
                if index > 0 { parts.add(document?.metadata.part?.name == gold["name"] as? String) }
                let told: [String: String?] = [
                    "title": document?.title, "published": document?.metadata.published,
                    "publisher": document?.metadata.publisher,
                ]
                for field in fields {
                    let isRight = (told[field] ?? nil) == gold[field] as? String
                    metadata[field, default: Share()].add(isRight)
                    if showsErrors, !isRight {
                        print("  \(file.name) \(field): \((told[field] ?? nil) ?? "–") for \(gold[field] ?? "–")")
                    }
                }
                authors.add(document?.authors == gold["authors"] as? [String])
                if showsErrors, folded(own) != folded(wanted) { print("  \(file.name) text: \(own)") }
            }
        }
        print("  Copydesk, mails: \(files.count) files, right number of documents \(documents.text)")
        print("    body F1 \(body.text)")
        print("    quoted F1 \(quoted.text), writers \(writers.text), notes \(notes.text), parts \(parts.text)")
        let told = fields.compactMap { field in metadata[field].map { "\(field) \($0.text)" } }
        print("    authors \(authors.text), " + told.joined(separator: ", "))
    }

    private static func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

    private static func words(of document: Document, _ kind: BlockKind) -> [String] {
        document.blocks.kinds.indices.filter { document.blocks.kinds[$0] == kind }.map {
            document.text.string(in: document.tokens.range(document.blocks.tokens[$0]))
        }
    }

    /// What the sender wrote.
    private static func ownWords(of document: Document) -> String {
        let blocks = document.blocks
        return blocks.kinds.indices.filter { index in
            ![.quote, .note, .greeting, .header].contains(blocks.kinds[index])
                && !(index == 0 && blocks.kinds[0] == .headline && blocks.levels[0] == 1)
        }.map { document.text.string(in: document.tokens.range(blocks.tokens[$0])) }.joined(separator: "\n")
    }

    /// What others wrote, with their names.
    private static func quotedMails(of document: Document) -> [(String?, String)] {
        let blocks = document.blocks
        var found: [(String?, String)] = []
        var isOpen = false
        for index in blocks.kinds.indices {
            guard blocks.kinds[index] == .quote else {
                isOpen = false
                continue
            }
            let range = document.tokens.range(blocks.tokens[index])
            if let post = blocks.posts.first(where: { $0.name.lower == range.lower }) {
                let speech = ByteRange(Int(post.name.upper) + 1, Int(range.upper))
                found.append((document.text.string(in: post.name), document.text.string(in: speech)))
            } else if isOpen, let last = found.last {
                found[found.count - 1].1 = last.1 + "\n" + document.text.string(in: range)
            } else {
                found.append((nil, document.text.string(in: range)))
            }
            isOpen = true
        }
        return found
    }
}
