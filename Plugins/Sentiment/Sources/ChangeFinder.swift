import AnalyzerKit
import English
import Linguistics

/// Finds what rises, falls, ends and is averted in a sentence.
///
/// A verb takes its subject or its object (*unemployment fell*, *the drug halves deaths*, *disaster averted*), a noun what follows it (*a drop
/// in crime*), an adjective the noun behind it (*fewer deaths*). The thing must be the head of its phrase: in *the crime writer ended her
/// tour* nothing bad ends. Comparisons (*fell less than feared*) are left alone.
struct ChangeFinder {
    let words: ChangeWords
    let document: Document
    /// The document's; copied once, where each question copied them.
    let tokens: Tokens
    let vocabulary: Vocabulary
    /// What the sentence's tokens are, from its first on; expressions have their kinds at each of their tokens.
    var kinds: ContiguousArray<ChangeWords.Kinds> = []
    /// Where the expression or word at each token ends.
    var ends: ContiguousArray<Int32> = []
    var classes: ContiguousArray<WordClass> = []
    var sentence = 0..<0
    private(set) var found: [Change] = []

    init(_ document: Document, _ vocabulary: Vocabulary) {
        (self.document, self.vocabulary) = (document, vocabulary)
        tokens = document.tokens
        words = .ofBinary
    }

    enum Hash {
        static let of = WordHash("of")
        static let to = WordHash("to")
        static let than = WordHash("than")
        static let no = WordHash("no")
        static let without = WordHash("without")
        static let will = WordHash("will")
        static let hyphen = WordHash("-")
        static let destinations = [WordHash("to"), WordHash("into")]
        static let into = [WordHash("in"), WordHash("of"), WordHash("to")]
        static let quantities = [WordHash("more"), WordHash("less"), WordHash("fewer")]
        static let nobody = [WordHash("nobody"), WordHash("none"), WordHash("no-one")]
        static let become = [WordHash("became"), WordHash("become"), WordHash("becomes")]
        static let one = WordHash("one")
    }

    static let joints: WordClass = [.coordinator, .subordinator, .relative, .auxiliary]
    static let breaks: WordClass = [.coordinator, .subordinator, .relative, .auxiliary, .cueVerb, .verb]
    static let phraseEnds: WordClass = [
        .preposition, .coordinator, .subordinator, .relative, .auxiliary, .passive, .adverb, .time, .verb, .cueVerb,
        .determiner,
    ]
    static let predicateEnds: WordClass = [
        .preposition, .coordinator, .subordinator, .relative, .adverb, .time,
    ]
    /// The most words before a verb's subject begins, and between a verb and its object.
    static let longestSubject = 12
    static let longestGap = 4

    /// Finds the changes in a sentence; `names` says whether a token is part of a name.
    mutating func find(
        in sentence: Range<Int>, isName: (Int) -> Bool
    ) -> [Change] {
        found.removeAll(keepingCapacity: true)
        self.sentence = sentence
        guard note(isName) else { return [] }
        var token = sentence.lowerBound
        while token < sentence.upperBound {
            let kind = self.kind(token)
            if kind.isDisjoint(with: [.mover, .harmed, .harm, .unhurt, .mock]) {
                token += 1
                continue
            }
            let change = change(at: token, kind)
            if let change { found.append(change) }
            token = max(token + 1, change == nil ? 0 : max(end(token), change?.thing.upperBound ?? 0))
        }
        if let mockery { found.append(mockery) }
        guard !found.isEmpty else { return [] }
        found.sort { $0.mover.lowerBound < $1.mover.lowerBound }
        if isQuestion { for index in found.indices { found[index].value = 0 } }
        return found
    }

    /// Looks the tokens up; says whether there can be a change.
    mutating func note(_ isName: (Int) -> Bool) -> Bool {
        kinds.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        var any: ChangeWords.Kinds = []
        for token in sentence where tokens.kinds[token] == .word {
            any.formUnion(words.kinds(of: tokens.hashes[token]))
        }
        // Most sentences have no mover; an expression may be anything.
        guard !any.isDisjoint(with: [.mover, .starts, .harmed, .harm, .unhurt, .joy]),
            !any.isDisjoint(with: [.thing, .sure, .starts, .harmed, .harm, .unhurt, .joy])
        else { return false }
        var all: ChangeWords.Kinds = []
        var token = sentence.lowerBound
        while token < sentence.upperBound {
            var kind = tokens.kinds[token] == .word ? words.kinds(of: tokens.hashes[token]) : []
            if !kind.isEmpty, isName(token) { kind = [] }
            var length = 1
            if kind.contains(.starts),
                let expression = words.expression(at: token, before: sentence.upperBound, in: tokens)
            {
                (kind, length) = expression
            }
            kind.remove(.starts)
            // *Low-end*, *crime-ridden*: what a hyphen ties to another word neither moves nor is moved.
            if length == 1, !kind.isEmpty, isTied(token) { kind = [] }
            all.formUnion(kind)
            for _ in 0..<length {
                kinds.append(kind)
                ends.append(Int32(token + length))
            }
            token += length
        }
        if all.contains(.sure) { all.formUnion(notePolar()) }
        let moves = !all.isDisjoint(with: .mover) && !all.isDisjoint(with: .thing)
        guard moves || !all.isDisjoint(with: [.harmed, .harm, .unhurt, .mock, .joy]) else { return false }
        classes.removeAll(keepingCapacity: true)
        for token in sentence {
            classes.append(tokens.kinds[token] == .word ? Words.english.classes(of: tokens.hashes[token]) : [])
        }
        return true
    }

    /// Takes words that are good or bad by themselves for things, where what moves them is sure to; says whether there are any.
    mutating func notePolar() -> ChangeWords.Kinds {
        var all: ChangeWords.Kinds = []
        for (place, kind) in kinds.enumerated() where kind.isEmpty {
            let token = sentence.lowerBound + place
            guard tokens.kinds[token] == .word, !tokens.flags[token].contains(.capitalized) else {
                continue
            }
            let row = vocabulary.row(of: tokens.hashes[token])
            let polarity = vocabulary.value(row, .polarity)
            let known = Words.english.classes(of: tokens.hashes[token])
            guard abs(polarity) >= Self.polar, vocabulary.cue(row) == .none,
                known.isDisjoint(with: [.personNoun, .sourceNoun, .verb, .cueVerb, .adverb]), !isAdverb(token)
            else { continue }
            kinds[place] = polarity < 0 ? [.bad, .polar] : [.good, .polar]
            all.formUnion(kinds[place])
        }
        return all
    }

    /// From here on a word is good or bad by itself.
    static let polar: Float = 0.2

    func kind(_ token: Int) -> ChangeWords.Kinds {
        sentence.contains(token) ? kinds[token - sentence.lowerBound] : []
    }
    func end(_ token: Int) -> Int { Int(ends[token - sentence.lowerBound]) }
    func classes(_ token: Int) -> WordClass {
        sentence.contains(token) ? classes[token - sentence.lowerBound] : []
    }

    mutating func change(at token: Int, _ kind: ChangeWords.Kinds) -> Change? {
        let change = construction(at: token, kind)
        // What is no thing of the table is one only beside a mover that leaves no doubt.
        guard let change else { return nil }
        if self.kind(change.thing.lowerBound).contains(.polar) {
            // A noun is none of their verb: *a lemon drop*.
            let isBehind = change.thing.lowerBound > token
            guard kind.contains(.sure), isBehind || kind.isDisjoint(with: [.fall, .rise]) else { return nil }
        }
        return change
    }

    mutating func construction(at token: Int, _ kind: ChangeWords.Kinds) -> Change? {
        if kind.contains(.mock) {
            return Change(value: -1, thing: token..<end(token), mover: token..<end(token), phrase: token..<end(token))
        }
        let isAdjective = !kind.isDisjoint(with: [.less, .more])
        // *Reported lower losses*, but *will lower losses*.
        if isAdjective, auxiliaries(before: token).start == token, let change = adjective(token, kind) { return change }
        let isNoun = !kind.isDisjoint(with: [.fall, .rise])
        // *A sharp drop in crime*, but *crime drops in spring*.
        let isBehindThing = !self.kind(token - 1).isDisjoint(with: .thing) && !self.kind(token - 1).contains(.polar)
        if isNoun, !isBehindThing, let change = noun(token, kind) { return change }
        if !kind.isDisjoint(with: [.falls, .rises, .lowers, .raises, .goes]), let change = verb(token, kind) {
            return change
        }
        if isNoun, let change = noun(token, kind) { return change }
        if isAdjective, let change = adjective(token, kind) { return change }
        return unharmed(token, kind)
    }

    /// −1 for what is bad to have more of, 1 for what is good.
    func worth(_ thing: Int) -> Float { kind(thing).contains(.bad) ? -1 : 1 }

    /// Joy at what is none: *great, another delay*.
    var mockery: Change? {
        let first = sentence.lowerBound
        guard kind(first).contains(.joy), kind(first + 2).contains(.again),
            tokens.kinds[first + 1] == .punctuation
        else { return nil }
        let isBad = (first + 3..<sentence.upperBound).contains { token in
            kind(token).contains(.bad)
                || vocabulary.value(vocabulary.row(of: tokens.hashes[token]), .polarity) <= -Self.polar
        }
        guard isBad else { return nil }
        return Change(
            value: -1, mass: Change.unharmed, thing: first..<first + 1, mover: first..<first + 1,
            phrase: first..<first + 1)
    }

    // MARK: Verbs

    mutating func verb(_ token: Int, _ kind: ChangeWords.Kinds) -> Change? {
        let after = end(token)
        guard !isCompared(after) else { return nil }
        let left = auxiliaries(before: token)
        let moves = !kind.isDisjoint(with: [.lowers, .raises])
        if moves, !left.isPassive, let thing = thing(from: after) {
            let value = worth(thing) * sign(kind, .lowers, .raises, worth(thing)) * left.factor
            return Change(
                value: value, thing: thing..<end(thing), mover: token..<after, phrase: after..<end(thing),
                ownerEnd: nil)
        }
        if kind.contains(.goes), !left.isPassive, let change = destination(token, left) { return change }
        let goes = !kind.isDisjoint(with: [.falls, .rises])
        // *Unemployment fell*, *disaster averted*: what may take an object has none.
        if moves {
            guard isPredicateEnd(after) else { return nil }
        } else if !goes {
            return nil
        }
        guard let subject = subject(endingAt: left.start) else { return nil }
        let (falls, rises): (ChangeWords.Kinds, ChangeWords.Kinds) = goes ? (.falls, .rises) : (.lowers, .raises)
        if !self.kind(subject.head).isDisjoint(with: .thing) {
            let value = worth(subject.head) * sign(kind, falls, rises, worth(subject.head)) * left.factor
            return Change(
                value: value, thing: subject.head..<end(subject.head), mover: token..<after,
                phrase: subject.start..<left.start)
        }
        // *The rise in burglaries stopped.*
        if let last = found.indices.last, found[last].mover.lowerBound == subject.head {
            found[last].value *= sign(kind, falls, rises, 1) * left.factor
        }
        return nil
    }

    /// −1 for falling, 1 for rising; what says both (*lifted*, *recovered*) is good for whatever it is said of.
    func sign(
        _ kind: ChangeWords.Kinds, _ falls: ChangeWords.Kinds, _ rises: ChangeWords.Kinds, _ worth: Float
    ) -> Float {
        kind.contains(falls) ? kind.contains(rises) ? worth : -1 : 1
    }

    /// What stands between a verb and its subject: where that ends, what is left of the verb, whether it is passive.
    func auxiliaries(before verb: Int) -> (start: Int, factor: Float, isPassive: Bool) {
        var (start, factor, isPassive) = (verb, Float(1), false)
        while start > sentence.lowerBound {
            let token = start - 1
            let known = classes(token)
            let cue = vocabulary.cue(vocabulary.row(of: tokens.hashes[token]))
            if known.contains(.negation) || kind(token).contains(.fails) || cue == .negator {
                factor *= Change.negated
            } else if tokens.hashes[token] == Hash.to {
                // *To cut crime* is meant, *failed to cut crime* is negated.
                if !kind(token - 1).contains(.fails) { factor *= Change.possible + 0.2 }
            } else if cue == .modal || tokens.hashes[token] == Hash.will {
                factor *= Change.possible
            } else if known.isDisjoint(with: [.auxiliary, .passive, .adverb]), !kind(token).contains(.aspect),
                !isAdverb(token)
            {
                break
            }
            // The *'s* of an owner is none of a verb.
            if tokens.flags[token].contains(.clitic), !known.isDisjoint(with: .auxiliary), token + 1 == verb,
                !isParticiple(verb)
            {
                break
            }
            if token + 1 == verb || start == verb, !known.isDisjoint(with: .passive) { isPassive = true }
            start = token
        }
        if factor == 1, isSupposed(start) { factor = 0 }
        return (start, factor, isPassive && !endsIn(verb, Self.goingOn))
    }

    /// Whether a condition stands before a clause's verb.
    func isSupposed(_ token: Int) -> Bool {
        var place = token - 1
        while place >= sentence.lowerBound, tokens.kinds[place] == .word {
            if vocabulary.cue(vocabulary.row(of: tokens.hashes[place])) == .conditional { return true }
            place -= 1
        }
        return false
    }

    /// The head of the phrase before a verb, and where that phrase begins.
    func subject(endingAt end: Int) -> (head: Int, start: Int)? {
        var start = end
        while start > sentence.lowerBound, end - start < Self.longestSubject {
            let before = start - 1
            guard tokens.kinds[before] == .word || tokens.kinds[before] == .number else { break }
            if tokens.flags[before].contains(.clitic), end - start > 0 {
                start = before
                continue
            }
            // *Hopes faded*, *the hopes of a second term*: no verbs.
            let isNoun =
                before == sentence.lowerBound || !classes(before - 1).isDisjoint(with: .determiner)
                || !kind(before).isDisjoint(with: .thing)
            guard classes(before).isDisjoint(with: isNoun ? Self.joints : Self.breaks) else {
                // The object of another verb of this kind is no subject: *the man who cut crime fell*.
                if !kind(before).isDisjoint(with: [.lowers, .raises]), start < end { return nil }
                break
            }
            start = before
        }
        guard start < end else { return nil }
        let preposition = (start + 1..<max(start + 1, end)).first { !classes($0).isDisjoint(with: .preposition) }
        return head(of: start..<(preposition ?? end), before: end).map { ($0, start) }
    }

    /// The head of a phrase: its last word, or what it is a measure of (*the number of deaths*, *crime rates*).
    func head(of phrase: Range<Int>, before end: Int) -> Int? {
        guard let last = phrase.last else { return nil }
        var head = last
        while head > phrase.lowerBound, !kind(head).isDisjoint(with: .thing), kind(head - 1) == kind(head),
            self.end(head - 1) == self.end(head)
        {
            head -= 1
        }
        if !kind(head).isDisjoint(with: .thing) { return head }
        if phrase.upperBound < end, tokens.hashes[phrase.upperBound] == Hash.of, kind(last).contains(.measure) {
            return thing(from: phrase.upperBound + 1)
        }
        if kind(last).contains(.measure), last > phrase.lowerBound, !kind(last - 1).isDisjoint(with: .thing) {
            return last - 1
        }
        return kind(last).isDisjoint(with: [.fall, .rise]) ? nil : last
    }

    // MARK: Nouns and adjectives

    /// *A drop in crime*, *an end to the war*.
    func noun(_ token: Int, _ kind: ChangeWords.Kinds) -> Change? {
        // *An end to*, but no *return to profit*.
        guard token + 1 < sentence.upperBound, Hash.into.contains(tokens.hashes[token + 1]),
            kind.contains(.fall) || tokens.hashes[token + 1] != Hash.to,
            token == sentence.lowerBound || tokens.hashes[token - 1] != Hash.to,
            let thing = thing(from: token + 2)
        else { return nil }
        let isNone = token > sentence.lowerBound && tokens.hashes[token - 1] == Hash.no
        let value = worth(thing) * (kind.contains(.fall) ? -1 : 1) * (isNone ? Change.negated : 1)
        return Change(
            value: isSupposed(token) ? 0 : value, thing: thing..<end(thing), mover: token..<token + 1,
            phrase: token + 2..<end(thing), ownerEnd: owner(before: token))
    }

    /// *Fewer deaths*, *higher unemployment*; *the queues got shorter*.
    func adjective(_ token: Int, _ kind: ChangeWords.Kinds) -> Change? {
        let after = token + 1
        let isNone = token > sentence.lowerBound && tokens.hashes[token - 1] == Hash.no
        let sign: Float = kind.contains(.less) ? -1 : 1
        if !isNone, let thing = thing(from: after, within: 2), !isCompared(end(thing)) {
            return Change(
                value: isSupposed(token) ? 0 : worth(thing) * sign, thing: thing..<end(thing),
                mover: token..<after, phrase: after..<end(thing), ownerEnd: owner(before: token))
        }
        guard !Hash.quantities.contains(tokens.hashes[token]), isPredicateEnd(after), !isCompared(token),
            token > sentence.lowerBound
        else { return nil }
        let isBecoming = Hash.become.contains(tokens.hashes[token - 1])
        let left = auxiliaries(before: isBecoming ? token - 1 : token)
        guard isBecoming || left.isPassive, let subject = subject(endingAt: left.start),
            !self.kind(subject.head).isDisjoint(with: .thing)
        else { return nil }
        return Change(
            value: worth(subject.head) * sign * left.factor, thing: subject.head..<end(subject.head),
            mover: token..<after,
            phrase: subject.start..<left.start)
    }

    /// *No one was hurt*, *no injuries*, *unharmed*.
    func unharmed(_ token: Int, _ kind: ChangeWords.Kinds) -> Change? {
        let isSupposed = (sentence.lowerBound..<token).contains {
            vocabulary.cue(vocabulary.row(of: tokens.hashes[$0])) == .conditional
        }
        guard !isSupposed else { return nil }
        let range = token..<token + 1
        if kind.contains(.unhurt) {
            return Change(value: 1, mass: Change.unharmed, thing: range, mover: range, phrase: range)
        }
        if kind.contains(.harm), token > sentence.lowerBound {
            let before = tokens.hashes[token - 1]
            guard before == Hash.no || before == Hash.without, isPhraseEnd(token + 1) else { return nil }
            return Change(value: 1, mass: Change.unharmed, thing: range, mover: token - 1..<token, phrase: range)
        }
        guard kind.contains(.harmed) else { return nil }
        var place = token - 1
        while place >= sentence.lowerBound, token - place < 6, tokens.kinds[place] == .word {
            let isNobody = Hash.nobody.contains(tokens.hashes[place])
            let isNo = tokens.hashes[place] == Hash.no && place + 1 < token && tokens.hashes[place + 1] == Hash.one
            if isNobody || isNo {
                return Change(value: 1, mass: Change.unharmed, thing: range, mover: place..<token, phrase: range)
            }
            place -= 1
        }
        return nil
    }
}
