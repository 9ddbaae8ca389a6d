import Foundation

/// Trains what tells languages of one script apart.
@main
enum TrainLanguage {
    static func main() throws {
        let arguments = CommandLine.arguments
        switch arguments.count > 1 ? arguments[1] : "" {
        case "words" where arguments.count > 4: try drawWords(arguments[2], arguments[3], Array(arguments[4...]))
        case "model" where arguments.count == 4:
            var training = try Training(words: arguments[2])
            try training.run(writingTo: arguments[3])
        default:
            print(
                """
                train-language words MODELS WORDS TAG…  draw words of each language from lingua's unpacked models
                train-language model WORDS FILE         train on the words of all languages and write the model
                """)
            exit(64)
        }
    }

    /// As many words of each language.
    private static let draws = 200_000

    private static func drawWords(_ models: String, _ out: String, _ tags: [String]) throws {
        for tag in tags {
            let model = try WordModel(URL(filePath: models).appending(path: tag))
            var generator = SplitMix64("words \(tag)")
            var counts: [String: Int] = [:]
            for _ in 0..<draws { counts[model.word(&generator), default: 0] += 1 }
            let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let text = sorted.map { "\($0.key)\t\($0.value)\n" }.joined()
            try Data(text.utf8).write(to: URL(filePath: out).appending(path: "\(tag).tsv"))
            print(tag, counts.count, sorted.prefix(8).map(\.key).joined(separator: " "))
        }
    }
}
