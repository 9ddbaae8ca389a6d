import CXML
import HTML

extension XMLTree {
    /// Reads an XML document.
    ///
    /// - Parameter bytes: The document in UTF-8, whatever charset it declares.
    /// - Returns: Its tree.
    /// - Throws: Why it is none.
    /// - Complexity: O(bytes).
    package static func read(_ bytes: [UInt8]) throws(XMLError) -> XMLTree {
        let prepared = try MarkupPreparation.prepared(bytes)
        let run = ParserRun()
        run.parseXML(prepared.bytes)
        if let problem = run.problem, run.builder.isEmpty || problem.isFatal {
            throw .notWellFormed(line: problem.line, problem.message)
        }
        guard !run.builder.isEmpty else { throw .noElement }
        return run.builder.finished(repair: prepared.repair ?? run.problem?.message)
    }

    /// Reads a piece of HTML, as CDATA and JSON in news formats hold it.
    ///
    /// - Parameter bytes: The piece in UTF-8.
    /// - Returns: An element without a name around what is in it; of what is nested too deep only the words are kept, and of
    ///   attributes those that `HTMLAttribute` knows.
    /// - Complexity: O(bytes).
    package static func readHTML(_ bytes: [UInt8]) -> XMLTree {
        let document = HTMLParser.document(of: MarkupPreparation.allowed(in: bytes))
        var builder = XMLTreeBuilder()
        builder.start(Name(prefix: "", local: "", namespace: ""))
        // What is open in the page, and whether it is in the tree.
        var open: [(node: Int32, isKept: Bool)] = []
        var index: Int? = HTMLDocument.root
        while let node = index {
            while let last = open.last, last.node != document.nodes[node].parent {
                if last.isKept { builder.end() }
                open.removeLast()
            }
            if document.nodes[node].tag == .text {
                builder.add(words: document.text[document.words(of: node)])
            } else {
                let isKept = builder.depth < MarkupPreparation.maxDepth
                if isKept { builder.start(element: node, of: document) }
                open.append((Int32(node), isKept))
            }
            index = document.following(node, within: HTMLDocument.root)
        }
        return builder.finished(repair: nil)
    }
}

extension XMLTreeBuilder {
    fileprivate mutating func start(element node: Int, of document: HTMLDocument) {
        let name = document.string(of: .elementName, at: node) ?? document.nodes[node].tag.name
        start(XMLTree.Name(prefix: "", local: name, namespace: ""))
        document.forEachValue(at: node) { attribute, range in
            guard attribute != .elementName else { return }
            add(
                attribute: XMLTree.Name(prefix: "", local: "\(attribute)", namespace: ""), value: document.values[range]
            )
        }
    }
}

/// One run of libxml2's parser over bytes, which tells a builder of tags and words.
private final class ParserRun {
    struct Problem {
        var line: Int
        var message: String
        var isFatal: Bool
    }

    var builder = XMLTreeBuilder()
    private(set) var problem: Problem?

    /// libxml2 sets up its tables once, before any thread uses them.
    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    func parseXML(_ bytes: [UInt8]) {
        guard Self.isReady, !bytes.isEmpty, bytes.count <= Int(Int32.max) else { return }
        let context = bytes.withUnsafeBytes { buffer in
            xmlCreateMemoryParserCtxt(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
        }
        guard let context else { return }
        defer { xmlFreeParserCtxt(context) }
        // Nothing is fetched. No entity is left to expand but those that XML itself has (NOENT resolves them in attributes),
        // so sizes are bounded by the file's own, and depth was checked.
        let options = [XML_PARSE_NONET, XML_PARSE_RECOVER, XML_PARSE_HUGE, XML_PARSE_NOCDATA, XML_PARSE_NOENT]
        xmlCtxtUseOptions(context, Int32(bitPattern: options.reduce(0) { $0 | $1.rawValue }))
        run(context, Self.handlerOfXML) { _ = xmlParseDocument($0) }
    }

    private static var handlerOfXML: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { user, local, prefix, uri, _, _, count, _, values in
            ParserRun.from(user)?.start(local, prefix, uri, values, count: Int(count))
        }
        handler.endElementNs = { user, _, _, _ in ParserRun.from(user)?.builder.end() }
        handler.characters = { user, words, count in ParserRun.from(user)?.add(words, count: Int(count)) }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.serror = { user, error in
            if let error { ParserRun.from(user)?.note(error.pointee) }
        }
        return handler
    }

    private func run(
        _ context: xmlParserCtxtPtr, _ handler: xmlSAXHandler, _ parse: (xmlParserCtxtPtr) -> Void
    ) {
        context.pointee.sax.pointee = handler
        withExtendedLifetime(self) {
            context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
            parse(context)
        }
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> ParserRun? {
        user.map { Unmanaged<ParserRun>.fromOpaque($0).takeUnretainedValue() }
    }

    private func start(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?,
        _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) {
        builder.start(number(local, prefix, uri))
        guard let values else { return }
        // Five pointers each: name, prefix, URI, and where its value begins and ends.
        for index in 0..<count {
            let attribute = values + index * 5
            guard let begin = attribute[3], let end = attribute[4] else { continue }
            builder.add(
                attribute: number(attribute[0], attribute[1], attribute[2]),
                value: UnsafeBufferPointer(start: begin, count: end - begin))
        }
    }

    private func add(_ words: UnsafePointer<xmlChar>?, count: Int) {
        guard let words, count > 0 else { return }
        builder.add(words: UnsafeBufferPointer(start: words, count: count))
    }

    private func note(_ error: xmlError) {
        let isFatal = error.level == XML_ERR_FATAL
        guard problem == nil, error.level != XML_ERR_WARNING, let message = error.message else { return }
        let words = String(cString: message).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        problem = Problem(line: Int(error.line), message: words, isFatal: isFatal)
    }

    /// A name by where libxml2 keeps its parts: it has each string once while it parses (xmlDictLookup).
    private struct Place: Hashable {
        var local: UnsafePointer<xmlChar>?
        var prefix: UnsafePointer<xmlChar>?
        var uri: UnsafePointer<xmlChar>?
    }

    private var numbers: [Place: Int32] = [:]

    private func number(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?
    ) -> Int32 {
        let place = Place(local: local, prefix: prefix, uri: uri)
        if let number = numbers[place] { return number }
        let number = builder.number(of: Self.name(local, prefix, uri))
        numbers[place] = number
        return number
    }

    private static func name(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?
    ) -> XMLTree.Name {
        func text(_ pointer: UnsafePointer<xmlChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        return XMLTree.Name(prefix: text(prefix), local: text(local), namespace: text(uri))
    }
}
