/// Scores sentiment.
enum SentimentAccuracy {
    static func run(_ files: [String]) {}
}
