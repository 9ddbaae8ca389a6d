/// Scores entities.
enum EntityAccuracy {
    static func run(_ files: [String]) {}
}
