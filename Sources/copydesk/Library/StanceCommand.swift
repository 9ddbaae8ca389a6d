import ArgumentParser
import Library

extension StanceGrouping: ExpressibleByArgument {}

/// `copydesk stance`: how somebody or something is judged over time.
struct StanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stance", abstract: "Count how documents judge somebody or something, and what befalls it.",
        usage: "copydesk stance --of <name> [--by month|publisher] [--since <time>] [<settings>]")

    @OptionGroup(title: "Where the library lies") var places: PlaceOptions

    @Option(name: .customLong("of"), help: ArgumentHelp("Who or what is judged.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("What is taken together.", valueName: "month|publisher"))
    var by = StanceGrouping.month

    @OptionGroup var filter: FilterOptions
    @OptionGroup var output: AnswerOptions

    func validate() throws { try FilterOptions.checkWords(name) }

    func run() throws {
        let reader = try places.reader()
        let stances = try LibraryError.saying { () throws(LibraryError) in
            try reader.stances(of: name, by: by, filter.filter)
        }
        try reader.sayUnknown([name])
        let header = [
            by.rawValue, "documents", "judged", "critical", "supportive", "mixed", "neutral", "badNews", "goodNews",
            "mixedNews",
        ]
        try output.print(stances, header: header, rows: stances.map(Self.cells)) { terminal in
            guard !stances.isEmpty else { return ["No such document names '\(Terminal.printable(name))'."] }
            let titles = ["Documents", "Critical", "Supportive", "Mixed", "Bad news", "Good news"]
            var table = TextTable(
                [.init(title: by == .month ? "Month" : "Publisher", isFlexible: true)]
                    + titles.map { .init(title: $0, isNumber: true) })
            for stance in stances {
                table.add(
                    stance.group.isEmpty ? "unknown" : stance.group, String(stance.documents), String(stance.critical),
                    String(stance.supportive), String(stance.mixed), String(stance.badNews), String(stance.goodNews))
            }
            return AnswerOptions.lines(table, terminal)
        }
    }

    private static func cells(_ stance: FoundStance) -> [String] {
        [stance.group]
            + [
                stance.documents, stance.judged, stance.critical, stance.supportive, stance.mixed, stance.neutral,
                stance.badNews, stance.goodNews, stance.mixedNews,
            ].map { String($0) }
    }
}
