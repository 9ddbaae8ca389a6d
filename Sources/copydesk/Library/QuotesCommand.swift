import ArgumentParser
import Foundation
import Library

/// `copydesk quotes`: who said what.
struct QuotesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quotes", abstract: "Find who said what, the latest first.",
        usage: "copydesk quotes [--speaker <name>] [--about <name>] [--since <time>] [<settings>]",
        discussion: """
            Names are found in any case of letters and with or without accents; half a name finds those whom documents \
            call so, or else the people whose names end with it. Who speaks and has no name is found by the words: \
            --speaker prosecutors.
            """)

    @OptionGroup(title: "Where the library lies") var places: PlaceOptions

    @Option(help: ArgumentHelp("Only the words of this person or organisation.", valueName: "name"))
    var speaker: String?

    @Option(help: ArgumentHelp("Only words in which this one is named.", valueName: "name"))
    var about: String?

    @OptionGroup var filter: FilterOptions
    @OptionGroup var limit: LimitOptions
    @OptionGroup var output: AnswerOptions

    func validate() throws { try FilterOptions.checkWords(speaker, about) }

    func run() throws {
        let reader = try places.reader()
        let question = QuoteQuestion(speaker: speaker, about: about, filter: filter.filter)
        try reader.sayUnknown([about])
        var hasFound = false
        let now = Int(Date().timeIntervalSince1970)
        try output.stream(
            header: [
                "speaker", "source", "kind", "text", "words", "confidence", "path", "title", "publisher", "published",
                "standing", "embargo",
            ],
            row: { (quote: FoundQuote) in
                [
                    quote.speakers.joined(separator: "; "), quote.source, quote.kind, quote.text, String(quote.words),
                    String(quote.confidence), quote.document.path, quote.document.title ?? "",
                    quote.document.publisher ?? "", quote.document.published ?? "", quote.document.standing,
                    quote.document.embargoText(at: now) ?? "",
                ]
            }, text: Self.lines, none: "There is no such quote in the library."
        ) { piece in
            try LibraryError.saying { () throws(LibraryError) in
                try reader.forEachQuote(question, limit: limit.count) { quote in
                    hasFound = true
                    return piece(quote)
                }
            }
        }
        // Somebody without a name may have spoken.
        if !hasFound { try reader.sayUnknown([speaker]) }
    }

    private static func lines(_ quote: FoundQuote, _ terminal: Terminal) -> [String] {
        let isMarked = quote.kind == "direct" || quote.kind == "mixed"
        let speaker = quote.speakers.isEmpty ? quote.source : quote.speakers.joined(separator: ", ")
        let document = quote.document
        let place = [
            String((document.published ?? document.delivered).prefix(10)), document.publisher, document.marked,
        ]
        .compactMap(\.self).joined(separator: " · ")
        return [
            terminal.styled(Terminal.printable(speaker), .bold),
            terminal.wrapped(isMarked ? "“\(quote.text)”" : quote.text, indent: 4),
            terminal.styled(terminal.wrapped(place, indent: 4), .faint), "",
        ]
    }
}

extension LibraryReader {
    /// Says on standard error which names no document has: an empty answer may come of a slip.
    func sayUnknown(_ names: [String?]) throws {
        for case let name? in names {
            let found = try LibraryError.saying { () throws(LibraryError) in try entities(named: name, limit: 1) }
            if found.isEmpty { StandardError.say("copydesk: no document names '\(Terminal.printable(name))'.") }
        }
    }
}
