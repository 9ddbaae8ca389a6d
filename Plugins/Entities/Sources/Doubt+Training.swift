package import AnalyzerKit
import Linguistics

extension Doubt {
    /// What a sentence's features are, and what a reading of it brings.
    package struct Example: Sendable {
        /// The numbers of its features; none where it is read whatever they are.
        package var features: [Int]
        /// How many names the network or the reader alone finds.
        package var changes: Int
        /// How many tokens it has.
        package var tokens: Int
    }
}

extension Entities {
    /// The sentences of a document with what a reading of everything changes in each.
    ///
    /// - Throws: `LoadingError.reader`.
    /// - Complexity: O(tokens).
    package func doubtExamples(_ document: Document) throws -> [Doubt.Example] {
        let structure = document.structure
        let tokens = TokenFeatures(of: structure, in: document.text, lexicon: lexicon)
        let fast = doubtedTagging(of: structure, tokens)
        let deep = try tagging(of: structure, in: document.text, tokens, .deep)
        let doubt = Doubt(fast, tokens)
        return structure.sentences.map { sentence in
            let (before, after) = (names(fast.tags, sentence), names(deep.tags, sentence))
            var features: [Int] = []
            if !tokens.hasNoCase(sentence) { doubt.features(of: sentence) { features.append($0) } }
            return Doubt.Example(
                features: features, changes: before.symmetricDifference(after).count, tokens: sentence.count)
        }
    }

    private struct TypedSpan: Hashable {
        var tokens: Range<Int>
        var type: EntityType
    }

    private func names(_ tags: ContiguousArray<Tag>, _ sentence: Range<Int>) -> Set<TypedSpan> {
        var found: Set<TypedSpan> = []
        var start: Int?
        for token in sentence {
            guard let type = tags[token].type, let place = tags[token].place else { continue }
            if place == .begin || place == .single { start = token }
            if place == .end || place == .single {
                found.insert(TypedSpan(tokens: (start ?? token)..<token + 1, type: type))
            }
        }
        return found
    }
}
