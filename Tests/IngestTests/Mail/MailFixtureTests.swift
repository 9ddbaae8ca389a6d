import AnalyzerKit
import Discourse
import Foundation
import Ingest
import Linguistics
import Testing

/// Mails of every kind with what is to be read in them.
@Suite struct MailFixtureTests {
    /// A document of a mail.
    struct Gold: Decodable {
        var title: String?
        var authors: [String]
        var publisher: String?
        var published: String?
        /// Its own words, without greeting, signature and what others wrote.
        var text: String
        /// What others wrote: who, and the words.
        var quoted: [[String?]]
        /// What stands in notes.
        var notes: [String]
        /// The name that it has as a part.
        var name: String?
        /// The reasons in `problems`.
        var problems: [String]
        var embargo: String?
    }

    private static let fixtures = GoldFixtures<Gold>("Mail")

    @Test func thereAreMails() { #expect(Self.fixtures.names.count >= 40) }

    @Test(arguments: fixtures.names)
    func isReadAsItsGoldSays(_ name: String) throws {
        let bytes = try Self.fixtures.bytes(name)
        let gold = try Self.fixtures.gold(name)
        let documents = try Decoder.documents(from: bytes, path: name)
        #expect(documents.count == gold.count, "\(documents.map(\.title))")
        for (document, gold) in zip(documents, gold) {
            #expect(document.title == gold.title)
            #expect(document.authors == gold.authors)
            #expect(document.metadata.publisher == gold.publisher)
            #expect(document.metadata.published == gold.published)
            #expect(document.metadata.part?.name == gold.name)
            #expect(document.metadata.wire?.embargo == gold.embargo)
            #expect(document.notices.map(\.reason) == gold.problems)
            #expect(Self.words(document.ownWords.joined(separator: " ")) == Self.words(gold.text))
            let quoted = document.quotedMails
            #expect(quoted.map(\.speaker) == gold.quoted.map(\.first))
            #expect(quoted.map { Self.words($0.words) } == gold.quoted.map { Self.words(($0.last ?? nil) ?? "") })
            let notes = document.words(of: .note).joined(separator: " ").split(whereSeparator: \.isWhitespace)
                .joined(separator: " ")
            for note in gold.notes {
                #expect(notes.contains(note.replacing("\n", with: " ")), "\(note) in \(notes)")
            }
        }
    }

    @Test(arguments: fixtures.names)
    func isNeverATrapWhereverItIsCut(_ name: String) throws { try Self.fixtures.expectNoTrap(whereverIsCut: name) }

    static func words(_ text: String) -> [Substring] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }
    }
}

extension Document {
    /// The words of whoever sent a mail, without greeting and signature.
    var ownWords: [String] {
        blockTexts.enumerated().filter { index, block in
            ![.quote, .note, .greeting, .header].contains(block.kind)
                && !(index == 0 && block.kind == .headline && blocks.levels[0] == 1)
        }.map(\.element.words)
    }

    /// What others wrote, each run of paragraphs with the name before it.
    var quotedMails: [(speaker: String?, words: String)] {
        var found: [(speaker: String?, words: String)] = []
        var isOpen = false
        for index in blocks.kinds.indices {
            guard blocks.kinds[index] == .quote else {
                isOpen = false
                continue
            }
            let range = tokens.range(blocks.tokens[index])
            if let post = blocks.posts.first(where: { $0.name.lower == range.lower }) {
                let speech = ByteRange(Int(post.name.upper) + 1, Int(range.upper))
                found.append((text.string(in: post.name), text.string(in: speech)))
            } else if isOpen, let last = found.last {
                found[found.count - 1].words = last.words + "\n" + text.string(in: range)
            } else {
                found.append((nil, text.string(in: range)))
            }
            isOpen = true
        }
        return found
    }
}
