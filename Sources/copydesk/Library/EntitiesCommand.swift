import ArgumentParser
import Library

extension NameType: ExpressibleByArgument {
    package init?(argument: String) { self.init(code: argument) }
    package static var allValueStrings: [String] { allCases.map(\.code) }
}

/// `copydesk entities`: who and what is named most.
struct EntitiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entities", abstract: "List who and what most documents name.",
        usage: "copydesk entities [--type PER|ORG|LOC|MISC] [--top <count>] [--name <name>] [<settings>]",
        discussion: "Names of one person in several documents are taken together; docs/LIBRARY.md says by which rule.")

    @OptionGroup(title: "Where the library lies") var places: PlaceOptions

    @Option(
        help: ArgumentHelp("Only people (PER), organisations (ORG), places (LOC) or others (MISC).", valueName: "type"))
    var type: NameType?

    @Option(help: ArgumentHelp("How many; 0 for all.", valueName: "count"))
    var top = 20

    @Option(help: ArgumentHelp("Only those whom this name may mean.", valueName: "name"))
    var name: String?

    @OptionGroup var filter: FilterOptions
    @OptionGroup var output: AnswerOptions

    func validate() throws {
        guard top >= 0 else { throw ValidationError("--top is a count, or 0 for all.") }
        guard name == nil || filter.filter == LibraryFilter() && type == nil else {
            throw ValidationError("--name stands alone.")
        }
    }

    func run() throws {
        let reader = try places.reader()
        let limit = top == 0 ? Int.max : top
        let entities = try LibraryError.saying { () throws(LibraryError) -> [FoundEntity] in
            if let name { return try reader.entities(named: name, limit: limit) }
            return try reader.entities(type, filter.filter, limit: limit)
        }
        try output.print(
            entities, header: ["name", "type", "documents", "mentions", "quotes", "words"],
            rows: entities.map(Self.cells)
        ) { Self.lines(entities, $0) }
    }

    static func cells(_ entity: FoundEntity) -> [String] {
        [entity.name, entity.type]
            + [entity.documents, entity.mentions, entity.quotes, entity.words].map { String($0) }
    }

    static func lines(_ entities: [FoundEntity], _ terminal: Terminal) -> [String] {
        guard !entities.isEmpty else { return ["No document names anybody or anything of that kind."] }
        var table = TextTable([
            .init(title: "Name", isFlexible: true), .init(title: "Type"), .init(title: "Documents", isNumber: true),
            .init(title: "Mentions", isNumber: true), .init(title: "Quotes", isNumber: true),
            .init(title: "Words", isNumber: true),
        ])
        for entity in entities {
            let cells = cells(entity)
            table.add(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5])
        }
        return AnswerOptions.lines(table, terminal)
    }
}
