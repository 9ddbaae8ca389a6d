/// Why a file is no report that can be read.
package struct StoredReportError: Error, Hashable, Sendable {
    /// What is wrong.
    package enum Flaw: Hashable, Sendable {
        /// It is no JSON, or is cut off; what the parser says.
        case notJSON(String)
        /// It is of another schema than `Report.schema`.
        case otherSchema(Int)
        /// A field is not there.
        case missing(field: String)
        /// A field has a value that it cannot have; what the decoder says.
        case wrongValue(field: String, String)
        /// A span does not lie within the text.
        case badSpan(field: String, start: Int, end: Int)
        /// The text has not as many code points as it should.
        case wrongLength(characters: Int, found: Int)
    }

    /// The file, as it was called when it was read.
    package let file: String
    package let flaw: Flaw

    init(file: String, flaw: Flaw) {
        self.file = file
        self.flaw = flaw
    }

    /// What went wrong when a report was decoded.
    init(_ error: any Error, file: String) {
        let flaw: Flaw =
            switch error {
            case let error as StoredReport.OtherSchema: .otherSchema(error.found)
            case DecodingError.keyNotFound(let key, let context):
                .missing(field: Self.field(context.codingPath + [key]))
            case DecodingError.valueNotFound(_, let context): .missing(field: Self.field(context.codingPath))
            case DecodingError.typeMismatch(_, let context):
                .wrongValue(field: Self.field(context.codingPath), context.debugDescription)
            case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
                .wrongValue(field: Self.field(context.codingPath), context.debugDescription)
            case DecodingError.dataCorrupted(let context):
                .notJSON(context.underlyingError.map { "\($0)" } ?? context.debugDescription)
            default: .notJSON("\(error)")
            }
        self.init(file: file, flaw: flaw)
    }

    /// The place of a field: `analyzers.entities.findings.mentions[3].start`.
    private static func field(_ path: [any CodingKey]) -> String {
        path.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
    }
}

extension StoredReportError: CustomStringConvertible {
    package var description: String {
        let what =
            switch flaw {
            case .notJSON(let detail): "is no whole JSON: \(detail)"
            case .otherSchema(let found):
                "is a report of schema \(found), and this program reads schema \(Report.schema): use the version that "
                    + "wrote it, or have the document analyzed again"
            case .missing(let field): "is no report: it has no \(field)"
            case .wrongValue(let field, let detail): "is no report: \(field) is wrong (\(detail))"
            case .badSpan(let field, let start, let end):
                "is no report: \(field) goes from \(start) to \(end), which is not within the text"
            case .wrongLength(let characters, let found):
                "is no report: document.text has \(found) code points and document.characters is \(characters)"
            }
        return "'\(file)' \(what.hasSuffix(".") ? String(what.dropLast()) : what)."
    }
}

extension StoredReport {
    /// The first field that contradicts the text; nil where all agree.
    var firstFlaw: StoredReportError.Flaw? {
        let length = document.text.unicodeScalars.count
        guard length == document.characters else {
            return .wrongLength(characters: document.characters, found: length)
        }
        func flaw(_ spans: some Sequence<Span?>, _ field: (Int) -> String) -> StoredReportError.Flaw? {
            for (index, span) in spans.enumerated() {
                guard let span, span.start < 0 || span.end < span.start || span.end > length else { continue }
                return .badSpan(field: field(index), start: span.start, end: span.end)
            }
            return nil
        }
        return flaw(document.blocks.lazy.map(\.span)) { "document.blocks[\($0)]" }
            ?? flaw(mentions.lazy.map(\.span)) { "analyzers.entities.findings.mentions[\($0)]" }
            ?? flaw(quotes.lazy.map(\.span)) { "analyzers.quotes.findings.quotes[\($0)]" }
            ?? flaw(quotes.lazy.map(\.speaker?.span)) { "analyzers.quotes.findings.quotes[\($0)].speaker" }
            ?? flaw(quotes.lazy.map(\.cue?.span)) { "analyzers.quotes.findings.quotes[\($0)].cue" }
            ?? flaw((sentiment?.sentences ?? []).lazy.map(\.span)) { "analyzers.sentiment.findings.sentences[\($0)]" }
            ?? flaw((sentiment?.targets ?? []).lazy.flatMap { $0.stance?.evidence ?? [] }.map(\.span)) {
                "analyzers.sentiment.findings.targets: evidence \($0)"
            }
    }
}
