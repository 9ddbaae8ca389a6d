/// What words stand in.
package enum Place: Hashable, Sendable {
    /// The writer's own text.
    case text
    /// A marked span, by its index.
    case span(Int)
    /// A turn, by its index, and no span within it.
    case turn(Int)
}

/// Where each token of a text stands: in its innermost marked span, else in a turn, else in the writer's own text.
package struct Places: Sendable {
    /// For each token its span, or its turn behind all spans, or −1.
    ///
    /// The subscript gives it a name; four bytes a token, which walks over words compare as they are.
    @usableFromInline package let codes: ContiguousArray<Int32>
    @usableFromInline package let spanCount: Int

    /// Places tokens by spans, outer ones before inner ones, and by the runs of tokens that turns are.
    ///
    /// - Complexity: O(tokens · levels of nesting).
    package init(tokenCount: Int, spans: ContiguousArray<MarkedSpan> = [], turns: [Range<Int>] = []) {
        var codes = ContiguousArray<Int32>(repeating: -1, count: tokenCount)
        for (index, turn) in turns.enumerated() {
            for token in turn { codes[token] = Int32(spans.count + index) }
        }
        for (index, span) in spans.enumerated() {
            for token in span.inner { codes[token] = Int32(index) }
        }
        self.codes = codes
        spanCount = spans.count
    }

    /// Where a token stands.
    @inlinable @inline(__always)
    package subscript(token: Int) -> Place {
        let code = Int(codes[token])
        return code < 0 ? .text : code < spanCount ? .span(code) : .turn(code - spanCount)
    }

    /// Whether a token is the writer's own.
    @inlinable @inline(__always)
    package func isText(_ token: Int) -> Bool { codes[token] < 0 }

    /// Whether two tokens stand in the same.
    @inlinable @inline(__always)
    package func areSame(_ left: Int, _ right: Int) -> Bool { codes[left] == codes[right] }
}
