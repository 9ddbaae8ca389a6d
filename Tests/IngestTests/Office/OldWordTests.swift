import AnalyzerKit
import Discourse
import Ingest
import Linguistics
import Testing

/// Word's files before DOCX, as antiword and catdoc write what is in them.
@Suite struct OldWordTests {
    /// Stands for the programs.
    private struct Answers: FileConverter {
        var antiword: Result<String, ConversionError>
        var catdoc = Result<String, ConversionError>.failure(.missing)

        func convert(_ bytes: [UInt8], by program: ForeignProgram) throws(ConversionError) -> [UInt8] {
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
