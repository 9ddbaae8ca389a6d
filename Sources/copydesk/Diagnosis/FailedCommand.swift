import ArgumentParser
import Foundation
import SystemPackage

/// `copydesk failed`: what lies in `failed/` and why.
struct FailedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed", abstract: "List the documents that could not be analyzed, each with its reason.")

    @OptionGroup var settings: SettingsOptions

    @Option(help: ArgumentHelp("How to print.", valueName: "text|json"))
    var format = OutputFormat.text

    func run() throws {
        let documents = try StateFolder(settings: settings.load()).failedDocuments()
        switch format {
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(documents), as: UTF8.self))
        case .text:
            let terminal = Terminal(of: .standardOutput)
            for document in documents {
                let attempts = document.attempts > 1 ? ", \(document.attempts) attempts" : ""
                print(terminal.styled(Terminal.printable(document.name), .bold) + "  \(document.reason)\(attempts)")
                print(terminal.wrapped(document.message, indent: 4))
            }
        }
    }
}

/// `copydesk retry`: failed documents go back into the inbox.
struct RetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Put failed documents back into the inbox, under the paths they had.",
        discussion: "A running daemon takes them at once; otherwise they wait for the next start.")

    @OptionGroup var settings: SettingsOptions

    @Flag(help: "All that lie in failed/.")
    var all = false

    @Argument(help: ArgumentHelp("Names as `copydesk failed` gives them.", valueName: "name"))
    var names: [String] = []

    func validate() throws {
        guard all != !names.isEmpty else { throw ValidationError("Give names, or --all.") }
    }

    func run() throws {
        let folder = StateFolder(settings: try settings.load())
        let documents = try folder.failedDocuments()
        let known = Set(documents.map(\.name))
        var hasFailed = false
        for name in names where !known.contains(name) {
            StandardError.say("copydesk: '\(name)' is not in failed/; `copydesk failed` lists what is.")
            hasFailed = true
        }
        for document in documents where all || names.contains(document.name) {
            do {
                try folder.retry(document)
                print("\(Terminal.printable(document.path)) is in the inbox again.")
            } catch {
                StandardError.say("copydesk: \(document.name): \(error)")
                hasFailed = true
            }
        }
        if hasFailed { throw ExitCode(Sysexits.noInput) }
    }
}
