import English
import Linguistics

/// Makes a text of captions: paragraphs of what is said, with the speakers where voices, labels or marks tell them.
struct CaptionTranscript {
    /// What one mark, label or line end divides of a caption.
    private struct Piece {
        var start: Double?
        var end: Double?
        /// The speaker that the format names.
        var voice: String?
        /// Whether a mark says that somebody else begins.
        var isChange: Bool
        var label: CaptionLabel?
        /// What it names as a speaker's name on a line of its own above others.
        var name: CaptionLabel?
        /// The words behind the mark, with the label.
        var words: String
        /// Whether it is a sound, not speech.
        var isSound: Bool
    }

    private var pieces: [Piece] = []

    /// What recognisers that hear a change of speakers and know no names write between them.
    static let turn = "[SPEAKER_TURN]"

    /// Takes captions in their order.
    init(_ captions: [Caption]) {
        for caption in captions { read(caption) }
    }

    /// The text.
    ///
    /// - Complexity: O(bytes).
    func text() -> SourceText {
        var writer = TranscriptWriter()
        write(to: &writer)
        return writer.finish()
    }

    /// Hands over what was said, in order.
    ///
    /// - Complexity: O(bytes).
    func write(to writer: inout TranscriptWriter) {
        let judge = CaptionLabelJudge(
            pieces.lazy.filter { $0.voice == nil }.compactMap(\.label), shouts: shouts)
        let names = shouts ? [] : CaptionLabelJudge.speakers(pieces.lazy.compactMap(\.name))
        let hasVoices = pieces.contains { $0.voice != nil }
        var voice = TranscriptWriter.Voice.unknown
        // A mark with nothing behind it is the next words'.
        var changes = false
        for piece in pieces {
            if piece.words.isEmpty, piece.isChange {
                changes = true
                continue
            }
            if let name = piece.name, names.contains(name.key) {
                voice = .named(name.name)
                changes = changes || piece.isChange
                continue
            }
            if piece.isSound {
                writer.addSound(piece.words, at: piece.start)
                continue
            }
            var words = piece.words[...]
            if let name = piece.voice {
                voice = .named(name)
            } else if let label = piece.label, judge.accepts(label) {
                voice = .named(label.name)
                words = words.dropFirst(label.length).drop(while: \.isWhitespace)
            } else if piece.isChange || changes || hasVoices {
                voice = .unknown
            }
            writer.add(words, by: voice, isNewTurn: piece.isChange || changes, from: piece.start, to: piece.end)
            changes = false
        }
    }

    /// Whether all is in capitals, as live captions often are, so that capitals say nothing of labels.
    private var shouts: Bool {
        var capitals = 0
        var letters = 0
        for piece in pieces.prefix(400) where piece.voice == nil && piece.name == nil {
            for byte in piece.words.dropFirst(piece.label?.length ?? 0).utf8 {
                if byte.isASCIIUppercase { capitals += 1 }
                if byte.isASCIILetter { letters += 1 }
            }
        }
        return capitals * 10 > letters * 7
    }

    private mutating func read(_ caption: Caption) {
        guard !caption.lines.isEmpty else { return }
        let whole = caption.lines.lazy.map(\.words).joined(separator: " ")
        if Self.isSound(whole), whole != Self.turn {
            add(caption, caption.lines[0].voice, isChange: false, words: whole, isSound: true)
            return
        }
        for (index, line) in caption.lines.enumerated() {
            if index == 0, caption.lines.count > 1, line.voice == nil, let name = CaptionLabel(alone: line.words) {
                let isSound = Self.isSound(line.words)
                add(caption, nil, isChange: false, words: line.words, isSound: isSound)
                pieces[pieces.count - 1].name = name
            } else if caption.lines.count > 1, Self.isSound(line.words), line.words != Self.turn {
                add(caption, line.voice, isChange: false, words: line.words, isSound: true)
            } else {
                read(line, of: caption)
            }
        }
    }

    /// Divides a line at the marks of a change: `>>` anywhere, a hyphen at its start.
    private mutating func read(_ line: Caption.Line, of caption: Caption) {
        var words: [Substring] = []
        var isChange = false
        for (index, word) in line.words.split(separator: " ").enumerated() {
            var rest = word
            var isMark = false
            if word == Self.turn {
                rest = ""
                isMark = true
            } else if word.hasPrefix(">>") {
                rest = word.drop { $0 == ">" }
                isMark = true
            } else if index == 0, word == "-" || word == "–" {
                rest = ""
                isMark = true
            } else if index == 0, word.first == "-",
                word.dropFirst().first.map({ $0.isLetter || "\"“‘[(¿¡".contains($0) }) == true
            {
                rest = word.dropFirst()
                isMark = true
            }
            if isMark {
                add(caption, line.voice, isChange: isChange, words: words.joined(separator: " "))
                words.removeAll(keepingCapacity: true)
                isChange = true
            }
            if !rest.isEmpty { words.append(rest) }
        }
        add(caption, line.voice, isChange: isChange, words: words.joined(separator: " "), isLast: true)
    }

    private mutating func add(
        _ caption: Caption, _ voice: String?, isChange: Bool, words: String, isSound: Bool = false, isLast: Bool = false
    ) {
        // A mark with nothing behind it says that the next line is somebody else's.
        guard !words.isEmpty || (isChange && isLast) else { return }
        var piece = Piece(
            start: caption.start, end: caption.end, voice: voice, isChange: isChange, words: words, isSound: isSound)
        if !isSound, voice == nil {
            piece.label =
                CaptionLabel(in: words, isBehindMark: isChange)
                ?? CaptionLabel(bracketed: words, isBehindMark: isChange)
        }
        pieces.append(piece)
    }

    /// Whether all of it is one note in brackets, or a song between notes.
    private static func isSound(_ words: some StringProtocol) -> Bool {
        guard let first = words.first, let last = words.last, words.count > 1 || first == "♪" else { return false }
        switch (first, last) {
        case ("[", "]"): return !words.dropFirst().dropLast().contains("]")
        case ("(", ")"): return !words.dropFirst().dropLast().contains(")")
        case ("♪", "♪"), ("♫", "♫"), ("*", "*"): return true
        default: return false
        }
    }
}

/// What may be a speaker's label at the start of a piece of a caption.
struct CaptionLabel {
    /// The speaker's name, without brackets and roles.
    var name: String
    /// How many characters it takes with its colon.
    var length: Int
    /// The folded name.
    var key: String
    /// Whether it is in capitals.
    var isCapitals: Bool
    /// Whether it can be nothing else: in brackets with a colon, or a recogniser's number.
    var isCertain: Bool
    /// Whether a mark of a change stands before it.
    var isBehindMark: Bool
    /// The number of words of the name.
    var wordCount: Int

    private static let longest = 60
    private static let mostWords = 6
    private static let particles = WordQuery.english(.labelParticle)
    private static let notSpeakers = WordQuery.english(.noSpeaker)

    /// Reads the label that words begin with.
    init?(in words: String, isBehindMark: Bool) {
        let head = words.prefix(Self.longest)
        guard let colon = head.firstIndex(of: ":") else { return nil }
        let after = words.index(after: colon)
        guard after == words.endIndex || words[after] == " " else { return nil }
        var name = head[..<colon]
        var isBracketed = false
        if let first = name.first, first == "[" || first == "(", name.last == (first == "[" ? "]" : ")") {
            name = name.dropFirst().dropLast()
            isBracketed = true
        } else if let role = name.firstIndex(where: { $0 == "(" || $0 == "[" }), role > name.startIndex {
            guard name.last == ")" || name.last == "]" else { return nil }
            name = name[..<role]
        }
        let parts = name.split(separator: " ")
        guard !parts.isEmpty, parts.count <= Self.mostWords, let label = SpeakerName.label(of: name) else { return nil }
        for (index, part) in parts.enumerated() {
            guard let first = part.first(where: { $0 != "'" && $0 != "“" && $0 != "\"" }) else { return nil }
            let isName = first.isUppercase || first.isNumber || first == "#" || first == "&" || !first.isCased
            guard isName || (index > 0 && Self.particles.contains(WordHash(folding: String(part)))) else { return nil }
            guard !part.contains(where: { ".,;!?".contains($0) }) || part.hasSuffix(".") && part.count <= 5 else {
                return nil
            }
        }
        guard parts.contains(where: { $0.contains(where: \.isLetter) }) || label != String(name) else { return nil }
        let key = label.lowercased()
        guard !Self.notSpeakers.contains(WordHash(folding: key)) else { return nil }
        var capitals = 0
        var small = 0
        for character in name {
            if character.isUppercase { capitals += 1 }
            if character.isLowercase { small += 1 }
        }
        self.name = label
        self.key = key
        self.isBehindMark = isBehindMark
        length = words.distance(from: words.startIndex, to: after)
        isCapitals = capitals >= 2 && small <= 2 && capitals > small
        isCertain = isBracketed || label != name.split(separator: " ").joined(separator: " ")
        wordCount = parts.count
    }

    /// Reads a name in capitals and brackets that words begin with, without a colon, as in *[ADA REYES] When was that*.
    ///
    /// Sounds stand so as well, *[MUSIC PLAYING] Welcome*: what may be one is none, and one alone in a file is believed of
    /// nobody.
    init?(bracketed words: String, isBehindMark: Bool) {
        let head = words.prefix(Self.longest)
        guard let open = head.first, open == "[" || open == "(",
            let close = head.firstIndex(of: open == "[" ? "]" : ")")
        else { return nil }
        let after = words.index(after: close)
        guard after < words.endIndex, words[after] == " " else { return nil }
        let name = head[head.index(after: head.startIndex)..<close]
        let parts = name.split(separator: " ")
        guard (1...Self.mostWords).contains(parts.count), let label = SpeakerName.label(of: name) else { return nil }
        let classes = parts.map { Words.english.classes(of: WordHash(folding: String($0))) }
        guard !Self.isSound(parts, classes) else { return nil }
        let isNumbered = label != parts.joined(separator: " ")
        guard isNumbered || parts.count > 1 || !classes[0].isDisjoint(with: [.personNoun, .honorific]) else {
            return nil
        }
        for (part, classes) in zip(parts, classes) {
            guard part.first?.isLetter == true || isNumbered, !part.contains(where: \.isLowercase),
                !part.contains(where: { ",;:!?".contains($0) }), !part.hasSuffix("ING"), !classes.contains(.verb)
            else { return nil }
        }
        let key = label.lowercased()
        guard !Self.notSpeakers.contains(WordHash(folding: key)) else { return nil }
        self.name = label
        self.key = key
        self.isBehindMark = isBehindMark
        length = words.distance(from: words.startIndex, to: after)
        isCapitals = false
        isCertain = isNumbered
        wordCount = parts.count
    }

    /// Reads a name in capitals that is all of a line, in brackets or not.
    ///
    /// *ADA REYES* stands above *When was that?*
    init?(alone words: String) {
        var name = words[...]
        if let first = name.first, first == "[" || first == "(" {
            guard name.last == (first == "[" ? "]" : ")") else { return nil }
            name = name.dropFirst().dropLast()
        }
        let parts = name.split(separator: " ")
        guard (1...Self.mostWordsAlone).contains(parts.count), name.utf8.count <= Self.longest,
            let label = SpeakerName.label(of: name)
        else { return nil }
        let classes = parts.map { Words.english.classes(of: WordHash(folding: String($0))) }
        guard !Self.isSound(parts, classes) else { return nil }
        for (part, classes) in zip(parts, classes) {
            let isTitle = part.hasSuffix(".") && classes.contains(.honorific)
            guard part.first?.isLetter == true, !part.contains(where: \.isLowercase),
                isTitle || !part.contains(where: { ".,;:!?".contains($0) }),
                !part.hasSuffix("ING"), classes.isDisjoint(with: [.verb, .auxiliary, .subjectPronoun, .preposition])
            else { return nil }
        }
        let key = label.lowercased()
        guard !Self.notSpeakers.contains(WordHash(folding: key)) else { return nil }
        self.name = label
        self.key = key
        isBehindMark = false
        length = words.count
        isCapitals = true
        isCertain = false
        wordCount = parts.count
    }

    private static let mostWordsAlone = 4

    /// Whether words note what is heard rather than who speaks: *DOOR SLAMS*, *MUSIC PLAYING*; *AUDIENCE MEMBER* is somebody.
    private static func isSound(_ parts: [Substring], _ classes: [WordClass]) -> Bool {
        let hashes = parts.map { WordHash(folding: String($0)) }
        if hashes.count > 1, let last = hashes.last, soundVerbs.contains(last) { return true }
        return hashes.contains(where: soundSources.contains)
            && classes.allSatisfy { $0.isDisjoint(with: [.personNoun, .honorific]) }
    }

    private static let soundVerbs = WordQuery.english(.soundVerb)
    private static let soundSources = WordQuery.english(.soundSource)
}

/// Tells which labels of a file are speakers', judged by all of them.
struct CaptionLabelJudge {
    private let shouts: Bool
    private let isConversation: Bool
    private var counts: [String: Int] = [:]

    /// Takes all labels in their order.
    init(_ labels: some Sequence<CaptionLabel>, shouts: Bool) {
        self.shouts = shouts
        var total = 0
        var isFull = true
        for label in labels {
            counts[label.key, default: 0] += 1
            total += 1
            if label.wordCount < 2 { isFull = false }
        }
        let repeated = counts.values.count { $0 > 1 }
        isConversation =
            repeated >= 2 || (repeated == 1 && counts.count >= 2 && total >= 3) || (counts.count >= 2 && isFull)
    }

    /// The keys of those names on lines of their own that are speakers': two who come again.
    static func speakers(_ names: some Sequence<CaptionLabel>) -> Set<String> {
        var counts: [String: Int] = [:]
        for name in names { counts[name.key, default: 0] += 1 }
        return counts.values.count { $0 > 1 } >= 2 ? Set(counts.keys) : []
    }

    /// Whether a label is a speaker's.
    func accepts(_ label: CaptionLabel) -> Bool {
        if label.isCertain || isConversation { return true }
        if label.isCapitals { return !shouts || label.isBehindMark }
        return counts[label.key, default: 0] > 1 || (label.isBehindMark && label.wordCount > 1)
    }
}
