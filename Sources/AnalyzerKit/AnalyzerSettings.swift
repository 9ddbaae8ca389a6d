/// What is set of analyzers' settings; all others have their defaults.
public struct AnalyzerSettings: Hashable, Sendable {
    /// The values as text, each under its analyzer's name and its own: `references.report`.
    public private(set) var texts: [String: String]

    /// Takes values as text; `Pipeline` checks them.
    public init(_ texts: [String: String] = [:]) { self.texts = texts }

    /// Sets a value.
    public mutating func set<Value>(
        _ setting: AnalyzerSetting<Value>, of analyzer: any Analyzer.Type, to value: Value
    ) {
        texts[Self.key(of: setting, analyzer)] = setting.text(of: value)
    }

    /// What a setting is called among those of all analyzers: `references.report`.
    public static func key(of setting: any AnyAnalyzerSetting, _ analyzer: any Analyzer.Type) -> String {
        "\(analyzer.name).\(setting.name)"
    }
}
