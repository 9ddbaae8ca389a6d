import TestSupport
import Testing
import XML

@Suite struct XMLTreeTests {
    private func root(_ text: String) throws -> XMLNode { try XMLTree.read(Array(text.utf8)).root }

    /// A tree in one line: names, attributes in order, words.
    private func shape(_ node: XMLNode) -> String {
        guard node.isElement else { return "'\(node.text)'" }
        return "\(node.name)(" + node.children.map(shape).joined(separator: " ") + ")"
    }

    @Test func elementsWordsAndAttributesAreRead() throws {
        let root = try root(
            "<?xml version=\"1.0\"?>\n<a xmlns=\"urn:x\" xml:lang='en' x=\"1 &amp; 2\"><b>one</b> two<b/><c><b>3</b></c></a>"
        )
        #expect(shape(root) == "a(b('one') ' two' b() c(b('3')))")
        #expect(root.namespace == "urn:x")
        #expect(root["x"] == "1 & 2")
        #expect(root["xml:lang"] == "en")
        #expect(root["lang"] == "en")
        #expect(root["y"] == nil)
        #expect(root.first("c", "b")?.text == "3")
        #expect(root.elements("b").map(\.text) == ["one", ""])
        #expect(root.firstDescendant("c")?.parent?.name == "a")
        #expect(root.first("c", "b")?.path == "/a/c/b")
        #expect(Array(root.elements("b")).last?.path == "/a/b[2]")
        #expect(root.text == "one two3")
    }

    /// What wires refer to without bringing the declarations, and what they write though XML does not allow it.
    @Test(arguments: [
        ("caf&eacute; &mdash; &lsquo;a&rsquor; &hellip;", "café — ‘a’ …"), ("&#147;so&#x94; &#8212;", "“so” —"),
        ("AT&T &c. & co", "AT&T &c. & co"), ("&unknown; a", "&unknown; a"), ("a\u{1}b\u{1F}c&#1;d&#0;e", "abcde"),
        ("\u{93}so\u{94}", "“so”"), ("a < b", "a < b"), ("<![CDATA[<p>&eacute;</p>]]>", "<p>&eacute;</p>"),
        ("a<!-- <b> -->c", "ac"), ("&lt;p&gt; &quot;&apos;&amp;amp;", "<p> \"'&amp;"), ("&lang;", "⟨"),
        ("\u{FFFE}\u{FEFF}x", "x"), ("a\r\nb\rc", "a\nb\nc"), ("&#xD800;&#99999999999;.", "."),
        ("<?pi x?>a", "a"), ("&", "&"), ("&#;&#x;", "&#;&#x;"),
    ])
    func referencesAndStrayCharactersAreText(_ source: String, _ text: String) throws {
        #expect(try root("<a>\(source)</a>").text == text)
    }

    @Test(arguments: [
        ("<a><p>one<br>two</p><p>three</p></a>", "a(p('one' br('two')) p('three'))"),
        ("<a><p>one</i></p></a>", "a(p('one'))"), ("<a>one</a><b>two</b>", "a('one')"),
        ("<x:a>one</x:a>", "a('one')"),
    ])
    func tagsThatDoNotMatchAreMendedAndTold(_ source: String, _ expected: String) throws {
        let tree = try XMLTree.read(Array(source.utf8))
        #expect(shape(tree.root) == expected)
        #expect(tree.repair != nil)
    }

    @Test func aWellFormedDocumentNeedsNoRepair() throws {
        #expect(
            try XMLTree.read(Array("<!DOCTYPE a [<!ENTITY x \"y\">]><a b='c'>&x;</a>\n<!-- end -->".utf8)).repair == nil
        )
    }

    @Test func entitiesDeclaredAsWordsAreUsedAndNoOthers() throws {
        let source = """
            <!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd" [
              <!ENTITY agency "North &amp; Sons"> <!ENTITY file SYSTEM "file:///etc/passwd">
              <!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;
              <!ENTITY nested "&agency;&agency;">
            ]><a>&agency;|&file;|&nested;</a>
            """
        #expect(try root(source).text == "North & Sons|&file;|&agency;&agency;")
    }

    /// Entities of entities, and one long one many times over: neither grows.
    @Test func entitiesNeverMakeADocumentGrow() throws {
        var bomb = "<!DOCTYPE a [<!ENTITY x0 \"ha\">"
        for level in 1...40 { bomb += "<!ENTITY x\(level) \"&x\(level - 1);&x\(level - 1);\">" }
        #expect(try root(bomb + "]><a>&x40;</a>").text.utf8.count < 100)
        let long = String(repeating: "x", count: 256)
        let many = String(repeating: "&l;", count: 100_000)
        #expect(try root("<!DOCTYPE a [<!ENTITY l \"\(long)\">]><a>\(many)</a>").text.utf8.count < 400_000)
    }

    @Test(
        arguments: [
            ("", XMLError.noElement), ("words", .noElement), ("<!-- a -->", .noElement),
            ("<a><b>x</b>", .endsInside("a")),
            ("<a><b>x", .endsInside("b")), ("<a b=\"c>d</a>", .endsInside("a")),
            ("<a><![CDATA[x", .endsInside("![CDATA[")),
            ("<a><!-- x</a>", .endsInside("!--")), ("<a", .endsInside("a")), ("<!DOCTYPE a [", .endsInside("!DOCTYPE")),
            ("<a></a", .endsInside("a")),
        ] as [(String, XMLError)])
    func whatIsNoneSaysWhy(_ source: String, _ error: XMLError) {
        #expect(throws: error) { try XMLTree.read(Array(source.utf8)) }
    }

    @Test func nestingIsBounded() throws {
        let deep = String(repeating: "<a>", count: 10_000) + "x" + String(repeating: "</a>", count: 10_000)
        #expect(throws: XMLError.tooDeep(limit: 256)) { try XMLTree.read(Array(deep.utf8)) }
        let allowed = String(repeating: "<a>", count: 256) + "x" + String(repeating: "</a>", count: 256)
        #expect(try root(allowed).text == "x")
        #expect(XMLTree.readHTML(Array(deep.utf8)).root.text.contains("x"))
    }

    /// Twice the bytes take about twice the time: hostile shapes, each where a careless reader goes back.
    @Test(arguments: [
        "<a>", "<p>x", "&amp", "<!--", "<a b='", "]]>", "</a>", "<![CDATA[", "<!DOCTYPE a [", "<a/>", "<br>x</i>",
    ])
    func timeIsLinear(_ piece: String) {
        func time(_ count: Int) -> Duration {
            let bytes = Array("<r>".utf8) + Array(String(repeating: piece, count: count).utf8)
            return processorTime {
                _ = try? XMLTree.read(bytes)
                _ = XMLTree.readHTML(bytes)
            }
        }
        _ = time(100)
        // A hundred times the bytes: a quadratic reader would take ten thousand times as long.
        #expect(time(50_000) < max(time(500) * 1000, .seconds(10)))
    }

    @Test(arguments: [
        ("<p>One&nbsp;two &eacutes &notit; &#147;x&#148;<p>Three<br>four", "One\u{A0}two és ¬it; “x”Threefour"),
        ("plain words & more", "plain words & more"), ("<div>a<script>b</script></div>", "ab"), ("", ""),
        ("<p>ünï</p>", "ünï"),
    ])
    func piecesOfHTMLAreRead(_ source: String, _ text: String) {
        #expect(XMLTree.readHTML(Array(source.utf8)).root.text == text)
    }
}
