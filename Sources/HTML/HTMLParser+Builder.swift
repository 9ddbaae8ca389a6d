extension HTMLParser {
    /// The stack of open elements, and what tags do to it: the tree construction of the HTML standard.
    ///
    /// Each entry knows the nearest paragraph, list item, link, table and cell that a tag may close, so no tag searches
    /// further than what it takes from the stack; end tags of other elements search at most the depth.
    struct Builder {
        private struct Entry {
            let node: Int32
            let tag: HTMLTag
            let hash: NameHash
            /// Indices in the stack of what an end tag reaches from here; -1 for none, since an entry is copied for every tag.
            var paragraph: Int16 = -1
            var item: Int16 = -1
            var term: Int16 = -1
            var link: Int16 = -1
            var table: Int16 = -1
            var cell: Int16 = -1
        }

        /// How deep elements stand in each other, as in browsers; deeper ones become neighbours.
        static let deepest = 512

        private var stack: [Entry] = [Entry(node: Int32(HTMLDocument.root), tag: .html, hash: NameHash("html"))]
        private var isInBody = false
        /// Whether the element on top of the stack takes raw text.
        private var holdsRaw = false
        /// Elements too deep to be opened whose end tags have yet to come.
        private var tooDeep = 0

        private var top: Entry { stack[stack.count - 1] }

        // MARK: Text

        /// Takes the words behind a byte.
        mutating func text(from start: Int, in document: inout HTMLDocument) {
            if !isInBody {
                guard !document.text[start...].allSatisfy(\.isHTMLSpace) else { return }
                openBody()
            }
            document.appendText(from: start, to: Int(top.node))
        }

        private mutating func openBody() {
            isInBody = true
            stack.removeLast(stack.count - 1)
            push(HTMLDocument.body, .body, NameHash("body"))
        }

        // MARK: Start tags

        /// Opens an element.
        ///
        /// - Returns: Its node.
        mutating func start(
            _ tag: HTMLTag, _ hash: NameHash, attributes: Range<Int>, isEmpty: Bool, in document: inout HTMLDocument
        ) -> Int {
            switch tag {
            case .html:
                document.setAttributes(attributes, of: HTMLDocument.root)
                return HTMLDocument.root
            case .head: return HTMLDocument.head
            case .body, .frameset:
                document.setAttributes(attributes, of: HTMLDocument.body)
                if !isInBody { openBody() }
                return HTMLDocument.body
            case .title, .meta, .link, .base, .script, .style, .noscript, .template:
                if !isInBody, stack.count == 1 { push(HTMLDocument.head, .head, NameHash("head")) }
            default:
                if !isInBody { openBody() }
            }
            close(before: tag, in: &document)
            return insert(tag, hash, attributes: attributes, isEmpty: isEmpty, in: &document)
        }

        private mutating func insert(
            _ tag: HTMLTag, _ hash: NameHash, attributes: Range<Int>, isEmpty: Bool = false,
            in document: inout HTMLDocument
        ) -> Int {
            let node = document.append(tag, to: Int(top.node), attributes: attributes)
            guard !tag.isVoid, !isEmpty else { return node }
            if tag.isRaw {
                holdsRaw = true
            } else if stack.count < Self.deepest {
                push(node, tag, hash)
            } else {
                tooDeep += 1
                document.isFlattened = true
            }
            return node
        }

        private mutating func push(_ node: Int, _ tag: HTMLTag, _ hash: NameHash) {
            let index = Int16(stack.count)
            var entry = Entry(node: Int32(node), tag: tag, hash: hash)
            let outer = top
            entry.table = outer.table
            entry.cell = outer.cell
            if !tag.isScope {
                entry.paragraph = tag == .button ? -1 : outer.paragraph
                entry.link = outer.link
                let isBarrier = tag.isSpecial && tag != .address && tag != .div && tag != .p
                entry.item = isBarrier ? -1 : outer.item
                entry.term = isBarrier ? -1 : outer.term
            }
            switch tag {
            case .p: entry.paragraph = index
            case .li: entry.item = index
            case .dd, .dt: entry.term = index
            case .a: entry.link = index
            case .table:
                entry.table = index
                entry.cell = -1
            case .td, .th, .caption: entry.cell = index
            case .template, .object, .applet, .marquee:
                entry.table = -1
                entry.cell = -1
            default: break
            }
            stack.append(entry)
        }

        /// Takes the elements from an index on off the stack; none where there is no such element.
        private mutating func pop(to index: Int16) {
            if index >= 0 { pop(to: Int(index)) }
        }

        private mutating func pop(to index: Int) {
            let kept = max(isInBody ? 2 : 1, index)
            guard kept < stack.count else { return }
            if kept == stack.count - 1 { stack.removeLast() } else { stack.removeLast(stack.count - kept) }
            tooDeep = 0
        }

        private mutating func close(before tag: HTMLTag, in document: inout HTMLDocument) {
            switch tag {
            case .caption, .col, .colgroup, .tbody, .td, .tfoot, .th, .thead, .tr:
                return openTablePart(tag, in: &document)
            case .li: pop(to: top.item)
            case .dd, .dt: pop(to: top.term)
            case .a: closeLink(in: &document)
            case .option where top.tag == .option: pop(to: stack.count - 1)
            case .optgroup:
                if top.tag == .option { pop(to: stack.count - 1) }
                if top.tag == .optgroup { pop(to: stack.count - 1) }
            case .table where top.tag == .table || isTablePart(top.tag): pop(to: Int(max(0, top.table)))
            case .h1, .h2, .h3, .h4, .h5, .h6:
                pop(to: top.paragraph)
                if top.tag.headingLevel > 0 { pop(to: stack.count - 1) }
            default: break
            }
            if tag.closesParagraph { pop(to: top.paragraph) }
        }

        private func isTablePart(_ tag: HTMLTag) -> Bool {
            switch tag {
            case .tbody, .thead, .tfoot, .tr, .colgroup: true
            default: false
            }
        }

        /// Brings the stack to where a part of a table may stand, opening the row and body that HTML lets writers omit.
        private mutating func openTablePart(_ tag: HTMLTag, in document: inout HTMLDocument) {
            guard top.table >= 0 else { return }
            let table = Int(top.table)
            switch tag {
            case .td, .th:
                pop(to: top.cell)
                while stack.count - 1 > table, top.tag != .tr, !isSection(top.tag) { pop(to: stack.count - 1) }
                if stack.count - 1 == table { insertImplied(.tbody, in: &document) }
                if isSection(top.tag) { insertImplied(.tr, in: &document) }
            case .tr:
                while stack.count - 1 > table, !isSection(top.tag) { pop(to: stack.count - 1) }
                if stack.count - 1 == table { insertImplied(.tbody, in: &document) }
            case .col where top.tag == .colgroup: break
            default: pop(to: table + 1)
            }
        }

        private mutating func insertImplied(_ tag: HTMLTag, in document: inout HTMLDocument) {
            _ = insert(tag, NameHash(tag.name), attributes: 0..<0, in: &document)
        }

        private func isSection(_ tag: HTMLTag) -> Bool { tag == .tbody || tag == .thead || tag == .tfoot }

        // MARK: End tags

        /// Takes the raw text as complete.
        mutating func endRaw() { holdsRaw = false }

        /// Closes an element, if it is open where its end tag reaches it.
        mutating func end(_ tag: HTMLTag, _ hash: NameHash, in document: inout HTMLDocument) {
            switch tag {
            case .html, .body: return
            case .head:
                if !isInBody, stack.count > 1 { pop(to: 1) }
                return
            case .br:
                _ = start(.br, NameHash("br"), attributes: 0..<0, isEmpty: false, in: &document)
                return
            default: break
            }
            if !isInBody {
                // In the head only what it may hold is open.
                if let index = stack.lastIndex(where: { $0.tag == tag && $0.hash == hash }), index > 1 {
                    pop(to: index)
                }
                return
            }
            if tooDeep > 0 {
                tooDeep -= 1
                return
            }
            switch tag {
            case .p:
                if top.paragraph >= 0 {
                    pop(to: top.paragraph)
                } else {
                    _ = document.append(.p, to: Int(top.node), attributes: 0..<0)
                }
            case .li: if top.item >= 0 { pop(to: top.item) } else { closeInScope(tag) }
            case .dd, .dt: if top.term >= 0, stack[Int(top.term)].tag == tag { pop(to: top.term) }
            case .a: closeLink(in: &document)
            case .h1, .h2, .h3, .h4, .h5, .h6: closeInScope { $0.headingLevel > 0 }
            case .table: pop(to: top.table)
            case .td, .th, .caption:
                if top.cell >= 0, stack[Int(top.cell)].tag == tag { pop(to: top.cell) }
            case .tr, .tbody, .thead, .tfoot, .colgroup: closeTablePart(tag)
            case .form: if top.tag == .form { pop(to: stack.count - 1) }
            case _ where tag.isFormatting: closeFormatting(tag)
            case _ where tag.isSpecial: closeInScope(tag)
            default: closeOrdinary(tag, hash)
            }
        }

        private mutating func closeInScope(_ tag: HTMLTag) { closeInScope { $0 == tag } }

        private mutating func closeInScope(_ isWanted: (HTMLTag) -> Bool) {
            var index = stack.count - 1
            while index > 1 {
                if isWanted(stack[index].tag) { return pop(to: index) }
                if stack[index].tag.isScope { return }
                index -= 1
            }
        }

        private mutating func closeTablePart(_ tag: HTMLTag) {
            guard top.table >= 0 else { return }
            let table = Int(top.table)
            var index = stack.count - 1
            while index > table {
                if stack[index].tag == tag { return pop(to: index) }
                index -= 1
            }
        }

        private mutating func closeOrdinary(_ tag: HTMLTag, _ hash: NameHash) {
            var index = stack.count - 1
            while index > 1 {
                if stack[index].tag == tag, stack[index].hash == hash { return pop(to: index) }
                if stack[index].tag.isSpecial { return }
                index -= 1
            }
        }

        /// Closes an element that marks up words; across a block it stays open, since the block's words are to stay
        /// together.
        private mutating func closeFormatting(_ tag: HTMLTag) { closeOrdinary(tag, NameHash(tag.name)) }

        /// How many blocks open inside a link are opened anew behind its end.
        private static let mostReopened = 4

        /// Closes the nearest link; blocks that are open inside it go on behind it.
        private mutating func closeLink(in document: inout HTMLDocument) {
            guard top.link >= 0 else { return }
            let link = Int(top.link)
            let inner = stack[(link + 1)...].filter { $0.tag.isSpecial }
            pop(to: link)
            guard inner.count <= Self.mostReopened else { return }
            for entry in inner {
                let node = document.nodes[Int(entry.node)]
                let attributes = Int(node.start)..<Int(node.end)
                _ = insert(entry.tag, entry.hash, attributes: attributes, in: &document)
            }
        }
    }
}
