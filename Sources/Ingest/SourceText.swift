package import AnalyzerKit
package import Discourse
import Linguistics

/// What a format makes of one document in a file: its text in blocks, and what the file tells of it.
///
/// The text is built block by block, so that blocks and text agree by construction. White space inside a block is folded
/// as HTML does; a line end that is meant is a line feed in the words given.
package struct SourceText: Sendable {
    /// The text, valid UTF-8; what all offsets refer to.
    package private(set) var bytes: [UInt8] = []
    /// The blocks in order; none where the form of the text is to tell, as for plain text.
    package private(set) var blocks: [Blocks.Given] = []
    /// The title, where the format tells one; else the text's own headline.
    package var title: String?
    /// The people who wrote it, where the format tells; nil where the text's own byline is to tell.
    package var authors: [String]?
    /// The people who wrote it as the file's properties have them, where its text has no byline.
    package var creators: [String] = []
    /// The language that the format declares, as a BCP 47 tag; what the text itself says comes first.
    package var declaredLanguage: String?
    /// What else the format tells.
    package var metadata = Document.Metadata()
    /// What was noticed in reading.
    package var notices: [Document.Notice] = []
    /// The item's own name, where it has one, as an attachment has.
    package var name: String?
    /// The media type of the item where it is not the file's, as an attachment's.
    package var mediaType: String?
    /// The charset that the item's bytes were in, as the IANA names it, where it is not the file's.
    package var charset: String?

    /// Makes an empty text.
    package init() {}

    /// Takes a text whose form is to tell its blocks.
    package init(plain bytes: [UInt8]) { self.bytes = bytes }

    /// Whether nothing is to be read.
    package var isEmpty: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x0A } }

    /// Adds a block behind the last, with an empty line between, or a line end where both are rows or items of one list.
    ///
    /// - Parameters:
    ///   - words: The words. Runs of white space become one space, line feeds stay; what XML does not allow and marks for
    ///     those who set type go (`UnseenCharacter`).
    ///     Nothing is added where no more than white space is left.
    ///   - kind: What it is; `nil` where form and neighbours are to tell.
    ///   - level: The level of a headline or subhead.
    ///   - place: Where it stood.
    ///   - speaker: The name of whoever says the words, where the source tells: it is put before them with a colon, as in
    ///     a printed transcript.
    ///   - goesOn: Whether it goes on with the quotation before, by the same speaker.
    ///   - isAside: Whether nobody's words are in it that the text tells of, as in a signature.
    ///   - isNextLine: Whether it is the next line of what the last block is a line of: no empty line stands between.
    package mutating func append(
        _ words: some StringProtocol, as kind: BlockKind? = nil, level: Int = 0, place: Blocks.Place? = nil,
        speaker: String? = nil, goesOn: Bool = false, isAside: Bool = false, isNextLine: Bool = false
    ) {
        let separator = isNextLine || isTight(kind) ? 1 : 2
        let before = bytes.count
        if !bytes.isEmpty { bytes.append(contentsOf: repeatElement(0x0A, count: separator)) }
        let start = bytes.count
        var label: ByteRange?
        if let speaker {
            appendFolded(speaker)
            if bytes.count > start {
                label = ByteRange(start, bytes.count)
                bytes.append(contentsOf: [UInt8(ascii: ":"), 0x20])
            }
        }
        let speech = bytes.count
        appendFolded(words)
        guard bytes.count > speech else {
            bytes.removeSubrange(before...)
            return
        }
        blocks.append(
            Blocks.Given(
                range: ByteRange(start, bytes.count), kind: kind, level: level, place: place, label: label,
                goesOn: goesOn,
                isAside: isAside))
    }

    /// Says that whoever spoke last does not go on behind the last block: what follows without a speaker is nobody's.
    ///
    /// Without it a turn reaches to the next speaker, and the last one to where editors' matter begins.
    package mutating func endTurn() {
        guard !blocks.isEmpty else { return }
        blocks[blocks.count - 1].endsTurn = true
    }

    private func isTight(_ kind: BlockKind?) -> Bool {
        guard let kind, let last = blocks.last?.kind else { return false }
        return last == kind && (kind == .list || kind == .table || kind == .agate || kind == .header)
    }

    /// Adds words with their white space folded, without any at the ends.
    private mutating func appendFolded(_ words: some StringProtocol) {
        var words = String(words)
        words.withUTF8 { appendFolded($0.span) }
    }

    private mutating func appendFolded(_ source: Span<UInt8>) {
        let start = bytes.count
        var space: UInt8?
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte == 0x0A {
                space = 0x0A
                index += 1
            } else if byte != 0x0B, let unseen = UnseenCharacter(in: source, at: index, end: source.count) {
                if unseen.isBlank { space = space ?? 0x20 }
                index += unseen.width
            } else {
                index += 1
                guard byte >= 0x20, byte != 0x7F else { continue }
                if let pending = space, bytes.count > start { bytes.append(pending) }
                space = nil
                bytes.append(byte)
            }
        }
    }
}
