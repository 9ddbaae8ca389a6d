import Linguistics
import Reporting

/// A report in brat's standoff format: the text as it is, and a file of what was found in it, in code points (brat's manual, *Standoff
/// format*).
///
/// Names, quotations, speakers, cues and judgements are text-bound annotations. A quotation that its attribution interrupts is one of
/// several fragments, and so is whatever goes over a line's end, which brat allows in no fragment.
enum Standoff {
    static func files(of document: IndexedReport) -> [ReportExport.File] {
        var writer = Writer(document)
        writer.writeMentions()
        writer.writeQuotes()
        writer.writeJudgements()
        return [
            ReportExport.File(suffix: ".txt", bytes: document.text.bytes),
            ReportExport.File(suffix: ".ann", bytes: Array(writer.lines.joined().utf8)),
        ]
    }

    /// What brat wants to know of the types in use, as `annotation.conf`.
    static let configuration = """
        [entities]
        Person
        Organization
        Location
        Miscellaneous
        Direct
        Mixed
        Indirect
        Turn
        Scare
        Speaker
        Cue
        Criticism
        Praise

        [relations]
        SaidBy\tArg1:Direct|Mixed|Indirect|Turn, Arg2:Speaker
        ReportedBy\tArg1:Direct|Mixed|Indirect|Turn, Arg2:Cue
        Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive
        <OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

        [attributes]
        Tone\tArg:Direct|Mixed|Indirect|Turn, Value:negative|neutral|positive

        [events]

        """

    private struct Writer {
        private let document: IndexedReport
        private let bytes: [UInt8]
        private(set) var lines: [String] = []
        private var spans = 0
        private var relations = 0
        private var attributes = 0
        private var notes = 0

        init(_ document: IndexedReport) {
            self.document = document
            bytes = document.text.bytes
        }

        // MARK: What was found

        mutating func writeMentions() {
            var members = [[String]](repeating: [], count: document.report.entities.count)
            for mention in document.report.mentions {
                guard let id = writeSpan(mention.type.standoffType, [mention.span]) else { continue }
                guard let entity = document.entity(mention.entity) else { continue }
                writeNote(document.report.entities[entity].name, on: id)
                members[entity].append(id)
            }
            for ids in members where ids.count > 1 { lines.append("*\tEquiv \(ids.joined(separator: " "))\n") }
        }

        mutating func writeQuotes() {
            let quotes = document.report.quotes
            // The fragments of each quote that is begun here and goes on elsewhere.
            var beginning = Array(quotes.indices)
            for (index, quote) in quotes.enumerated() {
                // Only an earlier one: a chain that goes round would have no beginning.
                if let earlier = quote.continues.flatMap({ document.quote($0) }), earlier < index {
                    beginning[index] = beginning[earlier]
                }
            }
            var fragments: [Int: [StoredReport.Span]] = [:]
            for (index, first) in beginning.enumerated() { fragments[first, default: []].append(quotes[index].span) }
            for (index, quote) in quotes.enumerated() where beginning[index] == index {
                guard let id = writeSpan(quote.kind.standoffType, fragments[index] ?? [quote.span]) else { continue }
                // Nobody's words have neither tone nor speaker in what annotation.conf allows.
                if quote.kind == .scare { continue }
                if let tone = document.tone(ofQuote: index) {
                    attributes += 1
                    lines.append("A\(attributes)\tTone \(id) \(tone.label.rawValue)\n")
                }
                if let speaker = quote.speaker, let words = writeSpan("Speaker", [speaker.span]) {
                    writeNote(speaker.name, on: words)
                    writeRelation("SaidBy", id, words)
                }
                if let cue = quote.cue, let words = writeSpan("Cue", [cue.span]) {
                    writeRelation("ReportedBy", id, words)
                }
            }
        }

        mutating func writeJudgements() {
            for target in document.report.sentiment?.targets ?? [] {
                for evidence in target.stance?.evidence ?? [] {
                    let type = evidence.label == "supportive" ? "Praise" : "Criticism"
                    if let id = writeSpan(type, [evidence.span]) { writeNote("of \(target.name)", on: id) }
                }
            }
        }

        // MARK: Lines

        /// - Returns: Its identifier; nil where there are no words.
        private mutating func writeSpan(_ type: String, _ spans: [StoredReport.Span]) -> String? {
            let fragments = spans.flatMap { lineParts(of: document.range($0)) }.sorted()
            guard !fragments.isEmpty else { return nil }
            self.spans += 1
            let places = fragments.map { range in
                "\(document.text.codePointOffset(ofByte: range.lower)) \(document.text.codePointOffset(ofByte: range.upper))"
            }
            let words = fragments.map { document.text.string(in: $0) }.joined(separator: " ")
            lines.append("T\(self.spans)\t\(type) \(places.joined(separator: ";"))\t\(words)\n")
            return "T\(self.spans)"
        }

        /// The parts of a range on each line, without white space at their ends.
        private func lineParts(of range: ByteRange) -> [ByteRange] {
            var parts: [ByteRange] = []
            var start = Int(range.lower)
            var index = start
            let end = Int(range.upper)
            while index <= end {
                let width = index == end ? 1 : lineEnd(at: index)
                if width > 0 {
                    let part = document.text.trimmed(ByteRange(start, index))
                    if !part.isEmpty { parts.append(part) }
                    start = index + width
                }
                index += max(1, width)
            }
            return parts
        }

        /// How many bytes a line's end takes at a byte, 0 where there is none: all that Python, in which brat is written, takes
        /// for one (`str.splitlines`).
        private func lineEnd(at index: Int) -> Int {
            switch bytes[index] {
            case 0x0A...0x0D, 0x1C...0x1E: return 1
            case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
            case 0xE2:
                guard index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
                return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 ? 3 : 0
            default: return 0
            }
        }

        private mutating func writeNote(_ words: String, on id: String) {
            notes += 1
            let line = words.unicodeScalars.map { $0.properties.isWhitespace ? " " : String($0) }.joined()
            lines.append("#\(notes)\tAnnotatorNotes \(id)\t\(line)\n")
        }

        private mutating func writeRelation(_ type: String, _ one: String, _ other: String) {
            relations += 1
            lines.append("R\(relations)\t\(type) Arg1:\(one) Arg2:\(other)\n")
        }
    }
}

extension StoredReport.EntityType {
    fileprivate var standoffType: String {
        switch self {
        case .person: "Person"
        case .organization: "Organization"
        case .location: "Location"
        case .miscellaneous: "Miscellaneous"
        }
    }
}

extension StoredReport.Quote.Kind {
    fileprivate var standoffType: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
