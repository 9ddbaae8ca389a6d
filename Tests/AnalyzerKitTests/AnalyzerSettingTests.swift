import AnalyzerKit
import Linguistics
import Testing

/// What an analyzer declares that people may set, and how it reads it.
@Suite struct AnalyzerSettingTests {
    private enum Style: String, CaseIterable, Codable { case short, long }

    /// Finds what is set of it.
    private struct Settable: Analyzer {
        struct Findings: Codable, Sendable, Hashable {
            var isLoud: Bool
            var count: Int
            var weight: Double
            var style: Style
        }
        static let name = "settable"
        static let version = "1"
        static let summary = ""
        static let loud = AnalyzerSetting("loud", default: false, "Whether it is loud.")
        static let count = AnalyzerSetting("count", default: 3, in: 1...9, "How many.")
        static let weight = AnalyzerSetting("weight", default: 0.5, in: 0...1, "How heavy.")
        static let style = AnalyzerSetting("style", default: Style.short, "How long.")
        static let settings: [any AnyAnalyzerSetting] = [loud, count, weight, style]

        func analyze(_ document: Document, in context: borrowing AnalysisContext) -> Findings {
            Findings(
                isLoud: context[Self.loud], count: context[Self.count], weight: context[Self.weight],
                style: context[Self.style])
        }
    }

    private func findings(_ settings: AnalyzerSettings) throws -> Settable.Findings? {
        let sections = try Pipeline([Settable.self], settings: settings).analyze(Document(UTF8Text("One.")))
        return try sections[0].outcome.get() as? Settable.Findings
    }

    @Test func whatIsNotSetHasItsDefault() throws {
        #expect(
            try findings(AnalyzerSettings())
                == Settable.Findings(isLoud: false, count: 3, weight: 0.5, style: .short))
    }

    @Test func valuesReachTheAnalyzerWithTheirTypes() throws {
        var settings = AnalyzerSettings(["settable.loud": "true", "settable.count": "9"])
        settings.set(Settable.weight, of: Settable.self, to: 0.25)
        settings.set(Settable.style, of: Settable.self, to: .long)
        #expect(settings.texts["settable.style"] == "long")
        #expect(
            try findings(settings) == Settable.Findings(isLoud: true, count: 9, weight: 0.25, style: .long))
    }

    @Test(arguments: [
        ("loud", "yes", "false, true"), ("loud", "", "false, true"), ("count", "0", "a number from 1 through 9"),
        ("count", "2.5", "a number from 1 through 9"), ("weight", "1.01", "a number from 0.0 through 1.0"),
        ("weight", "nan", "a number from 0.0 through 1.0"), ("style", "Short", "short, long"),
    ])
    func whatIsNotAllowedIsRefused(_ name: String, _ text: String, _ allowed: String) {
        let key = "settable.\(name)"
        #expect(throws: Pipeline.ConfigurationError.notAllowed(text, for: key, allowed: allowed)) {
            try Pipeline([Settable.self], settings: AnalyzerSettings([key: text]))
        }
    }

    @Test(arguments: ["settable.quiet", "loud", "other.loud"]) func whatNobodyDeclaresIsRefused(_ key: String) {
        #expect(throws: Pipeline.ConfigurationError.unknownSetting(key)) {
            try Pipeline([Settable.self], settings: AnalyzerSettings([key: "true"]))
        }
    }

    @Test(arguments: [("1", "1.0"), ("0.50", "0.5"), ("1e-1", "0.1")])
    func aNumberIsTheSameInEverySpelling(_ text: String, _ canonical: String) {
        #expect(Settable.weight.canonical(text) == canonical)
    }
}
