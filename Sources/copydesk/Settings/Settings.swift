import Configuration
import SystemPackage
import Yams

/// Where a setting's value comes from.
enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    /// Nobody gave one.
    case standard
    /// The configuration file.
    case file(String, line: Int)
    /// An environment variable.
    case environment(String)
    /// A flag of the command line.
    case flag(String)

    var description: String {
        switch self {
        case .standard: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let name): "$\(name)"
        case .flag(let name): name
        }
    }
}

/// A value that the command line gives.
struct SettingFlag: Hashable, Sendable {
    /// The setting's key.
    var key: String
    /// The value as written.
    var text: String
    /// The flag as written.
    var flag: String

    init(key: String, text: String, flag: String) {
        self.key = key
        self.text = text
        self.flag = flag
    }

    /// Reads what follows `--set`.
    init(assignment: String) throws(SettingsError) {
        guard let equals = assignment.firstIndex(of: "=") else {
            throw SettingsError(["--set \(assignment): write it as `--set key=value`."])
        }
        key = String(assignment[..<equals])
        text = String(assignment[assignment.index(after: equals)...])
        flag = "--set \(key)"
    }
}

/// The settings in force: flags before environment before file before defaults.
struct Settings: Sendable {
    /// One setting with its value and where that comes from.
    struct Entry: Sendable {
        let setting: any AnySetting
        let value: SettingValue
        let origin: SettingOrigin
    }

    /// All settings in the order of the table.
    let entries: [Entry]
    /// How other commands come by the same settings.
    var invocation = Invocation()
    private let values: [String: any Sendable]

    /// The value of a setting.
    subscript<Value>(_ setting: Setting<Value>) -> Value {
        values[setting.key] as? Value ?? setting.standard
    }

    /// Puts the sources together and checks every value, unused ones too.
    ///
    /// - Throws: `SettingsError` with everything that is wrong.
    init(
        file: SettingsFile? = nil, environment: [String: String] = [:], flags: [SettingFlag] = []
    ) throws(SettingsError) {
        var sources = SettingSources(file: file, environment: environment, flags: flags)
        self.init(&sources)
        sources.checkKeys()
        var problems = sources.problems
        problems += overlaps() + memoryProblems()
        guard problems.isEmpty else { throw SettingsError(problems) }
    }

    /// Puts together what is right in the sources, with defaults for what is not.
    init(rightOf file: SettingsFile?, environment: [String: String], flags: [SettingFlag]) {
        var sources = SettingSources(file: file, environment: environment, flags: flags)
        self.init(&sources)
    }

    private init(_ sources: inout SettingSources) {
        let entries = SettingsTable.all.map { sources.entry(for: $0) }
        self.entries = entries
        values = Dictionary(uniqueKeysWithValues: entries.map { ($0.setting.key, $0.value.value) })
    }

    /// The three folders must not lie in each other: reports would be read as documents.
    private func overlaps() -> [String] {
        let folders = [SettingsTable.inbox, SettingsTable.outbox, SettingsTable.state]
        var problems: [String] = []
        for (index, first) in folders.enumerated() {
            for second in folders[(index + 1)...] {
                let (left, right) = (self[first], self[second])
                guard left.starts(with: right) || right.starts(with: left) else { continue }
                problems.append(
                    "\(first.key) '\(left)' and \(second.key) '\(right)' lie in each other: give them folders apart.")
            }
        }
        return problems
    }
}

/// The sources of settings in falling precedence, with what is wrong in them.
private struct SettingSources {
    private let file: SettingsFile?
    private let environment: [String: String]
    private let flags: [SettingFlag]
    private let environmentProvider: KeyMappingProvider<EnvironmentVariablesProvider>
    private let flagProvider: InMemoryProvider
    private(set) var problems: [String] = []
    private var variables: Set<String> = [Self.fileVariable]

    static let prefix = "COPYDESK_"
    /// Names the configuration file; no setting.
    static let fileVariable = "COPYDESK_CONFIG"

    init(file: SettingsFile?, environment: [String: String], flags: [SettingFlag]) {
        self.file = file
        self.environment = environment.filter { $0.key.hasPrefix(Self.prefix) }
        self.flags = flags
        environmentProvider = EnvironmentVariablesProvider(environmentVariables: self.environment)
            .prefixKeys(with: "copydesk")
        var given: [AbsoluteConfigKey: ConfigValue] = [:]
        for flag in flags { given[Self.key(flag.key)] = ConfigValue(.string(flag.text), isSecret: false) }
        flagProvider = InMemoryProvider(name: "command line", values: given)
    }

    private static func key(_ key: String) -> AbsoluteConfigKey {
        AbsoluteConfigKey(key.split(separator: ".").map(String.init))
    }

    /// The setting's value from the first source that has one; every source's value is checked.
    mutating func entry(for setting: any AnySetting) -> Settings.Entry {
        var found: Settings.Entry?
        for (text, written, origin) in given(setting) {
            guard let value = setting.value(of: text) else {
                problems.append("\(origin): \(setting.key) is '\(written)'; allowed: \(setting.allowed).")
                continue
            }
            if found == nil { found = Settings.Entry(setting: setting, value: value, origin: origin) }
        }
        return found ?? Settings.Entry(setting: setting, value: setting.standardValue, origin: .standard)
    }

    private mutating func given(
        _ setting: any AnySetting
    ) -> [(text: [String], written: String, origin: SettingOrigin)] {
        let key = Self.key(setting.key)
        var given: [(text: [String], written: String, origin: SettingOrigin)] = []
        func written(_ result: LookupResult, _ text: [String]) -> String {
            guard case .string(let word)? = result.value?.content else { return text.joined(separator: ", ") }
            return word
        }
        if let result = try? flagProvider.value(forKey: key, type: .string), let text = Self.words(result, setting) {
            let flag = flags.last { $0.key == setting.key }?.flag ?? "command line"
            given.append((text, written(result, text), .flag(flag)))
        }
        if let result = try? environmentProvider.value(forKey: key, type: .string) {
            variables.insert(result.encodedKey)
            if let text = Self.words(result, setting) {
                given.append((text, written(result, text), .environment(result.encodedKey)))
            }
        }
        if let file, let line = file.lines[setting.key] {
            // A value of another shape, as a list for a number, is nothing that the setting understands.
            let text = Self.text(file.values, key, setting) ?? []
            let single = (try? file.values?.value(forKey: key, type: .string)).map { written($0, text) }
            given.append((text, single ?? text.joined(separator: ", "), .file(file.path, line: line)))
        }
        return given
    }

    private static func text(
        _ values: YAMLSnapshot?, _ key: AbsoluteConfigKey, _ setting: any AnySetting
    ) -> [String]? {
        if setting.isList, let list = try? values?.value(forKey: key, type: .stringArray) {
            if case .stringArray(let words)? = list.value?.content { return words }
        }
        return (try? values?.value(forKey: key, type: .string)).flatMap { words($0, setting) }
    }

    /// One value, or a list's values between commas, or in brackets as `copydesk config` prints them.
    private static func words(_ result: LookupResult, _ setting: any AnySetting) -> [String]? {
        guard case .string(let text)? = result.value?.content else { return nil }
        guard setting.isList else { return [text] }
        // A pattern may begin with a bracket, too.
        let isQuoted = text.hasPrefix("[\"") || text.hasPrefix("['")
        if text.hasPrefix("["), isQuoted || text.hasSuffix("]") {
            // What looks like a list and is none is nothing that the setting understands.
            guard let node = try? Yams.compose(yaml: text), case .sequence(let nodes) = node else { return [""] }
            return nodes.map { $0.string ?? "" }
        }
        return text.split(separator: ",").map { word in
            var word = word.drop { $0 == " " }
            while word.last == " " { word = word.dropLast() }
            return String(word)
        }
    }

    /// Finds keys that no setting has: a mistyped key must not pass for a default.
    mutating func checkKeys() {
        let known = SettingsTable.all.map(\.key)
        func hint(_ key: String, _ words: [String]) -> String {
            Suggestion.nearest(to: key, among: words).map { " Did you mean '\($0)'?" }
                ?? " `copydesk config` lists the settings."
        }
        if let file {
            for key in file.keys where !known.contains(key) {
                problems.append(
                    "\(file.path):\(file.lines[key] ?? 1): there is no setting '\(key)'.\(hint(key, known))")
            }
        }
        for name in environment.keys.sorted() where !variables.contains(name) {
            problems.append("$\(name): there is no such setting.\(hint(name, variables.sorted()))")
        }
        for flag in flags where !known.contains(flag.key) {
            problems.append("\(flag.flag): there is no setting '\(flag.key)'.\(hint(flag.key, known))")
        }
    }
}
