import AnalyzerKit
import Discourse
import HTML

/// Makes a document of a page: its story in blocks, and what the page tells of it.
struct ArticleReader {
    private let page: Page
    private let head: PageHead
    private let forms: [BlockForm]
    private let context: PageContext
    private let title: (title: String?, block: Int?)
    private var features: BlockFeatures

    /// The probability from which a block belongs to the story.
    private static let threshold: Float = 0.5

    private init(_ document: HTMLDocument) {
        page = PageSegmenter.page(of: document)
        head = PageHead(of: document)
        forms = page.blocks.map { [words = page.words] in BlockForm(words[$0.words]) }
        context = PageContext(page, forms)
        let finder = PageTitle(page, head)
        title = finder.found(context)
        features = BlockFeatures(
            page, forms, context, titles: [title.title].compactMap(\.self) + finder.candidates.map(finder.withoutSite),
            description: head.description)
    }

    /// Reads a page.
    ///
    /// - Complexity: O(nodes + bytes).
    static func read(_ document: HTMLDocument) -> SourceText {
        var reader = ArticleReader(document)
        return reader.text()
    }

    /// A page's blocks with their features and words, as the model is trained on them.
    static func blocks(of document: HTMLDocument) -> [(words: String, features: [Float])] {
        var reader = ArticleReader(document)
        _ = BlockModel.shared.scores(&reader.features, reader.page, reader.forms, reader.context)
        return reader.page.blocks.indices.map {
            (reader.page.text(of: reader.page.blocks[$0]), Array(reader.features.row($0)))
        }
    }

    private mutating func text() -> SourceText {
        let scores = BlockModel.shared.scores(&features, page, forms, context)
        var story = page.blocks.indices.filter { scores[$0] >= Self.threshold && $0 != title.block }
        if story.isEmpty { story = leastUnlikely(scores) }
        var text = SourceText()
        text.title = title.title
        text.declaredLanguage = head.language
        text.authors = PageAuthors(page, head, context).names(title: title.block, story: story)
        let times = PageTimes(page, head, context).times(title: title.block, story: story)
        text.metadata.published = times.published?.text
        text.metadata.modified = times.modified?.text
        text.metadata.publisher = head.publisher
        text.metadata.url = head.url
        if let title = text.title {
            text.append(title, as: .headline, level: 1, place: title.isEmpty ? nil : place(of: self.title.block))
        }
        for index in story { append(index, to: &text) }
        return text
    }

    /// What to show of a page in which nothing looks like a story: all that is not links or hidden.
    private func leastUnlikely(_ scores: [Float]) -> [Int] {
        let best = scores.max() ?? 0
        let likely = page.blocks.indices.filter { scores[$0] >= best * 0.5 && scores[$0] > 0.15 && $0 != title.block }
        if !likely.isEmpty { return likely }
        return page.blocks.indices.filter { page.blocks[$0].linkBytes * 2 < forms[$0].bytes && $0 != title.block }
    }

    private func append(_ index: Int, to text: inout SourceText) {
        let block = page.blocks[index]
        let flags = context.flags[block.node]
        var kind: BlockKind?
        var level = 0
        switch block.role {
        case .heading:
            kind = .subhead
            level = max(2, page.document.nodes[block.node].tag.headingLevel)
        case .item: kind = .list
        case .row: kind = .table
        case .caption: kind = .caption
        case .text, .term, .definition, .preformatted: kind = nil
        }
        if flags.contains(.quote), block.role == .text { kind = .quote }
        if flags.contains(.figure), block.role == .text { kind = .caption }
        text.append(page.text(of: block), as: kind, level: level, place: place(of: index))
    }

    private func place(of block: Int?) -> Blocks.Place? {
        block.map { Blocks.Place(path: page.path(of: page.blocks[$0].node)) }
    }
}

extension Page {
    /// The element's path from the root: the names of the elements around it.
    func path(of node: Int) -> String {
        var names: [String] = []
        var index = node
        while index > 0, names.count < 24 {
            names.append(document.string(of: .elementName, at: index) ?? document.nodes[index].tag.name)
            index = Int(document.nodes[index].parent)
        }
        return names.reversed().joined(separator: "/")
    }
}
