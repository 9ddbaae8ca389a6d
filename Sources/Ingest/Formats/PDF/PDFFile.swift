import AnalyzerKit

/// PDF files: poppler reads them, apart (`ForeignProgram.pdfWords`), and `PDFLayout` makes a text of the words' boxes.
enum PDFFile: SourceFormat {
    static let mediaType = "application/pdf"
    static let name = "PDF"
    static let pathExtensions = ["pdf"]

    /// Readers take a file whose mark stands within so many bytes (ISO 32000-1, annex H).
    private static let markBytes = 1024

    static func matches(_ file: SourceFile) -> Bool {
        file.bytes.starts(with: "%PDF-".utf8)
            || file.pathExtension == "pdf" && file.head.prefix(markBytes).contains("%pdf-")
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let boxes: [UInt8]
        guard let converter = file.converter else { throw Self.error(.missing) }
        do throws(ConversionError) {
            guard !isCutOff(file.bytes) else { throw .failed(status: 1, words: "") }
            boxes = try converter.convert(file.bytes, by: .pdfWords)
        } catch {
            throw Self.error(error)
        }
        let source = PDFPages(boxes)
        guard converter.recognisesPages, !source.pages.isEmpty, source.pages.allSatisfy(\.words.isEmpty) else {
            var text = try PDFLayout.read(source)
            if let notice = wordless(source) { text.notices.append(notice) }
            return [text]
        }
        return [try RecognisedPage.read(file.bytes, source, by: converter)]
    }

    /// So many pages without words are named.
    private static let mostNamed = 5

    /// What to say where some pages have no words: scans among pages with text, which OCR leaves to others.
    private static func wordless(_ source: PDFPages) -> Document.Notice? {
        let pages = source.pages.indices.filter { source.pages[$0].words.isEmpty }.map { "\($0 + 1)" }
        guard let last = pages.last else { return nil }
        let (named, more) = (pages.prefix(mostNamed), pages.count - mostNamed)
        let numbers =
            more > 0
            ? "\(named.joined(separator: ", ")) and \(more) more"
            : pages.count == 1 ? last : "\(named.dropLast().joined(separator: ", ")) and \(last)"
        let (have, are) =
            pages.count == 1
            ? ("Page \(numbers) has", "it is a picture") : ("Pages \(numbers) have", "they are pictures")
        return Document.Notice(
            reason: "pages",
            message:
                "\(have) no words: if \(are), as scanners make them, nothing of that was read. Recognise the text first, as by: "
                + "ocrmypdf --skip-text FILE.pdf FILE.pdf, and drop that.")
    }

    /// Whether the end of a file is missing: then poppler puts together what it finds, and pages are missing, too.
    ///
    /// A file ends with a table of what is in it, which readers find by a word in its last bytes (ISO 32000-1, 7.5.5),
    /// and a mark. Some have garbage behind that; a file that was written to more than once has several such ends, each
    /// with all of the file behind it that came later.
    private static func isCutOff(_ bytes: [UInt8]) -> Bool {
        if bytes.suffix(markBytes).contains("startxref") { return false }
        let mark = Array("%%EOF".utf8)
        var index = bytes.count - mark.count
        while index >= 0, bytes[index] != mark[0] || !bytes[index...].starts(with: mark) { index -= 1 }
        return index < 0 || bytes[index...].contains(" obj")
    }

    /// What such a file is called.
    static let noTextLayerName = "a PDF without a text layer, as scanners make them"

    /// What to say of a file with pages and without a word on them.
    static let noTextLayer = DecodeError.unsupported(
        format: noTextLayerName,
        advice:
            "Set ingest.ocr to on, which has it read by tesseract; or recognise its text first, as by: ocrmypdf FILE.pdf FILE.pdf, "
            + "and drop that.")

    private static let otherwise = "drop its text, as by: pdftotext -layout FILE.pdf FILE.txt"

    /// What to say of a file that poppler did not read.
    static func error(_ error: ConversionError) -> DecodeError {
        switch error {
        case .missing:
            .unsupported(
                format: name,
                advice:
                    "Install what reads it, by: sudo apt install \(ForeignProgram.pdfWords.package); or \(otherwise)."
            )
        case .failed(_, let words) where words.contains("Incorrect password"):
            .unsupported(
                format: "a PDF that opens only with a password",
                advice: "Save it without, as by: qpdf --decrypt --password=… FILE.pdf OPEN.pdf, and drop that.")
        case .failed(let status, _): .malformed(format: name, byteOffset: nil, reason: reason(ofStatus: status))
        case .died: .malformed(format: name, byteOffset: nil, reason: "what is in it ends the program that reads it")
        case .tooSlow(let time):
            .overLimit(format: name, reason: "what reads it had not finished after \(time.components.seconds) seconds")
        case .tooMuchOutput(let limit):
            .overLimit(format: name, reason: "its words with their places are more than \(limit >> 20) MiB")
        case .tooMuchMemory(let limit):
            .overLimit(format: name, reason: "reading it takes more than \(limit >> 20) MiB of memory")
        case .broken(let words): .malformed(format: name, byteOffset: nil, reason: words)
        }
    }

    /// What pdftotext's exit statuses mean (pdftotext(1), "EXIT CODES").
    private static func reason(ofStatus status: Int32) -> String {
        status == 3 ? "it does not permit that its text is taken" : "it is damaged, or cut off"
    }
}
