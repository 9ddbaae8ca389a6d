import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics

/// Verbs in reported words, and where the words end.
extension IndirectSpeech {
    /// Whether a finite verb stands in a run behind its first token.
    ///
    /// A strict reading, for verbs that take objects as well, ends at a relative or subordinate clause and at a clause joined
    /// to the writer's.
    func hasFiniteVerb(_ run: Range<Int>, isStrict: Bool) -> Bool {
        for token in (run.lowerBound + 1)..<max(run.lowerBound + 1, min(run.upperBound, run.lowerBound + 30)) {
            if isStrict {
                if !story.classes[token].isDisjoint(with: [.relative, .subordinator]) { return false }
                if isCoordinator(token), story.isComma(token - 1) { return false }
                if isCoordinator(token - 1) { continue }  // "confirmed the chairman and left"
            }
            if isFinite(token, isStrict: isStrict) { return true }
        }
        return false
    }

    /// Whether a word is a finite verb: an auxiliary, a known verb, or one that ends like a verb behind a noun.
    func isFinite(_ token: Int, isStrict: Bool) -> Bool {
        guard story.tokens.kinds[token] == .word, token > 0 else { return false }
        let classes = story.classes[token]
        let before = story.classes[token - 1]
        if story.tokens.hashes[token - 1] == Words.to { return false }
        if story.tokens.flags[token].contains(.clitic), story.hasSuffix(token, "s") {
            return !before.isDisjoint(with: [.subjectPronoun, .relative, .adverb])  // "he's", not "Ann's"
        }
        if isMonthOrName(token) { return false }
        if classes.contains(.auxiliary) { return !Self.nonfinite.contains(story.tokens.hashes[token]) }
        if classes.contains(.verb) { return true }
        guard !story.isCapitalized(token) else { return false }
        let isInsidePhrase =
            !before.isDisjoint(with: [.determiner, .possessive, .preposition]) && !before.contains(.subjectPronoun)
            || story.tokens.flags[token - 1].contains(.clitic)
        if story.hasSuffix(token, "ed") {
            let next = token + 1
            let isReduced =
                isStrict && next < story.tokens.count && !story.classes[next].isDisjoint(with: .preposition)
            return !isInsidePhrase && !isReduced
        }
        if let cue = CueLexicon.shared.entry(story.tokens.hashes[token]) {
            switch cue.form {
            case .past: return true
            case .third where !cue.isAlsoNoun: return true
            case .base where !isStrict || !cue.isAlsoNoun: return !isInsidePhrase
            default: break
            }
        }
        return !isStrict && !isInsidePhrase && story.hasSuffix(token, "s") && !story.hasSuffix(token - 1, "s")
    }

    /// Whether a word that could be a verb is written as a name: *in its ‹May› bulletin*.
    func isMonthOrName(_ token: Int) -> Bool {
        let flags = story.tokens.flags[token]
        return flags.contains(.capitalized) && !flags.contains(.allCapitals) && !flags.contains(.startsSentence)
            && story.isWord(token - 1) && !story.isCapitalized(token - 1)
    }

    private static let nonfinite: WordSet = ["be", "been", "being"]

    /// Ends reported words before a coordinate or subordinate clause that is the writer's, and before another attribution.
    ///
    /// Words without a finite verb end at the writer's next verb as well: *asked her ‹to wait›, visited the site and left*.
    func limited(_ run: Range<Int>, isFinite: Bool = true) -> Range<Int>? {
        var index = run.lowerBound + 1
        while index + 1 < run.upperBound {
            if story.isMark(index, UInt8(ascii: ";")) { return run.lowerBound..<index }
            if story.isDash(index), story.tokens.flags[index].contains(.afterSpace), places.isText(index) {
                // A pair of dashes holds an aside; a single one ends what was said.
                guard let partner = (index + 1..<run.upperBound).first(where: { story.isDash($0) }) else {
                    return run.lowerBound..<index
                }
                index = partner + 1
                continue
            }
            if story.isComma(index), index > run.lowerBound + 1 {
                if endsContent(behindComma: index + 1, run.upperBound)
                    || !isFinite && isPredicate(behind: index, run.upperBound)
                {
                    return run.lowerBound..<index
                }
            } else if isCoordinator(index),
                goesOn(at: index + 1) || isAnothersReport(index + 1, run.upperBound)
                    || !isFinite
                        && (isPredicate(behind: index, run.upperBound) || isOwnClause(index + 1, run.upperBound))
            {
                return run.lowerBound..<(story.isComma(index - 1) ? index - 1 : index)
            }
            index += 1
        }
        return run
    }

    /// Whether the writer goes on behind a comma.
    private func endsContent(behindComma first: Int, _ end: Int) -> Bool {
        let word = story.tokens.hashes[first]
        if Self.breaks.contains(word) {
            return !(word == Words.as && first + 1 < end && story.tokens.hashes[first + 1] == Words.well)
        }
        if CueLexicon.shared.entry(word)?.form == .participle || isHearing(first, end) { return true }
        if word == Words.and, first + 1 < end, CueLexicon.shared.entry(story.tokens.hashes[first + 1])?.form == .third {
            return true
        }
        guard word == Words.and || word == Words.but || word == Words.then else { return false }
        if isDeed(behind: first, end) { return true }
        guard word != Words.then else { return false }
        if word == Words.but, opensClause(first + 1) { return true }
        return startsOwnClause(first + 1, end) || continuesPredicate(first + 1, end)
    }

    /// Whether the sentence ends with who heard it: *told auditors that mice had eaten it, ‹a court heard yesterday›*.
    private func isHearing(_ first: Int, _ end: Int) -> Bool {
        guard !story.classes[first].isDisjoint(with: [.determiner, .numeral]) else { return false }
        let heard = (first + 1..<max(first + 1, min(end, first + Self.longestCourt))).first {
            story.tokens.hashes[$0] == Words.heard
        }
        guard let heard, (first..<heard).allSatisfy(story.isWord) else { return false }
        return heard + 1 >= end || story.classes[heard + 1].contains(.time) || story.isComma(heard + 1)
    }

    private static let longestCourt = 6
    private static let breaks = WordQuery.english(.clauseBreak)

    /// Whether a verb with an object of its own stands behind a comma or a coordinator, without a subject.
    private func isPredicate(behind mark: Int, _ end: Int) -> Bool {
        var verb = mark + 1
        while verb < end, isCoordinator(verb) || story.classes[verb].contains(.adverb) { verb += 1 }
        guard verb + 1 < end, !story.isCapitalized(verb) else { return false }
        if !story.classes[verb].isDisjoint(with: [.auxiliary, .verb]) {
            return !Self.nonfinite.contains(story.tokens.hashes[verb])
        }
        guard story.hasSuffix(verb, "ed") || CueLexicon.shared.entry(story.tokens.hashes[verb])?.form == .past else {
            return false
        }
        let next = story.classes[verb + 1]
        return !next.isDisjoint(with: [
            .determiner, .possessive, .preposition, .objectPronoun, .subjectPronoun, .numeral, .time, .subordinator,
        ]) || story.nameOfToken[verb + 1] >= 0 || story.tokens.kinds[verb + 1] == .number
    }

    /// Whether what the writer says was done next follows, no part of what was said: *but stopped short of it*, *then broke down*.
    private func isDeed(behind mark: Int, _ end: Int) -> Bool {
        let verb = mark + 1
        guard verb + 1 < end, story.classes[verb].isDisjoint(with: [.auxiliary, .adverb]),
            !story.hasSuffix(verb, "s")
        else { return false }
        return isPredicate(behind: mark, end)
            || story.hasSuffix(verb, "ed") && Self.particles.contains(story.tokens.hashes[verb + 1])
    }

    private static let particles = WordQuery.english(.cueParticle)

    /// Whether the source's next deed follows, without a subject: *, and have advised*, *, but did not say*.
    private func continuesPredicate(_ first: Int, _ end: Int) -> Bool {
        guard first + 1 < end, Self.deeds.contains(story.tokens.hashes[first]) else { return false }
        return (first + 1..<min(end, first + 4)).contains {
            CueLexicon.shared.entry(story.tokens.hashes[$0]) != nil || story.classes[$0].contains(.negation)
        }
    }

    private static let deeds = WordQuery.english(.deed)

    private func isCoordinator(_ token: Int) -> Bool {
        let hash = story.tokens.hashes[token]
        return hash == Words.and || hash == Words.but || hash == Words.then && story.isComma(token - 1)
    }

    /// Whether a verb of the writer's sentence goes on behind *and* or *but*: *and left*, *but refused*, *and added*.
    private func goesOn(at token: Int) -> Bool {
        let word = story.tokens.hashes[token]
        if Self.predicates.contains(word) { return true }
        guard let entry = CueLexicon.shared.entry(word) else { return false }
        return (entry.form == .past || entry.form == .third) && entry.weight >= 0.6
    }

    private static let predicates = WordQuery.english(.furtherPredicate)

    /// Whether a subject stands at a token.
    private func opensClause(_ token: Int) -> Bool {
        token < story.tokens.count
            && (story.classes[token].contains(.subjectPronoun) || story.nameOfToken[token] >= 0
                || story.isCapitalized(token) || story.tokens.hashes[token] == Words.the)
    }

    /// Whether somebody else's report begins behind *and* without a comma: *accused him of lying and ‹the clerk said› so*.
    private func isAnothersReport(_ first: Int, _ end: Int) -> Bool {
        guard opensClause(first), !story.classes[first].contains(.firstOrSecondPerson) else { return false }
        for token in first + 1..<max(first + 1, min(end, first + 6)) {
            let classes = story.classes[token]
            if let entry = CueLexicon.shared.entry(story.tokens.hashes[token]), !story.isNamed(token) {
                return entry.form == .past && entry.weight >= 0.9 && entry.frames.contains(.clause)
            }
            if !classes.isDisjoint(with: [.auxiliary, .verb, .relative, .subordinator, .preposition]) { return false }
        }
        return false
    }

    /// Whether a clause of the writer's begins behind a coordinator, with a subject of its own: *accused them of cheating and ‹the
    /// hosts walked out›*.
    private func isOwnClause(_ first: Int, _ end: Int) -> Bool {
        opensClause(first) && hasFiniteVerb(first..<min(end, first + 8), isStrict: true)
    }

    /// Whether a clause with a cue of its own follows *, and*.
    private func startsOwnClause(_ first: Int, _ end: Int) -> Bool {
        if first + 1 < end, story.classes[first].contains(.subjectPronoun),
            let entry = CueLexicon.shared.entry(story.tokens.hashes[first + 1]), entry.weight >= 0.6,
            entry.frames.contains(.infinitive), entry.form == .past || entry.form == .third
        {
            return true  // ", and it urged them to leave"
        }
        return (first..<min(end, first + 8)).contains {
            guard let entry = CueLexicon.shared.entry(story.tokens.hashes[$0]) else { return false }
            return entry.weight > 0.6 && (entry.form == .past || entry.form == .third)
        }
    }
}
