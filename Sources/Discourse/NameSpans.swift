/// The names of a text as runs of tokens, each with what kind of thing it names; whom they name is not said here.
package struct NameSpans: Sendable {
    /// What a name names.
    package enum Kind: Int, Sendable {
        case person, organization, place, other
    }

    /// One name.
    package struct Name: Hashable, Sendable {
        /// Its tokens.
        package var tokens: Range<Int>
        /// What it names here.
        package var kind: Kind

        package init(tokens: Range<Int>, kind: Kind) {
            self.tokens = tokens
            self.kind = kind
        }
    }

    /// The names in the order of the text, disjoint.
    package let names: ContiguousArray<Name>
    /// For each token the index of the name it belongs to, or −1: four bytes a token, read at every word of the walks
    /// over a text, where an array of optionals would take sixteen.
    package let nameOfToken: ContiguousArray<Int32>

    /// Takes names in order; tokens beyond the text's count for nothing.
    ///
    /// - Complexity: O(`tokenCount`).
    package init(_ names: ContiguousArray<Name> = [], tokenCount: Int) {
        self.names = names
        var owners = ContiguousArray<Int32>(repeating: -1, count: tokenCount)
        for (index, name) in names.enumerated() {
            for token in name.tokens where token < tokenCount { owners[token] = Int32(index) }
        }
        nameOfToken = owners
    }
}
