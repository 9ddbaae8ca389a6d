extension RichTextReader {
    /// What the words of a group are.
    enum Destination: Hashable {
        case text
        /// Nothing that is read, with all groups in it.
        case skipped
        /// Nothing itself, but groups in it may be text: a drawing, an object.
        case container
        case fonts, styles, info
        /// A property of the document, or the number of a list's item.
        case title, author, created, modified, number
        /// A field's code.
        case code
    }

    /// What a group's end does with what was collected in it.
    enum Collection: Hashable { case footnote, endnote, comment, box }

    struct State {
        var destination = Destination.text
        /// What is collected apart from here on.
        var collects: Collection?
        /// How many stand-ins follow a character of Unicode.
        var standIns = 1
        var font: Int?
        var isHidden = false
        var isDeleted = false
        var style: Int?
        /// From 0.
        var outlineLevel: Int?
        var isInTable = false
        var isItem = false
        var isDropped = false
        /// Whether the field's code stands for a sign, so that what it shows is not read beside it.
        var isSign = false
    }

    /// A stretch of text of its own: the document's, a note's, a box's.
    struct Flow {
        var writer = OfficeWriter()
        var words = ""
        var number: String?
        var isItem = false
        /// The paragraphs of the cell, the cells of the row and the rows of the table that are being read.
        var cell = OfficeWriter()
        var cells: [[OfficeWriter.Piece]] = []
        var rows: [[[OfficeWriter.Piece]]] = []
        /// What is written behind the paragraph.
        var boxes: [OfficeWriter.Piece] = []

        mutating func endTable() {
            if !cell.pieces.isEmpty { cells.append(cell.pieces) }
            if !cells.isEmpty { rows.append(cells) }
            cell = OfficeWriter()
            cells = []
            writer.append(table: rows)
            rows = []
        }
    }

    struct Style {
        var name = ""
        var base: Int?
        var outlineLevel: Int?
    }
}
