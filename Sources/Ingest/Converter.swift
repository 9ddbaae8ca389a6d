/// A program of others that reads what Copydesk does not, and writes what Copydesk reads.
///
/// Such programs are neither linked nor trusted: whoever runs one gives it a process and a sandbox of its own
/// (`FileConverter`), so that a file which ends or takes over the program harms nothing else.
package enum ForeignProgram: Int, CaseIterable, Sendable {
    /// poppler's pdftotext: a PDF file → XHTML with the box of each word on its page.
    case pdfWords
    /// antiword: a file of Word 2 to 2003 → its text in UTF-8, a paragraph a line.
    case antiword
    /// catdoc, which reads the same files: → their text in UTF-8, a paragraph a line.
    case catdoc
    /// poppler's pdftoppm: a PDF file → the picture of one page in greys (PGM), the longer side as A4 has it at 300 dots an inch.
    case pagePicture
    /// tesseract: a picture → the words that it sees in it with their boxes, as a table (`RecognisedPage`).
    case recogniser

    /// Where Debian's packages put it.
    package var path: String {
        switch self {
        case .pdfWords: "/usr/bin/pdftotext"
        case .antiword: "/usr/bin/antiword"
        case .catdoc: "/usr/bin/catdoc"
        case .pagePicture: "/usr/bin/pdftoppm"
        case .recogniser: "/usr/bin/tesseract"
        }
    }

    /// Its arguments: it reads its standard input and writes to its standard output.
    ///
    /// `{page}` stands for the number of a page.
    /// antiword would copy what it reads from `-` to a temporary file, which it cannot make.
    package var arguments: [String] {
        switch self {
        case .pdfWords: ["-raw", "-bbox", "-", "-"]
        case .antiword: ["-m", "UTF-8.txt", "-w", "0", "/dev/stdin"]
        case .catdoc: ["-d", "utf-8", "-w"]
        case .pagePicture: ["-gray", "-scale-to", "3508", "-f", "{page}", "-l", "{page}", "-"]
        case .recogniser: ["stdin", "stdout", "--dpi", "300", "-l", "eng", "--psm", "1", "tsv"]
        }
    }

    /// The Debian package that it comes in.
    package var package: String {
        switch self {
        case .pdfWords, .pagePicture: "poppler-utils"
        case .antiword: "antiword"
        case .catdoc: "catdoc"
        case .recogniser: "tesseract-ocr"
        }
    }
}

/// Has files read by programs of others.
///
/// A file that is read has the one of its container (`SourceFile.converter`), as its archives share one budget.
package protocol FileConverter: Sendable {
    /// Has a file read.
    ///
    /// - Parameters:
    ///   - bytes: All of the file.
    ///   - program: Who reads it.
    ///   - page: The page of it, from 1, for programs that read one.
    /// - Returns: All that the program wrote to its standard output.
    /// - Throws: Why there is nothing, or not all of it.
    func convert(_ bytes: [UInt8], by program: ForeignProgram, page: Int) throws(ConversionError) -> [UInt8]

    /// Whether pages that are nothing but pictures are to be read by recognising their letters.
    var recognisesPages: Bool { get }
}

extension FileConverter {
    /// Has a file read whole.
    package func convert(_ bytes: [UInt8], by program: ForeignProgram) throws(ConversionError) -> [UInt8] {
        try convert(bytes, by: program, page: 1)
    }

    package var recognisesPages: Bool { false }
}

/// Why a program of others gave nothing.
package enum ConversionError: Error, Hashable, Sendable {
    /// The program is not installed.
    case missing
    /// It ended with this status, not 0; the last it wrote to its standard error.
    case failed(status: Int32, words: String)
    /// It was ended by this signal, as by a fault of its own.
    case died(signal: Int32)
    /// It was at work for longer than this, and was ended.
    case tooSlow(Duration)
    /// It wrote more bytes than this, and was ended.
    case tooMuchOutput(limit: Int)
    /// It asked for more bytes of memory than this.
    case tooMuchMemory(limit: Int)
    /// It could not be started or followed; why, as a clause.
    case broken(String)
}
