import AnalyzerKit
import Entities
import Linguistics
import Quotes

extension Analysis {
    /// The report's part.
    func findings() -> Sentiment.Findings {
        let quoteTones = quoteTones
        return Sentiment.Findings(
            document: .init(
                documentTone.score(isArticle: tones.isMean), voice: documentVoice.score(isArticle: tones.isMean)),
            sentences: zip(document.structure.sentences, tones.sentences).map { run, value in
                let range = document.tokens.range(run)
                return .init(
                    start: document.text.codePointOffset(ofByte: range.lower),
                    end: document.text.codePointOffset(ofByte: range.upper), value.score)
            },
            quotes: quotes.quotes.indices.filter { quotes.quotes[$0].kind != .scare }.map { index in
                .init(quote: quotes.quotes[index].id, quoteTones[index].score)
            },
            targets: targets())
    }

    private func targets() -> [Sentiment.Findings.Target] {
        var tallies = ContiguousArray(repeating: Tally(), count: entities.entities.count)
        let countries = countries
        for mention in mentions where entities.entities.indices.contains(mention.entity) {
            let judgements = judgements(at: mention)
            tallies[mention.entity].mentions += 1
            tallies[mention.entity].add(mention.verdict, judgements, isOwn: true)
            // What is said of a people is said of its country, too, under whose name countries are counted; not by itself.
            if let country = countries[mention.entity], !holders(of: mention).contains(country) {
                tallies[country].add(mention.verdict, judgements, isOwn: false)
            }
        }
        return zip(entities.entities, tallies).map { entity, tally in
            .init(
                entity: entity.id, name: entity.name, mentions: tally.mentions, stance: tally.stance, news: tally.news)
        }
    }

    /// The country's entity of each people's adjective that the document names it for; `nil` for all others.
    private var countries: ContiguousArray<Int?> {
        var indices: [String: Int] = [:]
        for (index, entity) in entities.entities.enumerated() { indices[entity.id] = index }
        return ContiguousArray(entities.entities.map { $0.of.flatMap { indices[$0] } })
    }

    /// The judgement at a mention, once for each who makes it; none where it is not judged.
    private func judgements(at mention: Mention) -> [Sentiment.Findings.Judgement] {
        guard mention.verdict.judgement != 0 else { return [] }
        let sentence = document.structure.sentences[
            Int(document.structure.sentenceOfToken[mention.tokens.lowerBound])]
        let range = document.tokens.range(sentence)
        let holders = holders(of: mention).map { Optional(entities.entities[$0].id) }
        return (holders.isEmpty ? [nil] : holders).map { holder in
            .init(
                start: document.text.codePointOffset(ofByte: range.lower),
                end: document.text.codePointOffset(ofByte: range.upper), holder: holder,
                quote: mention.quote.map { quotes.quotes[$0].id },
                label: mention.verdict.judgement < 0 ? .critical : .supportive)
        }
    }
}

/// What is said of one entity at its mentions, counted.
private struct Tally {
    /// Those of the entity itself.
    var mentions = 0
    private var judgedMentions = 0
    var evidence: [Sentiment.Findings.Judgement] = []
    var critical = 0
    var supportive = 0
    var bad = 0
    var good = 0
    /// The sums of labels, each by how sure it is.
    var judged: Float = 0
    var befallen: Float = 0
    var confidence: Float = 0

    mutating func add(_ verdict: Verdict, _ judgements: [Sentiment.Findings.Judgement], isOwn: Bool) {
        evidence += judgements
        if isOwn, verdict.judgement != 0 { judgedMentions += 1 }
        if verdict.judgement < 0 { critical += 1 }
        if verdict.judgement > 0 { supportive += 1 }
        if verdict.judgement != 0 {
            judged += Float(verdict.judgement) * verdict.certainty
            confidence = max(confidence, verdict.certainty)
        }
        if verdict.news < 0 { bad += 1 }
        if verdict.news > 0 { good += 1 }
        befallen += Float(verdict.news) * verdict.newsCertainty
    }

    var stance: Sentiment.Findings.Stance? {
        guard critical + supportive > 0 else { return nil }
        return .init(
            label: supportive == 0 ? .critical : critical == 0 ? .supportive : .mixed,
            score: Self.rounded(judged / Float(critical + supportive)), confidence: Self.rounded(confidence),
            critical: critical, supportive: supportive, neutral: mentions - judgedMentions, evidence: evidence)
    }

    var news: Sentiment.Findings.News? {
        guard bad + good > 0 else { return nil }
        return .init(
            label: good == 0 ? .bad : bad == 0 ? .good : .mixed, score: Self.rounded(befallen / Float(bad + good)),
            mentions: bad + good)
    }

    /// In hundredths, so that reports stay readable.
    private static func rounded(_ value: Float) -> Double {
        let rounded = (Double(value) * 100).rounded() / 100
        return rounded == 0 ? 0 : rounded
    }
}
