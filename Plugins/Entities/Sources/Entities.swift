public import AnalyzerKit
import Linguistics
import Reader

// Entities is who and what is named: mentions in the text, and one entity with one canonical name for all that belong to it.
// Every text has findings, if empty ones, and its time is linear in the text; a model that does not load is an error at the
// start. References, quotes and sentiment build on it.

/// Finds who and what is named in a document, each under one canonical name.
///
/// A trained network finds the names (`Network`); rules group them into entities (`EntityLinker`).
public struct Entities: Analyzer {
    /// `entities`.
    public static let name = "entities"
    /// Changes with the model and the rules.
    public static let version = "2"
    /// One sentence for `copydesk analyzers`.
    public static let summary = "Who and what is named: people, organisations, places, others; one canonical name each."
    /// English.
    public static let languages: Set<String>? = ["en"]

    let lexicon: Lexicon
    private let network: Network
    /// The reader, once somebody wants it; nil where the binary holds none.
    private static let reading = EncoderModel().map { NameReading(PretrainedReader($0)) }

    /// Why the analyzer cannot start.
    public enum LoadingError: Error, CustomStringConvertible {
        /// The binary holds no usable lexicon.
        case lexicon
        /// The binary holds no network for these features.
        case network
        /// The binary holds no reader.
        case reader

        /// One sentence for the log.
        public var description: String {
            switch self {
            case .lexicon: "The lexicon in the binary is damaged: install copydesk again."
            case .reader: "The reader in the binary is damaged: install copydesk again."
            case .network: "The network in the binary is damaged or of another version: install copydesk again."
            }
        }
    }

    /// Loads the recogniser.
    ///
    /// - Throws: `LoadingError`.
    public init() throws {
        guard let lexicon = Lexicon() else { throw LoadingError.lexicon }
        guard let network = Network() else { throw LoadingError.network }
        self.lexicon = lexicon
        self.network = network
    }

    /// Finds the mentions and groups them into entities.
    ///
    /// - Complexity: O(bytes).
    public func analyze(_ document: Document, in context: borrowing AnalysisContext) throws -> Findings {
        link(document, names: try recognise(document, reading: context.reading))
    }

    /// Groups names into entities.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - names: Its names, ascending and disjoint.
    /// - Returns: The entities in the order of their first mention, with mentions.
    /// - Complexity: O(tokens).
    package func link(_ document: Document, names: [Name]) -> Findings {
        var linker = EntityLinker(document, names: names, lexicon: lexicon)
        return linker.link()
    }

    /// The names in a document's text.
    ///
    /// - Throws: `LoadingError.reader`.
    package func recognise(_ document: Document, reading depth: ReadingDepth = .fast) throws -> [Name] {
        let structure = document.structure
        let found = try tagging(
            of: structure, in: document.text,
            TokenFeatures(of: structure, in: document.text, lexicon: lexicon), depth)
        let (tags, scores) = (found.tags, found.scores)
        var names: [Name] = []
        var begin: Int?
        for index in tags.indices {
            guard let type = tags[index].type, let place = tags[index].place else {
                begin = nil
                continue
            }
            if place == .begin || place == .single { begin = index }
            // Beside a sentence that was read again a name may lack its beginning.
            let start = begin ?? index
            if place == .end || place == .single {
                let least = (start...index).map { scores.probability($0, tags[$0]) }.min() ?? 0
                let confidence = NameConfidence.calibrated(
                    least, isRead: found.isRead(Int(structure.sentenceOfToken[index])))
                // The network reads paragraphs: "by Otto Brandt Jr. Reyes praised it" may look like one name to it.
                var first = start
                for token in start + 1..<index + 1 where structure.tokens.flags[token].contains(.startsSentence) {
                    names.append(Name(tokens: first..<token, type: type, confidence: confidence))
                    first = token
                }
                names.append(Name(tokens: first..<index + 1, type: type, confidence: confidence))
                // An end without a beginning behind it is a name of its own, not this one again.
                begin = nil
            }
        }
        let parts = NameParts(tokens: document.tokens, text: document.text, lexicon: lexicon, scores: scores)
        let consistent = TypeConsistency(document: document, scores: scores).consistent(parts.corrected(names))
        let placed = NameNeighbours(tokens: document.tokens, text: document.text, scores: scores).corrected(consistent)
        let described = NameDescriptions(tokens: document.tokens, text: document.text, lexicon: lexicon)
        let shaped = NameShapes(tokens: document.tokens, text: document.text).corrected(described.corrected(placed))
        let housed = HouseNames(tokens: document.tokens, text: document.text).corrected(shaped)
        let terms = NameTerms(tokens: document.tokens, text: document.text)
        return BlockNames(document).corrected(terms.corrected(housed))
    }

    func tagging(
        of structure: LinguisticStructure, in text: UTF8Text, _ features: TokenFeatures, _ depth: ReadingDepth
    ) throws -> Tagging {
        if depth == .fast { return network.tagging(of: features, paragraphs: structure.paragraphs) }
        guard let reading = Self.reading else { throw LoadingError.reader }
        if depth == .deep { return reading.tagging(of: structure, in: text, features) }
        let found = network.tagging(of: features, paragraphs: structure.paragraphs, keepsMargins: true)
        return reading.checked(found, of: structure, in: text, features)
    }

    /// What the network alone finds, with what `Doubt` asks for.
    func doubtedTagging(of structure: LinguisticStructure, _ features: TokenFeatures) -> Tagging {
        network.tagging(of: features, paragraphs: structure.paragraphs, keepsMargins: true)
    }
}

/// A name that the recogniser found.
package struct Name: Sendable {
    /// Its tokens.
    package var tokens: Range<Int>
    /// What it names.
    package var type: Entities.EntityType
    /// The probability of its least likely tag, 0 through 1.
    package var confidence: Double

    /// Describes a name.
    package init(tokens: Range<Int>, type: Entities.EntityType, confidence: Double) {
        self.tokens = tokens
        self.type = type
        self.confidence = confidence
    }
}
