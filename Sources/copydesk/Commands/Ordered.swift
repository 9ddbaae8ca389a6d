/// Results of work on several things at once, given in the order of the things.
///
/// At most `width` are under way or wait for an earlier one, so memory does not grow with their number.
struct Ordered<Input: Sendable, Value: Sendable>: AsyncSequence {
    private let inputs: [Input]
    private let width: Int
    private let work: @Sendable (Input) -> Value

    init(_ inputs: [Input], width: Int, work: @escaping @Sendable (Input) -> Value) {
        self.inputs = inputs
        self.width = Swift.max(1, width)
        self.work = work
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(inputs: inputs, width: width, work: work)
    }

    /// Starts work ahead of the result that is asked for.
    struct Iterator: AsyncIteratorProtocol {
        let inputs: [Input]
        let width: Int
        let work: @Sendable (Input) -> Value
        private var started: [Task<Value, Never>] = []
        private var next = 0
        private var given = 0

        init(inputs: [Input], width: Int, work: @escaping @Sendable (Input) -> Value) {
            self.inputs = inputs
            self.width = width
            self.work = work
        }

        mutating func next() async -> (index: Int, value: Value)? {
            while next < inputs.count, started.count < width {
                // Owned by this iterator; it ends with its one piece of work.
                started.append(Task { [work, input = inputs[next]] in await Self.run(work, input) })
                next += 1
            }
            guard !started.isEmpty else { return nil }
            let value = await started.removeFirst().value
            defer { given += 1 }
            return (given, value)
        }

        @concurrent
        private static func run(_ work: @Sendable (Input) -> Value, _ input: Input) async -> Value {
            work(input)
        }
    }
}
