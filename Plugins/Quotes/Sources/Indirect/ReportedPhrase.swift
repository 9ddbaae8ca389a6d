import AnalyzerKit
import Discourse
import English
import Entities
import Linguistics
import References

/// What is said as a noun phrase: *called for an inquiry*, *accused him of lying*, *denied any part*.
extension IndirectSpeech {
    func nominal(after cue: CueClause, end: Int) -> Range<Int>? {
        let verb = story.tokens.hashes[cue.words.lowerBound]
        let last = story.tokens.hashes[cue.words.upperBound - 1]
        let first = cue.words.upperBound
        guard first < end, !cue.isInverted else { return nil }
        if Self.calling.contains(verb), last == Words.for || last == Words.on {
            return called(first, end, isOn: last == Words.on)
        }
        if Self.accusing.contains(verb) {
            guard let of = (first..<min(end, first + 14)).first(where: { story.tokens.hashes[$0] == Words.of }) else {
                return nil
            }
            return phrase(of + 1, end)
        }
        let next = story.tokens.hashes[first]
        if Self.asking.contains(verb), next == Words.for { return called(first + 1, end, isOn: false) }
        if Self.asking.contains(verb) || Self.appealing.contains(verb) {
            return cue.form == .participle ? nil : wantedThing(first, end).flatMap { phrase($0, end) }
        }
        if cue.frames.contains(.describing) { return judgement(cue, verb, first, end) }
        if Self.warning.contains(verb), Self.warningOf.contains(next) { return phrase(first + 1, end) }
        if Self.denying.contains(verb) {
            guard cue.form != .base || cue.source?.isPlural == true, next != Words.that, !isRefusal(first, end),
                !isClause(first, end)
            else { return nil }
            return phrase(first, end)
        }
        guard cue.frames.contains(.nominal) || Self.announcing.contains(verb), cue.frames.isDisjoint(with: .describing),
            cue.form != .base || cue.source?.isPlural == true, next != Words.that,
            canBeginPhrase(first) && !(cue.frames.contains(.object) && next == Words.the)
                || cue.frames.contains(.nominal) && (isBarePlural(first) || isBareNoun(first, end)),
            !isClause(first, end),
            Self.announcing.contains(verb) || !cue.frames.contains(.infinitive) || !asksToAct(first, end)
        else { return nil }
        return phrase(first, end)
    }

    /// Whether somebody is to do something: *urged ‹the mayor to resign›*.
    private func asksToAct(_ first: Int, _ end: Int) -> Bool {
        (first..<min(end, first + Self.longestObject)).contains { isInfinitive($0, end) }
    }

    /// What stands behind *for*, where nothing but who is asked stands before: *appealed ‹for calm›*, *asked the ministry ‹for
    /// protection›*.
    private func wantedThing(_ first: Int, _ end: Int) -> Int? {
        for token in first..<max(first, min(end - 1, first + Self.longestObject)) {
            if story.tokens.hashes[token] == Words.for {
                return story.isNamed(token) || story.isNamed(token + 1) || asksToAct(token, end) ? nil : token + 1
            }
            guard story.isWord(token), !isFinite(token, isStrict: true), token == first || !isPreposition(token),
                token == first || !isInfinitive(token, end),
                story.classes[token].isDisjoint(with: [.relative, .subordinator, .coordinator, .adverb, .time])
            else { return nil }
        }
        return nil
    }

    private static let appealing: WordSet = ["appeal", "appeals", "appealed"]

    /// Whether a noun without an article is all that a verb has for an object: *urged ‹patience›*, *urged ‹caution› over it*.
    private func isBareNoun(_ first: Int, _ end: Int) -> Bool {
        guard story.isWord(first), !story.isCapitalized(first), story.classes[first].subtracting(.cueVerb).isEmpty,
            !story.endsLikeAdverb(first), !story.hasSuffix(first, "ing"), !story.hasSuffix(first, "ed")
        else { return false }
        guard first + 1 < end else { return true }
        return story.isComma(first + 1)
            || !story.classes[first + 1].isDisjoint(with: [.preposition, .coordinator])
    }

    /// What somebody is said to be: *described him as ‹a careful driver›*, *called it ‹a disgrace›*.
    private func judgement(_ cue: CueClause, _ verb: WordHash, _ first: Int, _ end: Int) -> Range<Int>? {
        let limit = min(end, first + Self.longestObject)
        guard !Self.calling.contains(verb) else {
            guard story.classes[first].isDisjoint(with: [.preposition, .adverb]) else { return nil }
            for token in first + 1..<max(first + 1, min(limit, first + 6)) {
                let before = story.classes[token - 1]
                guard story.isWord(token), places.isText(token),
                    story.classes[token].isDisjoint(with: [.preposition, .coordinator])
                else {
                    return nil
                }
                guard Self.articles.contains(story.tokens.hashes[token]) else { continue }
                guard before.isDisjoint(with: [.determiner, .time]) else { return nil }
                return phrase(token, end).flatMap { run in
                    run.contains { story.classes[$0].contains(.time) } ? nil : run
                }
            }
            return nil
        }
        guard !Self.blaming.contains(verb), !Self.comparing.contains(verb) else { return nil }
        for token in first..<max(first, limit) {
            if story.tokens.hashes[token] == Words.as, token + 1 < end {
                return isMeanwhile(token + 1, end) ? nil : phrase(token + 1, end)
            }
            guard !story.isComma(token), story.classes[token].isDisjoint(with: .relative) else { return nil }
            // "denounced the attacks and said it stands with them as it works": the next deed.
            if story.classes[token].contains(.coordinator), token + 1 < limit, isFinite(token + 1, isStrict: true) {
                return nil
            }
        }
        return nil
    }

    /// Whether *as* tells what happened then: *rebuked prosecutors as ‹the trial collapsed›*, in headlines *hails victory as
    /// ‹strike ends›*.
    private func isMeanwhile(_ first: Int, _ end: Int) -> Bool {
        if isClause(first, end) { return true }
        guard isHeadline(first), story.classes[first].isDisjoint(with: [.determiner, .possessive, .numeral]) else {
            return false
        }
        return (first + 1..<max(first + 1, min(end, first + Self.longestObject))).contains { token in
            story.isWord(token) && !story.isNamed(token)
                && story.classes[token - 1].isDisjoint(with: [.preposition, .determiner])
                && (story.hasSuffix(token, "s") && !story.hasSuffix(token, "ss")
                    || story.classes[token].contains(.verb))
        }
    }

    private func isHeadline(_ token: Int) -> Bool {
        let kind = story.blocks.kind(ofToken: token)
        return kind == .headline || kind == .subhead
    }

    private static let longestObject = 12
    /// Verbs behind which *as* tells why or how.
    private static let blaming: WordSet = ["blame", "blames", "blamed", "blaming"]
    private static let comparing: WordSet = ["compare", "compares", "compared", "comparing"]
    private static let articles: WordSet = ["a", "an", "the"]

    /// Verbs that report a clause as a rule, and a noun phrase as well: *confirmed ‹the arrest›*, *threatened ‹more attacks›*.
    private static let announcing = WordQuery.english(.announcingVerb)

    /// Whether the words behind a cue have a finite verb of their own, not one of an infinitive or of a relative clause.
    private func isClause(_ first: Int, _ end: Int) -> Bool {
        var token = first + 1
        while token < min(end, first + 30), !isInfinitive(token, end) {
            let classes = story.classes[token]
            if classes.contains(.relative) {
                token = pastRelative(token, min(end, token + 12))
                continue
            }
            if classes.contains(.subordinator) || classes.contains(.coordinator) && story.isComma(token - 1) {
                return false
            }
            if isFinite(token, isStrict: true), !story.classes[token - 1].contains(.coordinator) { return true }
            token += 1
        }
        return false
    }

    /// The token behind the verbs of a relative clause: *the number of people who have died ‹|› will*.
    private func pastRelative(_ relative: Int, _ end: Int) -> Int {
        var token = relative + 1
        guard token < end else { return end }
        if !story.classes[token].isDisjoint(with: [.determiner, .possessive, .subjectPronoun])
            || story.nameOfToken[token] >= 0
        {
            while token < end, !isFinite(token, isStrict: true) { token += 1 }
        }
        repeat {
            token += 1
        } while token < end
            && (!story.classes[token].isDisjoint(with: [.auxiliary, .adverb]) || story.hasSuffix(token, "ed"))
        return token
    }

    /// Whether what is announced can begin at a token: *the closure*, *plans to close*.
    private func canBeginPhrase(_ token: Int) -> Bool {
        let classes = story.classes[token]
        return !classes.isDisjoint(with: [.determiner, .possessive, .numeral]) || story.tokens.kinds[token] == .number
            || Self.quantities.contains(story.tokens.hashes[token])
    }

    /// Whether a plural noun stands at a token: *plans to close*.
    private func isBarePlural(_ token: Int) -> Bool {
        story.isWord(token) && !story.isCapitalized(token) && story.hasSuffix(token, "s")
            && story.classes[token].isEmpty
    }

    private static let quantities = WordQuery.english(.calledForQuantity)

    /// What was called for: *called on Serbia ‹to arrest›*, *called for leaders ‹to resign›*, *called for ‹an end to the war›*.
    private func called(_ first: Int, _ end: Int, isOn: Bool) -> Range<Int>? {
        let to = (first..<min(end, first + 12)).first { isInfinitive($0, end) }
        let isPerson = to.map { $0 > first && canAct($0 - 1) && !(first..<$0).contains(where: isPreposition) }
        if let to, isOn || isPerson == true {
            return limited((infinitiveStart(to))..<end, isFinite: false)
        }
        // "called for ‹the results to be scrapped›"
        if let to, story.tokens.hashes[to + 1] == Words.be { return limited(first..<end, isFinite: false) }
        return isOn ? nil : phrase(first, end)
    }

    private func isPreposition(_ token: Int) -> Bool {
        story.classes[token].contains(.preposition) && story.tokens.hashes[token] != Words.of
    }

    /// *not to sign* begins with its negation.
    private func infinitiveStart(_ to: Int) -> Int { story.tokens.hashes[to - 1] == Words.not ? to - 1 : to }

    /// Whether the noun at a token stands for somebody.
    private func canAct(_ token: Int) -> Bool {
        story.nameOfToken[token] >= 0
            || !story.classes[token].isDisjoint(with: [.personNoun, .sourceNoun, .objectPronoun])
            || Self.people.contains(story.tokens.hashes[token])
            || ["ers", "ors", "ists", "ians", "ants"].contains { story.hasSuffix(token, $0) }
    }

    private static let people = WordQuery.english(.actingNoun)

    /// *denied a request*, *denied them entry*: refused, not said to be untrue.
    private func isRefusal(_ first: Int, _ end: Int) -> Bool {
        if story.classes[first].contains(.objectPronoun), first + 1 < end, story.isWord(first + 1) { return true }
        var token = first
        while token < min(end, first + 5), !Self.refused.contains(story.tokens.hashes[token]) {
            if story.classes[token].contains(.preposition) { return false }
            token += 1
        }
        return token < min(end, first + 5)
    }

    private static let refused = WordQuery.english(.refusedThing)

    /// A noun phrase with what belongs to it: up to a comma or a new predicate.
    private func phrase(_ first: Int, _ end: Int) -> Range<Int>? {
        guard first < end, story.isWord(first), let run = limited(first..<end, isFinite: false) else { return nil }
        let comma = run.first { story.isComma($0) && $0 > run.lowerBound + 1 }
        let found = run.lowerBound..<beforeTime(run.lowerBound, comma ?? run.upperBound)
        // "denies it" says nothing of what.
        let isPronoun = found.count == 1 && !story.classes[first].isDisjoint(with: [.subjectPronoun, .objectPronoun])
        return isPronoun ? nil : found
    }

    /// Where a phrase ends before the time at which it was said: *announced a plan ‹late Monday›*, *ordered a recount ‹last week›*.
    private func beforeTime(_ first: Int, _ end: Int) -> Int {
        let adverb = end - 2
        guard adverb > first, story.classes[end - 1].contains(.time),
            Self.partsOfDay.contains(story.tokens.hashes[adverb]) || story.tokens.hashes[adverb] == Words.last
        else { return end }
        return adverb
    }

    private static let warning = WordQuery.english(.warningVerb)
    private static let warningOf: WordSet = ["of", "against"]
}
