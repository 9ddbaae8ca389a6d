import AnalyzerKit
import Entities
import Linguistics
import Reader

/// Reads the paragraphs that names stand in by an encoder, which says of each name whether it is judged and what befalls it.
///
/// Every name is read as one of four stand-ins by its type, so that no label depends on who is named. Training/Stance trains it.
struct StanceReading: Sendable {
    /// What is said of a name, each in nats.
    struct Scores {
        /// Whether somebody judges it.
        var stance = Logits()
        /// Whether something befalls it, bad or good.
        var news = Logits()
        /// How the text portrays it on the whole, by whatever.
        var portrayal = Logits()
    }

    private let reader: PretrainedReader
    private let standIns: [Entities.EntityType: Int32]

    /// The reader in the binary; `nil` where it is damaged.
    static let ofBinary: StanceReading? = EncoderModel().flatMap(EncoderModel.stances(sharing:)).flatMap {
        StanceReading($0)
    }

    /// Takes an encoder whose first head has three scores each of stance, news and portrayal.
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
    private static let outputs = 12
    /// The most pieces that are read at once, without the marks around them: as many as in training.
    private static let longest = 122

    /// Reads the paragraphs in which any of some tokens stands.
    ///
    /// - Parameters:
    ///   - tokens: The first tokens of what is asked about, ascending; those of names, or words of their own.
    ///   - document: The document.
    ///   - names: Its names and their types, ascending and disjoint.
    ///   - most: As many tokens of the document are read.
    ///   - isRead: Whether a stretch of the text is to be read, by the places among `tokens` of those that stand in it and by how many
    ///     pieces it has.
    /// - Returns: The scores of each token; `nil` for one that was not read.
    /// - Complexity: O(tokens).
    func scores(
        of tokens: [Int], in document: Document, names: [(tokens: Range<Int>, type: Entities.EntityType)], most: Int,
        isRead: (Range<Int>, Int) -> Bool = { _, _ in true }
    ) -> [Scores?] {
        let structure = document.structure
        var found = [Scores?](repeating: nil, count: tokens.count)
        var (next, name, left) = (0, 0, most)
        var window = Window()
        while next < tokens.count {
            let paragraph = structure.paragraphs[Int(structure.paragraphOfToken[tokens[next]])]
            var last = next
            while last < tokens.count, tokens[last] < paragraph.upperBound { last += 1 }
            left -= paragraph.count
            guard left >= 0 else { break }
            var sentence = Int(structure.sentenceOfToken[paragraph.lowerBound])
            while sentence < structure.sentences.count, structure.sentences[sentence].lowerBound < paragraph.upperBound
            {
                let before = window
                cut(structure.sentences[sentence], of: document, names, &name, into: &window)
                if !before.pieces.isEmpty, window.pieces.count > Self.longest {
                    read(before, tokens, &next, &found, isRead)
                    window.removeFirst(before.pieces.count)
                }
                sentence += 1
            }
            read(window, tokens, &next, &found, isRead)
            window.removeFirst(window.pieces.count)
            next = last
        }
        return found
    }

    /// Pieces, and where tokens begin among them.
    private struct Window {
        var pieces: ContiguousArray<Int32> = []
        var starts: [(token: Int, piece: Int)] = []

        mutating func removeFirst(_ count: Int) {
            pieces.removeFirst(count)
            starts.removeAll { $0.piece < count }
            for index in starts.indices { starts[index].piece -= count }
        }
    }

    private func cut(
        _ sentence: Range<Int>, of document: Document, _ names: [(tokens: Range<Int>, type: Entities.EntityType)],
        _ name: inout Int, into window: inout Window
    ) {
        let bytes = document.text.bytes.span
        var token = sentence.lowerBound
        while name < names.count, names[name].tokens.upperBound <= token { name += 1 }
        while token < sentence.upperBound {
            window.starts.append((token, window.pieces.count))
            if name < names.count, names[name].tokens.lowerBound <= token, let piece = standIns[names[name].type] {
                window.pieces.append(piece)
                token = min(names[name].tokens.upperBound, sentence.upperBound)
                name += 1
            } else {
                reader.wordPieces.append(bytes, document.tokens[token].indices, to: &window.pieces)
                token += 1
            }
        }
    }

    private func read(
        _ window: Window, _ tokens: [Int], _ next: inout Int, _ found: inout [Scores?],
        _ isRead: (Range<Int>, Int) -> Bool
    ) {
        guard let end = window.starts.last?.token else { return }
        let count = min(window.pieces.count, Self.longest)
        var asked = [Bool](repeating: false, count: count + 2)
        var owners: [(index: Int, place: Int)] = []
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
        guard let first = owners.first, let last = owners.last, isRead(first.index..<last.index + 1, count) else {
            return
        }
        let pieces = [WordPieces.Mark.begins] + window.pieces.prefix(count) + [WordPieces.Mark.ends]
        let scores = reader.scores(
            pieces: pieces, casings: [UInt8](repeating: 0, count: pieces.count),
            flags: [UInt32](repeating: 0, count: pieces.count), asked: asked)
        var (row, place) = (-1, -1)
        for owner in owners {
            if owner.place != place { (row, place) = (row + 1, owner.place) }
            guard (row + 1) * Self.outputs <= scores.count else { return }
            func logits(_ head: Int) -> Logits {
                let first = row * Self.outputs + 3 * head
                return Logits(against: scores[first], neither: scores[first + 1], toward: scores[first + 2])
            }
            found[owner.index] = Scores(stance: logits(0), news: logits(1), portrayal: logits(2))
        }
    }
}
