import AnalyzerKit
import Discourse

/// Makes an article of the words on a PDF's pages, as `pdftotext -raw -bbox - -` of poppler has them.
///
/// `-bbox` tells where each word stands, and the document's properties; `-raw` leaves the words in the order in which
/// they were drawn. The lines and columns of `-bbox-layout` would be poppler's own, which joins columns with a narrow
/// gutter. Words become lines (`PDFLines`), running heads go (`PDFFurniture`), columns are put in order
/// (`PDFColumns`), and their lines become paragraphs (`PDFParagraphs`), which go on from column to column and page to
/// page.
enum PDFLayout {
    /// Reads the words of a document.
    ///
    /// - Parameter source: Its pages, of what `pdftotext -raw -bbox - -` writes or a recogniser sees.
    /// - Returns: The text.
    /// - Throws: `PDFFile.noTextLayer` where no word is on any page.
    /// - Complexity: O(n log n) in the words.
    static func read(_ source: PDFPages) throws(DecodeError) -> SourceText {
        guard !source.pages.isEmpty else {
            throw .malformed(format: PDFFile.name, byteOffset: nil, reason: "there is no page in it")
        }
        let article = PDFArticle(source)
        var text = SourceText()
        for block in article.blocks {
            text.append(
                block.words, as: block.kind, level: block.level, place: Blocks.Place(page: block.page + 1))
        }
        guard !text.isEmpty else { throw PDFFile.noTextLayer }
        let properties = OfficeProperties(
            title: source.title, creators: source.author.map { [$0] } ?? [], path: "")
        properties.apply(to: &text, own: article.title)
        WireHold.read(text.bytes)?.apply(to: &text)
        return text
    }
}
