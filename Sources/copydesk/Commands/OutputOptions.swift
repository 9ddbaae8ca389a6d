import ArgumentParser
import OrderedJSON
import SystemPackage

/// How a command prints.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case json, text
}

/// The flags of commands that print for people or for programs.
struct OutputOptions: ParsableArguments {
    @Option(name: .customLong("format"), help: ArgumentHelp("How to print.", valueName: "text|json"))
    private var given = OutputFormat.text

    @Flag(help: "The same as --format json.")
    private var json = false

    /// How to print.
    var format: OutputFormat { json ? .json : given }

    /// Prints a value as JSON, its keys in order.
    func printJSON(_ value: some Encodable) throws {
        try FileBytes.write(AnswerJSON.bytes(of: value), to: .standardOutput)
    }
}
