/// What a line or paragraph of a document is.
public enum BlockKind: String, CaseIterable, Codable, Hashable, Sendable {
    /// The title of the document, or of one of several items in it.
    case headline
    /// A heading inside, or the line below the headline that sums the story up.
    case subhead
    /// Who wrote it, with post and paper.
    case byline
    /// Where and when it was written: a line of its own, or what stands before the dash of the first paragraph.
    case dateline
    /// Running text.
    case paragraph
    /// A quotation set apart, or an embedded post.
    case quote
    /// An item of a list.
    case list
    /// A row of a table.
    case table
    /// What stands below a picture, and its credit.
    case caption
    /// The name of a speaker on a line of its own.
    case label
    /// A field of a mail's head, a slug line, what a press release is headed with.
    case header
    /// *Dear Ms Rowan,*
    case greeting
    /// What an editor or writer says about the text: corrections, credits, biographies, sign-offs, signatures.
    case note
    /// Scores, prices, listings: figures set in small type.
    case agate

    /// Whether it is read as sentences of the story itself, headings and quotations included.
    public var isStory: Bool {
        switch self {
        case .headline, .subhead, .paragraph, .quote, .list: true
        case .byline, .dateline, .table, .caption, .label, .header, .greeting, .note, .agate: false
        }
    }
}
