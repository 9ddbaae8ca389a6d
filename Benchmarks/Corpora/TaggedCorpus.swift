import Foundation

/// Documents whose named entities people marked, as running text with byte spans.
package struct TaggedCorpus: Sendable {
    /// A name in a document.
    package struct Span: Sendable, Hashable {
        /// Byte offsets into the document's text.
        package var range: Range<Int>
        /// `PER`, `ORG`, `LOC` or `MISC`.
        package var type: String

        /// Describes a name.
        package init(range: Range<Int>, type: String) {
            self.range = range
            self.type = type
        }
    }

    /// A text and its names.
    package struct Document: Sendable {
        /// The running text.
        package var text: String
        /// Its names, ascending and disjoint.
        package var spans: [Span]
        /// The bytes of its tokens.
        package var tokens: [Range<Int>]
        /// The bytes of its sentences.
        package var sentences: [Range<Int>]
    }

    /// A sentence as its corpus has it.
    package struct Sentence: Sendable {
        /// The tokens, or, of an exact sentence, what stands inside of names and between them.
        package var tokens: [String]
        /// The names as ranges of tokens.
        package var names: [(tokens: Range<Int>, type: String)]
        /// Whether the tokens put together are the text, spaces and all.
        package var isExact: Bool

        /// Makes a sentence.
        package init(tokens: [String], names: [(tokens: Range<Int>, type: String)], isExact: Bool = false) {
            self.tokens = tokens
            self.names = names
            self.isExact = isExact
        }
    }

    /// How sentences follow each other.
    package enum Layout: String, Sendable, CaseIterable {
        /// A space between sentences; a line end after one that no mark ends.
        case running
        /// A line each.
        case lines
        /// A paragraph each.
        case paragraphs
    }

    /// How words are written.
    package enum Casing: String, Sendable {
        case asIs, lower, upper
    }

    /// The documents as runs of sentences.
    package var documents: [[Sentence]]

    /// Takes documents that are known already.
    package init(documents: [[Sentence]]) { self.documents = documents }

    /// Reads a file of either form: bracketed names where its name ends in `.txt`, else tokens and tags.
    package init(contentsOf path: String) throws {
        if path.hasSuffix(".txt") {
            self.init(bracketed: try String(contentsOfFile: path, encoding: .utf8))
        } else {
            try self.init(contentsOf: path, sentencesPerDocument: 10)
        }
    }

    /// Reads running text with names as in `[ORG Copydesk]`: a sentence or a row a line, an empty line between documents;
    /// lines at its head that begin with `#` say what the file is.
    package init(bracketed text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).drop { $0.hasPrefix("#") }
        documents = lines.split(whereSeparator: \.isEmpty).map { $0.map(Self.bracketed) }
    }

    private static func bracketed(_ line: Substring) -> Sentence {
        var sentence = Sentence(tokens: [], names: [], isExact: true)
        var rest = line
        while let match = rest.firstMatch(of: #/\[(PER|ORG|LOC|MISC) ([^\[\]]+)\]/#) {
            let before = rest[..<match.range.lowerBound]
            if !before.isEmpty { sentence.tokens.append(String(before)) }
            sentence.names.append((sentence.tokens.count..<sentence.tokens.count + 1, String(match.output.1)))
            sentence.tokens.append(String(match.output.2))
            rest = rest[match.range.upperBound...]
        }
        if !rest.isEmpty { sentence.tokens.append(String(rest)) }
        return sentence
    }

    /// The documents to train on, or those held out: every fifth.
    package enum Part: String, Sendable {
        case train, test
    }

    /// A part of the documents.
    package func part(_ part: Part) -> TaggedCorpus {
        let chosen = documents.enumerated().filter { ($0.offset % 5 == 4) == (part == .test) }
        return TaggedCorpus(documents: chosen.map(\.element))
    }

    /// Reads `TOKEN<TAB>TAG` lines with IOB2 tags, a blank line after each sentence and `-DOCSTART-` before each document;
    /// where a file marks no documents, `sentencesPerDocument` sentences make one.
    package init(contentsOf path: String, sentencesPerDocument: Int) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        documents = []
        var current: [Sentence] = []
        var tokens: [String] = []
        var names: [(tokens: Range<Int>, type: String)] = []
        let marksDocuments = text.utf8.starts(with: "-DOCSTART-".utf8)
        func endSentence() {
            if !tokens.isEmpty { current.append(Sentence(tokens: tokens, names: names)) }
            tokens = []
            names = []
        }
        func endDocument() {
            if !current.isEmpty { documents.append(current) }
            current = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                endSentence()
                if !marksDocuments && current.count == sentencesPerDocument { endDocument() }
            } else if line.hasPrefix("-DOCSTART-") {
                endSentence()
                endDocument()
            } else {
                let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
                let tag = fields.count > 1 ? fields[1] : "O"
                if tag.hasPrefix("B-") || (tag.hasPrefix("I-") && names.last?.tokens.upperBound != tokens.count) {
                    names.append((tokens.count..<tokens.count + 1, String(tag.dropFirst(2))))
                } else if tag.hasPrefix("I-") {
                    let last = names.removeLast()
                    names.append((last.tokens.lowerBound..<tokens.count + 1, last.type))
                }
                tokens.append(String(fields[0]))
            }
        }
        endSentence()
        endDocument()
    }

    /// A document as running text; `joinsHyphens` where a hyphen that is a token of its own stood inside a word, as in
    /// corpora of Universal Dependencies.
    package static func render(
        _ sentences: [Sentence], layout: Layout, casing: Casing = .asIs, joinsHyphens: Bool = false
    ) -> Document {
        var text = ""
        var length = 0
        var spans: [Span] = []
        var tokens: [Range<Int>] = []
        var bounds: [Range<Int>] = []
        for (index, sentence) in sentences.enumerated() {
            if index > 0 {
                let separator: String
                switch layout {
                case .lines: separator = "\n"
                case .paragraphs: separator = "\n\n"
                case .running: separator = endsWithMark(sentences[index - 1]) ? " " : "\n"
                }
                text += separator
                length += separator.utf8.count
            }
            var starts: [Int] = []
            var ends: [Int] = []
            var joiner = Joiner(joinsHyphens: joinsHyphens)
            for (position, token) in sentence.tokens.enumerated() {
                let next = position + 1 < sentence.tokens.count ? sentence.tokens[position + 1] : nil
                if !sentence.isExact, joiner.needsSpace(before: token, next: next) {
                    text += " "
                    length += 1
                }
                var written = sentence.isExact ? token : plain(token)
                switch casing {
                case .asIs: break
                case .lower: written = written.lowercased()
                case .upper: written = written.uppercased()
                }
                starts.append(length)
                text += written
                length += written.utf8.count
                ends.append(length)
            }
            tokens += zip(starts, ends).map { $0..<$1 }
            if let start = starts.first, let end = ends.last { bounds.append(start..<end) }
            for name in sentence.names {
                spans.append(
                    Span(range: starts[name.tokens.lowerBound]..<ends[name.tokens.upperBound - 1], type: name.type))
            }
        }
        return Document(text: text, spans: spans, tokens: tokens, sentences: bounds)
    }

    private static func endsWithMark(_ sentence: Sentence) -> Bool {
        guard let last = sentence.tokens.last?.utf8.last else { return false }
        return ".!?\"')".utf8.contains(last) || sentence.tokens.last == "”"
    }

    /// The token as newspapers print it: brackets and quotation marks of the Penn Treebank undone.
    private static func plain(_ token: String) -> String {
        switch token {
        case "-LRB-": "("
        case "-RRB-": ")"
        case "-LSB-": "["
        case "-RSB-": "]"
        case "``", "''": "\""
        default: token
        }
    }
}

/// Decides between which tokens of a sentence a space stands.
private struct Joiner {
    let joinsHyphens: Bool
    private var previous = ""
    private var isOpen = ["\"": false, "'": false]
    private var attachesNext = true

    init(joinsHyphens: Bool) { self.joinsHyphens = joinsHyphens }

    private static let left: Set<String> = [
        ",", ".", ";", ":", "?", "!", ")", "]", "}", "%", "...", "…", "”", "’", "-RRB-", "-RSB-", "''", "'s", "'S",
        "’s", "'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "'m", "’m", "n't", "n’t", "N'T", "'S",
    ]
    private static let right: Set<String> = ["(", "[", "{", "$", "£", "€", "“", "‘", "``", "-LRB-", "-LSB-"]

    mutating func needsSpace(before token: String, next: String?) -> Bool {
        let attached = attachesNext
        attachesNext = Self.right.contains(token)
        defer { previous = token }
        if token == "\"" || token == "'" {
            let open = isOpen[token] ?? false
            if token == "'", !open, previous.hasSuffix("s"), !attached { return false }  // the workers' union
            isOpen[token] = !open
            attachesNext = !open
            return open ? false : !attached
        }
        if joinsHyphens, token == "-" || token == "/" || token == "–", isWord(previous), let next, isWord(next) {
            attachesNext = true
            return false
        }
        return !attached && !Self.left.contains(token)
    }

    private func isWord(_ token: String) -> Bool {
        guard let first = token.unicodeScalars.first, let last = token.unicodeScalars.last else { return false }
        return first.properties.isAlphabetic && (last.properties.isAlphabetic || last == ".")
    }
}
