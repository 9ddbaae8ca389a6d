import ArgumentParser
import Library

extension SourceGrouping: ExpressibleByArgument {}

/// `copydesk sources`: the source audit.
struct SourcesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources", abstract: "Count who is quoted, how often and at what length.",
        usage: "copydesk sources [--by all|month|publisher|both] [--top <count>] [<settings>]",
        discussion: """
            People, organisations, others and sources without a name are told apart, and by the pronouns that the texts \
            themselves use for a speaker (he, she, they); nothing is guessed from a first name. Times count by whole months.
            """)

    @OptionGroup(title: "Where the library lies") var places: PlaceOptions

    @Option(help: ArgumentHelp("What is told apart.", valueName: "all|month|publisher|both"))
    var by = SourceGrouping.all

    @Option(help: ArgumentHelp("How many of those quoted most are named.", valueName: "count"))
    var top = 10

    @OptionGroup var filter: FilterOptions
    @OptionGroup var output: AnswerOptions

    func validate() throws {
        guard top >= 0 else { throw ValidationError("--top is a count.") }
    }

    func run() throws {
        let reader = try places.reader()
        let sources = try LibraryError.saying { () throws(LibraryError) in
            try reader.sources(by: by, filter.filter, limit: top)
        }
        try output.print(
            sources, header: ["month", "publisher", "source", "pronoun", "quotes", "words"],
            rows: sources.groups.map { group in
                [
                    group.month ?? "", group.publisher ?? "", group.source, group.pronoun ?? "", String(group.quotes),
                    String(group.words),
                ]
            }
        ) { Self.lines(sources, by, $0) }
    }

    private static func lines(_ sources: FoundSources, _ by: SourceGrouping, _ terminal: Terminal) -> [String] {
        guard !sources.groups.isEmpty else { return ["Nobody is quoted in these documents."] }
        var table = TextTable([
            .init(title: "Month"), .init(title: "Publisher", isFlexible: true), .init(title: "Who"),
            .init(title: "Pronoun"), .init(title: "Quotes", isNumber: true), .init(title: "Share", isNumber: true),
            .init(title: "Words", isNumber: true), .init(title: "Words each", isNumber: true),
        ])
        var totals: [[String?]: Int] = [:]
        for group in sources.groups { totals[[group.month, group.publisher], default: 0] += group.quotes }
        for group in sources.groups {
            let total = max(1, totals[[group.month, group.publisher]] ?? 0)
            let publisher = group.publisher.map { $0.isEmpty ? "unknown" : $0 }
            table.add(
                group.month ?? "all", publisher ?? "all", group.source, group.pronoun ?? "none",
                String(group.quotes), "\((group.quotes * 100 + total / 2) / total) %", String(group.words),
                String(group.words / max(1, group.quotes)))
        }
        var lines = AnswerOptions.lines(table, terminal)
        guard !sources.speakers.isEmpty else { return lines }
        var speakers = TextTable([
            .init(title: "Quoted most", isFlexible: true), .init(title: "Type"),
            .init(title: "Quotes", isNumber: true), .init(title: "Words", isNumber: true),
            .init(title: "Documents", isNumber: true),
        ])
        for speaker in sources.speakers {
            speakers.add(
                speaker.name, speaker.type, String(speaker.quotes), String(speaker.words), String(speaker.documents))
        }
        lines.append("")
        return lines + AnswerOptions.lines(speakers, terminal)
    }
}
