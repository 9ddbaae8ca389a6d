/// Scores quotes.
enum QuoteAccuracy {
    static func run(_ files: [String]) {}
}
