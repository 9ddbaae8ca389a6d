/// Something that people may set about an analyzer.
///
/// An analyzer keeps one in a static property and names it among its `settings`. It is then part of the program's
/// settings as `analyzers.<analyzer>.<name>`, in the configuration file, the environment, flags and their description,
/// and `context[setting]` gives its value.
public struct AnalyzerSetting<Value: Hashable & Sendable>: Sendable {
    /// Its name within the analyzer's settings, in camel case.
    public let name: String
    /// The value where none is given.
    public let standard: Value
    /// What it may be, for people: `a number from 1 through 100`.
    public let allowed: String
    /// One sentence that says what it does.
    public let meaning: String
    private let read: @Sendable (String) -> Value?
    private let write: @Sendable (Value) -> String

    private init(
        name: String, standard: Value, allowed: String, meaning: String, read: @escaping @Sendable (String) -> Value?,
        write: @escaping @Sendable (Value) -> String
    ) {
        self.name = name
        self.standard = standard
        self.allowed = allowed
        self.meaning = meaning
        self.read = read
        self.write = write
    }

    /// The value that a text stands for; nil where that is not allowed.
    public func value(of text: String) -> Value? { read(text) }

    /// The text that stands for a value.
    public func text(of value: Value) -> String { write(value) }
}

extension AnalyzerSetting where Value == Bool {
    /// Something that is done or not.
    public init(_ name: String, default standard: Bool, _ meaning: String) {
        self.init(
            name: name, standard: standard, allowed: "false, true", meaning: meaning, read: { Bool($0) },
            write: { $0 ? "true" : "false" })
    }
}

extension AnalyzerSetting where Value == Int {
    /// A whole number.
    public init(_ name: String, default standard: Int, in range: ClosedRange<Int>, _ meaning: String) {
        self.init(
            name: name, standard: standard,
            allowed: "a number from \(range.lowerBound) through \(range.upperBound)", meaning: meaning,
            read: { Int($0).flatMap { range.contains($0) ? $0 : nil } }, write: { String($0) })
    }
}

extension AnalyzerSetting where Value == Double {
    /// A number that need not be whole.
    public init(_ name: String, default standard: Double, in range: ClosedRange<Double>, _ meaning: String) {
        self.init(
            name: name, standard: standard,
            allowed: "a number from \(range.lowerBound) through \(range.upperBound)", meaning: meaning,
            read: { Double($0).flatMap { range.contains($0) ? $0 : nil } }, write: { String($0) })
    }
}

extension AnalyzerSetting where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    public init(_ name: String, default standard: Value, _ meaning: String) {
        self.init(
            name: name, standard: standard, allowed: Value.allCases.map(\.rawValue).joined(separator: ", "),
            meaning: meaning, read: { Value(rawValue: $0) }, write: { $0.rawValue })
    }
}

/// A setting of an analyzer with whatever type of value.
public protocol AnyAnalyzerSetting: Sendable {
    /// Its name within the analyzer's settings.
    var name: String { get }
    /// What it may be, for people.
    var allowed: String { get }
    /// One sentence that says what it does.
    var meaning: String { get }
    /// The default as text.
    var standardText: String { get }
    /// The text that stands for the same value in every spelling; nil for a text that is not allowed.
    func canonical(_ text: String) -> String?
    /// The value that a text stands for; nil where that is not allowed.
    func anyValue(of text: String) -> (any Sendable)?
}

extension AnalyzerSetting: AnyAnalyzerSetting {
    /// The default as text.
    public var standardText: String { text(of: standard) }
    /// The text that stands for the same value in every spelling; nil for a text that is not allowed.
    public func canonical(_ text: String) -> String? { value(of: text).map { self.text(of: $0) } }
    /// The value that a text stands for; nil where that is not allowed.
    public func anyValue(of text: String) -> (any Sendable)? { value(of: text) }
}
