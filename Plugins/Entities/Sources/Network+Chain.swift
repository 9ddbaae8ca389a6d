import CEntitiesModel

extension Network {
    /// The linear chain over tags: what may follow what, and how likely it is.
    struct Chain: Sendable {
        private static let stride = Int(COPYDESK_CHAIN_STRIDE)
        private static let impossible = Int32(COPYDESK_CHAIN_LOWEST)

        private let transitions: ContiguousArray<Int32>
        private let starts: ContiguousArray<Int32>
        private let ends: ContiguousArray<Int32>

        /// The sum of the networks' chains.
        init(of members: [Member]) {
            func sum(_ part: (Member) -> ContiguousArray<Int32>, _ index: Int) -> Int32 {
                members.reduce(0) { $0 &+ part($1)[index] }
            }
            var transitions = ContiguousArray(repeating: Self.impossible, count: Tag.count * Self.stride)
            var starts = ContiguousArray(repeating: Self.impossible, count: Self.stride)
            for from in 0..<Tag.count {
                starts[from] = sum(\.starts, from)
                for to in 0..<Tag.count where Tag(rawValue: UInt8(from)).mayPrecede(Tag(rawValue: UInt8(to))) {
                    transitions[from * Self.stride + to] = sum(\.transitions, from * Tag.count + to)
                }
            }
            self.transitions = transitions
            self.starts = starts
            ends = ContiguousArray((0..<Tag.count).map { sum(\.ends, $0) })
        }

        /// A chain with what a tag's following another adds to the scores.
        ///
        /// - Parameter learnt: For each tag the numbers of all that may follow it, scale 2^-10, in nats. A sequence starts and
        ///   ends as if it stood between tokens outside of names.
        init(_ learnt: ContiguousArray<Int16>) {
            var transitions = ContiguousArray(repeating: Self.impossible, count: Tag.count * Self.stride)
            var starts = ContiguousArray(repeating: Self.impossible, count: Self.stride)
            var ends = ContiguousArray(repeating: Self.impossible, count: Tag.count)
            for from in 0..<Tag.count {
                let tag = Tag(rawValue: UInt8(from))
                for to in 0..<Tag.count where tag.mayPrecede(Tag(rawValue: UInt8(to))) {
                    let value = Int32(learnt[from * Tag.count + to])
                    transitions[from * Self.stride + to] = value
                    if tag == .outside { starts[to] = value }
                    if to == 0 { ends[from] = value }
                }
            }
            (self.transitions, self.starts, self.ends) = (transitions, starts, ends)
        }

        /// The best sequence of tags for a run of tokens, by their scores; `origins` is room to work in.
        ///
        /// - Complexity: O(tokens).
        func decode(
            _ scores: ContiguousArray<Int32>, _ part: Range<Int>, by instructions: InstructionSet,
            into tags: inout ContiguousArray<Tag>, _ origins: inout ContiguousArray<UInt8>
        ) {
            guard let first = part.first else { return }
            let later = part.count - 1
            if origins.count < later * Self.stride {
                origins.append(contentsOf: repeatElement(0, count: later * Self.stride - origins.count))
            }
            var best = starts
            for tag in 0..<Tag.count { best[tag] &+= scores[first * Member.outputs + tag] }
            // `scores` has a row for each token of `part`, `origins` one for each but the first.
            scores.withUnsafeBufferPointer { scores in
                transitions.withUnsafeBufferPointer { transitions in
                    best.withUnsafeMutableBufferPointer { best in
                        origins.withUnsafeMutableBufferPointer { origins in
                            guard later > 0, let scores = scores.baseAddress, let origins = origins.baseAddress,
                                let transitions = transitions.baseAddress, let best = best.baseAddress
                            else { return }
                            copydesk_entities_chain(
                                instructions, transitions, scores + (first + 1) * Member.outputs, later, Tag.count,
                                Member.outputs, best, origins)
                        }
                    }
                }
            }
            var last = 0
            for tag in 1..<Tag.count where best[tag] &+ ends[tag] > best[last] &+ ends[last] { last = tag }
            for token in part.reversed() {
                tags[token] = Tag(rawValue: UInt8(last))
                if token > first { last = Int(origins[(token - first - 1) * Self.stride + last]) }
            }
        }
    }
}
