import ArgumentParser
import Foundation
import Spool
import SystemPackage

/// `copydesk failed`: what lies in `failed/` and why.
struct FailedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed", abstract: "List the documents that could not be analyzed, each with its reason.",
        usage: "copydesk failed [--json] [<settings>]")

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    @OptionGroup var output: OutputOptions

    func run() throws {
        let documents = try StateFolder(readable: settings.load()).failedDocuments()
        switch output.format {
        case .json:
            try output.printJSON(documents)
        case .text:
            let terminal = Terminal(of: .standardOutput)
            if documents.isEmpty { print("Nothing has failed.") }
            for document in documents {
                let attempts = document.attempts > 1 ? ", \(document.attempts) attempts" : ""
                print(terminal.styled(Terminal.printable(document.name), .bold) + "  \(document.reason)\(attempts)")
                print(terminal.wrapped(document.message, indent: 4))
            }
        }
    }
}

/// `copydesk retry`: failed documents, and those with incomplete reports, go back into the inbox.
struct RetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Put failed documents back into the inbox, under the paths they had.",
        usage: "copydesk retry (<name> ... | --all | --problems) [<settings>]",
        discussion: """
            A running daemon takes them at once; otherwise they wait for the next start. A document whose report lacks \
            an analyzer's findings can be tried again too, by its path or with --problems, if its original is in the \
            archive; its new report replaces the old one.
            """)

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    @Flag(help: "All that lie in failed/.")
    var all = false

    @Flag(help: "All delivered documents whose reports lack an analyzer's findings.")
    var problems = false

    @Argument(help: ArgumentHelp("Names as `copydesk failed` gives them.", valueName: "name"))
    var names: [String] = []

    func validate() throws {
        guard (all || problems) != !names.isEmpty else {
            throw ValidationError("Give names, or --all, or --problems.")
        }
    }

    func run() throws {
        let folder = try StateFolder(readable: settings.load())
        let documents = try folder.failedDocuments()
        let unknown = Set(names).subtracting(documents.map(\.name))
        let incomplete =
            problems || !unknown.isEmpty ? SpoolInspection.incompleteReports(in: folder.folders.outbox) : []
        var hasFailed = false
        var isForbidden = false
        let deliveredPaths = Set(incomplete.map(\.head.path))
        for name in names where unknown.contains(name) && !deliveredPaths.contains(name) {
            StandardError.say("copydesk: '\(name)' is not in failed/; `copydesk failed` lists what is.")
            hasFailed = true
        }
        func attempt(_ path: String, _ step: () throws -> Void) {
            do {
                try step()
                print("\(Terminal.printable(path)) is in the inbox again.")
            } catch RequeuingError.notPermitted(let place) {
                StandardError.say("copydesk: \(path): \(RequeuingError.notPermitted(place)) \(Administrators.advice)")
                (hasFailed, isForbidden) = (true, true)
            } catch {
                StandardError.say("copydesk: \(path): \(error)")
                hasFailed = true
            }
        }
        for document in documents where all || names.contains(document.name) {
            attempt(document.path) { try folder.folders.requeue(document) }
        }
        for report in incomplete where problems || unknown.contains(report.head.path) {
            attempt(report.head.path) { try folder.folders.requeue(report) }
        }
        if hasFailed { throw ExitCode(isForbidden ? Sysexits.noPermission : Sysexits.noInput) }
    }
}
