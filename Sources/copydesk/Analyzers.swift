import AnalyzerKit
import Entities
import Quotes
import References
import Sentiment

/// The analyzers compiled into this program.
///
/// To add one, name it here.
enum Analyzers {
    static let all: [any Analyzer.Type] = [Entities.self, References.self, Quotes.self, Sentiment.self]
}
