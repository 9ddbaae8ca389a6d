import HTML

/// Reads the lines of a mail's HTML: all of it but what is hidden, controls and rows of links.
///
/// A mail is no page among others: what stands in it is meant for whoever gets it, and no model has to find it. Quotations
/// and signatures are told by the elements that programs set around them.
enum MailMarkup {
    /// The lines of a page; hidden ones only where there are no others.
    ///
    /// - Complexity: O(nodes + bytes).
    static func lines(of document: HTMLDocument) -> [MailLine] {
        let page = PageSegmenter.page(of: document)
        let elements = elements(of: document)
        let isFurniture = furniture(of: page)
        let shown = page.blocks.indices.filter { !isFurniture[$0] && !elements[page.blocks[$0].node].contains(.hidden) }
        return lines(of: page, shown.isEmpty ? Array(page.blocks.indices) : shown, elements)
    }

    private static func lines(of page: Page, _ blocks: [Int], _ elements: [Element]) -> [MailLine] {
        let document = page.document
        var lines: [MailLine] = []
        for block in blocks.lazy.map({ page.blocks[$0] }) {
            let element = elements[block.node]
            var first = true
            for words in page.text(of: block).split(separator: "\n" as Character) {
                let words = words.foldingBlanks()
                guard !words.isEmpty else { continue }
                var line = MailLine(words, depth: element.depth, followsBlank: first)
                line.isSignature = element.contains(.signature)
                line.isBlockQuotation = element.contains(.quotation)
                line.role = role(of: block)
                if line.role == .heading { line.level = document.nodes[block.node].tag.headingLevel }
                lines.append(line)
                first = false
            }
        }
        return lines
    }

    private static func role(of block: PageBlock) -> MailLine.Role {
        switch block.role {
        case .heading: .heading
        case .item: .item
        case .row: .row
        case .caption: .caption
        case .text, .term, .definition, .preformatted: .text
        }
    }

    // MARK: Elements

    /// What an element or one around it is, and in how many quotations of mails it stands.
    private struct Element {
        enum Flag: UInt8 { case hidden = 1, signature = 2, quotation = 4 }

        var flags: UInt8 = 0
        var depth = 0

        func contains(_ flag: Flag) -> Bool { flags & flag.rawValue != 0 }
    }

    /// Quotations in each other beyond so many are one.
    private static let deepest = 20

    private static func elements(of document: HTMLDocument) -> [Element] {
        var elements = [Element](repeating: Element(), count: document.nodes.count)
        // Parents come before their children.
        for index in document.nodes.indices.dropFirst() {
            let node = document.nodes[index]
            var element = elements[Int(node.parent)]
            if node.tag != .text { read(index, of: document, &element) }
            elements[index] = element
        }
        return elements
    }

    private static func read(_ index: Int, of document: HTMLDocument, _ element: inout Element) {
        var classes = ""
        var style = ""
        var type = ""
        document.forEachValue(at: index) { attribute, range in
            switch attribute {
            case .class, .id: classes += " " + String(decoding: document.values[range].prefix(300), as: UTF8.self)
            case .style:
                style = String(
                    decoding: document.values[range].prefix(2000).filter { !$0.isHTMLSpace }, as: UTF8.self
                ).lowercased()
            case .type: type = String(decoding: document.values[range].prefix(20), as: UTF8.self).lowercased()
            case .hidden: element.flags |= Element.Flag.hidden.rawValue
            default: break
            }
        }
        classes = classes.lowercased()
        if !style.isEmpty, hides(style) { element.flags |= Element.Flag.hidden.rawValue }
        if classes.holds("signature") { element.flags |= Element.Flag.signature.rawValue }
        guard document.nodes[index].tag == .blockquote else { return }
        let isOfMail =
            type == "cite" || classes.holds("gmail_quote") || classes.holds("quote")
            || style.holds("border-left") && !style.holds("border-left:none")
        if isOfMail {
            element.depth = min(deepest, element.depth + 1)
        } else if !style.holds("border:none") && !style.holds("margin:000") {
            element.flags |= Element.Flag.quotation.rawValue
        }
    }

    /// Whether a style hides an element, as the words that lists of mails show before a mail is opened.
    private static func hides(_ style: String) -> Bool {
        style.holds("display:none") || style.holds("visibility:hidden") || style.holds("mso-hide:all")
            || style.holds("max-height:0") || style.holds("font-size:0;") || style.hasSuffix("font-size:0")
            || style.holds("font-size:0px")
    }

    // MARK: Links

    /// The longest link that is one of a row of links, in words.
    private static let longestLink = 5

    /// Which blocks are rows of links, or one that says *Read more* and nothing else.
    private static func furniture(of page: Page) -> [Bool] {
        let forms = page.blocks.map { BlockForm(page.words[$0.words]) }
        let isLink = page.blocks.indices.map { index in
            // Of a link the letters are counted, not the spaces.
            page.blocks[index].linkBytes * 10 >= (forms[index].bytes - forms[index].words) * 8
        }
        return page.blocks.indices.map { index in
            let form = forms[index]
            guard isLink[index], form.words <= 20 else { return false }
            if form.words <= longestLink * 2, form.has(.more) || form.has(.share) { return true }
            if form.separators >= 2 { return true }
            guard form.words <= longestLink, page.blocks[index].role != .heading else { return false }
            let isBeside = { (other: Int) in
                page.blocks.indices.contains(other) && isLink[other] && forms[other].words <= longestLink
            }
            // *Read the whole story* stands behind the teaser that it belongs to, a heading above one.
            let isProse = { (other: Int) in
                page.blocks.indices.contains(other) && !isLink[other] && forms[other].isSentence
            }
            if isProse(index + 1) { return isBeside(index - 1) && isBeside(index - 2) }
            return isBeside(index - 1) || isBeside(index + 1) || page.blocks[index].role == .text && isProse(index - 1)
        }
    }
}
