import AnalyzerKit
import Entities
import Linguistics
import Quotes
import References

extension Sentiment {
    /// Why sentences and mentions have the scores that they have.
    public struct Explanation: Codable, Sendable, Hashable {
        /// A word that moves a score.
        public struct Word: Codable, Sendable, Hashable {
            /// The first code point.
            public var start: Int
            /// The code point after the last.
            public var end: Int
            /// The word.
            public var text: String
            /// By how much the score is higher with the word than with an unknown one in its place.
            public var share: Double
            /// What the rules did to the word's polarity, such as *negated*, *intensified*, *before a contrast*.
            public var rules: [String]
        }

        /// What made the score of a sentence.
        public struct Sentence: Codable, Sendable, Hashable {
            /// The first code point.
            public var start: Int
            /// The code point after the last.
            public var end: Int
            /// The polarity.
            public var score: Double
            /// Its label.
            public var label: Label
            /// How much in the text it rests on, 0 through 1.
            public var strength: Double
            /// By how much the score is higher because the encoder has read the sentence; `nil` where it has not.
            public var reading: Double?
            /// The words that move most what the network of words makes of it, in the order of the text.
            public var words: [Word]
        }

        /// What made the score of a mention.
        public struct Mention: Codable, Sendable, Hashable {
            /// The first code point.
            public var start: Int
            /// The code point after the last.
            public var end: Int
            /// The words of the mention.
            public var text: String
            /// The entity's `id`.
            public var entity: String
            /// The polarity.
            public var score: Double
            /// Its label.
            public var label: Label
            /// How much in the text it rests on, 0 through 1.
            public var strength: Double
            /// The words that move the score most, in the order of the text.
            public var words: [Word]
            /// The constructions that the mention stands in, such as *object of “blamed”*, *after a contrast*.
            public var constructions: [String]
        }

        /// The sentences, in order.
        public var sentences: [Sentence]
        /// The mentions, in order.
        public var mentions: [Mention]
    }

    /// Tells what made the scores of a document's sentences and mentions.
    ///
    /// Each word's share is measured: the sentence is read again with an unknown word in its place.
    /// - Throws: An error where a reading is asked for and the reader in the binary is damaged.
    /// - Complexity: O(tokens · the longest sentence).
    func explanation(
        of document: Document, _ references: References.Findings, _ quotes: Quotes.Findings,
        reading: ReadingDepth = .fast
    ) throws -> Explanation {
        var analysis = Analysis(document, references, quotes, Scorer(model))
        try run(&analysis, reading)
        return analysis.explanation()
    }
}

extension Analysis {
    private static let wordsShown = 6
    private static let leastShare: Float = 0.02

    /// Explains every sentence and every mention of a document that was judged.
    mutating func explanation() -> Sentiment.Explanation {
        var found = Sentiment.Explanation(sentences: [], mentions: [])
        scorer.restart()
        var next = 0
        for (number, sentence) in document.structure.sentences.enumerated() {
            read(sentence)
            let tone = tones.sentences[number].score
            let shift = tones.readings[number].map { (Double($0) * 1000).rounded() / 1000 }
            let words = influences { $0.tone().value }
            let range = document.tokens.range(sentence)
            found.sentences.append(
                .init(
                    start: document.text.codePointOffset(ofByte: range.lower),
                    end: document.text.codePointOffset(ofByte: range.upper), score: tone.score, label: tone.label,
                    strength: tone.strength, reading: shift, words: words))
            while next < mentions.count, mentions[next].tokens.lowerBound < sentence.upperBound {
                let mention = mentions[next]
                let verdict = verdictOfVerbs(at: next).verdict
                next += 1
                guard let index = mention.index, mention.tokens.lowerBound >= sentence.lowerBound else { continue }
                let named = entities.mentions[index]
                let stance = stance(toward: mention).portrayal.score
                found.mentions.append(
                    .init(
                        start: named.start, end: named.end, text: named.text, entity: named.entity, score: stance.score,
                        label: stance.label, strength: stance.strength,
                        words: isSetting(mention)
                            ? [] : influences { $0.stance(toward: mention.tokens).portrayal.value },
                        constructions: isSetting(mention)
                            ? ["only where it happens"]
                            : verdicts(verdict) + constructions(around: mention.tokens)))
            }
        }
        return found
    }

    /// The words that move a score most.
    private mutating func influences(on score: (inout Scorer) -> Float) -> [Sentiment.Explanation.Word] {
        let whole = score(&scorer)
        let reading = scorer.reading
        var shares: [(cell: Int, share: Float)] = []
        for cell in 0..<reading.count
        where reading.rows[cell] > Row.link && document.tokens.kinds[Int(reading.tokens[cell])] == .word {
            scorer.reading.rows[cell] = Row.unknown
            scorer.reweigh(document)
            let share = whole - score(&scorer)
            scorer.reading = reading
            if abs(share) >= Self.leastShare { shares.append((cell, share)) }
        }
        scorer.reweigh(document)
        let strongest = shares.sorted { (abs($1.share), $0.cell) < (abs($0.share), $1.cell) }.prefix(Self.wordsShown)
        return strongest.sorted { $0.cell < $1.cell }.map { word($0.cell, $0.share) }
    }

    private func word(_ cell: Int, _ share: Float) -> Sentiment.Explanation.Word {
        let tokens = Int(scorer.reading.tokens[cell])..<scorer.reading.endToken(of: cell)
        let (start, end, text) = document.span(document.tokens.range(tokens))
        return .init(
            start: start, end: end, text: text, share: (Double(share) * 100).rounded() / 100,
            rules: scorer.reading.effects[cell].names)
    }

    /// What a verb tells of a mention, as the report counts it.
    private func verdicts(_ verdict: Verdict) -> [String] {
        guard let verb = verdict.verb else { return [] }
        let word = document.span(document.tokens.range(verb..<verb + 1)).text
        var found: [String] = []
        if verdict.judgement != 0 { found.append("\(verdict.judgement < 0 ? "criticised" : "praised") by “\(word)”") }
        if verdict.news != 0 { found.append("\(verdict.news < 0 ? "bad" : "good") news by “\(word)”") }
        return found
    }

    /// The names of the constructions around a mention.
    private func constructions(around run: Range<Int>) -> [String] {
        let reading = scorer.reading
        let target = reading.cells(of: run)
        let found = scorer.constructions.find(target, in: reading)
        var names: [String] = []
        if found.isSpeaker { names.append("says, blames or praises") }
        if found.isHypothetical { names.append("asked or supposed") }
        if found.isPlace { names.append("a place where something happens") }
        if found.compared != 0 { names.append("after “than”") }
        if found.comparing != 0 { names.append("before “than”") }
        if found.epithet != 0 { names.append("has an epithet") }
        if found.isAfterContrast { names.append("after a contrast") }
        if found.isBeforeContrast { names.append("before a contrast") }
        if found.isConceded { names.append("conceded") }
        if found.isNearNegator { names.append("beside a negator") }
        let subject = TargetFeatures.frame(asSubject: target, in: reading, scorer.vocabulary)
        if let verb = subject.verb {
            names.append("\(subject.isPatient ? "passive subject" : "subject") of “\(text(of: verb))”")
        }
        let object = TargetFeatures.frame(asObject: target, in: reading, scorer.vocabulary)
        if let verb = object.verb {
            names.append("\(object.isPatient ? "object" : "agent") of “\(text(of: verb))”")
        }
        return names
    }

    private func text(of cell: Int) -> String {
        let tokens = Int(scorer.reading.tokens[cell])..<scorer.reading.endToken(of: cell)
        return document.span(document.tokens.range(tokens)).text
    }
}

extension Effects {
    /// What the rules did, in words.
    fileprivate var names: [String] {
        let all: [(Effects, String)] = [
            (.negated, "negated"), (.reversed, "reversed"), (.intensified, "intensified"), (.diminished, "diminished"),
            (.beforeContrast, "before a contrast"), (.afterContrast, "after a contrast"), (.conceded, "conceded"),
            (.modal, "modal"), (.conditional, "supposed"), (.question, "asked"), (.expression, "expression"),
            (.quoted, "in quotation marks"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
