import Foundation

/// `accuracy blocks|charsets|entities|extraction|language|quotes|sentiment|structure|turns FILE…`: scores the analyzers on annotated files.
@main
struct Accuracy {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let files = Array(arguments.dropFirst())
        switch arguments.first {
        case "blocks": BlockAccuracy.run(files)
        case "charsets": CharsetAccuracy.run(files)
        case "entities": EntityAccuracy.run(files)
        case "entities-speed": EntitySpeed.run(files)
        case "extraction": ExtractionAccuracy.run(files)
        case "language": LanguageAccuracy.run(files)
        case "quotes": QuoteAccuracy.run(files)
        case "sentiment": SentimentAccuracy.run(files)
        case "structure": StructureAccuracy.run(files)
        case "turns": TurnAccuracy.run(files)
        default:
            let usage =
                "usage: accuracy blocks|charsets|entities|extraction|language|quotes|sentiment|structure|turns FILE…\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
    }
}
