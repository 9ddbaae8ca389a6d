import AnalyzerKit
import XML

/// WordPress eXtended RSS, what WordPress exports: each post and page with a text is a document.
enum WordPressExport: SourceFormat {
    static let mediaType = "application/rss+xml"
    static let name = "WordPress export"
    static let pathExtensions = ["wxr"]

    static func matches(_ file: SourceFile) -> Bool {
        file.root?.name == "rss" && file.root?.rest.holds("wordpress.org/export/") ?? false
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let reading = try XMLSource.read(file, as: name)
        guard let channel = reading.tree.root.first("channel") else { throw .empty(format: name) }
        var names: [String: String] = [:]
        for author in channel.elements("author") {
            guard let login = author.first("author_login")?.text.foldingBlanks(),
                let name = author.first("author_display_name")?.text.foldingBlanks()
            else { continue }
            names[login] = name
        }
        var common = WireStory()
        common.publisher = channel.first("title")?.text.foldingBlanks()
        common.language = channel.first("language")?.text.trimmingBlanks()
        let stories = channel.elements("item").compactMap { story(of: $0, common, names) }
        return try XMLSource.texts(of: Array(stories), in: reading, format: name)
    }

    private static func story(of item: XMLNode, _ common: WireStory, _ names: [String: String]) -> WireStory? {
        let type = item.first("post_type")?.text.foldingBlanks() ?? "post"
        // Attachments, menus and templates are no texts.
        guard type == "post" || type == "page" || type == "article" || type == "news" else { return nil }
        var story = common
        var content = ""
        var excerpt = ""
        for element in item.elements {
            let text = element.text
            switch element.name {
            case "title": story.headline = HTMLFragment.read(text).lines.map(\.words).joined(separator: " ")
            case "link": story.url = text.foldingBlanks()
            case "guid": story.wire.id = text.foldingBlanks()
            case "creator": story.creators += WireByline.people(names[text.foldingBlanks()] ?? text)
            case "encoded": if element.namespace.contains("excerpt") { excerpt = text } else { content = text }
            case "category":
                let name = text.foldingBlanks()
                if element["domain"] == "post_tag" {
                    story.wire.keywords.append(name)
                } else {
                    story.wire.subjects.append(name)
                }
            case "post_name": story.wire.slugline = text.foldingBlanks().isEmpty ? nil : text.foldingBlanks()
            default: break
            }
        }
        story.published = time("post_date", of: item) ?? item.first("pubDate")?.text
        story.modified = time("post_modified", of: item)
        // What is not out must not look as if it were.
        switch item.first("status")?.text.foldingBlanks() {
        case "publish"?, nil: story.wire.status = "usable"
        case "future"?:
            story.wire.status = "usable"
            story.embargo = story.published
        case "trash"?: story.wire.status = "canceled"
        default: story.wire.status = "withheld"
        }
        if !excerpt.foldingBlanks().isEmpty { story.summary = HTMLFragment.read(excerpt).lines.map(\.words) }
        story.take(HTMLFragment.read(paragraphed(withoutShortcodes(content.withLineFeeds()))))
        return story
    }

    /// A time of WordPress, of which it keeps the one in UTC and the one where the site is; zeros where there is none.
    private static func time(_ name: String, of item: XMLNode) -> String? {
        for (name, zone) in [("\(name)_gmt", "Z"), (name, "")] {
            guard let text = item.first(name)?.text.trimmingBlanks(), !text.hasPrefix("0000") else { continue }
            if let time = WireTime.normalized(text.replacing(" ", with: "T") + zone) { return time }
        }
        return nil
    }

    /// Empty lines part paragraphs where no tags do, as WordPress itself makes them when it shows a page.
    private static func paragraphed(_ content: String) -> String {
        content.split(separator: "\n\n").joined(separator: "<br><br>")
    }

    /// Without shortcodes such as `[gallery ids="1,2"]`; what stands between an opening and a closing one stays.
    private static func withoutShortcodes(_ content: String) -> String {
        var output = ""
        var rest = content[...]
        while let open = rest.firstIndex(of: "[") {
            output += rest[..<open]
            rest = rest[open...]
            let inner = rest.dropFirst()
            let name = (inner.first == "/" ? inner.dropFirst() : inner).prefix {
                $0.isASCII && ($0.isLowercase || $0 == "_" || $0 == "-")
            }
            let window = inner.prefix(400)
            guard name.count >= 3, let close = window.firstIndex(where: { $0 == "]" || $0 == "\n" }),
                window[close] == "]",
                isShortcode(window[..<close], name: name)
            else {
                output += "["
                rest = inner
                continue
            }
            if name == "caption" { output += inner.first == "/" ? "</figcaption></figure>" : "<figure><figcaption>" }
            rest = inner[inner.index(after: close)...]
        }
        return output + rest
    }

    /// Whether what is in brackets is a shortcode, and no remark such as *[sic]*: it closes, or has attributes.
    private static func isShortcode(_ inner: Substring, name: Substring) -> Bool {
        if inner.first == "/" { return true }
        // Shortcodes that WordPress brings itself.
        let known: Set<Substring> = [
            "caption", "gallery", "embed", "audio", "video", "playlist", "quote", "blockquote",
        ]
        return known.contains(name) || inner.dropFirst(name.count).contains("=")
    }
}
