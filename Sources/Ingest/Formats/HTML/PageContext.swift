import HTML
import Linguistics

/// What a page's elements say of the blocks in them: what each element is, what those around it are, and how much
/// running text it holds.
struct PageContext: Sendable {
    /// What an element or one around it is.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt32

        static let article = Flags(rawValue: 1 << 0)
        static let main = Flags(rawValue: 1 << 1)
        static let nav = Flags(rawValue: 1 << 2)
        static let aside = Flags(rawValue: 1 << 3)
        static let header = Flags(rawValue: 1 << 4)
        static let footer = Flags(rawValue: 1 << 5)
        static let form = Flags(rawValue: 1 << 6)
        static let figure = Flags(rawValue: 1 << 7)
        static let hidden = Flags(rawValue: 1 << 8)
        static let quote = Flags(rawValue: 1 << 9)
        static let list = Flags(rawValue: 1 << 10)
        static let table = Flags(rawValue: 1 << 11)
        static let itemBody = Flags(rawValue: 1 << 12)
        static let link = Flags(rawValue: 1 << 13)
        static let details = Flags(rawValue: 1 << 14)
        static let address = Flags(rawValue: 1 << 15)
        /// An article within an article, or one of several neighbours, as teasers are.
        static let innerArticle = Flags(rawValue: 1 << 16)
    }

    /// For each node.
    private(set) var flags: [Flags]
    /// What the element's own attributes say.
    private(set) var own: [ClassGroup.Members]
    /// What those of all elements around it say, too, but for `body` and `html`.
    private(set) var all: [ClassGroup.Members]
    /// How much running text is in it, in bytes.
    private(set) var prose: [Float]
    /// A hash of its tag and class and those of the two elements around it.
    private(set) var path: [UInt64]
    private(set) var depth: [Int32]
    /// The innermost element with most of the page's running text.
    private(set) var root = HTMLDocument.body
    /// Whether each node is that element or lies in it.
    private(set) var isInRoot: [Bool] = []

    /// The share of the page's running text beyond which an element is no part beside the story, whatever it is called.
    private static let largestAside: Float = 0.5
    private static let largestHeavy: Float = 0.9
    private static let heavy: ClassGroup.Members = [.init(.comment), .init(.consent), .init(.popup)]

    /// Looks at a page.
    ///
    /// - Complexity: O(nodes + bytes).
    init(_ page: Page, _ forms: [BlockForm]) {
        let document = page.document
        let count = document.nodes.count
        flags = [Flags](repeating: [], count: count)
        own = [ClassGroup.Members](repeating: [], count: count)
        all = own
        prose = [Float](repeating: 0, count: count)
        path = [UInt64](repeating: 0, count: count)
        depth = [Int32](repeating: 0, count: count)
        for (block, form) in zip(page.blocks, forms) { prose[block.node] += Self.prose(of: block, form) }
        for index in stride(from: count - 1, to: 0, by: -1) { prose[Int(document.nodes[index].parent)] += prose[index] }
        let whole = max(1, prose[HTMLDocument.body])
        var hiddenProse: Float = 0
        for index in 1..<count where document.nodes[index].tag != .text {
            readOwn(index, of: document)
            let parent = Int(document.nodes[index].parent)
            if flags[index].contains(.hidden), !flags[parent].contains(.hidden) { hiddenProse += prose[index] }
        }
        let ignoresHidden = hiddenProse > whole * 0.6
        for index in 1..<count { inherit(index, of: document, whole: whole, ignoresHidden: ignoresHidden) }
        findRoot(of: document)
    }

    /// How many of a block's bytes are running text.
    static func prose(of block: PageBlock, _ form: BlockForm) -> Float {
        let plain = Float(max(0, form.bytes - block.linkBytes))
        if block.linkBytes * 2 > form.bytes { return 0.1 * plain }
        if form.words >= 12 || form.isSentence { return plain }
        return 0.2 * plain
    }

    private mutating func readOwn(_ index: Int, of document: HTMLDocument) {
        var flags: Flags = []
        switch document.nodes[index].tag {
        case .article: flags = .article
        case .main: flags = .main
        case .nav, .menu: flags = .nav
        case .aside: flags = .aside
        case .header: flags = .header
        case .footer: flags = .footer
        case .form, .fieldset: flags = .form
        case .figure, .figcaption: flags = .figure
        case .blockquote: flags = .quote
        case .ul, .ol, .dl, .dir: flags = .list
        case .table: flags = .table
        case .a: flags = .link
        case .details: flags = .details
        case .address: flags = .address
        default: break
        }
        var groups: ClassGroup.Members = []
        var hash = NameHash()
        hash.add(document.nodes[index].tag.rawValue)
        document.forEachValue(at: index) { attribute, range in
            let value = document.values[range]
            switch attribute {
            case .class:
                groups.formUnion(ClassGroup.members(of: value))
                // Numbers in names differ from one block to the next.
                for byte in value where byte < UInt8(ascii: "0") || byte > UInt8(ascii: "9") { hash.add(byte) }
            case .id, .data, .ariaLabel: groups.formUnion(ClassGroup.members(of: value))
            case .elementName:
                groups.formUnion(ClassGroup.members(of: value))
                for byte in value { hash.add(byte) }
            case .role:
                switch String(decoding: value, as: UTF8.self).lowercased() {
                case "main": flags.insert(.main)
                case "article": flags.insert(.article)
                case "navigation", "menu", "menubar", "search", "tablist", "toolbar": flags.insert(.nav)
                case "complementary": flags.insert(.aside)
                case "banner": flags.insert(.header)
                case "contentinfo": flags.insert(.footer)
                case "dialog", "alertdialog", "alert": groups.formUnion(.init(.popup))
                default: break
                }
            case .itemprop where value.contains(UInt8(ascii: "B")):
                if String(decoding: value, as: UTF8.self).holds("articleBody") { flags.insert(.itemBody) }
            case .hidden: flags.insert(.hidden)
            case .ariaHidden:
                if value.elementsEqual("true".utf8) { flags.insert(.hidden) }
            case .style:
                if Self.hides(value) { flags.insert(.hidden) }
            default: break
            }
        }
        self.flags[index] = flags
        own[index] = groups
        path[index] = hash.value
    }

    /// Whether a style hides an element.
    static func hides(_ style: ArraySlice<UInt8>) -> Bool {
        let folded = String(decoding: style.filter { !$0.isHTMLSpace }.map(\.asciiLowercased), as: UTF8.self)
        return folded.holds("display:none") || folded.holds("visibility:hidden")
    }

    private mutating func inherit(_ index: Int, of document: HTMLDocument, whole: Float, ignoresHidden: Bool) {
        let parent = Int(document.nodes[index].parent)
        depth[index] = depth[parent] + 1
        let share = prose[index] / whole
        var groups = own[index]
        if index == HTMLDocument.body { groups = [] }
        var flags = flags[index]
        if share > Self.largestAside {
            // A layer of notices and a long discussion may outweigh the story.
            let outer = groups.intersection(Self.heavy)
            groups.formIntersection(ClassGroup.ofStories)
            if share < Self.largestHeavy { groups.formUnion(outer) }
            flags.subtract([.nav, .aside, .footer, .header, .form, .figure, .details, .list])
        }
        if ignoresHidden { flags.remove(.hidden) }
        own[index] = groups
        all[index] = all[parent].union(groups)
        if flags.contains(.article), self.flags[parent].contains(.article) { flags.insert(.innerArticle) }
        self.flags[index] = flags.union(self.flags[parent])
        var hash = path[index]
        let outer = Int(max(0, document.nodes[parent].parent))
        hash = hash &* 31 &+ path[parent] &* 7 &+ UInt64(document.nodes[outer].tag.rawValue)
        pathOfBlock(index, hash)
    }

    private mutating func pathOfBlock(_ index: Int, _ hash: UInt64) { combined.append(hash) }

    /// The hashes of paths, from the second node on.
    private var combined: [UInt64] = []

    /// The hash of an element's path.
    func pathHash(of node: Int) -> UInt64 { node > 0 ? combined[node - 1] : 0 }

    private mutating func findRoot(of document: HTMLDocument) {
        var node = HTMLDocument.body
        while true {
            var largest: Int?
            var child = Int(document.nodes[node].firstChild)
            while child >= 0 {
                if largest.map({ prose[child] > prose[$0] }) ?? true { largest = child }
                child = Int(document.nodes[child].next)
            }
            guard let best = largest, document.nodes[best].tag != .text, prose[best] > 0,
                prose[best] >= 0.6 * prose[node]
            else { break }
            // A lone paragraph is no container.
            if document.nodes[best].tag == .p { break }
            node = best
        }
        root = node
        isInRoot = [Bool](repeating: false, count: document.nodes.count)
        isInRoot[root] = true
        for index in (root + 1)..<max(root + 1, document.nodes.count) {
            isInRoot[index] = isInRoot[Int(document.nodes[index].parent)]
        }
    }
}
