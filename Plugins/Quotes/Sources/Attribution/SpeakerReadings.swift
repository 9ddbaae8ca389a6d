import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import References

/// Those who may have spoken though the rules read somebody else as the speaker, or nobody.
///
/// The rules give each cue one subject and each pronoun one bearer; these candidates stand beside theirs, so that the
/// ranker weighs what the rules would have excluded. All are bounded in number and reach.
extension ResolvedReading {
    private static let mostReadings = 3
    private static let mostBefore = 8
    private static let mostBehind = 4
    private static let reachBefore = 150
    private static let reachBehind = 45

    /// Candidates beside one that a cue gives: other subjects of the cue, other bearers of its pronoun or description.
    ///
    /// The one given learns what the text says of its bearer, so that both are weighed by the same.
    func readings(of candidate: inout SpeakerCandidate, last: Source?) -> [SpeakerCandidate] {
        guard let cue = candidate.cue else { return [] }
        var found: [SpeakerCandidate] = []
        if let source = candidate.source, !source.isFirstPerson,
            source.isPronoun || source.entities.isEmpty || source.isDescribed
        {
            found += bearers(of: source.words, &candidate, last: last)
        }
        if let source = candidate.source, !source.isPronoun {
            for namesake in resolver.namesakes(of: source)
            where !found.contains(where: { $0.source?.id == namesake.id }) {
                var other = candidate.replacing(namesake)
                other.features.set(.namesake)
                found.append(other)
            }
        }
        return found + subjects(of: cues[cue], beside: candidate, found, last: last)
    }

    private func bearers(of words: Range<Int>, _ candidate: inout SpeakerCandidate, last: Source?) -> [SpeakerCandidate]
    {
        let antecedents = resolver.antecedents(of: words, last: last)
        let isPronoun = candidate.source?.isPronoun == true
        let isNamed = candidate.source?.isNamed == true
        let later = isPronoun || isNamed ? [] : resolver.laterAntecedents(of: words)
        let top = antecedents.map(\.score).max() ?? 0
        var found: [SpeakerCandidate] = []
        for antecedent in antecedents + later {
            if antecedent.source.id == candidate.source?.id {
                candidate.describe(antecedent)
                continue
            }
            guard !found.contains(where: { $0.source?.id == antecedent.source.id }) else { continue }
            var other = candidate.replacing(antecedent.source)
            if antecedent.isLater {
                other.features.set(.laterBearer)
            } else {
                other.features.set(isPronoun ? .otherAntecedent : .otherBearer)
                other.features[.antecedentLoss] = Float(top - antecedent.score) / 20
            }
            other.describe(antecedent)
            if !isPronoun, antecedent.source.kind == .person, antecedent.sentences <= Self.justBefore,
                candidate.features[.rightBehindPause] > 0, antecedent.source.id == reporter(before: candidate.cue),
                resolver.isNew(words)
            {
                other.features.set(.newForLast)
            }
            if antecedent.isLater { describe(&other, antecedent, words, isAlone: later.count == 1) }
            found.append(other)
        }
        if let source = candidate.source, source.isDescribed, !isPronoun {
            var bare = candidate.replacing(resolver.described(words))
            bare.features.set(.undescribed)
            found.append(bare)
        }
        return found
    }

    /// Who is said to speak by the cue before another in the same place.
    private func reporter(before cue: Int?) -> SourceID? {
        guard let cue else { return nil }
        return cues[..<cue].suffix(Self.mostCues).last {
            $0.place == cues[cue].place && $0.weight >= 0.5 && $0.source != nil
        }?
        .source?.id
    }

    private static let mostCues = 12
    private static let justBefore = 3
    private static let reachLater = 100
    private static let firstSentences = 3

    /// Learns what the text says of somebody named behind the words that may describe him.
    private func describe(
        _ candidate: inout SpeakerCandidate, _ later: Antecedent, _ words: Range<Int>, isAlone: Bool
    ) {
        if isAlone { candidate.features.set(.laterAlone) }
        if story.structure.sentenceOfToken[words.lowerBound] < Self.firstSentences {
            candidate.features.set(.laterOpensText)
        }
        let behind = cues[firstCue(from: words.upperBound)...].prefix {
            $0.words.lowerBound < words.upperBound + Self.reachLater
        }
        if behind.contains(where: { $0.source?.id == later.source.id }) { candidate.features.set(.laterSpeaks) }
    }

    /// What else may be the subject of a cue.
    private func subjects(
        of cue: CueClause, beside candidate: SpeakerCandidate, _ others: [SpeakerCandidate], last: Source?
    ) -> [SpeakerCandidate] {
        let verb = cue.words.lowerBound
        // *My engineer told me to wait, and I said* has no other subject than *I*.
        guard !cue.isPrepositional, !cue.isNominal, !isAgent(candidate.source, of: cue),
            candidate.source?.isFirstPerson != true
        else { return [] }
        let search = SubjectSearch(story: story, chunker: chunker)
        var phrases: [(words: Range<Int>?, feature: RankerFeature)] = [
            (search.frontSubject(of: verb), .subjectAtFront), (chunker.clauseSubject(of: verb), .subjectAtFront),
        ]
        if let before = lastWord(before: verb) {
            phrases.append((chunker.phrase(endingAt: before), .subjectBefore))
        }
        phrases.append((chunker.subjectRight(of: verb), .subjectBehind))
        var found: [SpeakerCandidate] = []
        for (words, feature) in phrases {
            guard found.count < Self.mostReadings, let words, !words.isEmpty, words != candidate.source?.words else {
                continue
            }
            let source = resolver.source(words, Memory(last: last))
            guard source.isNamed || source.kind != .description, !source.isFirstPerson,
                source.id != candidate.source?.id, !others.contains(where: { $0.source?.id == source.id }),
                !found.contains(where: { $0.source?.id == source.id })
            else { continue }
            var other = candidate.replacing(source)
            other.features.set(.otherSubject)
            other.features.set(feature)
            found.append(other)
        }
        return found
    }

    /// Whether *by* names who speaks, so that the verb's subject is who is told: *Kroll was told by a judge*.
    private func isAgent(_ source: Source?, of cue: CueClause) -> Bool {
        let by = cue.words.upperBound
        return story.exists(by) && story.tokens.hashes[by] == WordHash("by") && source?.words.lowerBound == by + 1
    }

    /// The last word before a verb that is no part of it: *the mayor has also* ‹said›.
    private func lastWord(before verb: Int) -> Int? {
        var token = verb - 1
        while token >= 0, verb - token < 6,
            story.isComma(token) || !story.classes[token].isDisjoint(with: [.adverb, .auxiliary, .relative, .negation])
        { token -= 1 }
        guard token >= 0, story.isWord(token), chunker.places.areSame(token, verb),
            story.paragraphOfToken[token] == story.paragraphOfToken[verb]
        else { return nil }
        return token
    }

    /// Everybody named or described around some words who is none of the candidates already.
    ///
    /// `place` is what the words stand in, `cue` the words of the cue where one reports them.
    func near(_ words: Range<Int>, in place: Place, cue: Range<Int>?, besides others: [SpeakerCandidate])
        -> [SpeakerCandidate]
    {
        var found: [SpeakerCandidate] = []
        var known = others.compactMap { $0.source?.id }
        let members = resolver.cast.members
        let paragraph = story.paragraphOfToken[words.lowerBound]
        let end = resolver.cast.count(before: words.lowerBound)
        for index in stride(from: end - 1, through: max(0, end - 2 * Self.mostBefore), by: -1) {
            let first = members[index].tokens.lowerBound
            guard found.count < Self.mostBefore, words.lowerBound - first < Self.reachBefore,
                paragraph - story.paragraphOfToken[first] <= 2
            else { break }
            guard var candidate = near(members[index], words, place, cue, &known) else { continue }
            candidate.features[.nearRank] = Float(found.count)
            found.append(candidate)
        }
        let before = found.count
        let start = resolver.cast.count(before: words.upperBound)
        for index in start..<min(members.count, start + 2 * Self.mostBehind) {
            let first = members[index].tokens.lowerBound
            guard found.count - before < Self.mostBehind, first - words.upperBound < Self.reachBehind,
                story.paragraphOfToken[first] - paragraph <= 1
            else { break }
            guard var candidate = near(members[index], words, place, cue, &known) else { continue }
            candidate.features.set(.nearBehind)
            candidate.features[.nearRank] = Float(found.count - before)
            found.append(candidate)
        }
        return found
    }

    /// A member of the cast near some words, unless it is known; then it is.
    private func near(
        _ member: Cast.Member, _ words: Range<Int>, _ place: Place, _ cue: Range<Int>?, _ known: inout [SourceID]
    ) -> SpeakerCandidate? {
        guard !member.isPronoun, !words.overlaps(member.tokens), member.kind != .description else { return nil }
        if let id = resolver.id(of: member), known.contains(id) { return nil }
        let source = resolver.source(member)
        guard !source.isFirstPerson, source.isNamed || source.kind != .description,
            !known.contains(source.id)
        else { return nil }
        known.append(source.id)
        var candidate = SpeakerCandidate(source)
        candidate.features.set(.near)
        let sentences = story.structure.sentenceOfToken
        let first = member.tokens.lowerBound
        let edge = first < words.lowerBound ? words.lowerBound : words.upperBound - 1
        switch abs(sentences[first] - sentences[edge]) {
        case 0: candidate.features.set(.nearSentence)
        case 1: candidate.features.set(.nearNextSentence)
        default: break
        }
        if story.paragraphOfToken[first] != story.paragraphOfToken[edge] { candidate.features.set(.nearParagraphAway) }
        if member.isSubject { candidate.features.set(.nearSubject) }
        if places[first] != place { candidate.features.set(.nearInsideMarks) }
        if let cue {
            let isBefore = member.tokens.upperBound <= cue.lowerBound
            let gap = isBefore ? cue.lowerBound - member.tokens.upperBound : first - cue.upperBound
            if gap >= 0, gap <= 2 { candidate.features.set(.nearCue) }
        }
        let gap = first < words.lowerBound ? words.lowerBound - member.tokens.upperBound : first - words.upperBound
        if gap >= 0, gap <= 3 { candidate.features.set(.nearEdge) }
        return candidate
    }
}

extension SpeakerCandidate {
    /// Learns what the text says of whom the candidate's words take up.
    fileprivate mutating func describe(_ antecedent: Antecedent) {
        if antecedent.isSubject { features.set(.antecedentSubject) }
        if antecedent.spokeLast { features.set(.antecedentSpokeLast) }
        if antecedent.agrees { features.set(.antecedentAgrees) }
        if antecedent.isTied { features.set(.antecedentTied) }
        if antecedent.wasAsked { features.set(.antecedentAsked) }
        if antecedent.isLater {
            if antecedent.opensSentence { features.set(.laterOpensSentence) }
            if antecedent.sentences == 1 { features.set(.laterInNextSentence) }
            return
        }
        if antecedent.source.isPronoun {
            features[.antecedentMentions] = Float(min(antecedent.mentions, 6)) / 3
            if !antecedent.source.isNamed { features.set(.antecedentUnnamed) }
            if antecedent.isInMind { features.set(.antecedentInMind) }
            if antecedent.isInParagraph { features.set(.antecedentInParagraph) }
        }
        switch antecedent.sentences {
        case 0: features.set(.antecedentInSentence)
        case 1: features.set(.antecedentInSentenceBefore)
        default: break
        }
    }
}
