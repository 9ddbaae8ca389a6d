import Testing
import Wire

@Suite struct WorkerOptionsTests {
    private static let options = [
        WorkerOptions(limits: WorkerLimits(maxBytes: 1, budget: DocumentBudget())),
        WorkerOptions(
            limits: WorkerLimits(
                memoryBytes: 4 << 30, maxBytes: .max,
                budget: DocumentBudget(base: .nanoseconds(1_500_000_001), bytesPerSecond: 1024)),
            analyzers: ["b.\"quoted\"": "é \u{1}", "a.loud": "true", "a.weight": "0.5"]),
    ]

    @Test(arguments: options) func theyComeOutAsTheyWentIn(_ options: WorkerOptions) throws {
        #expect(try WorkerOptions(argument: options.argument) == options)
    }

    /// Workers are replaced where their command line changes, so equal options must not look different.
    @Test func equalOptionsAreTheSameText() {
        let names = (0..<64).map { "analyzer.setting\($0)" }
        var texts: Set<String> = []
        for _ in 0..<8 {
            var options = Self.options[0]
            for name in names.shuffled() { options.analyzers[name] = "true" }
            texts.insert(options.argument)
        }
        #expect(texts.count == 1)
    }

    @Test(arguments: ["", "{}", "[]", #"{"limits":{"maxBytes":1},"analyzers":{}}"#])
    func somethingElseIsRefused(_ argument: String) {
        #expect(throws: DecodingError.self) { try WorkerOptions(argument: argument) }
    }
}
