import Foundation
import Library
import SystemPackage
import TestSupport
import Testing
import XML

@testable import ReadingRoom

/// What the page of a story says that does not know of its later version itself.
@Suite struct LaterVersionTests {
    private let shelf: Shelf

    /// Two versions of a story, the second of a status.
    private func room(_ status: String) throws -> ReadingRoom {
        for (number, status) in [(1, "usable"), (2, status)] {
            var report = ReportJSON("Version \(number) of the harbour story.")
            report.document = [
                "path": "v\(number).xml", "title": "Harbour", "sha256": String(repeating: "\(number)f", count: 32),
                "published": "2026-05-0\(number)T08:00:00Z",
                "wire": ReportJSON.wire(["status": status, "id": "urn:harbour", "version": "\(number)"]),
            ]
            try Data(try report.bytes()).write(to: URL(filePath: shelf.outbox.appending("v\(number).xml.json").string))
        }
        try shelf.build()
        return shelf.room()
    }

    init() throws { shelf = try Shelf(hasLibrary: false) }

    @Test(arguments: [("canceled", "Killed"), ("withheld", "Superseded"), ("usable", "Superseded")])
    func theEarlierVersionSaysSoBeforeItsTitle(status: String, title: String) throws {
        let room = try room(status)
        let earlier = try XMLTree.read(room.get("/document?report=v1.xml.json").body).root
        let hold = try #require(earlier.all.first { $0["class"] == "hold barred" })
        #expect(hold.text.hasPrefix(title))
        #expect(hold.all.compactMap { $0["href"] } == ["/document?report=v2.xml.json"])
        let order = earlier.all.filter { $0["class"] == "hold barred" || $0.name == "h1" }
        #expect(order.count == 2 && order.last?.name == "h1")
        let later = try XMLTree.read(room.get("/document?report=v2.xml.json").body).root
        let own = later.all.first { $0["class"] == "hold barred" }
        #expect((own == nil) == (status == "usable") && own?.all.contains { $0.name == "a" } != true)
    }

    /// Who is only described said something, and has no page as a name.
    @Test func aLinkToANameIsThereWhereTheNameIs() throws {
        var report = ReportJSON("The fishermen said “no” to Ann Lee.")
        report.document = ["path": "no.txt", "title": "No", "sha256": String(repeating: "5a", count: 32)]
        report.name("Ann Lee", "PER")
        report.quote(report.place(of: "no"), "direct", by: "The fishermen")
        try Data(try report.bytes()).write(to: URL(filePath: shelf.outbox.appending("no.txt.json").string))
        try shelf.build()
        let room = shelf.room()
        for (speaker, isNamed) in [("The fishermen", false), ("Ann Lee", true)] {
            let query = RoomRequest.encoded(speaker)
            let page = room.get("/quotes?speaker=\(query)")
            #expect(page.status == 200)
            #expect(page.text.contains("/entity?name=\(query)") == isNamed)
            #expect((room.get("/entity?name=\(query)").status == 200) == isNamed)
        }
    }
}
