import HTML
import Linguistics

/// What is asked of a block to tell whether it belongs to its page's story; weights name these.
enum BlockFeature: Int, CaseIterable, Sendable {
    // Its element.
    case isHeading, headingLevel, isItem, isRow, isCaption, isDefinition, isPreformatted, isParagraph
    // Its words.
    case length, isShort, isMedium, isLong, linkShare, isLink, endsSentence, endsColon, sentences, commaShare
    case shortShare, capitalShare, upperShare, digitShare, separators, startsLower, strongShare
    // Its phrases.
    case more, signup, share, comment, advert, consent, rights, credit, byline, time, tags, top, feedback
    // What it stands in.
    case inArticle, inMain, inNav, inAside, inHeader, inFooter, inForm, inFigure, inHidden, inQuote, inList, inTable
    case inItemBody, inDetails, inAddress, inInnerArticle
    case nearBody, nearArticle, nearComment, nearRelated, nearSidebar, nearSocial, nearSignup, nearAdvert, nearConsent
    case nearNavigation, nearFooter, nearMeta, nearBio, nearCaption, nearPull, nearTitle, nearDeck, nearBox, nearHidden
    case nearPopup, nearLive, nearFootnote
    case farBody, farArticle, farComment, farRelated, farSidebar, farSocial, farSignup, farAdvert, farConsent
    case farNavigation, farFooter, farMeta, farBio, farCaption, farPull, farTitle, farDeck, farBox, farHidden
    case farPopup, farLive, farFootnote
    // Where it stands.
    case inRoot, rootDistance, parentShare, grandparentShare, groupCount, groupShare, groupLinkShare
    case position, isAfterTitle, proseBefore, proseAfter, isTitle, titleOverlap, isDescription, isRepeated
    case isFirstInRoot, headingBefore, linkListHeading, isEcho, inOtherArticle, titlesBefore
    // Its neighbours.
    case lengthBefore, lengthAfter, linkBefore, linkAfter, sentenceBefore, sentenceAfter, samePathBefore, samePathAfter
    // What a first look says of it and of those around it; known in the second look only.
    case first, firstBefore, firstAfter, firstBefore2, firstAfter2, firstParent, firstGrandparent, firstGroup
    case firstWindow, firstAnyBefore, firstAnyAfter

    static let stages = BlockFeature.first.rawValue
}

/// The features of all blocks of a page.
struct BlockFeatures: Sendable {
    /// A row of `BlockFeature.allCases.count` values for each block.
    private(set) var values: [Float]
    /// How many blocks have a row.
    let count: Int
    /// So many blocks have rows, which take 600 bytes each; of those behind, the model says what it says of their like.
    private static let mostBlocks = 16_384
    private static let width = BlockFeature.allCases.count

    subscript(block: Int, feature: BlockFeature) -> Float {
        get { values[block * Self.width + feature.rawValue] }
        set { values[block * Self.width + feature.rawValue] = newValue }
    }

    /// A block's row.
    func row(_ block: Int) -> ArraySlice<Float> { values[block * Self.width..<(block + 1) * Self.width] }

    /// Computes all that does not depend on a first look.
    ///
    /// - Complexity: O(nodes + bytes).
    init(
        _ page: Page, _ forms: [BlockForm], _ context: PageContext, titles: [String], description: String?, title: Int?
    ) {
        count = min(page.blocks.count, Self.mostBlocks)
        values = [Float](repeating: 0, count: count * Self.width)
        let keys = PageKeys(titles: titles, description: description)
        var groups: [UInt64: (count: Float, prose: Float, bytes: Float, links: Float)] = [:]
        var repeats: [UInt64: Int] = [:]
        for index in 0..<count {
            let block = page.blocks[index]
            var group = groups[context.pathHash(of: block.node)] ?? (0, 0, 0, 0)
            group.count += 1
            group.prose += PageContext.prose(of: block, forms[index])
            group.bytes += Float(forms[index].bytes)
            group.links += Float(block.linkBytes)
            groups[context.pathHash(of: block.node)] = group
            repeats[forms[index].hash, default: 0] += 1
        }
        let whole = max(1, context.prose[HTMLDocument.body])
        var before: Float = 0
        var titleSeen = false
        var rootSeen = false
        for index in 0..<count {
            let block = page.blocks[index]
            let form = forms[index]
            readForm(index, block, form, page)
            readContext(index, block, page, context)
            let parent = Int(max(0, page.document.nodes[block.node].parent))
            let outer = Int(max(0, page.document.nodes[parent].parent))
            self[index, .parentShare] = context.prose[parent] / whole
            self[index, .grandparentShare] = context.prose[outer] / whole
            if let group = groups[context.pathHash(of: block.node)] {
                self[index, .groupCount] = min(1, group.count / 20)
                self[index, .groupShare] = group.prose / whole
                self[index, .groupLinkShare] = group.links / max(1, group.bytes)
            }
            self[index, .position] = Float(index) / Float(max(1, count))
            let words = page.words[block.words]
            let overlap = form.words <= 40 ? keys.titleOverlap(of: words) : 0
            let isTitle = overlap >= 0.8
            self[index, .titleOverlap] = overlap
            self[index, .isTitle] = isTitle ? 1 : 0
            if isTitle, block.role == .heading || !titleSeen { titleSeen = true }
            self[index, .isAfterTitle] = titleSeen ? 1 : 0
            self[index, .isDescription] = keys.isDescription(words) ? 1 : 0
            self[index, .isRepeated] = (repeats[form.hash] ?? 0) > 1 ? 1 : 0
            let prose = PageContext.prose(of: block, form)
            self[index, .proseBefore] = before / whole
            before += prose
            self[index, .proseAfter] = max(0, 1 - before / whole)
            let distance =
                context.isInRoot[block.node] ? Int(context.depth[block.node] - context.depth[context.root]) : nil
            self[index, .inRoot] = distance != nil ? 1 : 0
            self[index, .rootDistance] = min(1, Float(distance ?? 10) / 10)
            if distance != nil {
                self[index, .isFirstInRoot] = rootSeen ? 0 : 1
                rootSeen = true
            }
        }
        readNeighbours(page, forms, context)
        readStories(page, context, title: title)
        for (index, isEcho) in EchoFinder.echoes(in: page, count: count).enumerated() where isEcho {
            self[index, .isEcho] = 1
        }
    }

    /// Whether blocks stand in another article than the page's first long one, or behind another title.
    private mutating func readStories(_ page: Page, _ context: PageContext, title: Int?) {
        let document = page.document
        // For each node the outermost article around it.
        var article = [Int32](repeating: -1, count: document.nodes.count)
        for index in 1..<document.nodes.count {
            article[index] = article[Int(document.nodes[index].parent)]
            if article[index] < 0, document.nodes[index].tag == .article { article[index] = Int32(index) }
        }
        var largest: Float = 0
        for index in article.indices where article[index] == index { largest = max(largest, context.prose[index]) }
        let own = article.indices.first { article[$0] == $0 && context.prose[$0] >= 0.25 * largest }
        let titlePath = title.map { context.pathHash(of: page.blocks[$0].node) }
        var titles: Float = 0
        for index in 0..<count {
            let node = page.blocks[index].node
            let holder = Int(article[node])
            if holder >= 0, let own, holder != own { self[index, .inOtherArticle] = 1 }
            if let title, index > title, context.pathHash(of: node) == titlePath { titles += 1 }
            self[index, .titlesBefore] = min(1, titles / 3)
        }
    }

    private mutating func readForm(_ index: Int, _ block: PageBlock, _ form: BlockForm, _ page: Page) {
        func set(_ feature: BlockFeature, _ value: Bool) { self[index, feature] = value ? 1 : 0 }
        let tag = page.document.nodes[block.node].tag
        set(.isHeading, block.role == .heading)
        self[index, .headingLevel] = Float(tag.headingLevel) / 6
        set(.isItem, block.role == .item)
        set(.isRow, block.role == .row)
        set(.isCaption, block.role == .caption)
        set(.isDefinition, block.role == .term || block.role == .definition)
        set(.isPreformatted, block.role == .preformatted)
        set(.isParagraph, tag == .p)
        let words = Float(form.words)
        let bytes = Float(max(1, form.bytes))
        let letters = Float(max(1, form.letters))
        self[index, .length] = min(1, words / 60)
        set(.isShort, form.words < 6)
        set(.isMedium, (6..<15).contains(form.words))
        set(.isLong, form.words >= 25)
        let linkShare = Float(block.linkBytes) / bytes
        self[index, .linkShare] = min(1, linkShare)
        set(.isLink, linkShare > 0.85)
        set(.endsSentence, form.end == .stop)
        set(.endsColon, form.end == .colon)
        self[index, .sentences] = min(1, Float(form.stops) / 4)
        self[index, .commaShare] = min(1, Float(form.commas) * 10 / max(10, words))
        self[index, .shortShare] = Float(form.short) / max(1, words)
        self[index, .capitalShare] = min(1, Float(form.capitalized) / max(1, words))
        self[index, .upperShare] = min(1, Float(form.upperLetters) / letters)
        self[index, .digitShare] = min(1, Float(form.digits) / bytes)
        self[index, .separators] = min(1, Float(form.separators) / 3)
        set(.startsLower, form.startsLower)
        self[index, .strongShare] = min(1, Float(block.strongBytes) / bytes)
        for group in PhraseGroup.ofModel {
            values[index * Self.width + BlockFeature.more.rawValue + group.rawValue] = form.has(group) ? 1 : 0
        }
    }

    private mutating func readContext(_ index: Int, _ block: PageBlock, _ page: Page, _ context: PageContext) {
        let flags = context.flags[block.node]
        let places: [(BlockFeature, PageContext.Flags)] = [
            (.inArticle, .article), (.inMain, .main), (.inNav, .nav), (.inAside, .aside), (.inHeader, .header),
            (.inFooter, .footer), (.inForm, .form), (.inFigure, .figure), (.inHidden, .hidden), (.inQuote, .quote),
            (.inList, .list), (.inTable, .table), (.inItemBody, .itemBody), (.inDetails, .details),
            (.inAddress, .address), (.inInnerArticle, .innerArticle),
        ]
        for (feature, flag) in places where flags.contains(flag) { self[index, feature] = 1 }
        var near = context.own[block.node]
        var node = block.node
        for _ in 0..<2 {
            node = Int(max(0, page.document.nodes[node].parent))
            near.formUnion(context.own[node])
        }
        let far = context.all[block.node]
        for group in ClassGroup.ofModel {
            if near.contains(group) { values[index * Self.width + BlockFeature.nearBody.rawValue + group.rawValue] = 1 }
            if far.contains(group) { values[index * Self.width + BlockFeature.farBody.rawValue + group.rawValue] = 1 }
        }
    }

    private mutating func readNeighbours(_ page: Page, _ forms: [BlockForm], _ context: PageContext) {
        for index in 0..<count {
            if index > 0 {
                self[index, .lengthBefore] = self[index - 1, .length]
                self[index, .linkBefore] = self[index - 1, .linkShare]
                self[index, .sentenceBefore] = forms[index - 1].isSentence ? 1 : 0
                self[index, .headingBefore] = self[index - 1, .isHeading]
                self[index, .samePathBefore] = samePath(index, index - 1, page, context)
            }
            if index + 1 < count {
                self[index, .lengthAfter] = self[index + 1, .length]
                self[index, .linkAfter] = self[index + 1, .linkShare]
                self[index, .sentenceAfter] = forms[index + 1].isSentence ? 1 : 0
                self[index, .samePathAfter] = samePath(index, index + 1, page, context)
                let isLabel = page.blocks[index].role == .heading || forms[index].words <= 5
                self[index, .linkListHeading] = isLabel && self[index + 1, .isLink] == 1 ? 1 : 0
            }
        }
    }

    private func samePath(_ index: Int, _ other: Int, _ page: Page, _ context: PageContext) -> Float {
        context.pathHash(of: page.blocks[index].node) == context.pathHash(of: page.blocks[other].node) ? 1 : 0
    }

    /// Adds what a first look said of all blocks.
    mutating func add(first scores: [Float], _ page: Page, _ forms: [BlockForm], _ context: PageContext) {
        var groups: [UInt64: (sum: Float, weight: Float)] = [:]
        var parents: [Int: (sum: Float, weight: Float)] = [:]
        var outers: [Int: (sum: Float, weight: Float)] = [:]
        for index in 0..<count {
            let weight = Float(forms[index].words) + 1
            let node = page.blocks[index].node
            let parent = Int(max(0, page.document.nodes[node].parent))
            let outer = Int(max(0, page.document.nodes[parent].parent))
            groups[context.pathHash(of: node), default: (0, 0)].sum += scores[index] * weight
            groups[context.pathHash(of: node), default: (0, 0)].weight += weight
            parents[parent, default: (0, 0)].sum += scores[index] * weight
            parents[parent, default: (0, 0)].weight += weight
            outers[outer, default: (0, 0)].sum += scores[index] * weight
            outers[outer, default: (0, 0)].weight += weight
        }
        var best: Float = 0
        for index in 0..<count {
            self[index, .first] = scores[index]
            if index > 0 { self[index, .firstBefore] = scores[index - 1] }
            if index > 1 { self[index, .firstBefore2] = scores[index - 2] }
            if index + 1 < count { self[index, .firstAfter] = scores[index + 1] }
            if index + 2 < count { self[index, .firstAfter2] = scores[index + 2] }
            let node = page.blocks[index].node
            let parent = Int(max(0, page.document.nodes[node].parent))
            let outer = Int(max(0, page.document.nodes[parent].parent))
            func mean(_ sum: (sum: Float, weight: Float)?) -> Float { sum.map { $0.sum / $0.weight } ?? 0 }
            self[index, .firstGroup] = mean(groups[context.pathHash(of: node)])
            self[index, .firstParent] = mean(parents[parent])
            self[index, .firstGrandparent] = mean(outers[outer])
            let window = max(0, index - 4)..<min(count, index + 5)
            var sum: (sum: Float, weight: Float) = (0, 0)
            for other in window where other != index {
                let weight = Float(forms[other].words) + 1
                sum.sum += scores[other] * weight
                sum.weight += weight
            }
            self[index, .firstWindow] = sum.weight > 0 ? sum.sum / sum.weight : 0
            self[index, .firstAnyBefore] = best
            if forms[index].words >= 12 { best = max(best, scores[index]) }
        }
        best = 0
        for index in (0..<count).reversed() {
            self[index, .firstAnyAfter] = best
            if forms[index].words >= 12 { best = max(best, scores[index]) }
        }
    }
}

/// What a page calls itself, to be found in its blocks.
struct PageKeys {
    private let titles: [Set<UInt64>]
    private let description: [UInt8]

    init(titles: [String], description: String?) {
        self.titles = titles.map { Set(WordHashes.words(of: $0.utf8)) }.filter { !$0.isEmpty }
        self.description = Self.letters(of: Array((description ?? "").utf8)[...], limit: 50)
    }

    /// How far the words are those of a title, from 0 through 1 (Jaccard's index).
    func titleOverlap(of words: ArraySlice<UInt8>) -> Float {
        // A few words are told apart faster without a set.
        var found: [UInt64] = []
        for word in WordHashes.words(of: words) where !found.contains(word) { found.append(word) }
        guard !found.isEmpty else { return 0 }
        var best: Float = 0
        for title in titles {
            let common = Float(found.count { title.contains($0) })
            guard common > 0 else { continue }
            best = max(best, common / (Float(found.count + title.count) - common))
        }
        return best
    }

    /// Whether the words begin as the page's description does.
    func isDescription(_ words: ArraySlice<UInt8>) -> Bool {
        description.count >= 30 && Self.letters(of: words, limit: description.count) == description
    }

    private static func letters(of words: ArraySlice<UInt8>, limit: Int) -> [UInt8] {
        var letters: [UInt8] = []
        for byte in words where letters.count < limit {
            let lower = byte.asciiLowercased
            let isLetter = lower.isASCIILowercase
            if isLetter || byte.isASCIIDigit { letters.append(lower) }
        }
        return letters
    }
}
