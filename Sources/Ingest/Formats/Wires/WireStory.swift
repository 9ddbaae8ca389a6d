import AnalyzerKit
import Discourse

/// One item of a wire as its format gives it, before what all wires have in common is read: marks in headlines, notes for
/// editors among the lines, datelines, typewritten paragraphs.
///
/// A format fills it; `sourceText()` makes the document of it.
struct WireStory {
    /// A piece of the text.
    struct Line {
        /// Its words; a line feed is white space unless the text is typewritten, `WireStory.lineBreak` is a line end meant.
        var words: String
        /// What it is; `nil` where its form is to tell.
        var kind: BlockKind?
        /// The level of a subhead.
        var level = 0
        /// The element that it stood in.
        var path: String?
        /// Whoever says it, where the source tells.
        var speaker: String?
        /// Whether it goes on with the quotation before, by the same speaker.
        var goesOn = false
        /// Whether its line feeds and indents are those of the text.
        var isPreformatted = false
    }

    /// A line end inside a line's words.
    static let lineBreak: Character = "\u{2028}"

    /// The headline, with what agencies put before and behind it.
    var headline: String?
    /// A name of the item that only tells signals, as an agency's file title.
    var label: String?
    /// Lines below the headline.
    var subheads: [String] = []
    /// Bylines as printed.
    var bylines: [String] = []
    /// People whom the format names as authors.
    var creators: [String] = []
    /// A dateline in a field of its own.
    var datelineField: String?
    /// The text.
    var lines: [Line] = []
    /// What stands for the text where there is none: a summary, captions.
    var summary: [String] = []
    /// What editors are told.
    var notes: [String] = []
    /// What the item says of itself; signals are given as codes.
    var wire = Document.Metadata.Wire()
    /// When it was published, changed: as written.
    var published: String?
    var modified: String?
    /// Until when it is held back, as written; empty for an embargo without an end.
    var embargo: String?
    var publisher: String?
    var url: String?
    var language: String?
    var notices: [Document.Notice] = []
    var name: String?
    var mediaType: String?
    /// Whether it is an item of a wire; a page of a feed is none.
    var isWire = true

    /// Takes over what was read in mark-up; headline, byline and dateline only where they are not known.
    mutating func take(_ reader: MarkupReader) {
        if let line = reader.headline {
            if headline == nil {
                headline = line
            } else {
                // Where it says the same as the headline it goes later on.
                lines.append(Line(words: line, kind: .subhead, level: 2))
            }
        }
        lines += reader.lines
        notes += reader.notes
        if bylines.isEmpty, creators.isEmpty { bylines += reader.bylines }
        datelineField = datelineField ?? reader.dateline
    }

    /// The document; nil where there is nothing to read in it.
    func sourceText() -> SourceText? {
        var reading = WireReading(self)
        return reading.text()
    }
}
