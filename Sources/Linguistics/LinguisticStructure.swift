// Linguistics gives valid UTF-8 its tokens, sentences and paragraphs, in byte ranges and in linear time, by the rules of a
// language that it is handed. It fails on no text; a table of rules that is wrong is a `LanguageRulesError`, a range outside
// the text a bug. Everything that looks at words uses it: languages bring it tables, analyzers their questions.

/// The tokens, sentences and paragraphs of a text, computed once and shared by all analyzers.
public struct LinguisticStructure: Sendable {
    /// The tokens, in order.
    public let tokens: Tokens
    /// The sentences as runs of tokens; ascending, disjoint, covering all tokens, none across paragraphs.
    public let sentences: ContiguousArray<Range<Int>>
    /// The paragraphs as runs of tokens; ascending, disjoint, covering all tokens; one without tokens is left out.
    public let paragraphs: ContiguousArray<Range<Int>>
    /// For each token the index of its sentence.
    public let sentenceOfToken: ContiguousArray<Int32>
    /// For each token the index of its paragraph.
    public let paragraphOfToken: ContiguousArray<Int32>

    /// Finds the structure of a text by the rules of its language.
    ///
    /// - Complexity: O(bytes).
    public init(_ text: UTF8Text, rules: LanguageRules) {
        self.init(text, rules: rules) { ($1, $1) }
    }

    /// Finds the structure of a text with paragraphs that are divided by more than line ends.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - rules: The rules of its language.
    ///   - divide: Gets the tokens and the paragraphs by line ends; gives the paragraphs, and the runs within them that no
    ///     sentence crosses. Both cover all tokens in order.
    /// - Complexity: O(bytes), and what `divide` takes.
    public init(
        _ text: UTF8Text, rules: LanguageRules,
        dividing divide: (Tokens, ContiguousArray<Range<Int>>) -> (
            paragraphs: ContiguousArray<Range<Int>>, runs: ContiguousArray<Range<Int>>
        )
    ) {
        var tokens = Tokenizer.tokens(in: text.bytes.span, rules: rules)
        let divided = divide(tokens, ParagraphSplitter.paragraphs(of: tokens, in: text.bytes.span, rules: rules))
        let sentences = SentenceSplitter.sentences(
            of: tokens, paragraphs: divided.runs, in: text.bytes.span, rules: rules)
        for sentence in sentences { tokens.flags[sentence.lowerBound].insert(.startsSentence) }
        self.init(tokens: tokens, sentences: sentences, paragraphs: divided.paragraphs)
    }

    /// Takes a structure that is known already, as from a corpus that comes in tokens.
    public init(tokens: Tokens, sentences: ContiguousArray<Range<Int>>, paragraphs: ContiguousArray<Range<Int>>) {
        self.tokens = tokens
        self.sentences = sentences
        self.paragraphs = paragraphs
        sentenceOfToken = Self.owners(sentences, count: tokens.count)
        paragraphOfToken = Self.owners(paragraphs, count: tokens.count)
    }

    /// The number of words: tokens that hold a letter or a digit and are no clitic.
    public var wordCount: Int {
        var count = 0
        for index in 0..<tokens.count where tokens.flags[index].isWordLike { count += 1 }
        return count
    }

    private static func owners(_ runs: ContiguousArray<Range<Int>>, count: Int) -> ContiguousArray<Int32> {
        var owners = ContiguousArray<Int32>(repeating: 0, count: count)
        for (index, run) in runs.enumerated() {
            for token in run { owners[token] = Int32(index) }
        }
        return owners
    }
}

extension TokenFlags {
    /// Whether a token counts as a word: it holds a letter or a digit and is no clitic.
    public var isWordLike: Bool { !isDisjoint(with: [.hasLetter, .hasDigit]) && !contains(.clitic) }
}
