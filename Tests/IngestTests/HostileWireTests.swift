import AnalyzerKit
import Ingest
import Linguistics
import TestSupport
import Testing

/// Files that nobody should send: each is a document or a sentence, in time and memory that its bytes bound.
@Suite struct HostileWireTests {
    private static let bomb =
        "<!DOCTYPE nitf [<!ENTITY a \"ha\">" + (1...30).map { "<!ENTITY a\($0) \"&a\($0 - 1);&a\($0 - 1);\">" }.joined()
        + "]><nitf><body><body.content><p>So &a30; &a; said.</p></body.content></body></nitf>"

    private static let external = """
        <!DOCTYPE nitf [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>
        <nitf><body><body.content><p>So &f; it is.</p></body.content></body></nitf>
        """

    private func documents(_ text: String, _ path: String) throws -> [Document] {
        try Decoder.documents(from: Array(text.utf8), path: path)
    }

    @Test func entitiesNeitherGrowNorAreFetched() throws {
        #expect(try documents(Self.bomb, "a.nitf").first?.text.count ?? 0 < 100)
        let text = try #require(try documents(Self.external, "a.nitf").first).text
        #expect(String(decoding: text.bytes, as: UTF8.self) == "So &f; it is.")
    }

    @Test(arguments: [
        ("<nitf>" + String(repeating: "<p>", count: 10_000), "a.nitf"), ("<nitf", "a.nitf"),
        ("<nitf></nitf>", "a.nitf"),
        ("<rss></rss>", "a.rss"), ("<NewsML><NewsItem/></NewsML>", "a.xml"), ("<newsMessage/>", "a.xml"),
        ("<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\"/>", "a.xml"),
        ("{\"uri\":1,\"headline\":{}}", "a.json"),
        ("{\"uri\":\"\",\"headline\":\"\",\"body_html\":\"<p> </p>\"}", "a.json"),
        ("[{\"uri\":\"x\",\"headline\":null},3,[]]", "a.json"),
        ("{\"uri\":\"x\",\"headline\":" + String(repeating: "[", count: 10_000), "a.json"),
        ("\u{1}abc0123 3 pl 12\r\n\u{2}\u{3}", "a.7901"),
        ("\u{16}\u{16}\u{1}a0001\u{1F}\r\nr a \u{14}\u{11}bc-x 10-10 0001\r\n\u{2}\u{3}", "a.anpa"),
        ("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry/></feed>", "a.atom"),
    ])
    func whatHoldsNothingIsRefusedWithASentence(_ text: String, _ path: String) {
        #expect {
            try documents(text, path)
        } throws: { error in
            let message = (error as? DecodeError)?.description ?? ""
            return message.hasSuffix(".") && !message.contains("\n")
        }
    }

    /// RFC 8259 allows them; text has no place for them.
    @Test(arguments: [
        (#"One\u0000 day"#, "One day"), (#"\u0000One day\u0000"#, "One day"), (#"One\uD800 day"#, "One\u{FFFD} day"),
        (#"One\udc00\ud83d\n day"#, "One\u{FFFD}\u{FFFD}\n day"), (#"One \uD83D\uDE00 day"#, "One 😀 day"),
        (#"One \\u0000 day"#, #"One \u0000 day"#), (#"One\uD83D\u0000\uDE00 day"#, "One\u{FFFD}\u{FFFD} day"),
    ])
    func escapesOfWhatIsNoCharacterCostNoDocument(_ escaped: String, _ words: String) throws {
        for (json, path) in [
            (#"{"uri":"x","headline":"H","body_text":"\#(escaped)"}"#, "a.json"),
            (#"{"id":"1","text":"\#(escaped)"}"# + "\n", "a.jsonl"),
            (#"{"segments":[{"start":0,"end":1,"text":"\#(escaped)"}]}"#, "b.json"),
        ] {
            let document = try #require(try documents(json, path).first)
            func folded(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
            let text = String(decoding: document.text.bytes, as: UTF8.self)
            #expect(folded(text).suffix(folded(words).count) == folded(words)[...], "\(path): \(text)")
        }
    }

    /// A declared charset that lies, a name that lies, markup that is none.
    @Test func liesAreSeenThrough() throws {
        let nitf =
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><nitf><body><body.content><p>Zürich – “ja”.</p></body.content></body></nitf>"
        let document = try #require(try documents(nitf, "a.txt").first)
        #expect(String(decoding: document.text.bytes, as: UTF8.self) == "Zürich – “ja”.")
        #expect(document.notices.contains { $0.reason == "format" })
        #expect(try documents("Not { json at all.", "a.ninjs").first?.source.mediaType == "text/plain")
    }

    /// Repeated, each shape takes time in proportion.
    @Test(arguments: [
        ("<nitf><body><body.content>", "<p>x</p>", "</body.content></body></nitf>"),
        ("<nitf><body><body.content><p>", "x<br/>", "</p></body.content></body></nitf>"),
        ("<nitf><body><body.content><p>", "  a\n", "</p></body.content></body></nitf>"),
        ("<nitf><body><body.content><p>", "``_ (", "</p></body.content></body></nitf>"),
        ("<nitf><body><body.head><hedline><hl1>", "UPDATE 1-", "</hl1></hedline></body.head></body></nitf>"),
        (
            "<nitf><body><body.head><byline>By ", "Jane Doe and ",
            "Ann Poe</byline></body.head><body.content><p>x</p></body.content></body></nitf>"
        ),
        ("<rss><channel>", "<item><title>a</title></item>", "</channel></rss>"),
        ("{\"uri\":\"x\",\"headline\":\"a\",\"body_text\":\"", "a\\n", "\"}"),
        ("\u{1}abc0123 3 pl 12\r\n\u{2}", "a/\r\n", "\u{3}"),
        ("\u{1}abc0123 3 pl 12\r\n\u{2}", "\u{1}abc0123 3 pl 12\r\n\u{2}x\r\n\u{3}\r\n", ""),
        ("a0001\nr a bc-x 10-10 0001\n", "^a<\n", "\tb\n"), ("a0001\nr a bc-x 10-10 0001\n", "^a\n", "\tb\n"),
        (
            "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><contentMeta>", "<headline>a</headline>",
            "</contentMeta></newsItem>"
        ),
    ])
    func timeIsLinear(_ start: String, _ piece: String, _ end: String) {
        func time(_ bytes: Int) -> Duration {
            let text = start + String(repeating: piece, count: bytes / piece.utf8.count) + end
            return processorTime { _ = try? documents(text, "a") }
        }
        _ = time(500)
        let small = time(2000)
        // Twenty times the bytes; what is quadratic takes four hundred times as long.
        #expect(time(40_000) < max(small * 150, .seconds(10)))
    }
}
