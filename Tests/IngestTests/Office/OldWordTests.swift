import AnalyzerKit
import Discourse
@testable import Ingest
import Linguistics
import Testing

/// Word's files before DOCX, as antiword and catdoc write what is in them.
@Suite struct OldWordTests {
    /// Stands for the programs.
    private struct Answers: FileConverter {
        var antiword: Result<String, ConversionError>
        var catdoc = Result<String, ConversionError>.failure(.missing)

        func convert(_ bytes: [UInt8], by program: ForeignProgram, page: Int) throws(ConversionError) -> [UInt8] {
            Array(try (program == .antiword ? antiword : catdoc).get().utf8)
        }
    }

    private static let file = OutlookMessageTests.Writer.file([
        .stream("WordDocument", [UInt8](repeating: 0x20, count: 5000))
    ])

    private func blocks(_ answers: Answers) throws -> [String] {
        let document = try Decoder.document(from: Self.file, path: "a.doc", converter: answers)
        #expect(document.source.mediaType == "application/msword")
        return document.blocks.tokens.map { document.text.string(in: document.tokens.range($0)) }
    }

    @Test("Lines are paragraphs; rows are put together again, notes stand behind, their marks and pictures go")
    func antiword() throws {
        let text = """


            The pier was built in 1931[1] and rebuilt [2] later.

            |The pier, which is long |1931 |
            |and old                 |     |
            |Crane                   |1954 |

            [pic]
            The end.

            -----------------------
            [1] By the town’s own records.

            """
        #expect(
            try blocks(Answers(antiword: .success(text))) == [
                "The pier was built in 1931 and rebuilt [2] later.", "The pier, which is long and old | 1931",
                "Crane | 1954", "The end.", "By the town’s own records.",
            ])
    }

    /// A property set of strings in windows-1252 and times, as Word writes it ([MS-OLEPS]).
    private static func properties(_ values: [(id: Int, value: Any)]) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var index: [UInt8] = []
        var data: [UInt8] = []
        let base = 8 + 8 * values.count
        for (id, value) in values {
            index += number(id) + number(base + data.count)
            switch value {
            case let page as Int: data += number(2) + number(page)
            case let seconds as Double:
                let ticks = (Int(seconds) + 11_644_473_600) * 10_000_000
                data += number(0x40) + number(ticks) + number(ticks >> 32)
            default:
                let words = Array("\(value)".unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) + [0]
                data += number(0x1E) + number(words.count) + words
                data += [UInt8](repeating: 0, count: (4 - words.count % 4) % 4)
            }
        }
        let head: [UInt8] = [0xFE, 0xFF, 0, 0] + [UInt8](repeating: 0, count: 20) + number(1)
        return head + [UInt8](repeating: 1, count: 16) + number(48) + number(base + data.count)
            + number(values.count) + index + data
    }

    private func document(_ properties: [UInt8], _ text: String) throws -> Document {
        let file = OutlookMessageTests.Writer.file([
            .stream("WordDocument", [UInt8](repeating: 0x20, count: 5000)),
            .stream(SummaryInformation.stream, properties),
        ])
        return try Decoder.document(
            from: file, path: "a.doc", converter: Answers(antiword: .success(text)))
    }

    private static let story = "The pier of Velmora\n\nThe pier was built in 1931 and rebuilt later, the town said.\n"

    @Test("Authors and times are the file's own; a title counts where the text begins with its like")
    func ownProperties() throws {
        let set = Self.properties([
            (1, 1252), (2, "Pier of Velmora"), (4, "Ren\u{E9} Marchetti"), (12, 1_600_000_000.0), (13, 1_600_086_400.0),
        ])
        let document = try document(set, Self.story)
        #expect(document.title == "Pier of Velmora" && document.authors == ["René Marchetti"])
        #expect(document.metadata.published == "2020-09-13T12:26:40Z")
        #expect(document.metadata.modified == "2020-09-14T12:26:40Z")
        let stale = try self.document(Self.properties([(1, 1252), (2, "Minutes of the board")]), Self.story)
        #expect(stale.title == "The pier of Velmora" && stale.authors.isEmpty && stale.metadata.published == nil)
    }

    @Test("A property set that is cut off or lies is left", arguments: [0, 30, 47, 60, 75, 90, 110])
    func cutProperties(count: Int) throws {
        let set = Self.properties([(1, 1252), (2, "Pier of Velmora"), (4, "Ada Marchetti"), (12, 1e9)])
        #expect(try document(Array(set.prefix(count)), Self.story).title != "")
        var lying = set
        for index in lying.indices.dropFirst(44) { lying[index] = 0xFF }
        #expect(try document(lying, Self.story).authors.isEmpty)
    }

    @Test("catdoc reads what antiword does not", arguments: [ConversionError.missing, .failed(status: 1, words: "")])
    func catdoc(error: ConversionError) throws {
        let answers = Answers(antiword: .failure(error), catdoc: .success("It rained.\nIt pours.\n"))
        #expect(try blocks(answers) == ["It rained.", "It pours."])
    }

    @Test(
        "What none of them reads is refused in a sentence",
        arguments: [
            (ConversionError.missing, "unsupported-format"), (.failed(status: 1, words: ""), "malformed"),
            (.tooSlow(.seconds(8)), "too-large"),
        ])
    func refused(error: ConversionError, reason: String) throws {
        let refusal = try #require(throws: DecodeError.self) { try blocks(Answers(antiword: .failure(error))) }
        #expect(refusal.reason == reason && refusal.description.hasSuffix("."))
    }
}
