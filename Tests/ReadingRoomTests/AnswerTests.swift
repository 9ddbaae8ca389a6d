import Foundation
import Library
import OrderedJSON
import SystemPackage
import TestSupport
import Testing
import XML

@testable import ReadingRoom

/// What is answered to whom.
@Suite struct AnswerTests {
    /// A target for every place, those with something to find.
    static let targets = [
        "/", "/documents?all=true", "/documents?naming=ann+lee", "/quotes", "/quotes?speaker=Ann%20Lee",
        "/quotes?about=nobody", "/speakers", "/entities?type=PER", "/entity?name=Ann%20Lee", "/search?q=before",
        "/search?q=%22it+rained%22+velm*", "/sources?by=both", "/alerts", "/queue", "/digest",
        "/digest?since=2020-01-01",
        "/document?report=a/rain%20%26%20%3Csun%3E.txt.json", "/document?report=hostile.txt.json",
        "/entity?name=\(RoomRequest.encoded(Shelf.attack))", "/quotes?speaker=\(RoomRequest.encoded(Shelf.attack))",
        "/search?q=\(RoomRequest.encoded(Shelf.attack))",
    ]
    static let feeds = [
        "/documents.atom", "/documents.atom?all=true", "/quotes.atom?speaker=Ann+Lee", "/search.atom?q=before",
        "/alerts.atom", "/quotes.atom",
    ]

    @Test(arguments: targets) func aPageIsMarkupThatRunsNothing(target: String) throws {
        let answer = try Shelf().room().get(target)
        #expect(answer.status == 200, "\(answer.text.suffix(300))")
        let tree = try XMLTree.read(answer.body)
        #expect(tree.repair == nil, "\(target)")
        for node in tree.root.all where node.isElement {
            #expect(!["script", "iframe", "object", "embed", "b onx", "img"].contains(node.name))
            for attribute in ["onx", "onload", "onerror", "onclick", "style"] { #expect(node[attribute] == nil) }
            for name in ["href", "src", "action"] {
                guard let address = node[name] else { continue }
                #expect(address.hasPrefix("/") || address.hasPrefix("#"), "\(address)")
            }
        }
        let policy = try #require(answer.headers["Content-Security-Policy"])
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe") && answer.headers["X-Content-Type-Options"] == "nosniff")
    }

    /// The attack comes out as the words that it is, in an element that no direction leaves.
    @Test(arguments: [
        "/", "/quotes", "/speakers", "/entities", "/search?q=before", "/sources?by=publisher", "/queue",
        "/digest?since=2020-01-01",
    ])
    func wordsOfOthersAreShownAsTheyAre(target: String) throws {
        let tree = try XMLTree.read(try Shelf().room().get(target).body)
        let shown = Shelf.attack.replacing("\u{7}", with: "\u{2407}") + "\u{2069}"
        let holders = tree.root.all.filter { node in
            node.isElement && node.text.contains(shown)
                && !node.children.contains { $0.text.contains(shown) && $0.isElement }
        }
        #expect(!holders.isEmpty)
        for holder in holders {
            #expect(holder.name == "bdi" || holder["dir"] == "auto" || holder.name == "title", "\(holder.path)")
        }
    }

    @Test(arguments: targets + feeds + ["/api/v1/documents", "/openapi.json", "/icon.svg"])
    func whoHasTheAnswerIsToldSo(target: String) throws {
        let room = try Shelf().room()
        let first = room.get(target)
        let tag = try #require(first.headers["ETag"])
        for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let again = room.get(target, ["If-None-Match": known])
            #expect(again.status == 304 && !again.isBodySent && again.headers["ETag"] == tag)
        }
        let other = room.get(target, ["If-None-Match": "\"x\""])
        #expect(other.status == 200 && other.isBodySent && other.body == first.body)
        let head = room.get(target, method: "HEAD")
        #expect(head.status == 200 && !head.isBodySent && head.body == first.body && head.headers == first.headers)
    }

    @Test func anotherAnswerHasAnotherTag() throws {
        let shelf = try Shelf()
        let room = shelf.room()
        let tag = try #require(room.get("/api/v1/documents").headers["ETag"])
        var story = ReportJSON("It snowed.")
        story.document = ["path": "snow.txt", "sha256": String(repeating: "4e", count: 32)]
        try Data(try story.bytes()).write(to: URL(filePath: shelf.outbox.appending("snow.txt.json").string))
        try shelf.build()
        let answer = room.get("/api/v1/documents", ["If-None-Match": tag])
        #expect(answer.status == 200 && answer.text.contains("snow.txt"))
    }

    @Test(arguments: [
        ("/nowhere", 404), ("/api/v1/nowhere", 404), ("/../etc/passwd", 404), ("/%00", 404),
        ("/document?report=none.json", 404), ("/document?report=../../etc/passwd", 404), ("/document", 400),
        ("/document?report=.alerts/x.json", 404), ("/entity?name=Nobody+At+All", 404), ("/entity", 400),
        ("/documents?limit=0", 400), ("/documents?limit=1001", 400), ("/documents?limit=-1", 400),
        ("/documents?limit=x", 400), ("/digest?since=soon", 400), ("/digest?top=1001", 400),
        ("/documents?since=soon", 400), ("/documents?colour=red", 400),
        ("/documents?limit=1&limit=2", 400), ("/documents?all=maybe", 400), ("/entities?type=CAR", 400),
        ("/api/v1/stance", 400), ("/api/v1/stance?of=a&by=day", 400), ("/api/v1/search", 400),
        ("/search?since=soon", 400),
        ("/documents?since=2026-02-01&until=2026-01-01", 400), ("/api/v1/quotes?since=today&until=today", 400),
        ("/api/v1/entities?name=a&type=PER", 400), ("/documents?publisher=%FF", 400), ("/%FF", 400),
        ("/search?q=\(String(repeating: "x", count: 257))", 400),
        ("/search?q=\(String(repeating: "x", count: 5_000))", 414),
    ])
    func whatCannotBeMeantIsSaid(target: String, status: Int) throws {
        let answer = try Shelf().room().get(target)
        #expect(answer.status == status, "\(answer.text.suffix(400))")
        #expect(answer.headers["ETag"] == nil)
        if target.hasPrefix("/api") {
            let told = try JSONDecoder().decode([String: String].self, from: Data(answer.body))
            #expect(told["error"]?.hasSuffix(".") == true)
        } else {
            #expect(try XMLTree.read(answer.body).repair == nil)
        }
    }

    /// A slash at the end is meant for the place without.
    @Test(arguments: [
        ("/documents/", "/documents"), ("/search/?q=a+b%20c", "/search?q=a+b%20c"),
        ("/api/v1/quotes/", "/api/v1/quotes"),
    ])
    func aSlashAtTheEndLeadsOn(target: String, place: String) throws {
        let answer = try Shelf().room().get(target)
        #expect(answer.status == 308 && answer.headers["Location"] == place)
        #expect(try Shelf().room().get("/nowhere/").status == 404)
    }

    /// Without words there is a form for them.
    @Test(arguments: ["/search", "/search?q=+", "/search?publisher=x"]) func wordsCanBeLookedForWithoutAny(
        target: String
    ) throws {
        let answer = try Shelf().room().get(target)
        let page = try XMLTree.read(answer.body)
        #expect(answer.status == 200 && page.repair == nil)
        let fields = page.root.all.filter { $0.name == "input" && $0["name"] == "q" && $0["type"] != "hidden" }
        #expect(fields.count == 2 && fields.allSatisfy { $0["value"] == "" })
    }

    /// On every page, that of a document, too.
    @Test(arguments: ["/", "/entity?name=Ann%20Lee", "/document?report=a/rain%20%26%20%3Csun%3E.txt.json", "/nowhere"])
    func wordsCanBeLookedForEverywhere(target: String) throws {
        let answer = try Shelf().room().get(target)
        let forms = try XMLTree.read(answer.body).root.all.filter { $0.name == "form" && $0["role"] == "search" }
        #expect(forms.map { $0["action"] } == ["/search"])
        #expect(answer.headers["Content-Security-Policy"]?.contains("form-action 'self'") == true)
    }

    /// A table has no column and a plot's table no row of nothing but zeros.
    @Test func noughtsAreLeftOut() throws {
        let page = try XMLTree.read(try Shelf().room().get("/entity?name=Ann%20Lee").body)
        let tables = page.root.all.filter { $0.name == "table" }
        #expect(!tables.isEmpty)
        for table in tables {
            let rows = table.all.filter { $0.name == "tr" }.dropFirst().map { row in
                row.all.filter { $0.name == "td" }.map(\.text)
            }
            for column in rows[0].indices { #expect(rows.contains { $0[column] != "0" }, "\(rows)") }
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", ""])
    func nothingCanBeChanged(method: String) throws {
        for target in ["/", "/api/v1/documents", "/documents.atom"] {
            let answer = try Shelf().room().get(target, method: method)
            #expect(answer.status == 405 && answer.headers["Allow"] == "GET, HEAD")
        }
    }

    @Test func whatIsNotToBeUsedCannotBeMistaken() throws {
        let room = try Shelf().room()
        let page = try XMLTree.read(room.get("/documents?all=true").body)
        let marks = page.root.all.filter { $0.name == "strong" && $0["class"] == "mark" }.map(\.text)
        #expect(marks.sorted() == ["Embargo until 1 January 2030, 00:00 UTC", "Killed"])
        #expect(!room.get("/documents").text.contains("Killed story"))
        #expect(room.get("/quotes").text.contains("Embargo until"))
        #expect(room.get("/document?report=killed.txt.json").text.contains("<bdi>Killed</bdi>"))
        #expect(room.get("/documents.atom?all=true").text.contains("<title>[Killed] Killed story</title>"))
    }

    /// What alerts found is marked as documents are, for as long as that holds.
    @Test func whatAlertsFoundCannotBeMistaken() throws {
        let shelf = try Shelf()
        try AlertFiles(shelf.layout).add(Alert(name: "lee", speaker: "Ann Lee", created: 0))
        let folder = shelf.outbox.appending(".alerts/lee").string
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, embargo, status) in [
            ("early", "2030-01-01T00:00:00Z", "usable"), ("over", "2020-01-01T00:00:00Z", "usable"),
            ("killed", nil, "canceled"), ("both", "2030-01-01T00:00:00Z", "withheld"), ("plain", nil, nil),
        ] as [(String, String?, String?)] {
            let notice: [String: Any] = [
                "alert": "lee", "delivered": "2026-05-09T08:00:00Z", "document": "\(name).txt",
                "embargo": embargo ?? NSNull(), "published": NSNull(), "publisher": NSNull(), "quotes": [Any](),
                "report": "\(name).txt.json", "title": NSNull(), "wireStatus": status ?? NSNull(),
            ]
            try JSONSerialization.data(withJSONObject: notice).write(to: URL(filePath: "\(folder)/\(name).json"))
        }
        let room = shelf.room()
        let until = "Embargo until 1 January 2030, 00:00 UTC"
        let page = try XMLTree.read(room.get("/alerts").body)
        let shown = page.root.all.filter { $0["class"] == "title" }.map { title in
            title.children.filter(\.isElement).map(\.text).joined(separator: " | ")
        }
        #expect(
            Set(shown) == [
                "\(until) | early.txt", "over.txt", "Killed | killed.txt", "Withheld | \(until) | both.txt",
                "plain.txt",
            ])
        let feed = try XMLTree.read(room.get("/alerts.atom").body)
        let titles = feed.root.all.filter { $0.name == "entry" }.compactMap { entry in
            entry.children.first { $0.name == "title" }?.text
        }
        #expect(
            Set(titles) == [
                "[\(until)] lee: early.txt", "lee: over.txt", "[Killed] lee: killed.txt",
                "[Withheld] [\(until)] lee: both.txt", "lee: plain.txt",
            ])
    }

    /// A quote leads to its place in the document, by where it stands in the text.
    @Test func aQuoteLeadsToItsPlace() throws {
        let room = try Shelf().room()
        let page = try XMLTree.read(room.get("/quotes?speaker=Ann+Lee").body)
        let links = page.root.all.compactMap { $0["href"] }.filter { $0.contains("&at=") }
        #expect(links.count == 2)
        for link in links {
            let answer = room.get(link)
            #expect(answer.status == 303)
            let target = try #require(answer.headers["Location"])
            #expect(target.hasSuffix("#q1"))
            let document = room.get(String(target.dropLast(3)))
            #expect(document.status == 200 && document.text.contains("id=\"q1\""))
        }
    }

    @Test func withoutALibraryItSaysSo() throws {
        let shelf = try Shelf(hasLibrary: false)
        let room = shelf.room()
        for target in ["/", "/api/v1/documents", "/quotes.atom"] {
            let answer = room.get(target)
            #expect(answer.status == 503 && answer.headers["Retry-After"] == "10")
            #expect(answer.text.contains("There is no library in"))
        }
        // How the daemon is can be told all the same.
        #expect(room.get("/queue").status == 200)
        try shelf.build()
        #expect(room.get("/").status == 200)
    }

    @Test func whatTheQueueCannotTellIsSaid() throws {
        struct Closed: Error {}
        let room = try Shelf().room(queue: { throw Closed() })
        #expect(room.get("/queue").status == 503 && room.get("/api/v1/status").status == 503)
        #expect(room.get("/").status == 200)
    }

    @Test func theQueueIsLoadedAgainAndNothingElse() throws {
        let room = try Shelf().room()
        func isRefreshed(_ target: String) throws -> Bool {
            try XMLTree.read(room.get(target).body).root.all.contains { $0["http-equiv"] == "refresh" }
        }
        #expect(try isRefreshed("/queue") && !isRefreshed("/queue?live=false"))
        for target in Self.targets where target != "/queue" { #expect(try !isRefreshed(target), "\(target)") }
    }

    @Test(arguments: [
        ("one two", ["one", "two"]), ("\"one two\" three", ["one two", "three"]),
        ("“one two”* x*", ["one two*", "x*"]),
        ("\"one two", ["one two"]), ("\"\" a", ["a"]),
    ])
    func wordsAreTakenAsAShellTakesThem(words: String, phrases: [String]) throws {
        let route = try #require(Route.all.first { $0.path == "/search" })
        let asked = try Asked("q=\(RoomRequest.encoded(words))", of: route, now: Date())
        #expect(asked.phrases == phrases)
    }
}
