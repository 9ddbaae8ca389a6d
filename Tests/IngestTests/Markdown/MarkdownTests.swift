import AnalyzerKit
import Ingest
import Testing

@Suite("Markdown")
struct MarkdownTests {
    private func document(_ text: String, _ path: String = "a.md") throws -> Document {
        try Decoder.document(from: Array(text.utf8), path: path)
    }

    @Test(
        "leaves out the marks inside a paragraph, and nothing else",
        arguments: [
            ("A *new* **pier** and __an__ _old_ one.", "A new pier and an old one."),
            ("***Both*** of **them*", "Both of *them"),
            ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"), ("a\\*b\\* \\[c\\]", "a*b* [c]"),
            ("See [the *site*](https://x.example/a_(b) \"t\") now.", "See the site now."),
            ("Says [it][1].\n\n[1]: http://x.example", "Says it."),
            ("[Not a link] and [x]", "[Not a link] and [x]"), ("![A pier](a.png)Text", "Text"),
            ("<https://x.example> and <b>bold</b>", "https://x.example and bold"),
            ("`a*b*` and ``c`d``", "a*b* and c`d"), ("One  \ntwo\\\nthree\nfour", "One\ntwo\nthree four"),
            ("AT&amp;T &copy; &#8220;x&#x201D; & y", "AT&T © “x” & y"),
            ("~~gone~~ ~5", "gone ~5"), ("\u{201C}*So*,\u{201D} he said", "“So,” he said"),
            ("5 < 6 <!-- unseen -->", "5 < 6"),
        ])
    func inline(source: String, read: String) throws {
        #expect(TestOffice.text(try document(source)) == read)
    }

    @Test("tells what blocks are")
    func blocks() throws {
        let source = """
            # Harbour reopens #

            The harbour of Velmora
            is open again.

            Causes
            ------

            > A storm came
            and went.
            >
            > Twice.

            - First
              goes on
            - Second

              with more

            3. Third
            4) Fourth

            | Place | Height |
            |-------|-------:|
            | Velmora | 12 |

            ```swift
            let a = *b*
            ```
            ***
            <div>
            <p>Marked up.</p>
            </div>

            <!-- unseen
            too -->

            It rose.[^1]

            [^1]: By hand.
            """
        let document = try document(source)
        #expect(
            TestOffice.blocks(document) == [
                "headline: Harbour reopens", "paragraph: The harbour of Velmora is open again.", "subhead: Causes",
                "quote: A storm came and went.", "quote: Twice.", "list: First goes on", "list: Second",
                "list: with more",
                "list: 3. Third", "list: 4. Fourth", "table: Place | Height", "table: Velmora | 12",
                "paragraph: let a = *b*", "paragraph: Marked up.", "paragraph: It rose.", "note: By hand.",
            ])
        #expect(document.title == "Harbour reopens")
        #expect(document.source.mediaType == "text/markdown")
    }

    @Test(
        "takes what front matter says, in YAML and TOML",
        arguments: [
            "---\ntitle: \"Harbour reopens\"\nauthors:\n  - Ada Brandt\n  - Tom Ode\ndate: 2026-10-14\ntags: [a, b]\n---\n\n## Now\n\nThe harbour is open.\n",
            "+++\ntitle = 'Harbour reopens'\nauthors = [\"Ada Brandt\", \"Tom Ode\"]\ndate = 2026-10-14\n+++\nThe harbour is open.\n",
        ])
    func frontMatter(_ source: String) throws {
        let document = try document(source)
        #expect(TestOffice.text(document).hasSuffix("The harbour is open."))
        #expect(!TestOffice.text(document).contains("title"))
        #expect(document.title == "Harbour reopens")
        #expect(document.authors == ["Ada Brandt", "Tom Ode"])
        #expect(document.metadata.published == "2026-10-14")
    }

    @Test("is taken for what it is under another name only with front matter and headings")
    func form() throws {
        let matter = "---\ntitle: Harbour\n---\n\n# Now\n\nThe *harbour* is open.\n"
        #expect(try document(matter, "a.txt").source.mediaType == "text/markdown")
        #expect(try document("# Now\n\nThe *harbour* is open.\n", "a.txt").source.mediaType == "text/plain")
        #expect(try document("---\nA rule, then text: so.\n---\n# Now\n", "a.txt").source.mediaType == "text/plain")
    }

    @Test(
        "Marks without end take no time",
        arguments: ["[", "*a_", "![[", "> ", "- ", "<a ", "`", "((", "&#", "|-|\n", "[a]: b\n", "  - a\n"])
    func endless(_ piece: String) throws {
        _ = try? document(String(repeating: piece, count: 5_000) + "x")
    }
}
