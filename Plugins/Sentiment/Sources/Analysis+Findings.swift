import AnalyzerKit
import Entities
import Linguistics
import Quotes

extension Analysis {
    /// The report's part.
    func findings() -> Sentiment.Findings {
        Sentiment.Findings(
            document: .init(documentTone.score, voice: documentVoice.score),
            sentences: zip(document.structure.sentences, sentences).map { run, value in
                let range = document.tokens.range(run)
                return .init(
                    start: document.text.codePointOffset(ofByte: range.lower),
                    end: document.text.codePointOffset(ofByte: range.upper), value.score)
            },
            quotes: quotes.quotes.indices.filter { quotes.quotes[$0].kind != .scare }.map { index in
                .init(quote: quotes.quotes[index].id, quoteMeans[index].tone.score)
            },
            targets: targets(),
            mentions: mentions.compactMap { mention in
                guard let index = mention.index else { return nil }
                let found = entities.mentions[index]
                return .init(start: found.start, end: found.end, entity: found.entity, mention.portrayal.score)
            })
    }

    private func targets() -> [Sentiment.Findings.Target] {
        var all = ContiguousArray(repeating: Mean(), count: entities.entities.count)
        // Per entity the stances in the order in which their holders first speak; nil is the writer.
        var held = ContiguousArray(repeating: [(speaker: String?, mean: Mean)](), count: entities.entities.count)
        for mention in mentions where entities.entities.indices.contains(mention.entity) {
            all[mention.entity].add(mention.portrayal)
            if let quote = mention.quote {
                for speaker in quotes.quotes[quote].speaker?.entities ?? [] {
                    add(mention.portrayal, by: speaker, to: &held[mention.entity])
                }
            } else {
                add(mention.author, by: nil, to: &held[mention.entity])
            }
        }
        return entities.entities.indices.map { index in
            .init(
                entity: entities.entities[index].id, name: entities.entities[index].name, all[index].stance.score,
                mentions: all[index].count,
                bySpeaker: held[index].map { holder in
                    .init(speaker: holder.speaker, holder.mean.stance.score, mentions: holder.mean.count)
                })
        }
    }

    private func add(_ value: Evidence, by speaker: String?, to held: inout [(speaker: String?, mean: Mean)]) {
        if let index = held.firstIndex(where: { $0.speaker == speaker }) {
            held[index].mean.add(value)
        } else {
            var mean = Mean()
            mean.add(value)
            held.append((speaker, mean))
        }
    }
}
