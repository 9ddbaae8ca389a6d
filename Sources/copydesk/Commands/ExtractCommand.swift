import AnalyzerKit
import ArgumentParser
import Discourse
import Foundation
import Ingest
import Linguistics
import Processing
import Reporting
import Spool
import SystemPackage

/// `copydesk extract`: the text that is read from files, to standard output.
struct ExtractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract", abstract: "Print the text that is read from files, and what they tell of it.",
        discussion: """
            Of a folder all documents in it are read. Each block of the text is printed behind its kind: a headline, a \
            paragraph, an item of a list. Nothing is analyzed. A file that cannot be read is named on standard error and \
            the others go on; the exit status is then 65 for a file that is no document, 66 for one that cannot be opened.
            """)

    @Argument(
        help: ArgumentHelp("Files and folders; - or none for standard input.", valueName: "file"), completion: .file())
    var files: [String] = []

    @Flag(help: "Print the document part of a report instead, one line of JSON for each document.")
    var json = false

    @OptionGroup var languages: LanguageOptions

    @Flag(help: "Have PDF files that are pictures alone read by tesseract, as the setting ingest.ocr does.")
    var ocr = false

    func run() throws {
        let language = try languages.tag()
        if files.isEmpty, Terminal.isTerminal(.standardInput) {
            throw ValidationError("Name the files to read, or - for standard input.")
        }
        let terminal = Terminal(of: .standardOutput)
        let converters = Converters(recognisesPages: ocr)
        var status = EXIT_SUCCESS
        let inputs =
            files.isEmpty
            ? [.file("-")]
            : files.flatMap { AnalysisInput.all(of: $0) { StandardError.say("copydesk: \($0)") } }
        for input in inputs {
            guard case .file(let path) = input else {
                if let complaint = input.complaint { StandardError.say("copydesk: \(complaint)") }
                if status == EXIT_SUCCESS { status = Sysexits.noInput }
                continue
            }
            let name = path == "-" ? "standard input" : "'\(path.printable)'"
            do {
                let documents = try Decoder.documents(
                    from: FileBytes.read(path), path: path == "-" ? "stdin" : path.string, language: language,
                    converter: converters)
                for document in documents {
                    let bytes = json ? Report.documentJSON(of: document) : Array(text(of: document, terminal).utf8)
                    try StandardOutput.write(orEndWith: status) { () throws(Errno) in
                        try FileBytes.write(bytes, to: .standardOutput)
                    }
                }
            } catch let error as DecodeError {
                StandardError.say("copydesk: \(name): \(error)")
                if status == EXIT_SUCCESS { status = Sysexits.data }
            } catch let error as Errno {
                StandardError.say("copydesk: \(name): \(error).")
                if status == EXIT_SUCCESS { status = Sysexits.noInput }
            }
        }
        guard status == EXIT_SUCCESS else { throw ExitCode(status) }
    }

    /// A document for people: what is known of it, then its blocks, each behind its kind.
    private func text(of document: Document, _ terminal: Terminal) -> String {
        let metadata = document.metadata
        let fields: [(String, String?)] = [
            ("title", document.title),
            ("authors", document.authors.isEmpty ? nil : document.authors.joined(separator: ", ")),
            ("published", metadata.published), ("modified", metadata.modified), ("publisher", metadata.publisher),
            ("url", metadata.url), ("language", document.language),
            ("format", "\(document.source.mediaType), \(document.source.charset)"),
        ]
        var text = terminal.styled(Terminal.printable(document.source.path), .bold) + "\n"
        for case (let name, let value?) in fields { text += row(name, value, terminal) + "\n" }
        for notice in document.notices {
            text += terminal.styled(terminal.wrapped(notice.message, indent: 0), .yellow) + "\n"
        }
        text += "\n"
        // Neighbours are mostly of one kind.
        var last: (kind: BlockKind, margin: String)?
        for (index, kind) in document.blocks.kinds.enumerated() {
            if last?.kind != kind { last = (kind, margin(kind.rawValue, terminal)) }
            text += last?.margin ?? ""
            text += lines(document.text.string(in: document.tokens.range(document.blocks.tokens[index])), terminal)
            text += "\n"
        }
        return text + "\n"
    }

    private static let marginWidth = 11

    /// A name in a column of its own, and words beside it.
    private func row(_ name: String, _ words: String, _ terminal: Terminal) -> String {
        margin(name, terminal) + lines(words, terminal)
    }

    private func margin(_ name: String, _ terminal: Terminal) -> String {
        terminal.styled(name + String(repeating: " ", count: max(1, Self.marginWidth - name.count)), .faint)
    }

    /// Words broken into lines, of which the first stands behind a name.
    private func lines(_ words: String, _ terminal: Terminal) -> Substring {
        if terminal.fits(words, indent: Self.marginWidth) { return words[...] }
        return terminal.wrapped(words, indent: Self.marginWidth).drop { $0 == " " }
    }
}
