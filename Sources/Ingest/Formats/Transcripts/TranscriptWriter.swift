import Discourse

/// Makes paragraphs and turns of what is heard piece by piece, as captions and recognisers give it.
///
/// Pieces of one speaker are joined as long as a sentence goes on; a paragraph ends at the speaker's end, at a long pause, or
/// at the end of a sentence once it is long. A label stands where the speaker changes.
struct TranscriptWriter {
    /// Who says a piece.
    enum Voice: Hashable {
        /// Somebody with this name or label.
        case named(String)
        /// Nobody knows who, and there is no change: plain subtitles.
        case unknown
    }

    private(set) var text = SourceText()
    private var paragraph = ""
    private var place: Blocks.Place?
    private var voice = Voice.unknown
    /// Whether the label of `voice` is written already.
    private var isLabelled = false
    /// When the last piece ended, in seconds.
    private var end: Double?
    /// Whether marks end sentences, which some recognisers never write.
    private var hasMarks = false

    /// The pause behind a sentence that begins a paragraph, in seconds.
    private static let pause = 2.0
    /// The pause that begins one within a sentence as well.
    private static let longPause = 6.0
    /// The length from which the next sentence begins one, in bytes.
    private static let fullParagraph = 500
    /// The length from which the next pause of any length does, where nothing marks sentences.
    private static let longestParagraph = 1200

    /// Adds words behind the last.
    ///
    /// - Parameters:
    ///   - words: The words, without white space at the ends.
    ///   - voice: Who says them.
    ///   - isNewTurn: Whether somebody else than before begins, though nobody knows who.
    ///   - start: When they begin, in seconds.
    ///   - end: When they end.
    ///   - isAttached: Whether they follow the last without a space, as a comma does.
    mutating func add(
        _ words: some StringProtocol, by voice: Voice = .unknown, isNewTurn: Bool = false, from start: Double? = nil,
        to end: Double? = nil, isAttached: Bool = false
    ) {
        guard !words.isEmpty else { return }
        if voice != self.voice {
            endTurn()
            self.voice = voice
        } else if isNewTurn, voice == .unknown {
            endParagraph()
        } else if isParagraphEnd(at: start), !isAttached {
            endParagraph()
        }
        if paragraph.isEmpty {
            place = start.map { Blocks.Place(time: $0) }
        } else if !isAttached {
            paragraph.append(" ")
        }
        paragraph.append(contentsOf: words)
        if !hasMarks { hasMarks = Self.endsSentence(words) }
        self.end = end ?? start ?? self.end
    }

    /// Adds what is heard and not said, as *[applause]*: a note between paragraphs.
    mutating func addSound(_ words: some StringProtocol, at start: Double?) {
        guard !words.isEmpty else { return }
        endParagraph()
        text.append(words, as: .note, place: start.map { Blocks.Place(time: $0) })
    }

    /// The text of all that was added.
    mutating func finish() -> SourceText {
        endTurn()
        return text
    }

    private func isParagraphEnd(at start: Double?) -> Bool {
        guard !paragraph.isEmpty else { return false }
        let gap = start.flatMap { start in end.map { start - $0 } } ?? 0
        let length = paragraph.utf8.count
        if gap >= Self.longPause { return true }
        if Self.endsSentence(paragraph) { return gap >= Self.pause || length >= Self.fullParagraph }
        if !hasMarks, gap >= Self.pause { return true }
        return (gap > 0.3 && length >= Self.longestParagraph) || length >= Self.longestParagraph * 4
    }

    private mutating func endParagraph() {
        guard !paragraph.isEmpty else { return }
        var name: String?
        if case .named(let given) = voice, !isLabelled { name = given }
        text.append(paragraph, as: .paragraph, place: place, speaker: name)
        isLabelled = true
        paragraph.removeAll(keepingCapacity: true)
    }

    private mutating func endTurn() {
        endParagraph()
        if case .named = voice, isLabelled { text.endTurn() }
        isLabelled = false
    }

    /// Whether a mark that ends sentences stands last, perhaps inside closing ones.
    static func endsSentence(_ words: some StringProtocol) -> Bool {
        for scalar in words.unicodeScalars.reversed() {
            switch scalar {
            case ".", "!", "?", "…", "。", "？", "！": return true
            case "\"", "'", "”", "’", ")", "]", "»", "♪", " ": continue
            default: return false
            }
        }
        return false
    }
}
