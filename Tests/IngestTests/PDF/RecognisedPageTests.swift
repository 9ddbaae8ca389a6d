import AnalyzerKit
import Discourse
@testable import Ingest
import Linguistics
import TestSupport
import Testing

/// Pages that are pictures, and what is made of a recogniser's words; the programs themselves are run elsewhere.
@Suite struct RecognisedPageTests {
    /// Stands for the programs: pages without words, each one's picture its number, its words the table of that number.
    private struct Machine: FileConverter {
        var tables: [Result<String, ConversionError>]
        var recognisesPages = true

        func convert(_ bytes: [UInt8], by program: ForeignProgram, page: Int) throws(ConversionError) -> [UInt8] {
            switch program {
            case .pdfWords:
                let page = "<page width=\"612\" height=\"792\">\n</page>\n"
                return Array("<doc>\n\(String(repeating: page, count: tables.count))</doc>".utf8)
            case .pagePicture: return [UInt8(page)]
            case .recogniser: return Array(try tables[Int(bytes[0]) - 1].get().utf8)
            default: throw .missing
            }
        }
    }

    private static let file = TestPDF.file([["It rained."]])

    /// A table of lines at half the page's size in dots; a line in capitals is higher than others.
    private static func table(_ lines: [String]) -> String {
        var rows = ["level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"]
        rows.append("1\t1\t0\t0\t0\t0\t0\t0\t306\t396\t-1\t")
        var top = 40
        for (number, line) in lines.enumerated() {
            let height = line == line.uppercased() ? 14 : line.contains("g") ? 6 : 5
            rows.append("4\t1\t1\t1\t\(number)\t0\t30\t\(top)\t240\t\(height)\t-1\t")
            var left = 30
            for word in line.split(separator: " ") {
                let confidence = word == "~~" ? 8 : 92
                rows.append(
                    "5\t1\t1\t1\t\(number)\t1\t\(left)\t\(top + 1)\t\(word.count * 3)\t4\t\(confidence).5\t\(word)")
                left += word.count * 3 + 2
            }
            top += height == 14 ? 30 : 8
        }
        return rows.joined(separator: "\n") + "\n"
    }

    private static let first = [
        "HARBOUR OPENS", "The harbour of Velmora opened on Friday again, after two weeks of repairs that the coun-",
        "cil had paid for, and boats went out at once. ~~ The pier is to be mended in the spring, as",
    ]
    private static let second = [
        "soon as the ice is gone, which nobody can tell for sure, said the master of the harbour on the",
        "same day.",
    ]

    @Test("A page that lies upside down is read as it is meant")
    func upsideDown() throws {
        let upright = Machine(tables: [.success(Self.table(Self.first + Self.second))])
        // The places as they are on the page: tesseract gives the words in their order.
        let turned = Self.table(Self.first + Self.second).split(separator: "\n").map { row -> String in
            var fields = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 12, fields[0] == "4" || fields[0] == "5", let left = Int(fields[6]),
                let top = Int(fields[7]),
                let width = Int(fields[8]), let height = Int(fields[9])
            else { return String(row) }
            (fields[6], fields[7]) = ("\(306 - left - width)", "\(396 - top - height)")
            return fields.joined(separator: "\t")
        }.joined(separator: "\n")
        let texts = try [upright, Machine(tables: [.success(turned)])].map {
            String(
                decoding: try Decoder.document(from: Self.file, path: "a.pdf", converter: $0).text.bytes, as: UTF8.self)
        }
        #expect(texts[0].contains("opened on Friday again") && texts[0] == texts[1])
    }

    @Test func wordsBecomeAnArticle() throws {
        let machine = Machine(tables: [.success(Self.table(Self.first)), .success(Self.table(Self.second))])
        let document = try Decoder.document(from: Self.file, path: "a.pdf", converter: machine)
        #expect(document.title == "HARBOUR OPENS")
        let text = document.text.string(in: document.text.fullRange)
        #expect(text.contains("that the council had paid for"))
        #expect(text.contains("in the spring, as soon as the ice"))
        #expect(!text.contains("~~"))
        #expect(document.blocks.places.compactMap { $0?.page }.min() == 1)
        let notice = try #require(document.notices.first { $0.reason == "ocr" })
        #expect(notice.message.contains("2 pages") && notice.message.contains("1 word that"))
    }

    @Test func withoutTheSettingItIsRefusedAndNamesIt() throws {
        let machine = Machine(tables: [.success(Self.table(Self.first))], recognisesPages: false)
        let refusal = try #require(throws: DecodeError.self) {
            try Decoder.document(from: Self.file, path: "a.pdf", converter: machine)
        }
        #expect(refusal.reason == "unsupported-format" && refusal.description.contains("ingest.ocr"))
    }

    @Test(
        arguments: [
            (ConversionError.missing, "unsupported-format", "apt install tesseract-ocr"),
            (
                .failed(status: 1, words: "Error opening data file eng.traineddata"), "unsupported-format",
                "tesseract-ocr-eng"
            ),
            (.tooSlow(.seconds(22)), "too-large", "page 2 of 2 after 22 seconds: raise limits.deadline"),
            (.tooMuchMemory(limit: 300 << 20), "too-large", "300 MiB"), (.died(signal: 11), "malformed", "ends the"),
        ])
    func aPageThatIsNotReadIsNoHalfDocument(_ error: ConversionError, _ reason: String, _ words: String) throws {
        let machine = Machine(tables: [.success(Self.table(Self.first)), .failure(error)])
        let refusal = try #require(throws: DecodeError.self) {
            try Decoder.document(from: Self.file, path: "a.pdf", converter: machine)
        }
        #expect(refusal.reason == reason && refusal.description.contains(words), "\(refusal)")
    }

    @Test func picturesWithoutWordsAndTooManyPagesAreRefused() throws {
        let empty = Machine(tables: [.success(Self.table([]))])
        let many = Machine(tables: Array(repeating: .success(Self.table(["It rained."])), count: 201))
        for (machine, words) in [(empty, "found no words"), (many, "201 pages")] {
            let refusal = try #require(throws: DecodeError.self) {
                try Decoder.document(from: Self.file, path: "a.pdf", converter: machine)
            }
            #expect(refusal.description.contains(words))
        }
    }

    /// Whatever the program says, boxes included.
    @Test(
        arguments: [
            "", "\t\t\t", "4\t1\t1\t1\t1\t0\t0\t0\t0\t0\t-1\t\n5\t1\t1\t1\t1\t1\t0\t0\t0\t0\t99\tx",
            "5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t99\tword without a line",
            "1\t1\t0\t0\t0\t0\t0\t0\t1e300\tnan\t-1\t\n4\t1\t1\t1\t1\t0\t1\t1\tinf\t1\t-1\t\n5\t1\t1\t1\t1\t1\t1\t1\t-4\t1\t99\tx",
            "1\t1\t0\t0\t0\t0\t0\t0\t0.0001\t0.0001\t-1\t\n4\t1\t1\t1\t1\t0\t1\t999999\t9\t9\t-1\t\n"
                + "5\t1\t1\t1\t1\t1\t999999\t1\t999999\t1\t99\tx",
        ])
    func noTableTraps(_ table: String) {
        let page = RecognisedPage(Array(table.utf8), width: 612, height: 792)
        #expect(page.words.count <= 1)
        _ = try? Decoder.document(
            from: Self.file, path: "a.pdf", converter: Machine(tables: [.success(table)]))
    }
}
