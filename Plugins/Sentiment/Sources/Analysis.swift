import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import Quotes
import References

/// One document's way through the plugin.
struct Analysis {
    /// A name, or a pronoun that stands for it, and what the text says of it there.
    struct Mention {
        var tokens: Range<Int>
        var entity: Int
        /// The index of the mention in `Entities.Findings.mentions`; `nil` for a pronoun.
        var index: Int?
        /// The innermost quote around it; `nil` for the writer's own words.
        var quote: Int?
        /// Whether it is judged there and what befalls it.
        var verdict = Verdict()
        /// How likely a reading is to say something of it; 1 where that was not asked.
        var expectation: Float = 1
    }

    let document: Document
    let entities: Entities.Findings
    let references: [References.Reference]
    let quotes: Quotes.Findings
    var scorer: Scorer
    var names: ContiguousArray<Range<Int>> = []
    var mentions: ContiguousArray<Mention> = []
    /// The tokens of each quote that is somebody's speech; empty for the others.
    private var quoteTokens: ContiguousArray<Range<Int>> = []
    /// Whether each token is somebody's speech.
    private var isSpoken: ContiguousArray<Bool> = []

    /// The tone of sentences and of what is made of them.
    private(set) var tones = Tones()

    private static let shortText = 90

    /// The tone of the text.
    var documentTone: Evidence { tones.document }
    /// The tone of the writer's own words.
    var documentVoice: Evidence { tones.voice(isAlone: quoteTokens.allSatisfy(\.isEmpty)) }
    /// The tone of each quote.
    var quoteTones: ContiguousArray<Evidence> { tones.quotes(quotes.quotes.count) }

    init(
        _ document: Document, _ references: References.Findings, _ quotes: Quotes.Findings, _ scorer: Scorer
    ) {
        self.document = document
        entities = references.names
        self.references = references.references
        self.quotes = quotes
        self.scorer = scorer
        prepare()
    }

    private mutating func prepare() {
        let tokens = document.tokens
        names.reserveCapacity(entities.mentions.count)
        mentions.reserveCapacity(entities.mentions.count + references.count)
        for (index, mention) in entities.mentions.enumerated() {
            let run = mention.tokens.isEmpty ? tokens.indices(overlapping: mention.range) : mention.tokens
            guard !run.isEmpty, run.upperBound <= tokens.count else { continue }
            if run.lowerBound >= names.last?.upperBound ?? 0 { names.append(run) }
            guard let entity = mention.entityIndex else { continue }
            mentions.append(Mention(tokens: run, entity: entity, index: index))
        }
        for reference in references where reference.kind == .pronoun {
            guard let entity = reference.entityIndex, reference.tokens.upperBound <= tokens.count,
                !reference.tokens.isEmpty
            else { continue }
            mentions.append(Mention(tokens: reference.tokens, entity: entity))
        }
        // A pronoun before a name that begins with it.
        mentions.sort { ($0.tokens.lowerBound, $0.index ?? -1) < ($1.tokens.lowerBound, $1.index ?? -1) }
        isSpoken = ContiguousArray(repeating: false, count: tokens.count)
        quoteTokens.reserveCapacity(quotes.quotes.count)
        for quote in quotes.quotes {
            let run = quote.kind == .scare ? 0..<0 : tokens.indices(overlapping: quote.range)
            quoteTokens.append(run)
            for token in run { isSpoken[token] = true }
        }
        assignQuotes()
        findChanges()
    }

    /// Finds the innermost quote around each mention: of those that contain it, the one that starts last.
    private mutating func assignQuotes() {
        var open: [Int] = []
        var next = 0
        for index in mentions.indices {
            let start = mentions[index].tokens.lowerBound
            while next < quoteTokens.count, quoteTokens[next].isEmpty || quoteTokens[next].lowerBound <= start {
                if !quoteTokens[next].isEmpty { open.append(next) }
                next += 1
            }
            open.removeAll { quoteTokens[$0].upperBound <= start }
            mentions[index].quote = open.last
        }
    }

    /// Scores everything, sentence by sentence.
    ///
    /// - Parameter worth: Says of each name how likely a reading is to say something of it; nil where all are read or none.
    mutating func run(_ worth: ReadingWorth? = nil) {
        let structure = document.structure
        var nextMention = 0
        tones.reserve(structure.sentences.count)
        scorer.restart()
        let hasTone = document.blocks.hasTone
        if structure.sentences.count > 1, document.tokens.count <= Self.shortText, let toned {
            read(toned)
            tones.setWhole(scorer.tone(), share: scorer.shareOfJudgement())
            scorer.restart()
        }
        var firstQuote = 0
        for sentence in structure.sentences {
            read(sentence)
            let score = scorer.tone()
            let counts = isToned(sentence, hasTone)
            tones.add(score, words: sentence.count, counts: counts)
            while let worth, nextMention < mentions.count,
                mentions[nextMention].tokens.lowerBound < sentence.upperBound
            {
                mentions[nextMention].expectation = worth.expectation(worthInputs(of: mentions[nextMention]))
                nextMention += 1
            }
            if counts { addVoice(sentence, score) }
            while firstQuote < quoteTokens.count, quoteTokens[firstQuote].upperBound <= sentence.lowerBound {
                firstQuote += 1
            }
            var quote = firstQuote
            while quote < quoteTokens.count {
                let run = quoteTokens[quote]
                if !run.isEmpty, run.lowerBound >= sentence.upperBound { break }
                if run.overlaps(sentence) {
                    let part = run.clamped(to: sentence)
                    let cells = scorer.reading.cells(of: part)
                    let value = part == sentence ? score : scorer.tone(of: cells)
                    tones.addQuote(quote, value, words: part.count)
                }
                quote += 1
            }
        }
    }

    /// The tokens from the first block with a tone to the last, `nil` where others than datelines stand between.
    private var toned: Range<Int>? {
        let blocks = document.blocks
        guard blocks.hasTone, let first = blocks.kinds.firstIndex(where: \.hasTone),
            let last = blocks.kinds.lastIndex(where: \.hasTone)
        else { return 0..<document.tokens.count }
        guard blocks.kinds[first...last].allSatisfy({ $0.hasTone || $0 == .dateline || $0 == .byline }) else {
            return nil
        }
        return blocks.tokens[first].lowerBound..<blocks.tokens[last].upperBound
    }

    mutating func read(_ sentence: Range<Int>) {
        let document = document
        scorer.read(sentence, of: document, names: names)
    }

    /// Adds what the writer says in a sentence: all of it, or the longest part outside quotes.
    private mutating func addVoice(_ sentence: Range<Int>, _ tone: Evidence) {
        var longest = 0..<0
        var start = sentence.lowerBound
        for token in sentence {
            if isSpoken[token] {
                start = token + 1
            } else if token + 1 - start > longest.count {
                longest = start..<token + 1
            }
        }
        if longest.count == sentence.count {
            tones.addVoice(tone, words: sentence.count, share: scorer.shareOfJudgement())
        } else if longest.count > 2 {
            let cells = scorer.reading.cells(of: longest)
            tones.addVoice(
                scorer.tone(of: cells), words: longest.count, share: scorer.shareOfJudgement(in: cells))
        }
    }

    /// Finds who and what is judged, and what befalls them; where the encoder reads, the tone by it, too.
    ///
    /// - Parameters:
    ///   - reading: Reads paragraphs; nil to go by verbs and words alone.
    ///   - most: As many tokens are read.
    ///   - isRead: Whether a stretch of the text is to be read: the indices of the mentions that are asked about in it, its sentences
    ///     and how many word pieces it has.
    /// - Complexity: O(tokens).
    mutating func judge(
        _ reading: StanceReading?, most: Int = .max,
        isRead: (_ mentions: ArraySlice<Int>, _ sentences: Range<Int>, _ pieces: Int) -> Bool = { _, _, _ in true }
    ) {
        var asked: [Int] = []
        // Where the names of speakers end: who only speaks is judged by verbs alone.
        let speakers = Set(quotes.quotes.compactMap { $0.kind == .turn ? nil : $0.speaker?.end })
        var denied: [Int: Denied] = [:]
        for (index, verdict, none, isAsked) in verdictsOfVerbs() {
            mentions[index].verdict = verdict
            if !none.isEmpty { denied[index] = none }
            if isAsked, let named = mentions[index].index, !speakers.contains(entities.mentions[named].end) {
                asked.append(index)
            }
        }
        judgeChanges()
        judgeScores()
        if let reading {
            let found = reading.read(
                document, asking: asked.map { mentions[$0].tokens.lowerBound }, names: runsOfNames, most: most
            ) { isRead(asked[$0.names], $0.sentences, $0.pieces) }
            tones.add(found.tones, whole: found.whole)
            for (index, scores) in zip(asked, found.names) {
                guard let scores else { continue }
                var verdict = mentions[index].verdict
                verdict.add(scores)
                if let sign = comparison(around: mentions[index].tokens), verdict.judgement != sign {
                    let told = mentions[index].verdict
                    (verdict.judgement, verdict.certainty, verdict.holder) = (
                        told.judgement, told.certainty, told.holder
                    )
                }
                if verdict.judgement != 0, verdict.holder == nil, mentions[index].quote == nil {
                    verdict.holder = holder(before: mentions[index].tokens)
                }
                if let none = denied[index], verdict.judgement != 0, none.contains(verdict.judgement) {
                    (verdict.judgement, verdict.certainty, verdict.holder) = (0, 0, nil)
                }
                mentions[index].verdict = verdict
            }
        }
        // What somebody says of himself is no judgement of him.
        for index in mentions.indices where mentions[index].verdict.judgement != 0 {
            if holders(of: mentions[index]).contains(mentions[index].entity) {
                mentions[index].verdict.judgement = 0
            }
        }
    }

    /// The document's names and their types, as the encoder is told of them.
    private var runsOfNames: [(tokens: Range<Int>, type: Entities.EntityType)] {
        entities.mentions.map { mention in
            let run = mention.tokens.isEmpty ? document.tokens.indices(overlapping: mention.range) : mention.tokens
            return (tokens: run, type: mention.type)
        }
    }

    /// What verbs tell of each mention that may be judged, by its index.
    ///
    /// All at once: asked of each from where verdicts are noted, the whole analysis was copied for each.
    ///
    /// - Returns: For each also whether a reading is asked of it, which is not where a place only stands before a verb.
    private func verdictsOfVerbs() -> [(index: Int, verdict: Verdict, denied: Denied, isAsked: Bool)] {
        var found: [(index: Int, verdict: Verdict, denied: Denied, isAsked: Bool)] = []
        for index in mentions.indices {
            let isAsked = mayBeJudged(mentions[index])
            guard isAsked || isSubject(mentions[index]) else { continue }
            let (verdict, denied) = verdictOfVerbs(at: index)
            found.append((index, verdict, denied, isAsked))
        }
        return found
    }

    /// The entities who judge a mention: whom a verb tells, else who speaks.
    func holders(of mention: Mention) -> [Int] {
        if let holder = mention.verdict.holder { return [holder] }
        guard let quote = mention.quote else { return [] }
        return quotes.quotes[quote].speakerIndices
    }

    /// Whether somebody may be judged at a mention: not who writes or is only said to speak, not where something happens, and no
    /// nationality or place before a noun, as in *the Chilean minister*.
    private func mayBeJudged(_ mention: Mention) -> Bool {
        guard entities.entities.indices.contains(mention.entity) else { return false }
        switch document.blocks.kind(ofToken: mention.tokens.lowerBound) {
        case .byline, .dateline, .greeting, .header, .label, .note: return false
        default: break
        }
        guard let index = mention.index else { return true }
        let type = entities.mentions[index].type
        guard type == .location || type == .miscellaneous else { return true }
        return !isSetting(mention) && isWhole(mention.tokens)
    }

    /// Whether a place or people stands right before an auxiliary or a verb that draws a judgement: *Norway was accused*.
    private func isSubject(_ mention: Mention) -> Bool {
        guard entities.entities.indices.contains(mention.entity), let index = mention.index,
            document.blocks.kind(ofToken: mention.tokens.lowerBound).isStory
        else { return false }
        let type = entities.mentions[index].type
        return (type == .location || type == .miscellaneous) && !isSetting(mention)
            && isBeforeVerb(mention.tokens)
    }

    /// What `ReadingWorth` looks at of a name in the sentence that was read.
    mutating func worthInputs(of mention: Mention) -> ContiguousArray<Float> {
        guard let index = mention.index else { return [] }
        let kind = document.blocks.kind(ofToken: mention.tokens.lowerBound)
        return ReadingWorth.inputs(
            scorer.surroundings(of: mention.tokens), type: entities.mentions[index].type,
            isQuoted: mention.quote != nil, isTitle: kind == .headline || kind == .subhead)
    }

    /// What the sentence that was read says of a name in it.
    mutating func stance(toward mention: Mention) -> (portrayal: Evidence, author: Evidence) {
        let stance = scorer.stance(toward: mention.tokens)
        guard isSetting(mention) else { return stance }
        return (Evidence(strength: stance.portrayal.strength), Evidence(strength: stance.author.strength))
    }

    /// Whether a place is only where something happens: *shares fell in New York*, *LONDON (AP) –*.
    func isSetting(_ mention: Mention) -> Bool {
        guard let index = mention.index, entities.mentions[index].type == .location else { return false }
        let tokens = document.tokens
        let first = mention.tokens.lowerBound
        if document.blocks.kind(ofToken: first) == .dateline { return true }
        let paragraphs = document.structure.paragraphOfToken
        if first == 0 || paragraphs[first - 1] != paragraphs[first] {
            return mention.tokens.allSatisfy { tokens.flags[$0].contains(.allCapitals) }
        }
        var before = first - 1
        while before > 0, Self.parts.contains(tokens.hashes[before]) { before -= 1 }
        return Self.places.contains(tokens.hashes[before])
    }

    private static let places = WordQuery.english(.settingPreposition)
    /// *In parts of northern England*.
    private static let parts = WordQuery.english(.settingPart)

    /// What the text says of spans, the encoder reading along.
    mutating func stances(
        toward spans: [ByteRange], _ reading: StanceReading
    ) -> [(portrayal: Sentiment.Score, author: Sentiment.Score)] {
        let names = runsOfNames
        // A name is read whole: who asks for part of it asks for all.
        let firsts = spans.map { span -> Int in
            let run = document.tokens.indices(overlapping: span)
            return names.first { $0.tokens.overlaps(run) }?.tokens.lowerBound ?? run.lowerBound
        }
        let asked = Set(firsts).sorted()
        let found = reading.read(document, asking: asked, names: names)
        let scores = Dictionary(zip(asked, found.names)) { first, _ in first }
        return zip(spans, firsts).map { span, first in stance(toward: span, scores[first] ?? nil) }
    }

    /// What the text says of a span, by what the encoder says of it, too, where it was read.
    mutating func stance(
        toward span: ByteRange, _ scores: StanceReading.Scores?
    ) -> (portrayal: Sentiment.Score, author: Sentiment.Score) {
        let run = document.tokens.indices(overlapping: span)
        guard !run.isEmpty, span.lower < span.upper else { return (Evidence().score, Evidence().score) }
        scorer.restart()
        read(document.structure.sentences[Int(document.structure.sentenceOfToken[run.lowerBound])])
        let stance = scorer.stance(toward: run, scores)
        let author = isSpoken[run.lowerBound] ? Evidence() : stance.author
        return (stance.portrayal.score, author.score)
    }

    /// The sentences with which a text begins, and all of a short one: what is always worth reading for the tone.
    var lead: Range<Int> {
        let sentences = document.structure.sentences
        guard document.tokens.count > Self.shortText else { return sentences.indices }
        let hasTone = document.blocks.hasTone
        guard let first = sentences.indices.first(where: { isToned(sentences[$0], hasTone) }) else { return 0..<0 }
        var last = first
        while last < sentences.count, sentences[last].lowerBound - sentences[first].lowerBound < Self.longestLead {
            last += 1
        }
        return first..<last
    }

    /// In tokens: a title and a first paragraph.
    private static let longestLead = 40

    private func isToned(_ sentence: Range<Int>, _ hasTone: Bool) -> Bool {
        !hasTone || document.blocks.kind(ofToken: sentence.lowerBound).hasTone
    }
}

extension BlockKind {
    /// Whether what it says counts for the document's tone.
    fileprivate var hasTone: Bool { isStory || self == .caption || self == .label }
}

extension Blocks {
    /// Whether any block counts; in a greeting or a score alone all do.
    fileprivate var hasTone: Bool { kinds.contains(where: \.hasTone) }
}
