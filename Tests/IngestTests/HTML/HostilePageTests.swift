import AnalyzerKit
import Ingest
import TestSupport
import Testing

/// Pages that are wrong, cut, or made to hurt: a document or one clear sentence, and soon.
@Suite struct HostilePageTests {
    private static func repeated(_ unit: String, _ bytes: Int = 30_000) -> String {
        String(repeating: unit, count: bytes / unit.utf8.count)
    }

    /// Pages by name.
    private static let pages: [String: String] = [
        "deep": repeated("<div>", 20_000) + "deep words are here" + repeated("</div>", 24_000),
        "open": "<html><body>" + repeated("<p>x"), "bold": "<html>" + repeated("<b>"),
        "links": "<html>" + repeated("<a href=x>y"),
        "cells": "<html><table>" + repeated("<td>x"), "tables": "<html>" + repeated("<table><tr><td>x"),
        "items": "<html>" + repeated("<ul><li>x"), "terms": "<html><dl>" + repeated("<dt>x<dd>y"),
        "quotes": "<html>" + repeated("<blockquote><p>x"),
        "times": "<html><h1>x</h1>" + repeated("<time>4 March 2026</time>"),
        "attribute": "<html><p class=\"" + repeated("x ") + "\">words</p>",
        "attributes": "<html><p " + repeated("class=x ") + ">words</p>",
        "endless": "<html><p>words</p><a href=\"" + repeated("x"), "comment": "<html><p>words</p><!--" + repeated("-"),
        "script": "<html><p>words</p><script>" + repeated("<!--</scrip"),
        "ends": "<html><p>words</p>" + repeated("</b></div>"),
        "references": "<html><p>" + repeated("&notanentity&#x110000;&amp"), "breaks": "<html><p>x" + repeated("<br>"),
        "json": "<html><p>words</p><script type='application/ld+json'>" + repeated("[{\"@graph\":") + "</script>",
        "graph": "<html><p>words</p><script type='application/ld+json'>["
            + repeated("{\"@type\":\"Article\",\"author\":{\"@id\":\"a\"}},") + "]</script>",
        "echo": "<html>" + repeated("<p>the same words stand here again and again</p>"),
        "articles": "<html>" + repeated("<article><h1>x y</h1><p>z</p>"),
        "classes": "<html>" + repeated("<div class='articleBody-comment-nav'>x</div>"),
    ]

    @Test(arguments: pages.keys.sorted())
    func isADocumentOrOneSentence(_ name: String) throws {
        let page = try #require(Self.pages[name])
        do throws(DecodeError) {
            let document = try Decoder.document(from: Array(page.utf8), path: "page.html")
            #expect(document.source.mediaType == "text/html")
            if page.contains("words") { #expect(document.whole.contains("words")) }
        } catch {
            #expect(error == .empty(format: "HTML"))
            #expect(error.description.last == ".")
        }
    }

    /// A page of twenty-five times the bytes takes about that much longer: a quadratic reader takes six hundred times as long.
    @Test(arguments: [
        "<p>x", "<blockquote>x", "<table><tr><td>x", "x<a>y</a><br><br>", "<div class=byline>", "<time>4 May ",
        "<div class=live><time>12:05</time>x",
    ])
    func timeIsLinear(_ unit: String) {
        func time(_ bytes: Int) -> Duration {
            let page = Array(("<html><title>x</title>" + Self.repeated(unit, bytes)).utf8)
            return processorTime { _ = try? Decoder.document(from: page, path: "page.html") }
        }
        _ = time(4_000)
        #expect(time(100_000) < max(time(4_000) * 200, .seconds(10)))
    }

    @Test(arguments: [1, 30, 200, 700, 1500])
    func aCutPageIsWhatIsThere(_ bytes: Int) throws {
        let page = Array(TestPage().markup.utf8.prefix(bytes))
        do throws(DecodeError) {
            _ = try Decoder.document(from: page, path: "page.html")
        } catch {
            #expect(error == .empty(format: "HTML"))
        }
    }

    @Test func zerosAreNoPage() {
        #expect(throws: DecodeError.notText(byteOffset: 15)) {
            try Decoder.document(from: Array("<html><p>A page\0\0\0 with zeros</p>".utf8), path: "page.html")
        }
    }

    @Test(arguments: ["<html></html>", "<html><script>x</script></html>", "<p>  &nbsp; </p>"])
    func aPageWithoutWordsIsEmpty(_ page: String) {
        #expect(throws: DecodeError.empty(format: "HTML")) {
            try Decoder.document(from: Array(page.utf8), path: "page.html")
        }
    }

    @Test(
        arguments: [
            ("<!doctype html><p>x", "a.txt", "text/html"),
            ("<?xml version='1.0'?><html><body>x</body></html>", "a.xml", "text/html"),
            ("<!-- c --><HTML><p>x", "a", "text/html"), ("<div>x</div>", "a.html", "text/html"),
            ("Mind <b>this</b>.", "a.html", "text/html"), ("Mind <b>this</b>.", "a.txt", "text/plain"),
            ("<inventory><item>x</item></inventory>", "a.xml", "text/plain"), ("Rain.", "a.html", "text/plain"),
            ("<3 is a heart.", "a.txt", "text/plain"),
        ])
    func theContentTellsAPage(_ text: String, _ path: String, _ mediaType: String) throws {
        #expect(try Decoder.document(from: Array(text.utf8), path: path).source.mediaType == mediaType)
    }

    @Test(arguments: [(400, false), (2000, true)])
    func whatIsNestedTooDeepIsReadAndSaid(_ depth: Int, _ isSaid: Bool) throws {
        let page = "<html>" + String(repeating: "<div>", count: depth) + TestPage.paragraphs(TestPage.prose)
        let document = try TestPage.document(page)
        #expect(document.body == TestPage.prose)
        #expect(document.notices.contains { $0.reason == "malformed" } == isSaid)
    }
}
