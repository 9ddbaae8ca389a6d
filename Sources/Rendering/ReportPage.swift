import Linguistics
package import Reporting

// Rendering makes a page for people of a stored report: HTML that needs no script, no network and no file beside it. All that is
// in a report is taken for hostile: words are escaped, places on the page are named by numbers, and a content security
// policy forbids whatever is not the page's own style. Every report that can be read has a page, so there are no failures.

/// A report as a page for people.
///
/// The page shows the text with what was found in it marked in place, and beside it who said what, who judges whom, and who and
/// what is named. It is HTML and well-formed XML alike, and the same bytes for the same report.
package struct ReportPage {
    /// Where a page stands among others.
    package struct Place: Sendable {
        /// Where the program's name leads.
        package let home: String
        /// Other pages.
        package let links: [(label: String, href: String)]
        /// What answers a question for words, as the field `q`.
        package let search: String

        package init(home: String, links: [(label: String, href: String)], search: String) {
            (self.home, self.links, self.search) = (home, links, search)
        }
    }

    /// What a later version of a story makes of the one on the page, which does not know it.
    package struct Later: Sendable {
        package enum Verdict: Sendable { case superseded, canceled, withheld }

        package let verdict: Verdict
        /// The later version's page; nil where there is none.
        package let href: String?

        package init(_ verdict: Verdict, href: String?) { (self.verdict, self.href) = (verdict, href) }
    }

    private let findings: Findings
    private let place: Place?
    private let later: Later?

    /// - Parameters:
    ///   - report: What the page shows.
    ///   - place: Nil for a file by itself.
    ///   - later: What came of it since; nil for nothing, or where that is not known.
    package init(_ report: StoredReport, at place: Place? = nil, later: Later? = nil) {
        findings = Findings(report)
        (self.place, self.later) = (place, later)
    }

    /// What a page by itself may load and run: its own style and nothing else.
    package static let contentSecurityPolicy = contentSecurityPolicy(forms: "'none'")

    /// The same of a page among others, whose box for words leads to one of them; a server sends it as a header, too.
    package static let contentSecurityPolicyAmongOthers = contentSecurityPolicy(forms: "'self'")

    private static func contentSecurityPolicy(forms: String) -> String {
        "default-src 'none'; style-src '\(PageStyle.source)'; base-uri 'none'; form-action \(forms)"
    }

    /// The whole page.
    ///
    /// - Complexity: O(*n* log *n*) in the length of the text and the number of findings, however they overlap.
    package func html() -> [UInt8] {
        let report = findings.report
        // Marks, and the words of quotations once more.
        var markup = Markup(reserving: PageStyle.text.utf8.count + 4 * findings.text.count + 400 * report.quotes.count)
        var article = ArticleWriter(findings)
        let hold = Hold(report.document.wire, later)
        markup.raw("<!DOCTYPE html>\n")
        markup.element("html", [("lang", "en")]) { markup in
            writeHead(&markup)
            markup.newLine()
            let classes = [hold == nil ? nil : "held", isLarge ? "large" : nil].compactMap(\.self)
            markup.element("body", [("class", classes.isEmpty ? nil : classes.joined(separator: " "))]) { markup in
                writeTop(hold, &markup)
                markup.element("main", [("id", "text")]) { markup in
                    Lead(findings).write(&article, into: &markup)
                    markup.element("article", [("lang", Self.language(report.document.language))]) { markup in
                        article.writeBody(into: &markup)
                    }
                }
                markup.element("aside", [("class", "panel"), ("id", "panel"), ("aria-label", "Findings")]) { markup in
                    Panel(findings).write(into: &markup)
                }
                hold?.writeMark(into: &markup)
            }
        }
        markup.newLine()
        return markup.bytes
    }

    /// Whether a browser is to lay out only what it shows: with so much on a page the rest would take it many seconds.
    private var isLarge: Bool {
        let report = findings.report
        return max(report.quotes.count, report.mentions.count, report.document.blocks.count) > 2_000
    }

    private func writeHead(_ markup: inout Markup) {
        let document = findings.report.document
        markup.element("head") { markup in
            markup.void("meta", [("charset", "utf-8")])
            let policy = place == nil ? Self.contentSecurityPolicy : Self.contentSecurityPolicyAmongOthers
            markup.void("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)])
            markup.void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
            markup.void("meta", [("name", "color-scheme"), ("content", "light dark")])
            markup.void("meta", [("name", "referrer"), ("content", "no-referrer")])
            markup.void("meta", [("name", "generator"), ("content", "copydesk \(findings.report.copydesk)")])
            markup.element("title", "\(document.title ?? document.path) – Copydesk")
            markup.raw("<style>\(PageStyle.text)</style>")
        }
    }

    private func writeTop(_ hold: Hold?, _ markup: inout Markup) {
        markup.element("nav", [("class", "skip"), ("aria-label", "Skip")]) { markup in
            markup.element("a", [("href", "#text")], "Skip to the text")
            markup.element("a", [("href", "#panel")], "Skip to the findings")
        }
        markup.element("header", [("class", "top")]) { markup in
            if let place {
                markup.element("a", [("class", "wordmark"), ("href", place.home)], "Copydesk")
                markup.element("nav", [("class", "elsewhere"), ("aria-label", "Reading room")]) { markup in
                    for link in place.links { markup.element("a", [("href", link.href)], link.label) }
                }
                SearchBox(action: place.search).write(into: &markup)
            } else {
                markup.element("span", [("class", "wordmark")], "Copydesk")
            }
            markup.element("span", [("class", "path"), ("dir", "ltr")], findings.report.document.path)
        }
        markup.newLine()
        hold?.write(into: &markup)
    }

    /// What a `lang` attribute may say; empty, which means that it is not known, for `und`, several, and what is no tag.
    static func language(_ tag: String) -> String {
        let isTag = tag.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
        }
        let isOne = !["und", "mul", "zxx"].contains { tag == $0 || tag.hasPrefix($0 + "-") }
        return isTag && isOne && tag.utf8.count <= 35 ? tag : ""
    }
}
