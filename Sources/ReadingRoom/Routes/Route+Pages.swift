extension Route {
    /// For people.
    static let pages: [Route] = [
        Route("/", .page, Parameter.documents) { question throws(RoomError) in
            try DocumentsPage(question: question).response()
        },
        Route("/documents", .page, Parameter.documents) { question throws(RoomError) in
            try DocumentsPage(question: question).response()
        },
        Route(
            "/document", .page,
            [.words("report", isRequired: true), Parameter(name: "at", kind: .count(standard: 0, 0...Int(Int32.max)))]
        ) { question throws(RoomError) in try DocumentPage(question: question).response() },
        Route("/quotes", .page, Parameter.quotes) { question throws(RoomError) in
            try QuotesPage(question: question).response()
        },
        Route("/speakers", .page, speakersAsked) { question throws(RoomError) in
            try EntityPages(question: question).speakers()
        },
        Route("/entities", .page, namesAsked) { question throws(RoomError) in
            try EntityPages(question: question).named()
        },
        Route("/entity", .page, [.words("name", isRequired: true)] + Parameter.filter) { question throws(RoomError) in
            try EntityPages(question: question).one()
        },
        Route("/search", .page, searchAsked) { question throws(RoomError) in
            try DocumentsPage(question: question).search()
        },
        Route("/sources", .page, Parameter.sources) { question throws(RoomError) in
            try DeskPages(question: question).sources()
        },
        Route("/digest", .page, Parameter.digest) { question throws(RoomError) in
            try DigestPage.response(to: question)
        },
        Route("/alerts", .page, Parameter.matches) { question throws(RoomError) in
            try DeskPages(question: question).alerts()
        },
        Route("/queue", .page, [Parameter(name: "live", kind: .flag)]) { question throws(RoomError) in
            try DeskPages(question: question).queue()
        },
    ]

    private static let speakersAsked = namesAsked
    /// Without words there is a form for them.
    private static let searchAsked = [.words("q")] + Parameter.search.filter { $0.name != "q" }
    private static let namesAsked =
        Parameter.entities.filter { !["name", "top"].contains($0.name) } + [.count("top", standard: 100)]

    /// For feed readers.
    static let feeds: [Route] = [
        Route("/documents.atom", .feed, Parameter.documents) { question throws(RoomError) in
            try Feeds(question: question).documents()
        },
        Route("/quotes.atom", .feed, Parameter.quotes) { question throws(RoomError) in
            try Feeds(question: question).quotes()
        },
        Route("/search.atom", .feed, Parameter.search) { question throws(RoomError) in
            try Feeds(question: question).search()
        },
        Route("/alerts.atom", .feed, Parameter.matches) { question throws(RoomError) in
            try Feeds(question: question).alerts()
        },
    ]
}

extension Parameter {
    static let matches = [words("name"), limit]
}
