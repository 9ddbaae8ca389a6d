import AnalyzerKit
import Entities
import Linguistics
import Reader

/// Reads paragraphs by an encoder, which says of each name whether it is judged and what befalls it, and of each sentence its tone.
///
/// Every name is read as one of four stand-ins by its type, and words that differ in gender alone as one, so that no label depends on who
/// is named. Training/Stance trains it.
struct StanceReading: Sendable {
    /// What is said of a name, each in nats.
    struct Scores {
        /// Whether somebody judges it.
        var stance = Logits()
        /// Whether something befalls it, bad or good.
        var news = Logits()
        /// How the text portrays it on the whole, by whatever.
        var portrayal = Logits()
        /// How a headline on business does.
        var headline = Logits()
        /// What the writer's own stance is.
        var writer = Logits()
    }

    /// What is said of a text's or a sentence's tone.
    struct Tone {
        /// What readers would rate it, −1 through 1.
        var rating: Float
        /// Whether they would call it negative or positive, in nats.
        var label: Logits
    }

    /// What was read of a document.
    struct Found {
        /// Of each name that was asked about; `nil` for one that was not read.
        var names: [Scores?]
        /// Of each sentence; `nil` for one that was not read.
        var tones: [Tone?]
        /// Of the document, where it was read in one go.
        var whole: Tone?
    }

    /// A stretch of the text that may be read.
    struct Stretch {
        /// The places among the names asked about of those that stand in it.
        var names: Range<Int>
        /// The sentences that end in it.
        var sentences: Range<Int>
        /// Its word pieces.
        var pieces: Int
    }

    private let reader: PretrainedReader
    private let standIns: [Entities.EntityType: Int32]
    private let neutral = NeutralWords.ofBinary

    /// The reader in the binary; `nil` where it is damaged.
    static let ofBinary: StanceReading? = EncoderModel().flatMap(EncoderModel.stances(sharing:)).flatMap {
        StanceReading($0)
    }

    /// Takes an encoder whose first head has three scores each of stance, news, portrayal, tone, portrayal in a headline and
    /// the writer's own stance, and a rating.
    init?(_ model: EncoderModel) {
        let reader = PretrainedReader(model)
        var standIns: [Entities.EntityType: Int32] = [:]
        for (type, name) in Self.names {
            var pieces = ContiguousArray<Int32>()
            let letters = Array(name.utf8)
            reader.wordPieces.append(letters.span, 0..<letters.count, to: &pieces)
            standIns[type] = pieces.first
        }
        guard standIns.count == Self.names.count else { return nil }
        (self.reader, self.standIns) = (reader, standIns)
    }

    private static let names: [(Entities.EntityType, String)] = [
        (.person, "smith"), (.organization, "ibm"), (.location, "london"), (.miscellaneous, "french"),
    ]
    private static let outputs = 19
    /// The most pieces that are read at once, without the marks around them: as many as in training.
    private static let longest = 122

    /// Reads the paragraphs of a document, in stretches of whole sentences.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - tokens: The first tokens of what is asked about, ascending; those of names, or words of their own.
    ///   - names: Its names and their types, ascending and disjoint.
    ///   - most: As many tokens of the document are read.
    ///   - isRead: Whether a stretch is to be read.
    /// - Returns: What is said of what was read.
    /// - Complexity: O(tokens).
    func read(
        _ document: Document, asking tokens: [Int], names: [(tokens: Range<Int>, type: Entities.EntityType)],
        most: Int = .max, isRead: (Stretch) -> Bool = { _ in true }
    ) -> Found {
        let structure = document.structure
        var found = Found(
            names: .init(repeating: nil, count: tokens.count),
            tones: .init(repeating: nil, count: structure.sentences.count))
        var (next, name, left, sentence) = (0, 0, most, 0)
        var window = Window()
        for paragraph in structure.paragraphs {
            left -= paragraph.count
            guard left >= 0 else { break }
            while sentence < structure.sentences.count, structure.sentences[sentence].lowerBound < paragraph.upperBound
            {
                let before = window
                cut(sentence, of: document, names, &name, into: &window)
                if !before.pieces.isEmpty, window.pieces.count > Self.longest {
                    read(before, tokens, &next, &found, isRead)
                    window.removeFirst(before.pieces.count)
                }
                sentence += 1
            }
            read(window, tokens, &next, &found, isRead)
            window.removeFirst(window.pieces.count)
        }
        return found
    }

    /// Pieces, where tokens begin among them, and where sentences end.
    private struct Window {
        var pieces: ContiguousArray<Int32> = []
        var starts: [(token: Int, piece: Int)] = []
        var ends: [(sentence: Int, piece: Int)] = []

        mutating func removeFirst(_ count: Int) {
            pieces.removeFirst(count)
            starts.removeAll { $0.piece < count }
            for index in starts.indices { starts[index].piece -= count }
            ends.removeAll { $0.piece < count }
            for index in ends.indices { ends[index].piece -= count }
        }
    }

    private func cut(
        _ number: Int, of document: Document, _ names: [(tokens: Range<Int>, type: Entities.EntityType)],
        _ name: inout Int, into window: inout Window
    ) {
        let bytes = document.text.bytes.span
        let sentence = document.structure.sentences[number]
        var token = sentence.lowerBound
        while name < names.count, names[name].tokens.upperBound <= token { name += 1 }
        while token < sentence.upperBound {
            window.starts.append((token, window.pieces.count))
            if name < names.count, names[name].tokens.lowerBound <= token, let piece = standIns[names[name].type] {
                window.pieces.append(piece)
                token = min(names[name].tokens.upperBound, sentence.upperBound)
                name += 1
            } else {
                if let letters = neutral.letters(for: document.tokens.hashes[token]) {
                    reader.wordPieces.append(letters.span, 0..<letters.count, to: &window.pieces)
                } else {
                    reader.wordPieces.append(bytes, document.tokens[token].indices, to: &window.pieces)
                }
                token += 1
            }
        }
        if !window.pieces.isEmpty { window.ends.append((number, window.pieces.count - 1)) }
    }

    private func read(
        _ window: Window, _ tokens: [Int], _ next: inout Int, _ found: inout Found, _ isRead: (Stretch) -> Bool
    ) {
        guard let end = window.starts.last?.token, let firstSentence = window.ends.first?.sentence,
            let lastSentence = window.ends.last?.sentence
        else { return }
        let count = min(window.pieces.count, Self.longest)
        var asked = [Bool](repeating: false, count: count + 2)
        var owners: [(index: Int, place: Int)] = []
        let firstName = next
        var start = 0
        while next < tokens.count, tokens[next] <= end {
            while start < window.starts.count, window.starts[start].token < tokens[next] { start += 1 }
            if start < window.starts.count, window.starts[start].token == tokens[next],
                window.starts[start].piece < count
            {
                let place = window.starts[start].piece + 1
                asked[place] = true
                owners.append((next, place))
            }
            next += 1
        }
        let stretch = Stretch(names: firstName..<next, sentences: firstSentence..<lastSentence + 1, pieces: count)
        guard isRead(stretch) else { return }
        let isWhole = stretch.sentences == found.tones.indices
        asked[0] = isWhole
        for end in window.ends where end.piece < count { asked[end.piece + 1] = true }
        let pieces = [WordPieces.Mark.begins] + window.pieces.prefix(count) + [WordPieces.Mark.ends]
        let scores = reader.scores(
            pieces: pieces, casings: [UInt8](repeating: 0, count: pieces.count),
            flags: [UInt32](repeating: 0, count: pieces.count), asked: asked)
        var rows = [Int](repeating: 0, count: asked.count)
        for place in asked.indices.dropFirst() { rows[place] = rows[place - 1] + (asked[place - 1] ? 1 : 0) }
        guard scores.count == asked.count(where: \.self) * Self.outputs else { return }
        func logits(_ place: Int, _ head: Head) -> Logits {
            let first = rows[place] * Self.outputs + 3 * head.rawValue
            return Logits(against: scores[first], neither: scores[first + 1], toward: scores[first + 2])
        }
        func tone(_ place: Int) -> Tone {
            Tone(rating: scores[(rows[place] + 1) * Self.outputs - 1], label: logits(place, .tone))
        }
        for owner in owners {
            found.names[owner.index] = Scores(
                stance: logits(owner.place, .stance), news: logits(owner.place, .news),
                portrayal: logits(owner.place, .portrayal), headline: logits(owner.place, .headline),
                writer: logits(owner.place, .writer))
        }
        for end in window.ends where end.piece < count { found.tones[end.sentence] = tone(end.piece + 1) }
        if isWhole, window.pieces.count == count { found.whole = tone(0) }
    }

    /// The order of the encoder's scores, three each.
    private enum Head: Int {
        case stance, news, portrayal, tone, headline, writer
    }
}
