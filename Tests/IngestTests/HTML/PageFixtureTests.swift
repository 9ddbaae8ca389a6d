import AnalyzerKit
import Discourse
import Foundation
import Ingest
import Linguistics
import Testing

/// Hard pages with what is to be read in them.
@Suite struct PageFixtureTests {
    struct Gold: Decodable {
        var title: String
        var author: [String]
        var date: String?
        var language: String
        var text: String
        var without: [String]?
        /// What is not read as it should be yet.
        var gaps: [String]?
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Pages")
    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".html") }.sorted()

    @Test func thereArePages() { #expect(Self.names.count >= 30) }

    @Test(arguments: names)
    func isReadAsItsGoldSays(_ name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
        let file = Self.folder.appending(path: name.replacing(".html", with: ".gold.json"))
        let gold = try JSONDecoder().decode(Gold.self, from: Data(contentsOf: file))
        let gaps = Set(gold.gaps ?? [])
        let document = try Decoder.document(from: bytes, path: name)
        /// A gap is known until it is closed; the test then asks for its removal from the gold.
        func expect(_ isRight: Bool, _ part: String, _ found: String) {
            #expect(isRight != gaps.contains(part), "\(part): \(found)")
        }
        expect(Self.words(document.title ?? "") == Self.words(gold.title), "title", document.title ?? "–")
        expect(document.authors == gold.author, "author", "\(document.authors)")
        let date = document.metadata.published
        let wantedDate = gold.date
        expect(date?.prefix(10) == wantedDate?.prefix(10), "date", date ?? "–")
        expect(document.language == gold.language, "language", document.language)
        let kept = document.blockTexts.filter { ![.headline, .header].contains($0.kind) }.map(\.words)
        let wanted = gold.text.split(separator: "\n").map { Self.words(String($0)) }
        // Captions may or may not be a page's text.
        let found = kept.map(Self.words)
        let isWhole =
            found.filter { block in
                wanted.contains(block) || !document.words(of: .caption).map(Self.words).contains(block)
            }.flatMap { $0 } == wanted.flatMap { $0 }
        expect(isWhole, "text", kept.joined(separator: "\n"))
        for words in gold.without ?? [] where !gaps.contains("text") { #expect(!document.whole.contains(words)) }
    }

    private static func words(_ text: String) -> [Substring] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }
    }
}
