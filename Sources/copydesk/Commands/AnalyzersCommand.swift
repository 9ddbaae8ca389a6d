import AnalyzerKit
import ArgumentParser
import OrderedJSON
import SystemPackage

/// `copydesk analyzers`: what is compiled in.
struct AnalyzersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyzers",
        abstract: "List the analyzers: name, version, what they find, what they build on, what they read.")

    @OptionGroup var output: OutputOptions

    func run() throws {
        let analyzers = try Pipeline.ordered(Analyzers.all).map(Description.init)
        switch output.format {
        case .json:
            try FileBytes.write(try OrderedJSONEncoder().encode(analyzers) + [0x0A], to: .standardOutput)
        case .text:
            let nameWidth = analyzers.map(\.name.count).max() ?? 0
            for analyzer in analyzers {
                let padding = String(repeating: " ", count: nameWidth - analyzer.name.count)
                print("\(analyzer.name)\(padding)  \(analyzer.version)  \(analyzer.finds)")
                let indent = String(repeating: " ", count: nameWidth + analyzer.version.count + 4)
                if !analyzer.dependsOn.isEmpty {
                    print("\(indent)Builds on: \(analyzer.dependsOn.joined(separator: ", ")).")
                }
                if let languages = analyzer.languages {
                    print("\(indent)Reads: \(languages.joined(separator: ", ")).")
                }
            }
        }
    }

    private struct Description: Encodable {
        let name: String
        let version: String
        let finds: String
        let dependsOn: [String]
        /// Nil where it reads all.
        let languages: [String]?

        init(_ analyzer: any Analyzer.Type) {
            name = analyzer.name
            version = analyzer.version
            finds = analyzer.summary
            dependsOn = analyzer.dependencies.map { $0.name }
            languages = analyzer.languages?.sorted()
        }
    }
}
