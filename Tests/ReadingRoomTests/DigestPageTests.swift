import Foundation
import Library
import TestSupport
import Testing
import XML

@testable import ReadingRoom

/// A digest as a file.
@Suite struct DigestPageTests {
    private static func page(since begin: Int = 0, top: Int = 10) throws -> XMLTree {
        let shelf = try Shelf()
        let digest = try withExtendedLifetime(shelf) {
            try LibraryReader(shelf.layout).digest(since: begin, limit: top)
        }
        return try XMLTree.read(DigestPage(digest, top: top, now: Shelf.now).html())
    }

    @Test func itNeedsNothingBesideIt() throws {
        let page = try Self.page()
        #expect(page.repair == nil)
        for node in page.root.all where node.isElement {
            #expect(!["script", "link", "img", "a", "form", "input", "b"].contains(node.name), "\(node.name)")
            for name in ["href", "src", "action", "onx", "style"] { #expect(node[name] == nil) }
        }
        let policy = try #require(page.root.all.first { $0["http-equiv"] == "Content-Security-Policy" }?["content"])
        #expect(policy == DigestPage.contentSecurityPolicy)
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"))
    }

    @Test func itSaysWhatCameAndWhatIsNotToBeUsed() throws {
        let page = try Self.page()
        let sections = page.root.all.filter { $0.name == "h2" }.map(\.text)
        #expect(
            sections == ["Not to be used", "Named most", "Quoted most", "Publishers", "Documents"])
        let marks = page.root.all.filter { $0.name == "strong" && $0["class"] == "mark" }.map(\.text)
        #expect(marks == ["Killed", "Embargo until 1 January 2030, 00:00 UTC"])
        let shown = Shelf.attack.replacing("\u{7}", with: "\u{2407}") + "\u{2069}"
        #expect(page.root.all.contains { $0.name == "bdi" && $0.text == shown })
    }

    @Test func whereNothingCameThatIsSaid() throws {
        let page = try Self.page(since: 4_000_000_000)
        #expect(page.root.all.filter { $0.name == "h2" }.isEmpty)
        #expect(page.root.all.first { $0["class"] == "lede" }?.text == "0 documents, 0 words.")
    }

    /// The room shows the same with the ways to names and documents.
    @Test func theRoomHasItToo() throws {
        let shelf = try Shelf()
        let page = try XMLTree.read(shelf.room().get("/digest?since=1970-01-01").body)
        let links = page.root.all.compactMap { $0["href"] }
        for beginning in ["/entity?name=", "/quotes?speaker=", "/document?report=", "/api/v1/digest?since="] {
            #expect(links.contains { $0.hasPrefix(beginning) }, "\(beginning)")
        }
    }
}
