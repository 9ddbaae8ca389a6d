import Library
import SystemPackage

/// The answers, each once: pages, programs and feeds have them from here, and the command line from the same functions of
/// `LibraryReader`.
extension Question {
    func documents(also other: (LibraryReader) throws(LibraryError) -> Void = { _ in }) throws(RoomError)
        -> [FoundDocument]
    {
        try library { reader throws(LibraryError) in
            try other(reader)
            return try reader.documents(asked.filter, naming: asked.words("naming"), limit: asked.count("limit"))
        }
    }

    func quotes() throws(RoomError) -> [FoundQuote] {
        let question = QuoteQuestion(
            speaker: asked.words("speaker"), about: asked.words("about"), filter: asked.filter)
        return try library { reader throws(LibraryError) in
            try reader.quotes(question, limit: asked.count("limit"))
        }
    }

    func entities(by order: EntityOrder = .documents, standard: Int = 20) throws(RoomError) -> [FoundEntity] {
        let type = asked.words("type").flatMap { NameType(code: $0) }
        let limit = asked.count("top", standard: standard)
        return try library { reader throws(LibraryError) in
            if let name = asked.words("name") { return try reader.entities(named: name, limit: limit) }
            return try reader.entities(type, by: order, asked.filter, limit: limit)
        }
    }

    /// As the command line has it: a name is asked about alone.
    func checkNameStandsAlone() throws(RoomError) {
        guard asked.words("name") != nil else { return }
        for name in ["type", "since", "until", "publisher"] where asked.words(name) != nil {
            throw .badParameter("'name' stands alone, without '\(name)'.")
        }
    }

    func stances(of name: String, by grouping: StanceGrouping) throws(RoomError) -> [FoundStance] {
        try library { reader throws(LibraryError) in try reader.stances(of: name, by: grouping, asked.filter) }
    }

    func search() throws(RoomError) -> [FoundText] {
        try library { reader throws(LibraryError) in
            try reader.search(asked.phrases, asked.filter, limit: asked.count("limit"))
        }
    }

    func sources() throws(RoomError) -> FoundSources {
        let grouping = asked.words("by").flatMap { SourceGrouping(rawValue: $0) } ?? .all
        return try library { reader throws(LibraryError) in
            try reader.sources(by: grouping, asked.filter, limit: asked.count("top", standard: 10))
        }
    }

    func alerts() throws(RoomError) -> [Alert] {
        try RoomError.asking { () throws(LibraryError) in try AlertFiles(room.folders.library).all() }
    }

    /// What alerts found, the latest first.
    func matches(of alerts: [Alert]) throws(RoomError) -> [AlertNotice] {
        let wanted = asked.words("name")
        do throws(Errno) {
            return try AlertNotice.all(
                in: room.folders.outbox, of: alerts.map(\.name).filter { wanted == nil || wanted == $0 },
                limit: asked.count("limit"))
        } catch {
            throw .system(room.folders.outbox.appending(LibraryLayout.alertFolder), error)
        }
    }

    func queue() throws(RoomError) -> QueueState {
        do { return try room.queue() } catch { throw .badQueue }
    }
}

extension Route {
    /// The API: each answer is what a command prints with `--json`.
    static let programs: [Route] = [
        Route("\(apiPrefix)/documents", .json, Parameter.documents) { question throws(RoomError) in
            .json(try question.documents())
        },
        Route("\(apiPrefix)/quotes", .json, Parameter.quotes) { question throws(RoomError) in
            .json(try question.quotes())
        },
        Route("\(apiPrefix)/entities", .json, Parameter.entities) { question throws(RoomError) in
            try question.checkNameStandsAlone()
            return .json(try question.entities())
        },
        Route("\(apiPrefix)/stance", .json, Parameter.stance) { question throws(RoomError) in
            let grouping = question.asked.words("by").flatMap { StanceGrouping(rawValue: $0) } ?? .month
            return .json(try question.stances(of: question.asked.words("of") ?? "", by: grouping))
        },
        Route("\(apiPrefix)/search", .json, Parameter.search) { question throws(RoomError) in
            .json(try question.search())
        },
        Route("\(apiPrefix)/sources", .json, Parameter.sources) { question throws(RoomError) in
            .json(try question.sources())
        },
        Route("\(apiPrefix)/alerts", .json) { question throws(RoomError) in .json(try question.alerts()) },
        Route(
            "\(apiPrefix)/digest", .json, Parameter.digest
        ) { question throws(RoomError) in
            let begin = question.asked.begin("since", standard: "yesterday")
            let limit = question.asked.count("top", standard: 10)
            return .json(
                try question.library { reader throws(LibraryError) in try reader.digest(since: begin, limit: limit) })
        },
        Route("\(apiPrefix)/status", .json) { question throws(RoomError) in
            RoomResponse(type: .json, body: try question.queue().json)
        },
    ]
}
