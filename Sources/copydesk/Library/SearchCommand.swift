import ArgumentParser
import Foundation
import Library

/// `copydesk search`: documents by their words.
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find documents by words in their title or text, the latest first.",
        usage: "copydesk search <phrase> ... [--since <time>] [--publisher <name>] [<settings>]",
        discussion: """
            Each argument is a phrase: its words stand in a row. All phrases must be there. Case and accents do not count, \
            and a star at a phrase's end is for any ending: copydesk search "strategic align*" Walesa
            """)

    @OptionGroup(title: "Where the library lies") var places: PlaceOptions

    @Argument(help: ArgumentHelp("Words in a row.", valueName: "phrase"))
    var phrases: [String]

    @OptionGroup var filter: FilterOptions
    @OptionGroup var limit: LimitOptions
    @OptionGroup var output: AnswerOptions

    func validate() throws { for phrase in phrases { try FilterOptions.checkWords(phrase) } }

    func run() throws {
        let reader = try places.reader()
        let found = try LibraryError.saying { () throws(LibraryError) in
            try reader.search(phrases, filter.filter, limit: limit.count)
        }
        let now = Int(Date().timeIntervalSince1970)
        try output.print(
            found, header: ["path", "title", "publisher", "published", "excerpt", "standing", "embargo"],
            rows: found.map { found in
                let document = found.document
                return [
                    document.path, document.title ?? "", document.publisher ?? "", document.published ?? "",
                    found.excerpt, document.standing, document.embargoText(at: now) ?? "",
                ]
            }
        ) { terminal in
            guard !found.isEmpty else { return ["No document has these words."] }
            return found.flatMap { Self.lines($0, terminal) }
        }
    }

    private static func lines(_ found: FoundText, _ terminal: Terminal) -> [String] {
        let document = found.document
        let place = [String((document.published ?? document.delivered).prefix(10)), document.publisher, document.path]
            .compactMap(\.self).joined(separator: " · ")
        return [
            terminal.styled(terminal.wrapped(document.marked, indent: 0), .bold),
            terminal.styled(terminal.wrapped(place, indent: 4), .faint),
            terminal.wrapped(marked(found), indent: 4), "",
        ]
    }

    /// The excerpt with what was found between marks that can be seen without colour.
    private static func marked(_ found: FoundText) -> String {
        var scalars = Array(found.excerpt.unicodeScalars)
        // From the end, so that places stay true; what one phrase shares with another is marked once.
        var limit = scalars.count
        for match in found.matches.reversed() where match.end <= limit {
            scalars.insert("»", at: match.end)
            scalars.insert("«", at: match.start)
            limit = match.start
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return "… \(String(view)) …"
    }
}
