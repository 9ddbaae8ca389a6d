import Discourse

/// The analyzers of a process in the order in which they run.
public struct Pipeline: Sendable {
    /// One analyzer's part in a document's analysis.
    public struct Section: Sendable {
        /// The analyzer's key in the report.
        public let name: String
        /// The analyzer's version.
        public let version: String
        /// Its findings, or why there are none.
        public let outcome: Outcome
        /// Whether the report has it among its sections, as the analyzer's setting `reporting` says.
        public let isReported: Bool

        /// Why it has no findings, where the report is to say so.
        ///
        /// An analyzer that works for others only is missed when it fails, but not in a language that it does not read.
        public var problem: AnalysisError? {
            guard case .failure(let error) = outcome else { return nil }
            return isReported || error.reason != AnalysisError.languageReason ? error : nil
        }
    }

    /// Why a list of analyzers cannot work.
    public enum ConfigurationError: Error, Hashable {
        /// Two share a name.
        case duplicate(String)
        /// One depends on another that is not in the list.
        case missing(String, neededBy: String)
        /// These depend on each other in a circle.
        case cycle([String])
        /// A setting that none of them has.
        case unknownSetting(String)
        /// A setting's value that it cannot have.
        case notAllowed(String, for: String, allowed: String)
        /// One could not load what it needs.
        case unusable(String, reason: String)
    }

    private let analyzers: [any Analyzer]
    /// For each analyzer those whose findings nobody asks for once it has run.
    private let lastAsked: [[any Analyzer.Type]]
    /// What is set, by the analyzer's name and the setting's.
    private let values: [String: [String: any Sendable]]
    /// How much of a text the pretrained reader reads.
    public let reading: ReadingDepth

    /// Orders analyzers by their dependencies, keeping the given order where it is free, and loads them.
    ///
    /// - Parameters:
    ///   - types: The analyzers.
    ///   - settings: What is set of their settings.
    ///   - reading: How much of a text the pretrained reader reads.
    /// - Throws: `ConfigurationError` where the list cannot work.
    public init(
        _ types: [any Analyzer.Type], settings: AnalyzerSettings = AnalyzerSettings(), reading: ReadingDepth = .fast
    ) throws(ConfigurationError) {
        self.reading = reading
        values = try Self.values(of: settings, for: types)
        var analyzers: [any Analyzer] = []
        for type in try Self.ordered(types) {
            do {
                analyzers.append(try type.init())
            } catch {
                throw .unusable(type.name, reason: "\(error)")
            }
        }
        self.analyzers = analyzers
        lastAsked = Self.lastAsked(analyzers)
    }

    private static func values(
        of settings: AnalyzerSettings, for types: [any Analyzer.Type]
    ) throws(ConfigurationError) -> [String: [String: any Sendable]] {
        var values: [String: [String: any Sendable]] = [:]
        var unknown = Set(settings.texts.keys)
        for type in types {
            for setting in type.settings {
                let key = AnalyzerSettings.key(of: setting, type)
                unknown.remove(key)
                guard let text = settings.texts[key] else { continue }
                guard let value = setting.anyValue(of: text) else {
                    throw .notAllowed(text, for: key, allowed: setting.allowed)
                }
                values[type.name, default: [:]][setting.name] = value
            }
        }
        if let unknown = unknown.min() { throw .unknownSetting(unknown) }
        return values
    }

    /// The types in an order in which each stands after its dependencies.
    public static func ordered(_ types: [any Analyzer.Type]) throws(ConfigurationError) -> [any Analyzer.Type] {
        var names: Set<String> = []
        for type in types where !names.insert(type.name).inserted { throw .duplicate(type.name) }
        for type in types {
            for dependency in type.dependencies where !names.contains(dependency.name) {
                throw .missing(dependency.name, neededBy: type.name)
            }
        }
        var waiting = types
        var done: Set<String> = []
        var ordered: [any Analyzer.Type] = []
        while !waiting.isEmpty {
            guard let next = waiting.firstIndex(where: { $0.dependencies.allSatisfy { done.contains($0.name) } }) else {
                throw .cycle(waiting.map { $0.name })
            }
            let type = waiting.remove(at: next)
            done.insert(type.name)
            ordered.append(type)
        }
        return ordered
    }

    /// Runs the analyzers over a document; those that do not read its language are left out.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - leftOut: Analyzers that are not to run, by name, and why.
    ///   - enter: Told of the analyzer whose code runs next, nil when the last has ended.
    /// - Returns: One section per analyzer, in the order of their runs.
    public func analyze(
        _ document: Document, leavingOut leftOut: [String: AnalysisError] = [:], enter: (String?) -> Void = { _ in }
    ) -> [Section] {
        var finished: [ObjectIdentifier: Outcome] = [:]
        for (place, analyzer) in analyzers.enumerated() {
            let type = type(of: analyzer as any Analyzer)
            let outcome: Outcome
            if !type.reads(document.language) {
                outcome = .failure(
                    .otherLanguage(document.language, analyzer: type.name, reads: type.languages?.sorted() ?? []))
            } else if let reason = leftOut[type.name] {
                outcome = .failure(reason)
            } else {
                enter(type.name)
                outcome = run(analyzer, on: document, finished)
            }
            finished[ObjectIdentifier(type)] = outcome
            for type in lastAsked[place] {
                guard let outcome = finished.removeValue(forKey: ObjectIdentifier(type)) else { continue }
                finished[ObjectIdentifier(type)] = Self.lettingGo(outcome, of: type, document)
            }
        }
        enter(nil)
        // It takes a large part of a document's memory, and what comes after the analyzers hardly ever asks for it.
        document.reading.forget()
        return analyzers.compactMap { analyzer in
            let type = type(of: analyzer as any Analyzer)
            return finished[ObjectIdentifier(type)].map {
                Section(name: type.name, version: type.version, outcome: $0, isReported: isReported(type))
            }
        }
    }

    /// For each analyzer those whose findings nobody asks for once it has run.
    private static func lastAsked(_ analyzers: [any Analyzer]) -> [[any Analyzer.Type]] {
        let types = analyzers.map { type(of: $0 as any Analyzer) }
        var found: [[any Analyzer.Type]] = types.map { _ in [] }
        for (place, type) in types.enumerated() {
            let last = types.lastIndex { other in
                other.dependencies.contains { ObjectIdentifier($0) == ObjectIdentifier(type) }
            }
            found[max(place, last ?? place)].append(type)
        }
        return found
    }

    private static func lettingGo<A: Analyzer>(_ outcome: Outcome, of type: A.Type, _ document: Document) -> Outcome {
        guard case .success(let value) = outcome, var findings = value as? A.Findings else { return outcome }
        type.letGo(&findings, of: document)
        return .success(findings)
    }

    private func isReported(_ type: any Analyzer.Type) -> Bool {
        guard let setting = type.reporting else { return true }
        return values[type.name]?[setting.name] as? Bool ?? setting.standard
    }

    private func run(
        _ analyzer: some Analyzer, on document: Document, _ finished: [ObjectIdentifier: Outcome]
    ) -> Outcome {
        let type = type(of: analyzer)
        do {
            let context = AnalysisContext(
                for: type, finished: finished, values: values[type.name] ?? [:], reading: reading)
            return .success(try analyzer.analyze(document, in: context))
        } catch let error as AnalysisError {
            return .failure(error)
        } catch {
            return .failure(.failed("\(error)"))
        }
    }
}

extension Pipeline.ConfigurationError: CustomStringConvertible {
    /// One sentence that says what is wrong.
    public var description: String {
        switch self {
        case .duplicate(let name): "Two analyzers are named '\(name)': give one of them another name."
        case .missing(let name, let other):
            "The analyzer '\(other)' depends on '\(name)', which is not in the list: add it or drop '\(other)'."
        case .cycle(let names): "The analyzers \(names.joined(separator: ", ")) depend on each other in a circle."
        case .unknownSetting(let name): "No analyzer has a setting '\(name)'."
        case .notAllowed(let text, let name, let allowed): "'\(name)' is '\(text)'; allowed: \(allowed)."
        case .unusable(let name, let reason): "The analyzer '\(name)' cannot start: \(reason)"
        }
    }
}
