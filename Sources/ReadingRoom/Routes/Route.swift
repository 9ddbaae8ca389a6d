import Foundation
import Library

/// A place of the room: what may be asked there, and how it is answered.
struct Route: Sendable {
    enum Kind: Hashable, Sendable { case page, json, feed, file }

    let path: String
    let kind: Kind
    let parameters: [Parameter]
    /// Whether a token is required where there is one.
    var isClosed = true
    let answer: @Sendable (Question) throws(RoomError) -> RoomResponse

    init(
        _ path: String, _ kind: Kind, _ parameters: [Parameter] = [], isClosed: Bool = true,
        answer: @escaping @Sendable (Question) throws(RoomError) -> RoomResponse
    ) {
        (self.path, self.kind, self.parameters) = (path, kind, parameters)
        (self.isClosed, self.answer) = (isClosed, answer)
    }

    /// All there are.
    static let all =
        pages + programs + feeds + [
            Route("/openapi.json", .json) { _ in RoomResponse(type: .json, body: RoomFiles.openAPI) },
            Route("/icon.svg", .file, isClosed: false) { _ in
                var response = RoomResponse(type: .svg, body: RoomFiles.icon)
                response.headers["Cache-Control"] = "max-age=86400"
                return response
            },
        ]

    static let apiPrefix = "/api/v1"
}

/// What somebody wants to know.
struct Question: Sendable {
    let room: ReadingRoom
    let request: RoomRequest
    let route: Route
    let asked: Asked

    /// The time, in seconds since 1970.
    var now: Int { Int(room.now().timeIntervalSince1970) }

    /// Asks the library.
    func library<Value>(_ body: (LibraryReader) throws(LibraryError) -> Value) throws(RoomError) -> Value {
        let reader = try room.door.reader()
        do throws(LibraryError) {
            return try body(reader)
        } catch {
            if !error.isPassing { room.door.close() }
            throw .library(error)
        }
    }
}

extension Parameter {
    static func words(_ name: String, isRequired: Bool = false) -> Self {
        Self(name: name, kind: .words, isRequired: isRequired)
    }

    static func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of _: Choice.Type, standard: Choice? = nil
    ) -> Self where Choice.RawValue == String {
        Self(name: name, kind: .choice(Choice.allCases.map(\.rawValue), standard: standard?.rawValue))
    }

    /// How many are wanted; more than that is for the command line.
    static func count(_ name: String, standard: Int, from least: Int = 1) -> Self {
        Self(name: name, kind: .count(standard: standard, least...1_000))
    }

    static let filter = [
        Parameter(name: "since", kind: .time), Parameter(name: "until", kind: .time), .words("publisher"),
    ]
    static let limit = count("limit", standard: 50)

    static let documents = [.words("naming")] + filter + [Parameter(name: "all", kind: .flag), limit]
    static let quotes = [.words("speaker"), .words("about")] + filter + [limit]
    static let entities =
        [
            Parameter(name: "type", kind: .choice(NameType.allCases.map(\.code), standard: nil)), .words("name"),
        ] + filter + [count("top", standard: 20)]
    static let stance =
        [.words("of", isRequired: true), choice("by", of: StanceGrouping.self, standard: .month)] + filter
    static let search = [.words("q", isRequired: true)] + filter + [limit]
    static let digest = [Parameter(name: "since", kind: .time), count("top", standard: 10, from: 0)]
    static let sources =
        [choice("by", of: SourceGrouping.self, standard: .all)] + filter + [count("top", standard: 10, from: 0)]
}
