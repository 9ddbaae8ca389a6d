package import AnalyzerKit
package import Discourse
import Linguistics

extension Entities.Findings {
    /// The names as runs of tokens, index for index as `mentions`; not part of the report.
    package func nameSpans(in document: Document) -> NameSpans {
        NameSpans(
            ContiguousArray(mentions.map { NameSpans.Name(tokens: $0.tokens, kind: $0.type.kind) }),
            tokenCount: document.tokens.count)
    }
}

extension Entities.EntityType {
    fileprivate var kind: NameSpans.Kind {
        switch self {
        case .person: .person
        case .organization: .organization
        case .location: .place
        case .miscellaneous: .other
        }
    }
}
