import AnalyzerKit

/// A page that is a picture, as tesseract reads it: words with their boxes, so that what makes an article of a PDF's words
/// makes one of these.
struct RecognisedPage {
    private(set) var words: [PDFPages.Word] = []
    /// How many words were left out because the recogniser itself doubted them.
    private(set) var doubtful = 0

    /// No file has more pages read.
    static let mostPages = 200
    /// A word that the recogniser is less sure of is most often dirt or a picture's edge; of 100.
    private static let leastConfidence = 25.0
    /// No page has more words.
    private static let mostWords = 50_000
    /// The height of a line that counts as that of the body, as parts of it: letters that reach up or down make a line's box
    /// a quarter higher.
    private static let bodyHeights = 0.7...1.35

    private struct Line {
        var top: Double
        var height: Double
        var words: [PDFPages.Word] = []
    }

    /// Reads a table of tesseract (its configuration `tsv`): level, page, block, paragraph, line, word, left, top, width, height,
    /// confidence, text.
    ///
    /// - Parameters:
    ///   - table: The table; as far as it goes, where it is cut off.
    ///   - width: The page's width, in points.
    ///   - height: Its height, in points.
    /// - Complexity: O(n log n) in `table.count`.
    init(_ table: [UInt8], width: Double, height: Double) {
        var scale = (across: 1.0, down: 1.0)
        var lines: [Line] = []
        var count = 0
        for row in table.split(separator: UInt8(ascii: "\n")) {
            let fields = row.split(separator: UInt8(ascii: "\t"), maxSplits: 11, omittingEmptySubsequences: false)
            guard fields.count == 12, let level = Self.number(fields[0]), let left = Self.number(fields[6]),
                let top = Self.number(fields[7]), let wide = Self.number(fields[8]), let high = Self.number(fields[9]),
                wide > 0, high > 0
            else { continue }
            switch level {
            case 1: scale = (width / wide, height / high)
            case 4: lines.append(Line(top: top * scale.down, height: high * scale.down))
            case 5:
                let text = String(decoding: fields[11].prefix(PDFPages.longestWord), as: UTF8.self)
                guard count < Self.mostWords, !lines.isEmpty, text.contains(where: { !$0.isWhitespace }) else {
                    continue
                }
                guard Self.number(fields[10]) ?? 0 >= Self.leastConfidence else {
                    doubtful += 1
                    continue
                }
                count += 1
                lines[lines.count - 1].words.append(
                    PDFPages.Word(
                        text: text, left: left * scale.across, top: 0, right: (left + wide) * scale.across, bottom: 0))
            default: break
            }
        }
        if Self.isUpsideDown(lines) { Self.turn(&lines, width: width, height: height) }
        let body = Self.bodyHeight(lines)
        for line in lines {
            let isBody = body > 0 && Self.bodyHeights.contains(line.height / body)
            for var word in line.words {
                word.top = line.top
                word.bottom = line.top + (isBody ? body : line.height)
                words.append(word)
            }
        }
    }

    /// Whether most words stand to the left of those before them: tesseract reads a page that lies upside down as if it were
    /// turned, where it has what tells how a page lies (`--psm 1`), and gives the places as they are.
    private static func isUpsideDown(_ lines: [Line]) -> Bool {
        var (forward, backward) = (0, 0)
        for line in lines {
            for (first, second) in zip(line.words, line.words.dropFirst()) {
                if second.left > first.left { forward += 1 } else { backward += 1 }
            }
        }
        return backward > 2 * forward
    }

    /// Turns a page by half.
    private static func turn(_ lines: inout [Line], width: Double, height: Double) {
        for line in lines.indices {
            lines[line].top = height - lines[line].top - lines[line].height
            for word in lines[line].words.indices {
                let (left, right) = (lines[line].words[word].left, lines[line].words[word].right)
                (lines[line].words[word].left, lines[line].words[word].right) = (width - right, width - left)
            }
        }
    }

    /// The height of the line in which the middle one of all words stands, lines in the order of their heights.
    private static func bodyHeight(_ lines: [Line]) -> Double {
        let sorted = lines.sorted { $0.height < $1.height }
        let count = lines.reduce(0) { $0 + $1.words.count }
        var seen = 0
        for line in sorted {
            seen += line.words.count
            if seen * 2 > count { return line.height }
        }
        return 0
    }

    private static func number(_ field: ArraySlice<UInt8>) -> Double? {
        guard field.count <= 32, let number = Double(String(decoding: field, as: UTF8.self)), abs(number) < 1e6 else {
            return nil
        }
        return number
    }

    // MARK: A file of them

    /// Has the pages of a file read, and makes an article of them.
    ///
    /// - Parameters:
    ///   - bytes: The PDF file.
    ///   - source: Its pages, without words.
    ///   - converter: Who has them drawn and read.
    /// - Returns: The text, with a notice that says how it was read.
    /// - Throws: Why there is none; a page that is not read leaves no text at all.
    static func read(
        _ bytes: [UInt8], _ source: PDFPages, by converter: any FileConverter
    ) throws(DecodeError) -> SourceText {
        let count = source.pages.count
        guard count <= mostPages else {
            throw .overLimit(
                format: PDFFile.noTextLayerName,
                reason: "of its \(count) pages no more than \(mostPages) are read by OCR: split it")
        }
        var read = source
        var doubtful = 0
        for index in source.pages.indices {
            let page = source.pages[index]
            let table: [UInt8]
            do throws(ConversionError) {
                let picture = try converter.convert(bytes, by: .pagePicture, page: index + 1)
                table = try converter.convert(picture, by: .recogniser)
            } catch {
                throw Self.error(error, page: index + 1, of: count)
            }
            let found = RecognisedPage(table, width: page.width, height: page.height)
            read.pages[index].words = found.words
            doubtful += found.doubtful
        }
        guard read.pages.contains(where: { !$0.words.isEmpty }) else {
            throw .unsupported(
                format: PDFFile.noTextLayerName,
                advice: "OCR (tesseract) found no words on its pages: drop its text as a file of its own.")
        }
        var text = try PDFLayout.read(read)
        let left =
            doubtful > 0 ? "; \(doubtful) \(doubtful == 1 ? "word" : "words") that it doubted itself were left out" : ""
        text.notices.append(
            Document.Notice(
                reason: "ocr",
                message: "\(count == 1 ? "Its page is a picture" : "Its \(count) pages are pictures"), read by OCR"
                    + " (tesseract), which takes some letters for others\(left)."))
        return text
    }

    private static func error(_ error: ConversionError, page: Int, of count: Int) -> DecodeError {
        switch error {
        case .missing:
            .unsupported(
                format: PDFFile.noTextLayerName,
                advice:
                    "Install what reads it (ingest.ocr is on), by: sudo apt install \(ForeignProgram.recogniser.package)."
            )
        case .tooSlow(let time):
            .overLimit(
                format: PDFFile.noTextLayerName,
                reason:
                    "OCR was at page \(page) of \(count) after \(time.components.seconds) seconds: raise limits.deadline,"
                    + " or split it")
        case .failed(_, let words) where words.contains("traineddata"):
            .unsupported(
                format: PDFFile.noTextLayerName,
                advice: "Install the language that tesseract reads, by: sudo apt install tesseract-ocr-eng.")
        default: PDFFile.error(error)
        }
    }
}
