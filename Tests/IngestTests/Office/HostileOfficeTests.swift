import AnalyzerKit
import Ingest
import TestSupport
import Testing

@Suite("Office documents that are none, or too much")
struct HostileOfficeTests {
    typealias Office = TestOffice

    private func refusal(_ bytes: [UInt8], _ path: String) throws -> DecodeError {
        try #require(throws: DecodeError.self) { try Office.document(bytes, path) }
    }

    @Test("A document that is cut off is refused, wherever it is cut", arguments: [0.3, 0.6, 0.9, 0.99])
    func cut(_ share: Double) throws {
        for (bytes, path) in [
            (Office.docx(Office.p(Office.r(String(repeating: "Word ", count: 500)))), "a.docx"),
            (Office.odt("<text:p>\(String(repeating: "Word ", count: 500))</text:p>"), "a.odt"),
        ] {
            let error = try refusal(Array(bytes.prefix(Int(Double(bytes.count) * share))), path)
            #expect(error.description.hasPrefix("This ") && error.description.hasSuffix("."), "\(error)")
        }
    }

    @Test("A document without its main part, or without words, says so")
    func missing() throws {
        let other = TestArchive.zip([("word/styles.xml", "<a/>")])
        #expect(try refusal(other, "a.docx").description.contains("there is no word/document.xml in it"))
        #expect(try refusal(Office.docx(Office.p("")), "a.docx").reason == "empty")
        #expect(try refusal(Office.odt("<text:p/>"), "a.odt").reason == "empty")
        #expect(try refusal(Array("{\\rtf1 }".utf8), "a.rtf").reason == "empty")
    }

    @Test("Parts that are no XML are refused or left out")
    func malformed() throws {
        let body = Office.p(Office.r("The harbour is open."))
        let document = try Office.document(Office.docx(body, parts: ["word/footnotes.xml": "<<<"]), "a.docx")
        #expect(Office.text(document) == "The harbour is open.")
        let cut = TestArchive.zip([("word/document.xml", "<w:document xmlns:w='x'><w:body><w:p>")])
        #expect(try refusal(cut, "a.docx").description.contains("in word/document.xml it ends inside <w:p>"))
    }

    @Test("Encrypted parts are refused with what to do")
    func encrypted() throws {
        let bytes = TestArchive.zip([("word/document.xml", Array("x".utf8))], isEncrypted: true)
        #expect(
            try refusal(bytes, "a.docx").description
                == "This is an encrypted DOCX file, which is not read. Save it without its password, and drop that.")
    }

    private static func compound(_ stream: String) -> [UInt8] {
        OutlookMessageTests.Writer.file([.stream("Data", [1]), .stream(stream, [UInt8](repeating: 0x20, count: 5000))])
    }

    @Test(
        "Old formats are named, with what to do",
        arguments: [
            ("WordDocument", "Word's old format (.doc)", "apt install antiword"),
            ("EncryptedPackage", "an encrypted Office file", "password"),
            ("Workbook", "Excel's old format (.xls)", "drop that"),
            ("Other", "an old office program's file", "drop that"),
        ])
    func old(stream: String, name: String, advice: String) throws {
        let error = try refusal(Self.compound(stream), "a.doc")
        #expect(error.reason == "unsupported-format")
        #expect(error.description.hasPrefix("This is \(name), which is not read."))
        #expect(error.description.contains(advice))
    }

    @Test("Old formats that are cut off before their directory, and PDF files, are refused with what to do")
    func cutOrOther() throws {
        let cut = Array(Self.compound("WordDocument").prefix(600))
        #expect(
            try refusal(cut, "a.doc").description.hasPrefix("This is an old office program's file, which is not read."))
        for (text, path) in [("%PDF-1.7\n1 0 obj", "a"), ("\n%PDF-1.4\n1 0 obj", "a.pdf")] {
            #expect(try refusal(Array(text.utf8), path).description.hasPrefix("This is PDF, which is not read."))
        }
    }

    @Test(
        "Other programs' documents are named",
        arguments: [
            ("xl/workbook.xml", "an Excel workbook"), ("ppt/presentation.xml", "a PowerPoint presentation"),
            ("Index/Document.iwa", "a Pages, Numbers or Keynote file"),
        ])
    func others(part: String, name: String) throws {
        let bytes = TestArchive.zip([(part, "<a/>")])
        #expect(try refusal(bytes, "a").description.hasPrefix("This is \(name), which is not read."))
    }

    @Test("Styles that are based on each other, lists of no levels and numbers without end harm nothing")
    func circles() throws {
        let styles = ["A", "B"].map {
            "<w:style w:styleId=\"\($0)\"><w:name w:val=\"\($0)x\"/><w:basedOn w:val=\"\($0 == "A" ? "B" : "A")\"/></w:style>"
        }.joined()
        let numbering =
            "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"99999999999\"/><w:numFmt w:val=\"lowerLetter\"/>"
            + "<w:lvlText w:val=\"%1%9%\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
        let list = "<w:numPr><w:numId w:val=\"1\"/></w:numPr>"
        let body =
            Office.p(Office.r("One."), style: "A", properties: list)
            + Office.p(Office.r("Two."), properties: "<w:numPr><w:ilvl w:val=\"-7\"/><w:numId w:val=\"9\"/></w:numPr>")
        let document = try Office.document(
            Office.docx(body, parts: ["word/styles.xml": styles, "word/numbering.xml": numbering]), "a.docx")
        #expect(Office.text(document).hasSuffix("Two."))
    }
}
