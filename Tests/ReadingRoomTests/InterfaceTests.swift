import Foundation
import Testing
import XML

@testable import ReadingRoom

/// What programs and feed readers are promised.
@Suite struct InterfaceTests {
    private struct Description: Decodable {
        struct Path: Decodable {
            struct Operation: Decodable {
                struct Field: Decodable {
                    struct Schema: Decodable {
                        var `enum`: [String]?
                        var minimum: Int?
                        var maximum: Int?
                        var maxLength: Int?
                    }

                    var name: String
                    var required: Bool
                    var schema: Schema
                }

                var parameters: [Field]
            }

            var get: Operation
        }

        var paths: [String: Path]
    }

    /// Each place for programs is described, with all of its parameters as they are checked, and no other is.
    @Test func theDescriptionIsOfThePlacesThatThereAre() throws {
        let described = try JSONDecoder().decode(Description.self, from: Data(RoomFiles.openAPI)).paths
        let places = Route.all.filter { ($0.kind == .json || $0.kind == .feed) && $0.path != "/openapi.json" }
        #expect(Set(described.keys) == Set(places.map(\.path)))
        for place in places {
            let fields = try #require(described[place.path]).get.parameters
            #expect(fields.map(\.name) == place.parameters.map(\.name), "\(place.path)")
            for (field, parameter) in zip(fields, place.parameters) {
                #expect(field.required == parameter.isRequired, "\(place.path) \(field.name)")
                switch parameter.kind {
                case .words, .time:
                    #expect(field.schema.maxLength == Parameter.maxLength, "\(place.path) \(field.name)")
                case .count(_, let range):
                    #expect(field.schema.minimum == range.lowerBound && field.schema.maximum == range.upperBound)
                case .choice(let words, _): #expect(field.schema.enum == words, "\(place.path) \(field.name)")
                case .flag: #expect(field.schema.enum == ["true", "false"])
                }
            }
        }
    }

    @Test func everyPlaceHasAPathOfItsOwn() {
        #expect(Set(Route.all.map(\.path)).count == Route.all.count)
    }

    @Test(arguments: AnswerTests.feeds) func aFeedIsAtom(target: String) throws {
        let shelf = try Shelf()
        let answer = shelf.room().get(target)
        #expect(answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8")
        let tree = try XMLTree.read(answer.body)
        #expect(tree.repair == nil && tree.root.name == "feed" && tree.root.namespace == "http://www.w3.org/2005/Atom")
        let nodes = [tree.root] + Array(tree.root.elements("entry"))
        if target != "/alerts.atom" { #expect(nodes.count > 1) }
        var ids: Set<String> = []
        for node in nodes {
            let id = try #require(node.first("id")?.text)
            #expect(
                id.wholeMatch(of: /urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil
            )
            #expect(ids.insert(id).inserted)
            #expect(node.first("title")?.text.isEmpty == false)
            let updated = try #require(node.first("updated")?.text)
            #expect(updated.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(updated)")
            let links = node.elements("link").map { $0["href"] ?? "" }
            #expect(!links.isEmpty && links.allSatisfy { $0.hasPrefix("http://localhost:8437/") })
            for link in links where node.name == "entry" {
                #expect([200, 303].contains(shelf.room().get(String(link.dropFirst(21))).status))
            }
        }
        // The same thing is the same one whenever it is asked for.
        #expect(shelf.room().get(target).body == answer.body)
    }

    @Test func aFeedIsOfThePlaceThatItWasAskedAt() throws {
        let room = try Shelf().room(hosts: ["room.example"])
        let answer = room.get("/documents.atom", ["Host": "room.example", "X-Forwarded-Proto": "https"])
        #expect(answer.text.contains("href=\"https://room.example/documents.atom\""))
        let odd = room.response(
            to: RoomRequest(method: "GET", target: "/documents.atom", headers: ["Host": "a\"b<"], origin: .unix))
        #expect(try XMLTree.read(odd.body).repair == nil && odd.text.contains("href=\"/documents.atom\""))
    }

    // MARK: Plots

    @Test func aPlotHasAllMonthsAndWhatTheTableHas() throws {
        let answer = try Shelf().room().get("/entity?name=Ann+Lee")
        let tree = try XMLTree.read(answer.body)
        let plots = tree.root.all.filter { $0.name == "figure" }
        #expect(plots.count == 2)
        let stance = try #require(plots.first)
        let picture = try #require(stance.firstDescendant("svg"))
        #expect(picture["role"] == "img")
        #expect(
            picture["aria-label"]
                == "How documents judge, by month, 2025-06 to 2026-05: 1 supportive, 0 mixed, 1 critical")
        // March above the line, May below it, nothing in April.
        let bars = picture.all.filter { $0.name == "rect" }
        #expect(bars.map { $0["class"] } == ["positive", "negative", "line"])
        #expect(bars.map { $0["x"] } == ["91", "111", "0"])
        #expect(bars.map { $0["y"] } == ["0.00", "50.00", "50.00"])
        #expect(
            picture.all.filter { $0.name == "title" }.map(\.text) == ["2026-03: 1 supportive", "2026-05: 1 critical"])
        let rows = stance.all.filter { $0.name == "tr" }.map { row in
            Array(row.children.filter(\.isElement)).map(\.text)
        }
        #expect(
            rows == [
                ["Month", "Documents", "Supportive", "Critical"], ["2026-05", "1", "0", "1"],
                ["2026-03", "1", "1", "0"],
            ])
    }

    @Test func aPlotOfNothingIsNone() throws {
        #expect(!(try Shelf().room().get("/entity?name=Velmora").text.contains("<svg")))
    }
}
