import HTML
import TestSupport
import Testing

/// The trees of pages.
@Suite struct HTMLParserTests {
    @Test(
        arguments: [
            ("a<p>b<p>c", #""a" p("b") p("c")"#),
            ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", #"ul(li("a") li("b" ul(li("c"))) li("d")) "e""#),
            ("<dl><dt>a<dd>b<dt>c</dl>", #"dl(dt("a") dd("b") dt("c"))"#),
            ("<p>a<div>b</div>c</p>d", #"p("a") div("b") "c" p "d""#),
            ("<b>a<p>b</b>c</p>", #"b("a" p("bc"))"#),
            ("<a href=x>a<div>b</a>c</div>d", #"a("a" div("b")) div("c") "d""#),
            ("<a>a<a>b", #"a("a") a("b")"#),
            ("<h2>a<h3>b</h2>c", #"h2("a") h3("b") "c""#),
            ("a<br>b</br>c<img>d", #""a" br "b" br "c" img "d""#),
            ("<div><span>a</div>b", #"div(span("a")) "b""#),
            ("a</i>b</div>c", #""abc""#),
            ("<select><option>a<option>b</select>c", #"select(option("a") option("b")) "c""#),
        ])
    func elementsEndWhereTheStandardEndsThem(_ page: String, _ tree: String) {
        #expect(body(of: page) == tree)
    }

    @Test(
        arguments: [
            ("<table><tr><td>a<td>b<tr><td>c</table>d", #"table(tbody(tr(td("a") td("b")) tr(td("c")))) "d""#),
            ("<table><td>a<table><td>b</table>c</table>", #"table(tbody(tr(td("a" table(tbody(tr(td("b")))) "c"))))"#),
            ("<table><td><p>a</table><p>b", #"table(tbody(tr(td(p("a"))))) p("b")"#),
            (
                "<table><caption>a<thead><th>b<tbody><td>c</table>",
                #"table(caption("a") thead(tr(th("b"))) tbody(tr(td("c"))))"#
            ),
            ("<p>a<table><tr><td></p>b</table>", #"p("a") table(tbody(tr(td(p "b"))))"#),
        ])
    func tablesGetTheirRows(_ page: String, _ tree: String) {
        #expect(body(of: page) == tree)
    }

    @Test(
        arguments: [
            ("caf&eacute; &amp; &rsquo;", "café & ’"), ("caf&eacutes &notit; &copy2", "cafés ¬it; ©2"),
            ("&rsquo &foo; &;&", "&rsquo &foo; &;&"), ("&#147;a&#148; &#x96; &#128;", "“a” – €"),
            ("&#233 &#xE9 &#0; &#xD800; &#x110000; &#99999999999;", "é é \u{FFFD} \u{FFFD} \u{FFFD} \u{FFFD}"),
            ("&NotEqualTilde; &fjlig;", "≂̸ fj"), ("a < b <3 <", "a < b <3 <"),
            ("a\r\nb\rc", "a\nb\nc"),
        ])
    func referencesBecomeTheirCharacters(_ page: String, _ words: String) {
        #expect(HTMLParser.document(of: Array(page.utf8)).content(of: HTMLDocument.body) == words)
    }

    @Test(
        arguments: [
            ("<a href=\"?a=1&copy=2&lt;\">", "?a=1&copy=2<"), ("<a HREF = 'x y' href=z>", "x y"),
            ("<a href=x/y>", "x/y"),
            ("<a/href=x>", "x"), ("<a b href>", ""), ("<a href=&quot;>", "\""), ("<a href=caf&eacute>", "café"),
        ])
    func attributesHaveTheirValues(_ page: String, _ value: String) {
        let document = HTMLParser.document(of: Array(page.utf8))
        let link = document.nodes.firstIndex { $0.tag == .a }
        #expect(link.flatMap { document.string(of: .href, at: $0) } == value)
    }

    @Test(
        arguments: [
            ("<!-- a > b -->c", #""c""#), ("<!-->a", #""a""#), ("<!--->a", #""a""#), ("<!-- a --!>b", #""b""#),
            ("<!-- a", ""), ("a<!b>c</ d>e<?f?>g", #""aceg""#), ("a</>b", #""ab""#),
            ("<body><script>if (a</b>c) '<p>'</script>d", #"script("if (a</b>c) '<p>'") "d""#),
            ("<body><style>a</styles></style >b", #"style("a</styles>") "b""#),
            ("<textarea><p>&amp;</textarea>a", ##"textarea("<p>&") "a""##), ("<body><script>a", #"script("a")"#),
            ("a<div class=\"b", #""a""#), ("<svg><path d='x'/><g>a</g></svg>b", #"svg(path(g("a"))) "b""#),
        ])
    func commentsAndRawTextEndWhereTheyShould(_ page: String, _ tree: String) {
        #expect(body(of: page) == tree)
    }

    @Test func theHeadIsToldFromTheBody() {
        let page = "<!doctype html><title>a &amp; b</title><meta name=x><link rel=y>\n<p>c"
        #expect(
            HTMLParser.document(of: Array(page.utf8)).debugDescription
                == #"html(head(title("a & b") meta link) body(p("c")))"#)
    }

    @Test func tagsThatXMLEndsAreEmpty() {
        let page = "<html><head><title/></head><body><div/><p><a name='x'/>a<![CDATA[<b>]]></p></body></html>"
        #expect(
            HTMLParser.document(of: Array(page.utf8), isXML: true).debugDescription
                == #"html(head(title) body(div p(a "a<b>")))"#)
        #expect(body(of: "<div/>a<![CDATA[b]]>c") == #"div("ac")"#)
    }

    @Test(arguments: ["<div>", "<p>x", "<b>", "<a>", "<table><td>", "<ul><li>", "<b></i>", "<div></b>", "<font><p>"])
    func depthAndTimeAreBounded(_ unit: String) {
        let count = 200_000 / unit.utf8.count
        let document = HTMLParser.document(of: Array(String(repeating: unit, count: count).utf8))
        #expect(document.nodes.count > count / 2)
        #expect(processorTime { _ = document.content(of: HTMLDocument.root) } < .seconds(10))
    }

    @Test func wordsBehindElementsThatAreTooDeepStay() {
        let page =
            String(repeating: "<div>", count: 10_000) + "deep" + String(repeating: "</div>", count: 10_000) + "<p>after"
        let document = HTMLParser.document(of: Array(page.utf8))
        #expect(document.content(of: HTMLDocument.body) == "deepafter")
    }

    private func body(of page: String) -> String {
        let tree = HTMLParser.document(of: Array(page.utf8)).debugDescription
        guard let start = tree.firstRange(of: " body") else { return tree }
        return String(tree[start.upperBound...].dropFirst().dropLast(tree.hasSuffix(" body)") ? 1 : 2))
    }
}
