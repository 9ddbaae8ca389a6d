import ArgumentParser
import Foundation
import Spool
import SystemPackage

/// `copydesk failed`: what lies in `failed/` and why.
struct FailedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed", abstract: "List the documents that could not be analyzed, each with its reason.",
        usage: "copydesk failed [--reason <reason> ...] [--json] [<settings>]",
        discussion: """
            The exit status is 0 whether anything failed or not, 66 where no daemon ever worked on the folders.
            """)

    @OptionGroup(title: "Where the daemon works") var settings: PlaceOptions

    @OptionGroup var output: OutputOptions

    @OptionGroup var filter: ReasonOptions

    func run() throws {
        let all = try StateFolder(existing: settings.load(), with: [.failures]).listedFailures()
        let documents = try filter.filtered(all)
        switch output.format {
        case .json:
            try output.printJSON(documents)
        case .text:
            let terminal = Terminal(of: .standardOutput)
            for document in documents {
                let attempts = document.attempts > 1 ? ", \(document.attempts) attempts" : ""
                print(terminal.styled(document.name, .bold) + "  \(document.reason)")
                print("    \(document.time), \(ByteSize.rounded(document.bytes))\(attempts)")
                print(terminal.wrapped(document.message, indent: 4))
            }
            print(documents.isEmpty && !all.isEmpty ? ReasonOptions.noneLeft : Self.summary(documents))
        }
    }

    /// How many there are, of which reasons, and how large they are together.
    static func summary(_ documents: [FailedDocument]) -> String {
        guard !documents.isEmpty else { return "Nothing has failed." }
        let counts = Dictionary(grouping: documents, by: \.reason).mapValues(\.count)
        let reasons = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
        let count = documents.count == 1 ? "1 document" : "\(documents.count) documents"
        let size = ByteSize.rounded(documents.reduce(0) { $0 + $1.bytes })
        return "\(count) of \(size): \(reasons.joined(separator: ", "))."
    }
}

/// What a shell may complete, of the documents that lie in `failed/` now.
enum FailedNames {
    /// Words of all of them; the command line, as far as it is written, may name the folders.
    static func all(for arguments: [String], _ word: (FailedDocument) -> String) -> [String] {
        let flags = ["--config", "--inbox", "--outbox", "--state"]
        let places = arguments.indices.filter { flags.contains(arguments[$0]) && $0 + 1 < arguments.count }
        guard let options = try? PlaceOptions.parse(places.flatMap { [arguments[$0], arguments[$0 + 1]] }),
            let settings = try? options.settings(environment: ProcessInfo.processInfo.environment),
            let documents = try? StateFolder(settings: settings).failedDocuments()
        else { return [] }
        return Set(documents.map(word)).filter(isOffered).sorted()
    }

    /// Whether a word may be offered: a shell's completion expands what it is given, so that a document named `$(…)` would run.
    static func isOffered(_ word: String) -> Bool {
        word.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || " +,-./:=@_".unicodeScalars.contains($0)
        }
    }
}

/// The flag that leaves documents of some reasons only.
struct ReasonOptions: ParsableArguments {
    @Option(
        name: .customLong("reason"),
        help: ArgumentHelp("Only those that failed for this reason; may be given several times.", valueName: "reason"),
        completion: .custom { arguments, _, _ in FailedNames.all(for: arguments) { $0.reason } })
    var reasons: [String] = []

    /// What is said where documents failed, and none for the reasons given.
    static let noneLeft = "None failed for this reason."

    /// The documents that failed for one of the reasons; all where none is given.
    ///
    /// - Throws: `ValidationError` for a reason that no document can have.
    func filtered(_ documents: [FailedDocument]) throws -> [FailedDocument] {
        // Those of another version are known by their documents.
        let known = Set(Failure.reasons).union(documents.map(\.reason)).sorted()
        if let unknown = reasons.first(where: { !known.contains($0) }) {
            let advice = Suggestion.nearest(to: unknown, among: known).map { "Did you mean '\($0)'? " } ?? ""
            throw ValidationError(
                "No document fails for the reason '\(Terminal.printable(unknown))'. \(advice)The reasons are "
                    + "\(known.joined(separator: ", ")).")
        }
        return reasons.isEmpty ? documents : documents.filter { reasons.contains($0.reason) }
    }
}

/// `copydesk retry`: failed documents, and those with incomplete reports, go back into the inbox.
struct RetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Put failed documents back into the inbox, under the paths they had.",
        usage: "copydesk retry (<name> ... | --all | --reason <reason> | --problems) [<settings>]",
        discussion: """
            A running daemon takes them at once; otherwise they wait for the next start. A document whose report lacks \
            an analyzer's findings can be tried again too, by its path or with --problems, if its original is in the \
            archive; its new report replaces the old one. Those that are sure to fail again, as a file that is no text, \
            are named as such.
            """)

    @OptionGroup(title: "Where the daemon works") var settings: PlaceOptions

    @Flag(help: "All that lie in failed/.")
    var all = false

    @OptionGroup var filter: ReasonOptions

    @Flag(help: "All delivered documents whose reports lack an analyzer's findings.")
    var problems = false

    @Argument(
        help: ArgumentHelp("Names as `copydesk failed` gives them.", valueName: "name"),
        completion: .custom { arguments, _, _ in FailedNames.all(for: arguments) { $0.name } })
    var names: [String] = []

    func validate() throws {
        guard (all || problems || !filter.reasons.isEmpty) != !names.isEmpty else {
            throw ValidationError("Give names, or --all, or --reason, or --problems.")
        }
    }

    func run() throws {
        let settings = try settings.load()
        let folder = try StateFolder(existing: settings, with: [.failures])
        let documents = try folder.listedFailures()
        let maxBytes = settings[SettingsTable.maxBytes]
        let names = names.map { name in Self.name(name, among: documents.map(\.name)) }
        let unknown = Set(names).subtracting(documents.map(\.name))
        let incomplete =
            problems || !unknown.isEmpty ? SpoolInspection.incompleteReports(in: folder.folders.outbox) : []
        var hasFailed = false
        var isForbidden = false
        let deliveredPaths = Set(incomplete.map(\.document.printable))
        for name in names where unknown.contains(name) && !deliveredPaths.contains(name) {
            StandardError.say(
                "copydesk: '\(name)' is not in failed/; `\(settings.invocation.command("failed"))` lists what is.")
            hasFailed = true
        }
        func attempt(_ path: String, sureToFail reason: String? = nil, _ step: () throws -> Void) {
            do {
                try step()
                let outlook = reason.map { ", and is sure to fail again: \($0)" } ?? ""
                print("\(path) is in the inbox again\(outlook).")
            } catch RequeuingError.notPermitted(let place) {
                StandardError.say("copydesk: \(path): \(RequeuingError.notPermitted(place)) \(Administrators.advice)")
                (hasFailed, isForbidden) = (true, true)
            } catch {
                StandardError.say("copydesk: \(path): \(error)")
                hasFailed = true
            }
        }
        let isForAll = all || !filter.reasons.isEmpty
        let wanted = isForAll ? try filter.filtered(documents) : documents.filter { names.contains($0.name) }
        for document in wanted {
            let reason = document.isSureToFail(maxBytes: maxBytes) ? document.reason : nil
            attempt(document.origin.printable, sureToFail: reason) { try folder.folders.requeue(document) }
        }
        if problems, incomplete.isEmpty { print("No delivered document's report lacks an analyzer's findings.") }
        if isForAll, wanted.isEmpty { print(documents.isEmpty ? "Nothing has failed." : ReasonOptions.noneLeft) }
        for report in incomplete where problems || unknown.contains(report.document.printable) {
            attempt(report.document.printable) { try folder.folders.requeue(report) }
        }
        if hasFailed { throw ExitCode(isForbidden ? Sysexits.noPermission : Sysexits.noInput) }
    }

    /// A name as it is printed, of one that is written so or is the file's own.
    private static func name(_ text: String, among known: [String]) -> String {
        let printed = FilePath(printed: text).printable
        let own = FilePath(text).printable
        return !known.contains(printed) && known.contains(own) ? own : printed
    }
}
