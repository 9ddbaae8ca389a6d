import AnalyzerKit
import Entities
import Linguistics
import Quotes

/// One document's way through the plugin.
struct Analysis {
    /// A name, or a pronoun that stands for it, and what the text says of it there.
    private struct Mention {
        var tokens: Range<Int>
        var entity: Int
        /// The index of the mention in `Entities.Findings.mentions`; -1 for a pronoun.
        var index: Int
        /// The innermost quote around it; -1 for the writer's own words.
        var quote = -1
        var portrayal: Float = 0
        var author: Float = 0
    }

    private let document: Document
    private let entities: Entities.Findings
    private let quotes: Quotes.Findings
    private var scorer: Scorer
    private var names: ContiguousArray<Range<Int>> = []
    private var mentions: ContiguousArray<Mention> = []
    /// The tokens of each quote that is somebody's speech; empty for the others.
    private var quoteTokens: ContiguousArray<Range<Int>> = []
    /// Whether each token is somebody's speech.
    private var isSpoken: ContiguousArray<Bool> = []

    private var sentences: ContiguousArray<Float> = []
    private var tone = Mean()
    private var voice = Mean()
    private var quoteMeans: ContiguousArray<Mean> = []

    init(
        _ document: Document, _ entities: Entities.Findings, _ quotes: Quotes.Findings, _ scorer: Scorer
    ) {
        self.document = document
        self.entities = entities
        self.quotes = quotes
        self.scorer = scorer
        prepare()
    }

    private mutating func prepare() {
        let tokens = document.tokens
        names.reserveCapacity(entities.mentions.count)
        mentions.reserveCapacity(entities.mentions.count + entities.references.count)
        for (index, mention) in entities.mentions.enumerated() {
            let run = mention.tokens.isEmpty ? tokens.indices(overlapping: mention.range) : mention.tokens
            guard !run.isEmpty, run.upperBound <= tokens.count else { continue }
            if run.lowerBound >= names.last?.upperBound ?? 0 { names.append(run) }
            mentions.append(Mention(tokens: run, entity: mention.entityIndex, index: index))
        }
        for reference in entities.references where reference.kind == .pronoun {
            guard reference.tokens.upperBound <= tokens.count, !reference.tokens.isEmpty else { continue }
            mentions.append(Mention(tokens: reference.tokens, entity: reference.entityIndex, index: -1))
        }
        mentions.sort { ($0.tokens.lowerBound, $0.index) < ($1.tokens.lowerBound, $1.index) }
        isSpoken = ContiguousArray(repeating: false, count: tokens.count)
        quoteTokens.reserveCapacity(quotes.quotes.count)
        for quote in quotes.quotes {
            let run = quote.kind == .scare ? 0..<0 : tokens.indices(overlapping: quote.range)
            quoteTokens.append(run)
            for token in run { isSpoken[token] = true }
        }
        quoteMeans = ContiguousArray(repeating: Mean(), count: quotes.quotes.count)
        assignQuotes()
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
            mentions[index].quote = open.last ?? -1
        }
    }

    /// Scores everything, sentence by sentence.
    mutating func run() {
        let structure = document.structure
        sentences.reserveCapacity(structure.sentences.count)
        scorer.restart()
        var nextMention = 0
        var firstQuote = 0
        for sentence in structure.sentences {
            read(sentence)
            let score = scorer.sentenceScore()
            sentences.append(score)
            tone.add(score, words: sentence.count)
            addVoice(sentence, score)
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
                    let value = part == sentence ? score : scorer.sentenceScore(cells)
                    quoteMeans[quote].add(value, words: part.count)
                }
                quote += 1
            }
            while nextMention < mentions.count, mentions[nextMention].tokens.lowerBound < sentence.upperBound {
                if mentions[nextMention].tokens.lowerBound >= sentence.lowerBound {
                    let portrayal = scorer.targetScore(mentions[nextMention].tokens)
                    mentions[nextMention].portrayal = portrayal
                    if mentions[nextMention].quote < 0 {
                        mentions[nextMention].author = scorer.authorScore(mentions[nextMention].tokens, portrayal)
                    }
                }
                nextMention += 1
            }
        }
    }

    private mutating func read(_ sentence: Range<Int>) {
        let document = document
        scorer.read(sentence, of: document.tokens, text: document.text.bytes.span, names: names)
    }

    /// Adds what the writer says in a sentence: all of it, or the longest part outside quotes.
    private mutating func addVoice(_ sentence: Range<Int>, _ score: Float) {
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
            voice.add(score, words: sentence.count)
        } else if longest.count > 2 {
            let cells = scorer.reading.cells(of: longest)
            voice.add(scorer.sentenceScore(cells), words: longest.count)
        }
    }

    /// What the text says of a span.
    mutating func stance(toward span: ByteRange) -> (portrayal: Sentiment.Score, author: Sentiment.Score) {
        let run = document.tokens.indices(overlapping: span)
        guard !run.isEmpty else { return (Sentiment.Score(rounding: 0), Sentiment.Score(rounding: 0)) }
        scorer.restart()
        read(document.structure.sentences[Int(document.structure.sentenceOfToken[run.lowerBound])])
        let portrayal = scorer.targetScore(run)
        let author = isSpoken[run.lowerBound] ? 0 : scorer.authorScore(run, portrayal)
        return (Sentiment.Score(rounding: portrayal), Sentiment.Score(rounding: author))
    }
}

extension Analysis {
    /// The report's part.
    func findings() -> Sentiment.Findings {
        let overall = Sentiment.Score(rounding: tone.documentScore)
        return Sentiment.Findings(
            document: .init(
                score: overall.score, label: overall.label, voice: Sentiment.Score(rounding: voice.documentScore)),
            sentences: zip(document.structure.sentences, sentences).map { run, value in
                let range = document.tokens.range(run)
                let score = Sentiment.Score(rounding: value)
                return .init(
                    start: document.text.codePointOffset(ofByte: range.lower),
                    end: document.text.codePointOffset(ofByte: range.upper), score: score.score, label: score.label)
            },
            quotes: quotes.quotes.indices.filter { quotes.quotes[$0].kind != .scare }.map { index in
                let score = Sentiment.Score(rounding: quoteMeans[index].documentScore)
                return .init(quote: quotes.quotes[index].id, score: score.score, label: score.label)
            },
            targets: targets(),
            mentions: mentions.filter { $0.index >= 0 }.map { mention in
                let found = entities.mentions[mention.index]
                let score = Sentiment.Score(rounding: mention.portrayal)
                return .init(
                    start: found.start, end: found.end, entity: found.entity, score: score.score, label: score.label)
            })
    }

    private func targets() -> [Sentiment.Findings.Target] {
        var all = ContiguousArray(repeating: Mean(), count: entities.entities.count)
        // Per entity the stances in the order in which their holders first speak; nil is the writer.
        var held = ContiguousArray(repeating: [(speaker: String?, mean: Mean)](), count: entities.entities.count)
        for mention in mentions where entities.entities.indices.contains(mention.entity) {
            all[mention.entity].add(mention.portrayal)
            if mention.quote < 0 {
                add(mention.author, by: nil, to: &held[mention.entity])
            } else {
                for speaker in quotes.quotes[mention.quote].speaker?.entities ?? [] {
                    add(mention.portrayal, by: speaker, to: &held[mention.entity])
                }
            }
        }
        return entities.entities.indices.map { index in
            let score = Sentiment.Score(rounding: all[index].stance)
            return .init(
                entity: entities.entities[index].id, name: entities.entities[index].name, score: score.score,
                label: score.label, mentions: all[index].count,
                bySpeaker: held[index].map { holder in
                    let score = Sentiment.Score(rounding: holder.mean.stance)
                    return .init(
                        speaker: holder.speaker, score: score.score, label: score.label, mentions: holder.mean.count)
                })
        }
    }

    private func add(_ value: Float, by speaker: String?, to held: inout [(speaker: String?, mean: Mean)]) {
        if let index = held.firstIndex(where: { $0.speaker == speaker }) {
            held[index].mean.add(value)
        } else {
            var mean = Mean()
            mean.add(value)
            held.append((speaker, mean))
        }
    }
}

/// A weighted mean of scores.
struct Mean {
    private var sum: Float = 0
    private var weight: Float = 0
    /// The number of scores.
    private(set) var count = 0

    /// Adds a sentence's score; long sentences weigh more, but not by their length.
    mutating func add(_ value: Float, words: Int) {
        let share = Float(words).squareRoot()
        sum += share * value
        weight += share
        count += 1
    }

    /// Adds a mention's score; one that says something weighs more than one that says nothing.
    mutating func add(_ value: Float) {
        let share = 0.4 + abs(value)
        sum += share * value
        weight += share
        count += 1
    }

    /// The tone of a text of these sentences.
    var documentScore: Float { weight > 0 ? sum / weight : 0 }

    /// The stance over these mentions.
    var stance: Float { weight > 0 ? sum / weight : 0 }
}
