/// A text that breaks programs: nothing, no letters, no end, marks without partners, scripts without spaces.
///
/// Its description is short, so that a test with thousands of letters as its argument still has a name that fits a line.
public struct HostileText: Sendable, CustomStringConvertible {
    /// What it is, in a few words.
    public let description: String
    /// The text.
    public let text: String

    /// A text with a name.
    public init(_ description: String, _ text: String) {
        self.description = description
        self.text = text
    }

    /// A short text, named by itself.
    private init(_ text: String) {
        self.init(text.debugDescription, text)
    }

    /// All of them, the same ones each time.
    public static let all: [HostileText] = short + long + drawn

    private static let short = [
        "", " ", "\n\n\n", ".", "\"", "“", "”", "''", "A", "“”", "\"\" said Mr. \"\"", "He said, “", "said “said”.",
        ":", "Q:", "Q: A: Q: A:", "Q:\nA:\n", "I: \n\nI: \n\n", "\u{FEFF}", "\u{200B}\u{200D}\u{202E}abc",
        "e\u{301}\u{301}\u{301} said", "👩‍👩‍👧‍👦 said “👩‍👩‍👧‍👦,” 🇫🇷 replied.", "大臣は「見ていない」と述べた。",
        "قال الوزير «لا»", "(((((((((((((((((((((((((", "— — — — —", "\u{0}\u{1}\u{2}\u{7F}", "\r\r\r\n\n\r",
        "Mr. Dr. Prof. U.S. U.N. e.g. i.e. a.m. No. 5", "&amp; <b>bold</b> [link](http://x.y) # Heading",
        "@someone said #something at http://example.org/?a=b&c=\"d\"",
    ].map(HostileText.init)

    private static let long = [
        repeated("“", 3_000), repeated("a", 20_000), repeated("John Smith said ", 1_500),
        repeated("“No,” said Ann. ", 1_000), repeated("A:\nB:\n", 1_000), repeated("\"", 2_001, then: " said"),
    ]

    private static func repeated(_ text: String, _ count: Int, then end: String = "") -> HostileText {
        let name = "\(count) × \(text.debugDescription)" + (end.isEmpty ? "" : " + \(end.debugDescription)")
        return HostileText(name, String(repeating: text, count: count) + end)
    }

    private static let drawn: [HostileText] = {
        let pieces = [
            "“", "”", "\"", "'", "’", " said ", " he ", "Ann", "Bob Lee", "\n", "\n\n", ".", ",", ":", " ", "é", "😀",
            "AB:", "the U.S.", "not ", "terrible ", "great ", "—", "(", ")", "told ", "that ", "\t",
        ]
        var generator = SplitMix64(state: 42)
        return (1...150).map { number in
            HostileText(
                "drawn \(number)",
                (0..<60).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined())
        }
    }()
}
