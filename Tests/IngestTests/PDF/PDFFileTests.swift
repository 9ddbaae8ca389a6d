import AnalyzerKit
import Ingest
import TestSupport
import Testing

/// What is made of a PDF file and of what poppler says of it; the program itself is run elsewhere.
@Suite struct PDFFileTests {
    /// Stands for the program.
    private struct Answer: FileConverter {
        var result: Result<[UInt8], ConversionError>

        func convert(_ bytes: [UInt8], by program: ForeignProgram, page: Int) throws(ConversionError) -> [UInt8] {
            #expect(program == .pdfWords)
            return try result.get()
        }
    }

    private static let file = TestPDF.file([["It rained in Velmora."]])

    private func refusal(of bytes: [UInt8] = file, _ error: ConversionError?) throws -> DecodeError {
        try #require(throws: DecodeError.self) {
            try Decoder.documents(
                from: bytes, path: "a.pdf", converter: error.map { Answer(result: .failure($0)) })
        }
    }

    @Test(
        "What went wrong is said in a sentence, with what to do",
        arguments: [
            (ConversionError?.none, "unsupported-format", "apt install poppler-utils"),
            (.missing, "unsupported-format", "apt install poppler-utils"),
            (.failed(status: 1, words: "Command Line Error: Incorrect password\n"), "unsupported-format", "password"),
            (.failed(status: 1, words: "Syntax Error: Couldn't read xref table\n"), "malformed", "damaged"),
            (.failed(status: 3, words: ""), "malformed", "not permit"), (.died(signal: 11), "malformed", "ends the"),
            (.tooSlow(.seconds(4)), "too-large", "4 seconds"), (.tooMuchOutput(limit: 1 << 20), "too-large", "1 MiB"),
            (.tooMuchMemory(limit: 256 << 20), "too-large", "256 MiB"),
        ])
    func refusals(error: ConversionError?, reason: String, words: String) throws {
        let refusal = try refusal(error)
        #expect(refusal.reason == reason)
        let sentence = refusal.description
        #expect(sentence.hasPrefix("This ") && sentence.hasSuffix(".") && sentence.contains(words), "\(sentence)")
    }

    @Test(
        "Pages without words among others are named",
        arguments: [
            ([1], "Page 1 has no words: if it is a picture"), ([1, 3], "Pages 1 and 3 have no words: if they"),
            (Array(1...7), "Pages 1, 2, 3, 4, 5 and 2 more have no words"), ([], nil),
        ] as [([Int], String?)])
    func wordless(pages: [Int], words: String?) throws {
        let boxes = (1...8).map { page in
            let word = "<word xMin=\"72\" yMin=\"72\" xMax=\"110\" yMax=\"84\">Velmora.</word>"
            return "<page width=\"612\" height=\"792\">\(pages.contains(page) ? "" : word)</page>"
        }
        let document = try #require(
            try Decoder.documents(
                from: Self.file, path: "a.pdf",
                converter: Answer(result: .success(Array("<doc>\(boxes.joined(separator: "\n"))</doc>".utf8)))
            ).first)
        #expect(document.notices.map(\.reason) == (words == nil ? [] : ["pages"]))
        if let words { #expect(document.notices.first?.message.hasPrefix(words) == true, "\(document.notices)") }
    }

    @Test("What is cut off is refused before it is read", arguments: [1, 7, 20, 100, 400])
    func cut(bytes: Int) throws {
        #expect(try refusal(of: Array(Self.file.dropLast(bytes + 40)), .broken("")).reason == "malformed")
        // Cut off in what was added to it later.
        let more = Self.file + Array("\n9 0 obj\n<<".utf8) + [UInt8](repeating: 0x20, count: 2000)
        #expect(try refusal(of: more, .broken("")).description.contains("cut off"))
    }

    @Test("What only has garbage behind it is read", arguments: [0, 2000])
    func garbage(count: Int) throws {
        let bytes = Self.file + [UInt8](repeating: 0, count: count)
        #expect(try refusal(of: bytes, .tooSlow(.seconds(7))).description.contains("7 seconds"))
    }

    @Test("It is known by its mark, and by its name where that stands behind something else")
    func known() throws {
        for (prefix, path) in [("", "a"), ("", "a.txt"), ("\n\n", "a.pdf"), ("HTTP/1.1 200 OK\n\n", "a.pdf")] {
            let bytes = Array(prefix.utf8) + Self.file
            let error = #expect(throws: DecodeError.self) { try Decoder.documents(from: bytes, path: path) }
            #expect(error?.description.hasPrefix("This is PDF, which is not read.") == true)
        }
    }
}
