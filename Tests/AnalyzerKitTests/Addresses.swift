import AnalyzerKit
import Linguistics

/// Finds web and e-mail addresses, names with `@` and tags with `#`.
struct Addresses: Analyzer {
    /// What it finds; the report gives the properties in this order.
    struct Findings: Codable, Sendable, Hashable {
        /// The addresses in the order of the text.
        var addresses: [Address]
    }

    /// One address and where it stands.
    struct Address: Codable, Sendable, Hashable {
        /// The first code point.
        var start: Int
        /// The code point after the last.
        var end: Int
        /// The address as written.
        var text: String
    }

    static let name = "addresses"
    static let version = "1"
    static let summary = "Web and e-mail addresses, @names and #tags."

    init() {}

    func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings {
        let tokens = document.tokens
        var addresses: [Address] = []
        for index in 0..<tokens.count where tokens.kinds[index] == .address {
            let (start, end, text) = document.span(tokens[index])
            addresses.append(Address(start: start, end: end, text: text))
        }
        return Findings(addresses: addresses)
    }
}
