import Linguistics
package import Reporting

// Exports turns a stored report into the formats that other programs read: CoNLL-2003 and brat for people who label, Web Annotation
// and JSON-LD for the web of data, CSV for sheets. A form that cannot say something leaves it out; what each leaves out is in
// docs/EXPORTS.md. Every report that can be read has an export in each form, so there are no failures.

/// The forms that a report is given to other programs in.
package enum ReportExport: String, CaseIterable, Sendable {
    case brat, conll, csv
    case jsonLD = "json-ld"
    case webAnnotation = "web-annotation"

    /// A file of an export.
    package struct File: Sendable, Hashable {
        /// What its name has behind the document's.
        package let suffix: String
        package let bytes: [UInt8]
    }

    /// What stands once before all documents of an export that is one file.
    package var header: [UInt8] {
        switch self {
        case .csv: QuoteTable.header
        case .brat, .conll, .jsonLD, .webAnnotation: []
        }
    }

    /// What stands once in a folder of exports, by name.
    package var settings: (name: String, bytes: [UInt8])? {
        self == .brat ? ("annotation.conf", Array(Standoff.configuration.utf8)) : nil
    }

    /// Whether a document's export is one file, so that several can follow each other.
    package var isOneFile: Bool { self != .brat }

    /// The export of a report, without `header`.
    package func files(of report: StoredReport) -> [File] {
        let document = IndexedReport(report)
        return switch self {
        case .brat: Standoff.files(of: document)
        case .conll: [File(suffix: ".conll", bytes: TaggedTokens.text(of: document))]
        case .csv: [File(suffix: ".csv", bytes: QuoteTable.rows(of: document))]
        case .jsonLD: [File(suffix: ".jsonld", bytes: QuotationGraph.json(of: document))]
        case .webAnnotation: [File(suffix: ".annotations.jsonld", bytes: WebAnnotations.json(of: document))]
        }
    }
}

extension IndexedReport {
    /// A name of the document for the web of data: its digest as RFC 6920 writes it (`ni:///sha-256;…`), with the number of the
    /// part where the file has several.
    var iri: String {
        let digits = report.document.sha256.compactMap(\.hexDigitValue)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        let part = report.document.part.map { "?part=\($0.number)" } ?? ""
        return "ni:///sha-256;\(Self.base64URL(bytes))\(part)"
    }

    /// Bytes in base 64 for URLs without padding (RFC 4648, section 5).
    private static func base64URL(_ bytes: [Int]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start...].prefix(3)
            let bits = group.reduce(0) { $0 << 8 | $1 } << (8 * (3 - group.count))
            for place in 0...group.count { text.append(alphabet[bits >> (18 - 6 * place) & 63]) }
        }
        return text
    }

    /// The document's language; nil where it is not known or there are several.
    var language: String? {
        let tag = report.document.language
        return ["und", "mul", "zxx"].contains { tag == $0 || tag.hasPrefix($0 + "-") } ? nil : tag
    }
}
