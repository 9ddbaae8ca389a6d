import AnalyzerKit
import English
import Linguistics
import Quotes

extension Analysis {
    /// Finds what changes, and praise that is mocked.
    mutating func findChanges() {
        var finder = ChangeFinder(document, scorer.vocabulary)
        var next = 0
        for sentence in document.structure.sentences {
            while next < names.count, names[next].upperBound <= sentence.lowerBound { next += 1 }
            let own = names[next...].prefix { $0.lowerBound < sentence.upperBound }
            scorer.changes += finder.find(in: sentence) { token in own.contains { $0.contains(token) } }
        }
        let count = scorer.changes.count
        for quote in quotes.quotes where quote.kind == .scare {
            if let mocked = mockedPraise(document.tokens.indices(overlapping: quote.range)) {
                scorer.changes.append(mocked)
            }
        }
        if scorer.changes.count > count { scorer.changes.sort { $0.mover.lowerBound < $1.mover.lowerBound } }
    }

    /// Praise of one word in marks of irony before what is praised: *the "genius" who lost the keys*, *their "improved" timetable*.
    private func mockedPraise(_ marked: Range<Int>) -> Change? {
        let tokens = document.tokens
        let run = marked.filter { tokens.kinds[$0] == .word }
        guard let word = run.first, run.count == 1, word > 1, marked.upperBound + 1 < tokens.count,
            !tokens.flags[word].contains(.capitalized)
        else { return nil }
        let before = tokens.kinds[word - 1] == .punctuation ? word - 2 : word - 1
        let after = tokens.kinds[word + 1] == .punctuation ? word + 2 : word + 1
        let value = scorer.vocabulary.value(scorer.vocabulary.row(of: tokens.hashes[word]), .polarity)
        guard after < tokens.count, tokens.kinds[after] == .word, value >= 0.3,
            !Words.english.classes(of: tokens.hashes[before]).isDisjoint(with: [.determiner, .possessive])
        else { return nil }
        return Change(
            value: -0.8, mass: Change.unharmed, thing: word..<word + 1, mover: word..<word + 1, phrase: word..<word + 1)
    }

    /// Notes what befalls whoever has what changes: *Acme's losses narrowed*, *support for Holt crumbled*, *the mill reported lower profits*.
    ///
    /// - Complexity: O(changes · mentions of their sentences).
    mutating func judgeChanges() {
        var next = 0
        for change in scorer.changes where change.isTold {
            let sentence = document.structure.sentences[
                Int(document.structure.sentenceOfToken[change.mover.lowerBound])]
            while next < mentions.count, mentions[next].tokens.upperBound <= sentence.lowerBound { next += 1 }
            var index = next
            while index < mentions.count, mentions[index].tokens.lowerBound < sentence.upperBound {
                if mentions[index].verdict.news == 0, has(mentions[index].tokens, change, sentence) {
                    mentions[index].verdict.news = change.value < 0 ? -1 : 1
                    mentions[index].verdict.newsCertainty = Verdict.byVerb
                    mentions[index].verdict.verb = change.mover.lowerBound
                    mentions[index].verdict.isOfChange = true
                }
                index += 1
            }
        }
    }

    private enum Owners {
        static let over = WordHash("over")
        /// Between what averts something and for whom.
        static let places = [WordHash("at"), WordHash("for"), WordHash("in")]
        static let its = [WordHash("its"), WordHash("his"), WordHash("her"), WordHash("their")]
    }

    /// Whether a name has what changes.
    private func has(_ name: Range<Int>, _ change: Change, _ sentence: Range<Int>) -> Bool {
        let tokens = document.tokens
        let (first, end) = (name.lowerBound, name.upperBound)
        // *Acme's losses*, *Acme's trade deficit*.
        if end < change.thing.lowerBound, tokens.flags[end].contains(.clitic), change.thing.lowerBound - end <= 4,
            (end + 1..<change.thing.lowerBound).allSatisfy({ tokens.kinds[$0] == .word })
        {
            return true
        }
        if change.ownerEnd == end { return true }
        guard first > sentence.lowerBound else { return hasOwn(name, change) }
        // *Support for Holt*, *profits at the Calder Group*.
        var before = first - 1
        if !Words.english.classes(of: tokens.hashes[before]).isDisjoint(with: .determiner) {
            guard before > sentence.lowerBound else { return hasOwn(name, change) }
            before -= 1
        }
        // *A lead over Holt* is not hers, *worries over Holt* are.
        let words = ChangeWords.ofBinary
        let isBad = words.kinds(of: tokens.hashes[change.thing.lowerBound]).contains(.bad)
        let ties =
            words.kinds(of: tokens.hashes[before]).contains(.tie) || isBad && tokens.hashes[before] == Owners.over
        if before == change.thing.upperBound, ties {
            return end == change.phrase.upperBound || isWhole(name)
        }
        if before == change.mover.upperBound, change.mover.lowerBound >= change.thing.upperBound,
            Owners.places.contains(tokens.hashes[before])
        {
            return isWhole(name)
        }
        return hasOwn(name, change)
    }

    /// *Acme narrowed its loss*.
    private func hasOwn(_ name: Range<Int>, _ change: Change) -> Bool {
        let tokens = document.tokens
        guard name.upperBound <= change.mover.lowerBound, change.mover.lowerBound - name.upperBound <= 2,
            change.mover.upperBound < change.thing.lowerBound
        else { return false }
        return Owners.its.contains(tokens.hashes[change.mover.upperBound])
    }
}
