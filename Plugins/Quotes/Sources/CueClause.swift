import AnalyzerKit
import Entities
import Linguistics

/// A word that reports speech, with its subject: *said the mayor*, *according to officials*.
struct CueClause {
    /// The cue's tokens.
    var words: Range<Int>
    var frames: CueLexicon.Frames
    var form: CueLexicon.Form
    var weight: Float
    /// The subject's words and who they stand for.
    var source: Source?
    /// What the cue stands in: a marked span, a turn, or −1.
    var container: Int32
    /// Whether it is *according to*.
    var isPrepositional = false
    /// Whether the subject is behind the verb.
    var isInverted: Bool { source.map { $0.words.lowerBound >= words.upperBound } ?? false }
    /// Where the whole clause begins and ends: cue and subject.
    var extent: Range<Int> {
        guard let source else { return words }
        return min(words.lowerBound, source.words.lowerBound)..<max(words.upperBound, source.words.upperBound)
    }
}

/// Finds all cues of a document and their subjects.
struct CueFinder {
    let story: Story
    let chunker: Chunker
    let resolver: SourceResolver
    /// The spans' closing tokens: true where a verb directly behind follows marks.
    let followsMarks: ContiguousArray<Bool>

    /// The cues in order, their sources resolved in order, so that a pronoun can mean who spoke last.
    func cues() -> [CueClause] {
        var cues: [CueClause] = []
        var last: Source?
        for token in 0..<story.tokens.count {
            guard var cue = cue(at: token) else { continue }
            let subject: Range<Int>?
            if cue.isPrepositional {
                subject = chunker.phrase(
                    startingAt: cue.words.upperBound, before: min(story.tokens.count, cue.words.upperBound + 25))
            } else if cue.form == .participle, token > 0, !story.classes[token - 1].contains(.auxiliary) {
                subject = absoluteSubject(of: token) ?? chunker.clauseSubject(of: token)
            } else {
                subject = chunker.subject(of: token, followsMarks: followsMarks[token])
            }
            if let subject {
                let source = resolver.source(subject, last: last)
                cue.source = source
                if !source.isFirstPerson && cue.container < 0 { last = source }
            }
            cues.append(cue)
        }
        return cues
    }

    /// The subject of an absolute construction: *with one poster writing*.
    private func absoluteSubject(of verb: Int) -> Range<Int>? {
        guard verb > 1, story.isWord(verb - 1), let phrase = chunker.phrase(endingAt: verb - 1), phrase.lowerBound > 0,
            story.tokens.hashes[phrase.lowerBound - 1] == WordHash("with")
        else { return nil }
        return phrase
    }

    private func cue(at token: Int) -> CueClause? {
        let hash = story.tokens.hashes[token]
        let container = chunker.container[token]
        if hash == WordHash("according"), token + 1 < story.tokens.count,
            story.tokens.hashes[token + 1] == WordHash("to")
        {
            return CueClause(
                words: token..<token + 2, frames: [.marks, .clause], form: .past, weight: 0.95, source: nil,
                container: container,
                isPrepositional: true)
        }
        guard story.classes[token].contains(.cueVerb), story.mentionOfToken[token] < 0,
            let entry = CueLexicon.shared.entry(hash)
        else {
            return nil
        }
        if isPassive(token, entry) || isNoun(token, entry) { return nil }
        var end = token + 1
        if end < story.tokens.count {
            let next = story.tokens.hashes[end]
            if hash == WordHash("pointed") || hash == WordHash("points") || hash == WordHash("point")
                || hash == WordHash("pointing")
            {
                guard next == WordHash("out") else { return nil }
                end += 1
            } else if entry.frames.contains(.describing), next == WordHash("for") || next == WordHash("on") {
                end += 1
            }
        }
        return CueClause(
            words: token..<end, frames: entry.frames, form: entry.form, weight: entry.weight, source: nil,
            container: container)
    }

    /// *was told*, *is said to*: the subject is no source.
    private func isPassive(_ token: Int, _ entry: CueLexicon.Entry) -> Bool {
        guard entry.form == .past else { return false }
        var index = token - 1
        while index >= 0, token - index < 4 {
            if story.classes[index].contains(.passive) {
                return story.tokens.hashes[index] != WordHash("'s")
                    && chunker.container[index] == chunker.container[token]
            }
            guard !story.classes[index].isDisjoint(with: [.adverb, .negation]) || story.hasSuffix(index, "ly") else {
                return false
            }
            index -= 1
        }
        return false
    }

    /// *the report*, *a call*, *to say*: no finite verb.
    private func isNoun(_ token: Int, _ entry: CueLexicon.Entry) -> Bool {
        guard token > 0 else { return entry.form == .base }
        var before = story.classes[token - 1]
        let hash = story.tokens.hashes[token - 1]
        if hash == WordHash("that") || hash == WordHash("all") || hash == WordHash("both") || hash == WordHash("many")
            || hash == WordHash("some") || hash == WordHash("few")
        {
            before.remove(.determiner)
        }
        if entry.form == .base || entry.form == .third, entry.isAlsoNoun {
            if !before.isDisjoint(with: [.determiner, .possessive, .preposition])
                || story.tokens.flags[token - 1].contains(.clitic)
            {
                return true
            }
            // "quarterly report", "faces charges": only a name, a pronoun or a noun that can speak has it as its verb.
            let canSpeak =
                story.mentionOfToken[token - 1] >= 0 || story.isCapitalized(token - 1)
                || !before.isDisjoint(with: [
                    .subjectPronoun, .personNoun, .sourceNoun, .adverb, .time, .auxiliary, .coordinator, .relative,
                ])
                || story.isQuoteMark(token - 1) || story.isComma(token - 1) || hash == WordHash("that")
                || (entry.form == .base && story.hasSuffix(token - 1, "s"))
            if !canSpeak { return true }
            if token + 1 < story.tokens.count {
                let next = story.classes[token + 1]
                if next.contains(.cueVerb) || next.contains(.auxiliary)
                    || story.tokens.hashes[token + 1] == WordHash("of")
                {
                    return true
                }
            }
            if story.isCapitalized(token), !story.tokens.flags[token].contains(.startsSentence) { return true }
        }
        if entry.form == .base, hash == WordHash("to") { return !Chunker.isHabit(story, token - 1) }
        return entry.form == .past && !before.isDisjoint(with: [.determiner, .possessive])
            && !before.contains(.subjectPronoun)
    }
}
