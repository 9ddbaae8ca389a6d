import Foundation

/// `accuracy blocks|charsets|entities|extraction|language|quotes|sentiment|structure|turns FILE…`: scores the analyzers on annotated files.
@main
struct Accuracy {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            try await score(arguments.first, Array(arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("accuracy: \(error)\n".utf8))
            exit(65)
        }
    }

    private static func score(_ what: String?, _ files: [String]) async throws {
        switch what {
        case "blocks": try BlockAccuracy.run(files)
        case "charsets": try await CharsetAccuracy.run(files)
        case "entities": try EntityAccuracy.run(files)
        case "entities-speed": try EntitySpeed.run(files)
        case "extraction": try await ExtractionAccuracy.run(files)
        case "language": try await LanguageAccuracy.run(files)
        case "quotes": try await QuoteAccuracy.run(files)
        case "sentiment": try await SentimentAccuracy.run(files)
        case "structure": try StructureAccuracy.run(files)
        case "turns": try TurnAccuracy.run(files)
        default:
            let usage =
                "usage: accuracy blocks|charsets|entities|extraction|language|quotes|sentiment|structure|turns FILE…\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
    }
}
