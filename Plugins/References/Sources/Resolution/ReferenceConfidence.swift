import Discourse
import Entities
import Linguistics

/// How sure references are: how often such were right on annotated documents (docs/ACCURACY.md has the counts).
///
/// References are given in the order of the text; who was spoken of before is what tells easy ones from hard ones.
struct ReferenceConfidence {
    private let reading: NamedReading
    private let register: Register
    private var nextMention = 0
    /// The sentence in which each entity was spoken of last.
    private var lastSentence: [Int: Int32] = [:]
    /// The persons named last, two different ones at most, the later one first, with the sentences.
    private var persons: [(entity: Int, sentence: Int32)] = []

    init(_ reading: NamedReading, _ register: Register) {
        self.reading = reading
        self.register = register
    }

    /// The share of references like this one that are right, 0 through 1.
    ///
    /// - Complexity: O(names since the reference asked for before).
    mutating func next(_ tokens: Range<Int>, _ kind: References.Reference.Kind, _ entity: Int) -> Double {
        let sentences = reading.story.structure.sentenceOfToken
        while nextMention < register.mentions.count,
            register.mentions[nextMention].tokens.lowerBound < tokens.lowerBound
        {
            let mention = register.mentions[nextMention]
            nextMention += 1
            guard let named = mention.entityIndex, !mention.tokens.isEmpty else { continue }
            speak(of: named, in: sentences[mention.tokens.lowerBound])
        }
        let sentence = sentences[tokens.lowerBound]
        let before = lastSentence[entity]
        let hasRival = persons.contains { $0.entity != entity && $0.sentence >= sentence - 1 }
        lastSentence[entity] = sentence
        if kind == .nominal { return Self.nominal }
        if !reading.places.isText(tokens.lowerBound) { return Self.quoted }
        if let before, sentence - before > 1 { return Self.far }
        return hasRival ? Self.rivalled : Self.plain
    }

    private mutating func speak(of entity: Int, in sentence: Int32) {
        lastSentence[entity] = sentence
        guard register.entities[entity].type == .person else { return }
        persons.removeAll { $0.entity == entity }
        persons.insert((entity, sentence), at: 0)
        if persons.count > 2 { persons.removeLast() }
    }

    // Right and all of them, each with one more of either kind (Laplace's rule of succession).

    /// A pronoun in the writer's text for whom this sentence or the one before spoke of, and of no other person.
    private static let plain = 0.98
    /// The same where another person is named there.
    private static let rivalled = 0.95
    /// A pronoun in somebody's words.
    private static let quoted = 0.88
    /// A pronoun for whom neither this sentence nor the one before speaks of.
    private static let far = 0.85
    /// A description.
    private static let nominal = 0.82
}
