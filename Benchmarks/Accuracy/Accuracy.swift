import Foundation

/// `accuracy blocks|charsets|entities|extraction|language|quotes|sentiment|structure|turns FILE…`: scores the analyzers on annotated files.
@main
struct Accuracy {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        let files = Array(arguments.dropFirst())
        switch arguments.first {
        case "blocks": BlockAccuracy.run(files)
        case "charsets": await CharsetAccuracy.run(files)
        case "entities": EntityAccuracy.run(files)
        case "entities-speed": EntitySpeed.run(files)
        case "extraction": await ExtractionAccuracy.run(files)
        case "language": await LanguageAccuracy.run(files)
        case "quotes": await QuoteAccuracy.run(files)
        case "sentiment": await SentimentAccuracy.run(files)
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
