import FoundationEssentials

extension StoredReport {
    /// Reads of a report who says what of whom, and what the document is; not what its lines are, how its sentences sound and
    /// what judgements rest on: `blocks`, `sentiment.sentences`, `sentiment.quotes`, `evidence`, `speakers`, `cue`, `addressee`
    /// and `problems` are empty where they are not needed to judge the report.
    ///
    /// A tenth of the time of reading it whole. What is out of the ordinary is read whole, so that errors are the same, but for
    /// fields that are passed over.
    ///
    /// - Parameters:
    ///   - json: The whole file, not compressed.
    ///   - file: What a message calls the file.
    /// - Throws: What is wrong with the file.
    package init(gistOf json: [UInt8], from file: String) throws(StoredReportError) {
        guard let gist = Self.gist(of: json) else {
            try self.init(json, from: file)
            return
        }
        self = gist
    }

    /// The gist of a report; nil where it has to be read whole.
    package static func gist(of json: [UInt8]) -> StoredReport? {
        json.withUnsafeBufferPointer { bytes in
            guard (try? UTF8Span(validating: bytes.span)) != nil else { return nil }
            do throws(JSONScanner.Unusual) {
                var scanner = JSONScanner(bytes)
                let report = try StoredReport(&scanner)
                try scanner.end()
                return report.firstFlaw == nil ? report : nil
            } catch {
                return nil
            }
        }
    }
}

private typealias Unusual = JSONScanner.Unusual

extension StoredReport {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (schema, copydesk) = (Field<Int>(), Field<String>())
        var (document, analyzers, problems) = (Field<DocumentPart>(), Field<Analyzers>(), Field<Void>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "schema": try schema.set(scanner.integer())
            case "copydesk": try copydesk.set(scanner.string())
            case "document": try document.set(DocumentPart(&scanner))
            case "analyzers": try analyzers.set(Analyzers(&scanner))
            case "problems":
                _ = try scanner.list { scanner throws(Unusual) in try scanner.skip() }
                try problems.set(())
            default: try scanner.skip()
            }
        }
        guard try schema.needed() == Report.schema else { throw JSONScanner.Unusual() }
        try problems.needed()
        self.schema = try schema.needed()
        self.copydesk = try copydesk.needed()
        self.document = try document.needed()
        self.analyzers = try analyzers.needed()
        self.problems = []
    }
}

extension StoredReport.DocumentPart {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var strings: [String: String] = [:]
        var counts: [String: Int] = [:]
        var known: Set<String> = []
        var (authors, wire, part) = (Field<[String]>(), Field<StoredReport.Wire>(), Field<StoredReport.Part>())
        var blocks = Field<Void>()
        try scanner.object { key, scanner throws(Unusual) in
            guard known.insert(key).inserted else { throw Unusual() }
            switch key {
            case "path", "sha256", "mediaType", "charset", "language", "reading", "text":
                strings[key] = try scanner.string()
            case "title", "published", "modified", "publisher", "url":
                strings[key] = try scanner.optional { scanner throws(Unusual) in try scanner.string() }
            case "bytes", "characters", "words", "sentences", "paragraphs": counts[key] = try scanner.integer()
            case "authors": try authors.set(scanner.strings())
            case "wire": try wire.set(scanner.optional { scanner throws(Unusual) in try StoredReport.Wire(&scanner) })
            case "part": try part.set(scanner.optional { scanner throws(Unusual) in try StoredReport.Part(&scanner) })
            case "blocks":
                _ = try scanner.list { scanner throws(Unusual) in try scanner.skip() }
                try blocks.set(())
            default: try scanner.skip()
            }
        }
        try blocks.needed()
        func string(_ key: String) throws(Unusual) -> String {
            guard let value = strings[key] else { throw Unusual() }
            return value
        }
        func count(_ key: String) throws(Unusual) -> Int {
            guard let value = counts[key] else { throw Unusual() }
            return value
        }
        self.init(
            path: try string("path"), sha256: try string("sha256"), bytes: try count("bytes"),
            characters: try count("characters"), mediaType: try string("mediaType"), charset: try string("charset"),
            language: try string("language"), title: strings["title"], authors: try authors.needed(),
            published: strings["published"], modified: strings["modified"], publisher: strings["publisher"],
            url: strings["url"], wire: wire.given, part: part.given, reading: try string("reading"),
            words: try count("words"), sentences: try count("sentences"), paragraphs: try count("paragraphs"),
            text: try string("text"), blocks: [])
    }
}

extension StoredReport.Wire {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var strings: [String: String] = [:]
        var lists: [String: [String]] = [:]
        var urgency: Int?
        var known: Set<String> = []
        try scanner.object { key, scanner throws(Unusual) in
            guard known.insert(key).inserted else { throw Unusual() }
            switch key {
            case "id", "version", "status", "embargo", "slugline", "dateline", "source", "ednote":
                strings[key] = try scanner.optional { scanner throws(Unusual) in try scanner.string() }
            case "signals", "keywords", "subjects": lists[key] = try scanner.strings()
            case "urgency": urgency = try scanner.optional { scanner throws(Unusual) in try scanner.integer() }
            default: try scanner.skip()
            }
        }
        guard let signals = lists["signals"], let keywords = lists["keywords"], let subjects = lists["subjects"] else {
            throw JSONScanner.Unusual()
        }
        self.init(
            id: strings["id"], version: strings["version"], status: strings["status"], signals: signals,
            embargo: strings["embargo"], urgency: urgency, slugline: strings["slugline"],
            dateline: strings["dateline"], source: strings["source"], ednote: strings["ednote"], keywords: keywords,
            subjects: subjects)
    }
}

extension StoredReport.Part {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (of, number, name) = (Field<String>(), Field<Int>(), Field<String>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "of": try of.set(scanner.string())
            case "number": try number.set(scanner.integer())
            case "name": try name.set(scanner.optional { scanner throws(Unusual) in try scanner.string() })
            default: try scanner.skip()
            }
        }
        self.init(of: try of.needed(), number: try number.needed(), name: name.given)
    }
}
