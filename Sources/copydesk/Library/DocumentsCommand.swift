import ArgumentParser
import Foundation
import Library

/// `copydesk documents`: what is in the library.
struct DocumentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "documents", abstract: "List the documents, the latest first.",
        usage: "copydesk documents [--naming <name>] [--since <time>] [--all] [<settings>]",
        discussion: """
            Of an agency's story only the latest version is listed, and nothing that was killed or is held back; --all \
            lists everything and says which it is. What is under embargo is marked.
            """)

    @OptionGroup(title: "Where the library lies") var places: PlaceOptions
    @Option(help: ArgumentHelp("Only those that name this one.", valueName: "name"))
    var naming: String?

    @OptionGroup var filter: FilterOptions
    @OptionGroup var limit: LimitOptions
    @OptionGroup var output: AnswerOptions

    @Flag(help: "Earlier versions, and what was killed or is held back, too.")
    var all = false

    func run() throws {
        let reader = try places.reader()
        var wanted = filter.filter
        wanted.includesHidden = all
        // A table's columns are as wide as all of it wants.
        guard output.json || output.csv else {
            let documents = try LibraryError.saying { () throws(LibraryError) in
                try reader.documents(wanted, naming: naming, limit: limit.count)
            }
            try reader.sayUnknown([naming])
            return try output.print(documents, header: [], rows: []) { terminal in Self.lines(documents, terminal) }
        }
        let now = Int(Date().timeIntervalSince1970)
        try reader.sayUnknown([naming])
        try output.stream(
            header: [
                "path", "report", "title", "publisher", "published", "delivered", "words", "tone", "standing",
                "embargo",
            ], row: { Self.cells($0, now) }, text: { _, _ in [] }, none: ""
        ) { piece in
            try LibraryError.saying { () throws(LibraryError) in
                try reader.forEachDocument(wanted, naming: naming, limit: limit.count, piece)
            }
        }
    }

    private static func cells(_ document: FoundDocument, _ now: Int) -> [String] {
        [
            document.path, document.report, document.title ?? "", document.publisher ?? "", document.published ?? "",
            document.delivered, String(document.words), document.tone.map { String($0) } ?? "", document.standing,
            document.embargoText(at: now) ?? "",
        ]
    }

    static func lines(_ documents: [FoundDocument], _ terminal: Terminal) -> [String] {
        guard !documents.isEmpty else { return ["There is no such document in the library."] }
        var table = TextTable([
            .init(title: "Published"), .init(title: "Publisher"), .init(title: "Words", isNumber: true),
            .init(title: "Tone"), .init(title: "Document", isFlexible: true),
        ])
        for document in documents {
            table.add(
                String((document.published ?? document.delivered).prefix(10)), document.publisher ?? "",
                String(document.words), document.toneLabel ?? "", document.marked)
        }
        return AnswerOptions.lines(table, terminal)
    }
}

extension FoundDocument {
    /// The title, or else the path, behind what must not be missed: that it is not to be used.
    var marked: String {
        var marks: [String] = standing == Standing.current.name ? [] : ["[\(standing)]"]
        if let embargo = embargo(at: Int(Date().timeIntervalSince1970)) {
            marks.append("[embargo until \(PublishedTime.text(embargo))]")
        }
        return (marks + [title ?? path]).joined(separator: " ")
    }
}
