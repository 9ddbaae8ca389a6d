import English
package import Linguistics

/// What one labelled speaker says.
package struct Turn: Sendable {
    /// The words.
    package var range: ByteRange
    package var label: TurnLabel
    /// The label's index in `Turns.labels`.
    package var labelIndex: Int
}

/// The turns of an interview or a transcript, with all the labels that speakers bear, of which one may head no words.
package struct Turns: Sendable {
    package var turns: [Turn] = []
    package var labels: [TurnLabel] = []
}

/// Finds the turns of an interview or a transcript.
///
/// Labels count when they recur or stand together as labels do; a turn reaches over all paragraphs to the next label.
/// The last one ends before what editors add: corrections, credits, biographies.
package struct TurnSegmenter {
    private let story: Story
    private let candidates: [TurnLabel]

    /// Initials belong to a speaker among the first so many labels; the bound keeps reading linear.
    private static let introducing = 200

    /// Takes a story with its names, and whatever at the starts of its lines may be a label.
    package init(_ story: Story, _ candidates: [TurnLabel]) {
        self.story = story
        self.candidates = candidates
    }

    /// The turns in order; none in a document that is neither.
    ///
    /// - Complexity: O(bytes + labels · names).
    package func turns() -> Turns {
        // What a source marks as speakers' names is taken as it is, one alone too.
        let posts = candidates.filter { $0.speechEnd != nil }
        let others = candidates.filter { $0.speechEnd == nil }
        let isGiven = others.first?.isGiven == true
        let speakers = isGiven ? others : accepted(others)
        guard !posts.isEmpty || !speakers.isEmpty else { return Turns() }
        let labels = (speakers + posts).sorted { $0.name < $1.name }
        var turns: [Turn] = []
        var ends = story.blocks.turnEnds[...]
        for (index, label) in labels.enumerated() {
            let next = index + 1 < labels.count ? labels[index + 1].whole.lower : Int32(story.bytes.count)
            var end = next
            ends = ends.drop { $0 < label.whole.upper }
            if let speechEnd = label.speechEnd {
                end = min(next, speechEnd)
            } else if isGiven, let given = ends.first, given <= next {
                end = given
            } else if index + 1 == labels.count {
                end = EndMatter(story).start(from: label.whole.upper)
            } else {
                end = withoutHeading(from: label.whole.upper, to: end)
            }
            let range = speech(ByteRange(label.whole.upper, max(label.whole.upper, end)))
            if index == 0, !label.isGiven, isTitle(label, range) { continue }
            guard !range.isEmpty else { continue }
            turns.append(Turn(range: range, label: label, labelIndex: index))
        }
        return Turns(turns: turns, labels: labels)
    }

    /// The labels that speakers bear, judged by all of the document's.
    private func accepted(_ candidates: [TurnLabel]) -> [TurnLabel] {
        // Dashes part much else: they count where every line has one and two speakers come again.
        var dashed: [WordHash: Int] = [:]
        for label in candidates where label.isDashed { dashed[label.key, default: 0] += 1 }
        let isDashed = dashed.values.count { $0 >= 2 } >= 2
        let bare = bareTurns(candidates)
        // *Q1*, *Q2* alone are quarters.
        let isCounted =
            candidates.contains { $0.isNumbered && !$0.isQuestion }
            && candidates.contains { $0.isNumbered && $0.isQuestion }
        let labels = candidates.indices.filter {
            let label = candidates[$0]
            if label.isNumbered, !isCounted { return false }
            if label.isDescription { return false }
            return label.isBare
                ? bare.contains($0) : !label.isDashed || isDashed && dashed[label.key, default: 0] >= 2
        }.map { candidates[$0] }
        var counts: [WordHash: Int] = [:]
        for label in labels { counts[label.key, default: 0] += 1 }
        if counts.count == 1 { return isSpeech(labels[0]) ? labels : [] }
        guard labels.count >= 2 else { return [] }
        // Initials are their owner's label once more.
        var owned: Set<WordHash> = []
        for label in labels where label.isInitials && !label.isQuestionOrAnswer && !owned.contains(label.key) {
            if let owner = labels.prefix(Self.introducing).first(where: {
                $0.key != label.key && !$0.isInitials && story.matches(label.name, initialsOf: $0.name)
            }) {
                owned.insert(label.key)
                counts[owner.key, default: 0] += counts[label.key, default: 0]
                counts[label.key, default: 0] += 1
            }
        }
        // So is a surname: "HALINA BOJARSKA", "BOJARSKA".
        var fullNames: [WordHash: WordHash] = [:]
        for label in labels where label.wordCount > 1 {
            fullNames[lastWord(of: label), default: label.key] = label.key
        }
        for label in labels where label.wordCount == 1 && !label.isQuestionOrAnswer && !owned.contains(label.key) {
            guard let owner = fullNames[lastWord(of: label)] else { continue }
            owned.insert(label.key)
            counts[owner, default: 0] += counts[label.key, default: 0]
            counts[label.key, default: 0] += 1
        }
        let distinct = counts.count - owned.count
        let repeated = counts.filter { $0.value >= 2 && !owned.contains($0.key) }.count
        let hasQuestions = labels.contains { $0.isQuestionOrAnswer && $0.key == WordHash(folding: "q") }
        let persons = labels.count { isPerson($0) || $0.hasRole || $0.isQuestionOrAnswer || $0.isInitials }
        // A list of headings names each once; speakers come again, bear roles, or are people.
        let isConversation =
            repeated >= 2 || (repeated == 1 && distinct >= 2 && labels.count >= 3)
            || (hasQuestions && labels.count >= 2)
            || (distinct >= 2 && labels.count >= 2 && persons * 3 >= labels.count * 2)
        guard isConversation else { return [] }
        let marked = labels.count { $0.isMarkedUp }
        let capitals = labels.count { $0.isCapitals }
        // Whoever is only described speaks among speakers who come again.
        let areApart = labels.contains(where: isBehindBlankLine)
        let described =
            repeated >= 2
            ? candidates.filter { $0.isDescription && startsParagraph($0) && (!areApart || isBehindBlankLine($0)) } : []
        return (labels + described).sorted { $0.name < $1.name }.filter { label in
            if label.isDescription { return marked * 3 < labels.count * 2 || label.isMarkedUp }
            // "Witness: Dr. Westerveld" heads a transcript whose labels are in capitals.
            if capitals * 3 >= labels.count * 2, !label.isCapitals, counts[label.key, default: 0] < 2 { return false }
            if counts[label.key, default: 0] >= 2 || label.isQuestionOrAnswer { return true }
            if marked * 3 >= labels.count * 2, !label.isMarkedUp { return false }
            return label.hasRole || label.isCapitals || isPerson(label) || label.isInitials || label.wordCount >= 2
                || label.isMarkedUp
        }
    }

    /// Whether a blank line stands before a label.
    private func isBehindBlankLine(_ label: TurnLabel) -> Bool {
        var (place, ends) = (Int(label.whole.lower) - 1, 0)
        while place >= 0, ends < 2 {
            switch story.bytes[place] {
            case UInt8(ascii: "\n"): ends += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return false
            }
            place -= 1
        }
        return ends == 2
    }

    /// Whether a label begins a paragraph, as a turn does.
    private func startsParagraph(_ label: TurnLabel) -> Bool {
        guard let first = story.tokens.indices(overlapping: label.whole).first else { return false }
        return first == story.paragraphs[Int(story.paragraphOfToken[first])].lowerBound
    }

    private func isPerson(_ label: TurnLabel) -> Bool {
        story.tokens.indices(overlapping: label.name).contains { token in
            if let name = story.name(ofToken: token), story.names[name].kind == .person { return true }
            return !story.classes[token].isDisjoint(with: [.honorific, .personNoun])
        }
    }

    /// Whether the only label of a document heads a speech: a person's in capitals, with most of the text behind it, in the
    /// first person.
    private func isSpeech(_ label: TurnLabel) -> Bool {
        guard label.isCapitals, !label.isInitials, isPerson(label) else { return false }
        let first = story.tokens.index(atOrAfter: label.whole.upper)
        guard (story.tokens.count - first) * 10 >= story.tokens.count * 6 else { return false }
        var pronouns = 0
        for token in first..<story.tokens.count where story.classes[token].contains(.firstOrSecondPerson) {
            pronouns += 1
            if pronouns >= 3 { return true }
        }
        return false
    }

    /// The labels `Q` and `A` without a mark behind them that stand for turns: an answer follows a question, line by line.
    ///
    /// Where the one who answers is named in capitals, `Q` before such a label is a question as well.
    private func bareTurns(_ candidates: [TurnLabel]) -> Set<Int> {
        var turns: Set<Int> = []
        var questions: Set<Int> = []
        let question = WordHash("q")
        var answerer: TurnLabel?
        for index in candidates.indices.reversed() {
            let label = candidates[index]
            if !label.isBare {
                answerer = label.isCapitals && !label.isDashed ? label : nil
            } else if label.key == question {
                if let next = candidates.dropFirst(index + 1).first, next.isBare, next.key != question {
                    turns.formUnion([index, index + 1])
                } else if let answerer, isPerson(answerer) {
                    questions.insert(index)
                }
            }
        }
        return (turns.count >= 4 ? turns : []).union(questions)
    }

    private func lastWord(of label: TurnLabel) -> WordHash {
        story.tokens.indices(overlapping: label.name).last.map { story.tokens.hashes[$0] } ?? label.key
    }

    /// Where a turn ends when a heading stands between it and the next label: a short last paragraph without a stop,
    /// behind one that has one.
    private func withoutHeading(from start: Int32, to end: Int32) -> Int32 {
        let tokens = story.tokens.indices(overlapping: ByteRange(start, end))
        guard let last = tokens.last else { return end }
        let paragraph = Int(story.paragraphOfToken[last])
        let run = story.paragraphs[paragraph]
        if run.lowerBound > tokens.lowerBound, isPullQuote(run) || isEditorsNote(run) {
            return story.tokens.starts[run.lowerBound]
        }
        guard paragraph > 0, run.lowerBound > tokens.lowerBound, run.count <= 14, story.isCapitalized(run.lowerBound),
            story.isWord(last), !story.tokens.flags[last].contains(.endsWithDot),
            story.isStop(run.lowerBound - 1) || story.isQuoteMark(run.lowerBound - 1)
                || story.isMark(run.lowerBound - 1, UInt8(ascii: ")"))
                || story.isMark(run.lowerBound - 1, UInt8(ascii: "]"))
        else { return end }
        return story.tokens.starts[run.lowerBound]
    }

    /// Whether a paragraph repeats words with their speaker behind a dash: *"We have brains." — Peres, on wealth*.
    private func isPullQuote(_ run: Range<Int>) -> Bool {
        guard story.isQuoteMark(run.lowerBound) else { return false }
        return run.dropFirst(2).dropLast().contains {
            story.isDash($0) && story.isQuoteMark($0 - 1) && story.isCapitalized($0 + 1)
        }
    }

    /// Whether a paragraph is the editor's: *Ed.: See the catalogue.*
    private func isEditorsNote(_ run: Range<Int>) -> Bool {
        let first = story.isWord(run.lowerBound) ? run.lowerBound : run.lowerBound + 1
        return run.count > 2 && Self.editors.contains(story.tokens.hashes[first])
            && (first + 1..<min(first + 4, run.upperBound)).contains { story.isMark($0, UInt8(ascii: ":")) }
    }

    private static let editors = WordQuery.english(.editor)

    /// Whether what looks like the first turn is the document's title: *The Onion: an interview*.
    private func isTitle(_ label: TurnLabel, _ range: ByteRange) -> Bool {
        guard let first = story.tokens.indices(overlapping: label.name).first, story.paragraphOfToken[first] == 0 else {
            return false
        }
        let paragraph = story.paragraphs[0]
        let last = paragraph.upperBound - 1
        return !label.isMarkedUp && story.isWord(last) && !story.tokens.flags[last].contains(.endsWithDot)
            && story.paragraphs.count > 1
    }

    /// The words of a turn: stage directions at its ends, and marks around the whole, left out.
    private func speech(_ range: ByteRange) -> ByteRange {
        let text = story.text
        var range = text.trimmed(range)
        while true {
            let before = range
            range = withoutRule(range)
            range = withoutDirection(range)
            range = text.trimmed(range)
            if range == before { break }
        }
        return withoutMarksAround(range)
    }

    /// A turn without a rule of dashes or stars at its end.
    private func withoutRule(_ range: ByteRange) -> ByteRange {
        var upper = Int(range.upper)
        while upper > Int(range.lower), [0x2D, 0x2A, 0x5F, 0x3D].contains(story.bytes[upper - 1]) { upper -= 1 }
        guard upper > Int(range.lower), story.bytes[upper - 1] == 0x0A, Int(range.upper) - upper >= 3 else {
            return range
        }
        return ByteRange(Int(range.lower), upper)
    }

    private func withoutDirection(_ range: ByteRange) -> ByteRange {
        let bytes = story.bytes
        var lower = Int(range.lower)
        var upper = Int(range.upper)
        let stars: (UInt8) -> Bool = { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "_") }
        // At the front.
        var open = lower
        while open < upper, stars(bytes[open]) { open += 1 }
        if open < upper, let close = Self.partner(bytes[open]) {
            var end = open + 1
            while end < upper, bytes[end] != close, bytes[end] != 0x0A, end - open < 100 { end += 1 }
            if end < upper, bytes[end] == close {
                var after = end + 1
                while after < upper, stars(bytes[after]) { after += 1 }
                let isAlone = after < upper && bytes[after] == 0x0A
                if isDirection(open + 1..<end) || isAlone { lower = after }
            }
        }
        // At the end, where it follows a sentence or stands alone.
        var last = upper
        while last > lower, stars(bytes[last - 1]) { last -= 1 }
        if last - 1 > lower, bytes[last - 1] == UInt8(ascii: ")") || bytes[last - 1] == UInt8(ascii: "]") {
            let opener = bytes[last - 1] == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "[")
            var start = last - 2
            while start > lower, bytes[start] != opener, bytes[start] != 0x0A, last - start < 100 { start -= 1 }
            if bytes[start] == opener, isDirection(start + 1..<last - 1) || (start > lower && bytes[start - 1] == 0x0A)
            {
                var before = start
                while before > lower, stars(bytes[before - 1]) { before -= 1 }
                var text = before
                while text > lower, bytes[text - 1].isASCIIWhitespace { text -= 1 }
                let ends: Set<UInt8> = [0x2E, 0x21, 0x3F, 0x22, 0x94, 0x9D, 0xA6, 0x2D, 0x29, 0x5D]
                if text == lower || ends.contains(bytes[text - 1]) { upper = before }
            }
        }
        return ByteRange(lower, max(lower, upper))
    }

    private static func partner(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "("): UInt8(ascii: ")")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        default: nil
        }
    }

    /// Whether bracketed words tell what happens rather than what is meant.
    private func isDirection(_ range: Range<Int>) -> Bool {
        let tokens = story.tokens.indices(overlapping: ByteRange(range.lowerBound, range.upperBound))
        guard !tokens.isEmpty, tokens.count <= 12 else { return false }
        for token in tokens {
            if Self.directions.contains(story.tokens.hashes[token]) { return true }
            if story.hasSuffix(token, "ing") && token == tokens.lowerBound { return true }
        }
        return false
    }

    private static let directions = WordQuery.english(.stageDirection)

    private func withoutMarksAround(_ range: ByteRange) -> ByteRange {
        let bytes = story.bytes
        let pairs: [([UInt8], [UInt8])] = [([0x22], [0x22]), ([0xE2, 0x80, 0x9C], [0xE2, 0x80, 0x9D])]
        for (open, close) in pairs where range.count > open.count + close.count {
            let lower = Int(range.lower)
            let upper = Int(range.upper)
            guard bytes[lower..<lower + open.count].elementsEqual(open),
                bytes[upper - close.count..<upper].elementsEqual(close)
            else { continue }
            var inner = lower + open.count
            var hasOther = false
            while inner < upper - close.count {
                if bytes[inner] == close[0], bytes[inner..<inner + close.count].elementsEqual(close) { hasOther = true }
                inner += 1
            }
            if !hasOther { return ByteRange(lower + open.count, upper - close.count) }
        }
        return range
    }
}
