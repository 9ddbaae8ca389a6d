import AnalyzerKit
import HTML
import Linguistics

/// What a page's head and its data for machines say of it.
struct PageHead: Sendable {
    /// `<meta>` by name, property or itemprop in lower case, the first of each with contents.
    private(set) var meta: [String: String] = [:]
    /// All of `article:author`, `author` and their like, in order, and whether a catalogue's field names them.
    private(set) var metaAuthors: [(text: String, isCatalogued: Bool)] = []
    /// `<title>`.
    private(set) var title: String?
    /// `rel=canonical`.
    private(set) var canonical: String?
    /// The `lang` of `<html>`, as a BCP 47 tag.
    private(set) var language: String?
    /// The objects of JSON-LD that tell of the page, an article first.
    private(set) var objects: [LooseJSON] = []
    /// Objects of JSON-LD by their `@id`.
    private var byID: [String: LooseJSON] = [:]

    /// No more objects of JSON-LD are looked at.
    private static let mostObjects = 2000

    /// Reads a page's head and data.
    ///
    /// - Complexity: O(nodes + bytes).
    init(of document: HTMLDocument) {
        language = document.string(of: .lang, at: HTMLDocument.root).flatMap(Self.languageTag)
        var scripts: [LooseJSON] = []
        for index in document.nodes.indices {
            switch document.nodes[index].tag {
            case .meta: readMeta(index, document)
            case .title where title == nil && document.nodes[index].parent == HTMLDocument.head:
                title = Self.folded(document.content(of: index))
            case .link where canonical == nil:
                let rel = document.string(of: .rel, at: index)?.lowercased()
                if rel == "canonical" { canonical = document.string(of: .href, at: index).flatMap(Self.webAddress) }
            case .script where document.string(of: .type, at: index)?.lowercased().holds("ld+json") == true:
                let child = document.nodes[index].firstChild
                guard child >= 0 else { continue }
                if let value = LooseJSON.value(in: document.text[document.words(of: Int(child))]) {
                    scripts.append(value)
                }
            default: break
            }
        }
        // AMP and some systems put the title into the body.
        if title == nil, let index = document.nodes.firstIndex(where: { $0.tag == .title }) {
            title = Self.folded(document.content(of: index))
        }
        collect(scripts)
    }

    private mutating func readMeta(_ index: Int, _ document: HTMLDocument) {
        guard let content = document.string(of: .content, at: index).map(Self.folded), !content.isEmpty else { return }
        for attribute in [HTMLAttribute.property, .name, .itemprop] {
            guard let name = document.string(of: attribute, at: index)?.lowercased() else { continue }
            if meta[name] == nil { meta[name] = content }
            if Self.authorNames.contains(name) { metaAuthors.append((content, Self.isCatalogued(name))) }
        }
    }

    /// Dublin Core and the fields of scholarly indexes, where *Reyes, Ada* is one person.
    private static func isCatalogued(_ name: String) -> Bool {
        name.hasPrefix("dc.") || name.hasPrefix("dcterms.") || name.hasPrefix("citation_")
    }

    /// Names of properties with an author.
    private static let authorNames: Set<String> = [
        "author", "article:author", "article:author_name", "parsely-author", "dc.creator", "dcterms.creator",
        "sailthru.author", "byl", "citation_author", "og:article:author", "dc.contributor.author",
        "dc.contributor", "citation_authors",
    ]

    /// Gathers the objects of JSON-LD, those that tell of an article before those that tell of a page.
    private mutating func collect(_ scripts: [LooseJSON]) {
        var pending = scripts
        var articles: [LooseJSON] = []
        var pages: [LooseJSON] = []
        var count = 0
        while let value = pending.popLast(), count < Self.mostObjects {
            count += 1
            switch value {
            case .array(let elements): pending.append(contentsOf: elements.reversed())
            case .object(let members):
                if let id = value["@id"]?.string, members.count > 1, byID[id] == nil { byID[id] = value }
                let types = value["@type"]?.elements.compactMap(\.string) ?? []
                if types.contains(where: Self.isArticle) {
                    articles.append(value)
                } else if types.contains(where: { $0.hasSuffix("Page") }) {
                    pages.append(value)
                }
                for (key, value) in members where ["@graph", "mainEntity", "mainEntityOfPage"].contains(key) {
                    pending.append(value)
                }
                for (_, member) in members {
                    if case .object = member, let id = member["@id"]?.string, byID[id] == nil, member["name"] != nil {
                        byID[id] = member
                    }
                }
            default: break
            }
        }
        objects = articles + pages
    }

    /// Whether the data say that the page is a live blog.
    var isLive: Bool {
        objects.contains { $0["@type"]?.elements.compactMap(\.string).contains("LiveBlogPosting") == true }
    }

    private static func isArticle(_ type: String) -> Bool {
        type.hasSuffix("Article") || type.hasSuffix("Posting") || type == "Report" || type == "CreativeWork"
            || type.hasSuffix("NewsItem")
    }

    /// What an object of JSON-LD says under a key, with references followed.
    func values(of key: String, in object: LooseJSON) -> [LooseJSON] {
        (object[key]?.elements ?? []).map { value in
            if case .object(let members) = value, members.count == 1, let id = value["@id"]?.string {
                return byID[id] ?? value
            }
            return value
        }
    }

    /// The first string under a key of the objects, those of articles first.
    func string(of key: String) -> String? {
        for object in objects {
            if let text = object[key]?.elements.first?.string.map(Self.folded), !text.isEmpty { return text }
        }
        return nil
    }

    /// A string without markup and references, its white space folded; JSON-LD often has both.
    static func folded(_ text: String) -> String {
        var text = text
        if text.contains("&") || text.contains("<") {
            // Written for a page, and once more escaped.
            let document = HTMLParser.document(of: Array(text.utf8))
            text = document.content(of: HTMLDocument.body)
            if text.isEmpty { text = document.content(of: HTMLDocument.head) }
        }
        return line(text)
    }

    private static func languageTag(_ text: String) -> String? {
        let parts = text.replacing("_", with: "-").split(separator: "-")
        guard let first = parts.first, (2...3).contains(first.utf8.count),
            first.utf8.allSatisfy(\.isASCIILetter)
        else { return nil }
        return ([first.lowercased()] + parts.dropFirst().prefix(2).map(String.init)).joined(separator: "-")
    }

    /// The address, if it is one of the web.
    static func webAddress(_ text: String) -> String? {
        let trimmed = text.split { $0.isWhitespace }.joined()
        let lower = trimmed.prefix(8).lowercased()
        return lower.hasPrefix("http://") || lower.hasPrefix("https://") ? trimmed : nil
    }

    /// The page's own address.
    var url: String? {
        canonical ?? meta["og:url"].flatMap(Self.webAddress) ?? string(of: "url").flatMap(Self.webAddress)
    }

    /// What stands first in dates in figures where the page comes from: by its locale, its language, its address.
    var dateOrder: PageDate.Order? {
        for tag in [language, meta["og:locale"].flatMap(Self.languageTag)].compactMap(\.self) {
            let parts = tag.split(separator: "-")
            // Of the countries that write English, the United States and the Philippines begin with the month.
            if parts.first != "en", parts.first != "zh", parts.first != "ja", parts.first != "ko" { return .day }
            guard let region = parts.dropFirst().last(where: { $0.utf8.count == 2 })?.uppercased() else { continue }
            if region == "US" || region == "PH" { return .month }
            if parts.first == "en", region != "CA" { return .day }
        }
        guard let host = url?.split(separator: "/").dropFirst().first?.prefix(while: { $0 != ":" }),
            let domain = host.split(separator: ".").last
        else { return nil }
        if ["gov", "mil", "us"].contains(domain) { return .month }
        // Domains that are sold to all, and countries that begin a date otherwise.
        return domain.utf8.count == 2 && !["ca", "ph", "io", "co", "tv", "me", "ai", "cn", "jp", "kr"].contains(domain)
            ? .day : nil
    }

    /// The country that the page comes from, as a code of two letters: by its address, else by its locale.
    var region: String? {
        let host = url?.split(separator: "/").dropFirst().first?.prefix(while: { $0 != ":" })
        if let domain = host?.split(separator: ".").last, domain.utf8.count == 2,
            !Self.soldDomains.contains(String(domain))
        {
            return domain == "uk" ? "GB" : domain.uppercased()
        }
        for tag in [language, meta["og:locale"].flatMap(Self.languageTag)].compactMap(\.self) {
            if let region = tag.split(separator: "-").dropFirst().last(where: { $0.utf8.count == 2 }) {
                return region.uppercased()
            }
        }
        return nil
    }

    /// Countries' domains that are sold to all.
    private static let soldDomains: Set<String> = ["io", "co", "tv", "me", "ai", "fm", "ly", "cc", "ws", "eu"]

    /// Who published it.
    var publisher: String? {
        for object in objects {
            for publisher in values(of: "publisher", in: object) {
                if let name = publisher["name"]?.elements.first?.string ?? publisher.string { return Self.folded(name) }
            }
        }
        for name in [
            "og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher",
        ] {
            if let text = meta[name] { return text }
        }
        return nil
    }

    /// The description for searchers and readers of links.
    var description: String? { meta["og:description"] ?? meta["description"] ?? string(of: "description") }
}
