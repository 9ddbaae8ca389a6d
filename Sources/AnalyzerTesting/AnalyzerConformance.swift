public import AnalyzerKit
import Foundation
import Linguistics
import OrderedJSON
import Reporting

/// What every analyzer must keep to, whatever it finds; docs/WRITING-AN-ANALYZER.md says it in words.
///
/// It knows no test library: each check gives the breaches it found, and a test expects none.
/// ```swift
/// @Test(arguments: HostileText.all) func keepsItsPromises(_ text: HostileText) {
///     #expect(conformance.breaches(on: text) == [])
/// }
/// ```
public struct AnalyzerConformance: Sendable {
    /// Something an analyzer did that none may do.
    public struct Breach: Sendable, Hashable, CustomStringConvertible {
        /// The analyzer's name.
        public let analyzer: String
        /// What it did.
        public let description: String
    }

    private let types: [any Analyzer.Type]
    private let pipeline: Pipeline
    /// Another of the same analyzers, for what two runs must agree on.
    private let second: Pipeline

    /// Loads analyzers.
    ///
    /// - Parameter types: The analyzers to check, with those that they depend on.
    /// - Throws: Why they cannot work together, or one cannot load what it needs.
    public init(_ types: [any Analyzer.Type]) throws(Pipeline.ConfigurationError) {
        self.types = types
        pipeline = try Pipeline(types)
        second = try Pipeline(types)
    }

    /// What the analyzers do wrong on a text: they throw, give spans that are not in the text or not its words, find
    /// other things the second time, or give findings that do not read back as they were written.
    public func breaches(on text: HostileText) -> [Breach] {
        let document = Document(UTF8Text(text.text))
        let sections = pipeline.analyze(document)
        let again = second.analyze(document)
        let scalars = Array(text.text.unicodeScalars)
        var breaches: [Breach] = []
        for (section, other) in zip(sections, again) {
            func add(_ what: String) { breaches.append(Breach(analyzer: section.name, description: what)) }
            guard case .success(let findings) = section.outcome else {
                if case .failure(let error) = section.outcome { add("It has no findings: \(error)") }
                continue
            }
            guard let json = try? OrderedJSONEncoder().encode(findings) else {
                add("Its findings cannot be written as JSON.")
                continue
            }
            if case .success(let others) = other.outcome, (try? OrderedJSONEncoder().encode(others)) != json {
                add("Two runs find different things.")
            }
            if !Self.readsBack(findings, json) { add("Its findings do not read back as they were written.") }
            let value = try? JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed)
            for span in Self.spans(in: value as Any) {
                guard 0 <= span.start, span.start <= span.end, span.end <= scalars.count else {
                    add("\(span.start)..<\(span.end) is not in the text of \(scalars.count) code points.")
                    continue
                }
                guard let words = span.text else { continue }
                if !words.unicodeScalars.elementsEqual(scalars[span.start..<span.end]) {
                    add("The span \(span.start)..<\(span.end) says \(words.debugDescription), the text does not.")
                }
            }
        }
        return breaches
    }

    /// What is wrong with how the analyzers describe themselves.
    public func breachesOfDescription() -> [Breach] {
        types.flatMap { type -> [Breach] in
            var wrong: [String] = []
            if type.name.isEmpty || !type.name.allSatisfy({ $0.isASCII && $0.isLowercase }) {
                wrong.append("Its name is not of small ASCII letters.")
            }
            if type.version.isEmpty { wrong.append("It has no version.") }
            if !type.summary.hasSuffix(".") { wrong.append("Its summary is no sentence with a full stop.") }
            if let languages = type.languages, languages.isEmpty || languages.contains(where: { $0.contains("-") }) {
                wrong.append("Its languages are not first parts of tags, as 'en'.")
            }
            return wrong.map { Breach(analyzer: type.name, description: $0) }
        }
    }

    /// How much longer the analyzers take for eight times the text.
    ///
    /// - Parameter paragraph: What the text repeats, with a blank line at its end.
    /// - Returns: Near 8 where work grows with the text, 64 where it grows with the square.
    public func growth(over paragraph: String) -> Double {
        func seconds(_ copies: Int) -> Double {
            let document = Document(UTF8Text(String(repeating: paragraph, count: copies)))
            let clock = ContinuousClock()
            let times = (0..<3).map { _ in clock.measure { _ = pipeline.analyze(document) } }
            return times.min().map { $0 / .seconds(1) } ?? 0
        }
        _ = seconds(50)
        let (short, long) = (seconds(300), seconds(2_400))
        return long / max(short, 0.005)
    }

    private static func readsBack(_ findings: some Codable & Sendable, _ json: [UInt8]) -> Bool {
        guard let again = try? JSONDecoder().decode(type(of: findings), from: Data(json)) else { return false }
        return (try? OrderedJSONEncoder().encode(again)) == json
    }

    private static func spans(in value: Any) -> [(start: Int, end: Int, text: String?)] {
        switch value {
        case let object as [String: Any]:
            var found: [(start: Int, end: Int, text: String?)] = []
            if let start = object["start"] as? Int, let end = object["end"] as? Int {
                found.append((start, end, object["text"] as? String))
            }
            return found + object.values.flatMap { spans(in: $0) }
        case let array as [Any]: return array.flatMap { spans(in: $0) }
        default: return []
        }
    }
}
