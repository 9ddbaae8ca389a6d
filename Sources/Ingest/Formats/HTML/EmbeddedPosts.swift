import HTML

/// Quotations set apart in a page, and whose they are: embedded posts, whose account speaks, and block quotations with
/// their source below.
struct EmbeddedPosts {
    /// One of them.
    struct Post {
        /// Its blocks, without those that name the source.
        var blocks: [Int]
        /// Its blocks with those.
        var all: [Int]
        /// Whoever says it, where the page tells.
        var speaker: String?
        /// Whether it comes from a network of posts.
        var isEmbedded: Bool
    }

    /// Classes of the elements that networks embed their posts in.
    private static let networks = [
        "twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "mastodon-embed", "bluesky-embed",
        "fb-post", "fb-xfbml-parse-ignore", "reddit-embed", "reddit-card", "threads-post", "text-post-media",
        "truth-social", "telegram-post",
    ]

    /// The block quotations of a page, by their first block.
    static func posts(of page: Page) -> [Int: Post] {
        var posts: [Int: Post] = [:]
        var blocksOfQuote: [Int: [Int]] = [:]
        guard let quoteOfNode = quotes(in: page.document) else { return [:] }
        for (index, block) in page.blocks.enumerated() where quoteOfNode[block.node] >= 0 {
            blocksOfQuote[Int(quoteOfNode[block.node]), default: []].append(index)
        }
        for (quote, blocks) in blocksOfQuote {
            guard let first = blocks.first else { continue }
            var found = post(quote, blocks, page)
            if let (caption, name) = caption(of: quote, blocks, page) {
                found.all.append(caption)
                found.speaker = found.speaker ?? name
            }
            posts[first] = found
        }
        return posts
    }

    /// The caption of the figure that a quotation alone stands in, which names who says it; nil where there is none.
    private static func caption(of quote: Int, _ blocks: [Int], _ page: Page) -> (block: Int, name: String)? {
        let document = page.document
        let figure = Int(document.nodes[quote].parent)
        guard figure > 0, document.nodes[figure].tag == .figure else { return nil }
        var child = Int(document.nodes[figure].firstChild)
        var captions: [Int] = []
        while child >= 0 {
            let tag = document.nodes[child].tag
            if tag == .figcaption { captions.append(child) }
            // A picture's caption tells of the picture.
            if tag == .img || tag == .blockquote && child != quote { return nil }
            child = Int(document.nodes[child].next)
        }
        guard captions.count == 1, let first = blocks.first, let last = blocks.last else { return nil }
        let near = [first - 1, last + 1].filter { page.blocks.indices.contains($0) }
        let found = near.first { index in
            var node = page.blocks[index].node
            while node > figure, node != captions[0] { node = Int(document.nodes[node].parent) }
            return node == captions[0]
        }
        guard let found, let name = person(in: PageHead.line(page.text(of: page.blocks[found]))) else { return nil }
        return (found, name)
    }

    /// Who a line below a quotation names: *— Tomas Lund, baker*; nil where it is longer than names are.
    private static func person(in line: String) -> String? {
        let name = line.drop { "—–- ".contains($0) }
        let person = name.split(separator: ",").first.map(String.init) ?? String(name)
        let words = person.split(separator: " ").count
        return (1...longestName).contains(words) && person.last != "." ? person : nil
    }

    /// The longest name, in words.
    private static let longestName = 6

    /// For each node the outermost block quotation around it, -1 for none; nil where the page has none.
    private static func quotes(in document: HTMLDocument) -> [Int32]? {
        guard document.nodes.contains(where: { $0.tag == .blockquote }) else { return nil }
        // Parents come before their children.
        var quotes = [Int32](repeating: -1, count: document.nodes.count)
        for index in 1..<document.nodes.count {
            let node = document.nodes[index]
            quotes[index] = quotes[Int(node.parent)]
            if quotes[index] < 0, node.tag == .blockquote { quotes[index] = Int32(index) }
        }
        return quotes
    }

    private static func post(_ quote: Int, _ blocks: [Int], _ page: Page) -> Post {
        let classes = page.document.string(of: .class, at: quote)?.lowercased() ?? ""
        let isEmbedded = networks.contains { classes.holds($0) }
        var kept: [Int] = []
        var speaker: String?
        for index in blocks {
            let text = PageHead.line(page.text(of: page.blocks[index]))
            if isEmbedded {
                if let account = account(in: text) {
                    speaker = speaker ?? account
                    continue
                }
                let lower = text.lowercased()
                if ["view this post", "view on", "a post shared"].contains(where: lower.hasPrefix) { continue }
            } else if index == blocks.last, blocks.count > 1 || text.hasPrefix("—") {
                if isSource(page.blocks[index].node, page.document) || text.hasPrefix("—") || text.hasPrefix("– ") {
                    if blocks.count > 1, let person = person(in: text) {
                        speaker = person
                        continue
                    }
                }
            }
            kept.append(index)
        }
        return Post(blocks: kept, all: blocks, speaker: speaker, isEmbedded: isEmbedded)
    }

    /// A post's words without the addresses behind them, which are those of pictures and of the post itself.
    static func withoutAddresses(_ text: String) -> String {
        var words = Substring(text)
        while let start = words.lastIndex(where: \.isWhitespace) {
            let last = words[words.index(after: start)...]
            guard last.isEmpty || last.holds("://") || last.holds("/") && last.prefix(while: { $0 != "/" }).holds(".")
            else { break }
            words = words[..<start]
        }
        return String(words)
    }

    private static func isSource(_ node: Int, _ document: HTMLDocument) -> Bool {
        if document.nodes[node].tag == .footer || document.nodes[node].tag == .figcaption { return true }
        var child = Int(document.nodes[node].firstChild)
        while child >= 0 {
            if document.nodes[child].tag == .cite { return true }
            child = Int(document.nodes[child].next)
        }
        return false
    }

    /// The account that a line of a post names: `— Ada Reyes (@ada) March 4, 2014`, `A post shared by Ada Reyes (@ada)`.
    private static func account(in text: String) -> String? {
        var rest = Substring(text)
        var isCredit = false
        for start in ["—", "&mdash;", "–"] + PageWords.posted where rest.hasPrefix(start) {
            rest = rest.dropFirst(start.count)
            isCredit = true
            break
        }
        guard isCredit else { return nil }
        rest = rest.drop { $0 == " " }
        let name = rest.prefix { $0 != "(" && $0 != "|" }.split(separator: " ").joined(separator: " ")
        if name.isEmpty || name.utf8.count > 80 {
            let handle = rest.drop { "( ".contains($0) }.prefix { !" )".contains($0) }
            return handle.isEmpty ? nil : String(handle)
        }
        return name
    }
}
