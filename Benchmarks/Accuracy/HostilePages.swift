import Foundation
import Ingest

/// Reads pages of 2 MB that were made to take long, and says how long each takes and how much memory all have taken so far.
enum HostilePages {
    private static let bytes = 2_000_000

    /// The pages by name: what stands before, what is repeated, what stands behind.
    private static let pages: [(name: String, before: String, unit: String, behind: String)] = [
        ("paragraphs", "<html><body>", "<p>x", ""), ("quotations", "<html><body>", "<blockquote>x", ""),
        ("containers", "<html><body>", "<div>", ""), ("containers with words", "<html><body>", "<div>x", ""),
        ("one attribute", "<html><p class=\"", "x ", "\">words for all</p>"),
        ("attributes", "<html><p ", "class=x ", ">words for all</p>"),
        ("tables in tables", "<html>", "<table><tr><td>x", ""), ("cells", "<html><table>", "<td>x", ""),
        ("rows", "<html><table>", "<tr><td>x<td>y", ""), ("references", "<html><p>", "&eacute;", ""),
        ("references to nothing", "<html><p>", "&notanentity&#x110000;&amp", ""),
        ("lines", "<html><title>x</title><p>word</p>", "x<a>y</a><br><br>", ""),
        ("bylines in bylines", "<html><h1>x</h1>", "<div class=byline>", "x"),
        ("times in times", "<html><h1>x</h1>", "<time>4 May ", ""),
        ("numbers", "<html><p>", "&#8217;x ", ""), ("links", "<html>", "<a href=x>y", ""),
        ("bold", "<html>", "<b>x", ""),
        ("lists in lists", "<html>", "<ul><li>x", ""), ("breaks", "<html>", "x<br><br>", ""),
        ("times", "<html><h1>x</h1>", "<time>4 March 2026</time>", ""),
        ("titles", "<html><title>x y</title>", "<h1>x y</h1>", ""),
        ("articles", "<html>", "<article><h1>x y</h1><p>z</p>", ""),
        (
            "data", "<html><p>words<script type='application/ld+json'>[",
            "{\"@type\":\"Article\",\"author\":{\"@id\":\"a\"}},", "{}]</script>"
        ),
        ("meta", "<html><head>", "<meta name=author content='Ada Reyes'>", ""),
        ("bylines", "<html><h1>x</h1>", "<p class=byline>By Ada Reyes</p>", ""),
        ("speakers", "<html>", "<p class=speaker>Ada</p><p>words said</p>", ""),
        (
            "posts", "<html>", "<blockquote class=twitter-tweet><p>x</p>&mdash; Ada (@a)</blockquote>", ""
        ),
        ("one paragraph", "<html><p>", "word and words of it ", ""), ("comment", "<html><p>words<!--", "-", ""),
        ("script", "<html><p>words<script>", "<!--</scrip", ""),
        (
            "a long story", "<html><h1>The plan</h1>",
            "<p>The council met on Tuesday, and said that it would vote “soon” on the plan of the town.</p>", ""
        ),
        ("entries", "<html><h1>x</h1>", "<div class=e><time>12:05</time><p>The council met on Tuesday.</p></div>", ""),
    ]

    static func run() {
        for page in pages {
            let room = bytes - page.before.utf8.count - page.behind.utf8.count
            let text = page.before + String(repeating: page.unit, count: room / page.unit.utf8.count) + page.behind
            let whole = Array(text.utf8)
            let began = ExtractionAccuracy.processorTime()
            _ = PageReading.texts(of: whole, path: "page.html")
            let read = ExtractionAccuracy.processorTime()
            _ = try? Decoder.documents(from: whole, path: "page.html")
            let made = ExtractionAccuracy.processorTime()
            var usage = rusage()
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            print(
                String(
                    format: "  %-24@ text and metadata %6.0f ms, document %6.0f ms, most memory so far %4d MiB",
                    page.name as NSString, (read - began) * 1000, (made - read) * 1000, usage.ru_maxrss / 1024))
        }
    }
}
