import AnalyzerKit
import Supervision
import SystemPackage

/// One setting: its key, its default, what it may be and what it means.
///
/// Reading, checking, `copydesk config` and the documentation all come from this.
struct Setting<Value: Sendable>: Sendable {
    /// The key, as in the configuration file with dots for levels.
    let key: String
    /// The value where none is given.
    let standard: Value
    /// What it may be, for people: `1 through 100`.
    let allowed: String
    /// One sentence that says what it does.
    let meaning: String
    /// Whether several values may be given.
    let isList: Bool
    /// Further lines for those who have the setting explained.
    let remarks: [String]
    /// When a running daemon uses another value.
    let takesEffect: SettingInForce.Effect
    /// Understands a value as written; nil where it is none that is allowed.
    let parse: @Sendable ([String]) -> Value?
    /// Writes a value so that `parse` understands it.
    let write: @Sendable (Value) -> [String]

    init(
        key: String, standard: Value, allowed: String, meaning: String, isList: Bool = false,
        remarks: [String] = [], takesEffect: SettingInForce.Effect = .atOnce,
        parse: @escaping @Sendable ([String]) -> Value?,
        write: @escaping @Sendable (Value) -> [String]
    ) {
        self.key = key
        self.standard = standard
        self.allowed = allowed
        self.meaning = meaning
        self.isList = isList
        self.remarks = remarks
        self.takesEffect = takesEffect
        self.parse = parse
        self.write = write
    }
}

/// A setting of whatever type, for tables.
protocol AnySetting: Sendable {
    var key: String { get }
    var allowed: String { get }
    var meaning: String { get }
    var isList: Bool { get }
    var remarks: [String] { get }
    var takesEffect: SettingInForce.Effect { get }
    /// The default.
    var standardValue: SettingValue { get }
    /// The value that a text stands for; nil where that is not allowed.
    func value(of text: [String]) -> SettingValue?
}

/// A value with the text that a person would write for it.
struct SettingValue: Sendable {
    let value: any Sendable
    let text: [String]
}

extension Setting: AnySetting {
    var standardValue: SettingValue { SettingValue(value: standard, text: write(standard)) }

    func value(of text: [String]) -> SettingValue? {
        parse(text).map { SettingValue(value: $0, text: write($0)) }
    }
}

extension Setting where Value == Int {
    /// A count.
    static func count(_ key: String, _ standard: Int, in range: ClosedRange<Int>, _ meaning: String) -> Self {
        Self(
            key: key, standard: standard, allowed: "a number from \(range.lowerBound) through \(range.upperBound)",
            meaning: meaning,
            parse: { single($0).flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil } },
            write: { [String($0)] })
    }

    /// A size in bytes, written as a number of bytes or with `KiB`, `MiB`, `GiB`.
    static func size(_ key: String, _ standard: Int, in range: ClosedRange<Int>, _ meaning: String) -> Self {
        Self(
            key: key, standard: standard,
            allowed: "bytes from \(ByteSize.text(range.lowerBound)) through \(ByteSize.text(range.upperBound)), "
                + "as 500000 or 32 MiB",
            meaning: meaning,
            parse: { single($0).flatMap(ByteSize.parse).flatMap { range.contains($0) ? $0 : nil } },
            write: { [ByteSize.text($0)] })
    }
}

extension Setting where Value == Duration {
    /// A time, written with `ms`, `s`, `min` or `h`.
    static func time(_ key: String, _ standard: Duration, in range: ClosedRange<Duration>, _ meaning: String) -> Self {
        Self(
            key: key, standard: standard,
            allowed: "a time from \(TimeSpan.text(range.lowerBound)) through \(TimeSpan.text(range.upperBound)), "
                + "as 500 ms, 30 s, 5 min or 1 h",
            meaning: meaning,
            parse: { single($0).flatMap(TimeSpan.parse).flatMap { range.contains($0) ? $0 : nil } },
            write: { [TimeSpan.text($0)] })
    }
}

extension Setting where Value == FilePath {
    /// A folder.
    static func folder(
        _ key: String, _ standard: FilePath, takesEffect: SettingInForce.Effect = .atOnce, _ meaning: String
    ) -> Self {
        Self(
            key: key, standard: standard, allowed: "a folder's path", meaning: meaning, takesEffect: takesEffect,
            parse: {
                single($0).flatMap { $0.isEmpty || $0.utf8.contains(0) ? nil : FilePath($0).lexicallyNormalized() }
            },
            write: { [$0.string] })
    }
}

extension Setting where Value == FilePath? {
    /// A file, or none.
    static func file(_ key: String, takesEffect: SettingInForce.Effect, _ meaning: String) -> Self {
        Self(
            key: key, standard: nil, allowed: "a file's path, or nothing as \"\"", meaning: meaning,
            takesEffect: takesEffect,
            parse: { text in
                guard let path = single(text), !path.utf8.contains(0) else { return nil }
                return .some(path.isEmpty ? nil : FilePath(path).lexicallyNormalized())
            },
            write: { [$0?.string ?? ""] })
    }
}

extension Setting where Value == RoomAddress {
    /// Where a server listens.
    static func address(
        _ key: String, _ standard: RoomAddress, takesEffect: SettingInForce.Effect, _ meaning: String
    ) -> Self {
        Self(
            key: key, standard: standard,
            allowed: "an address and a port as 127.0.0.1:8437 or [::1]:8437, or a socket as unix:/run/copydesk/room",
            meaning: meaning, takesEffect: takesEffect, parse: { single($0).flatMap { RoomAddress($0) } },
            write: { [$0.description] })
    }
}

extension Setting where Value == UInt32 {
    /// Access bits, written in octal.
    static func mode(
        _ key: String, _ standard: UInt32, takesEffect: SettingInForce.Effect = .atOnce, _ meaning: String
    ) -> Self {
        Self(
            key: key, standard: standard, allowed: "access bits in octal from 0400 through 2777, in quotes as \"0640\"",
            meaning: meaning, takesEffect: takesEffect,
            parse: { text in
                guard let digits = single(text), digits.count >= 3, let bits = UInt32(digits, radix: 8) else {
                    return nil
                }
                return bits & ~0o2777 == 0 && bits & 0o400 != 0 ? bits : nil
            },
            write: { ["0" + String($0, radix: 8)] })
    }
}

extension Setting where Value == [String] {
    /// Any number of words.
    static func list(
        _ key: String, _ standard: [String], allowed: String, takesEffect: SettingInForce.Effect = .atOnce,
        _ meaning: String, remarks: [String] = [], isAllowed: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> Self {
        Self(
            key: key, standard: standard, allowed: allowed, meaning: meaning, isList: true, remarks: remarks,
            takesEffect: takesEffect,
            parse: { $0.allSatisfy { !$0.isEmpty && !$0.utf8.contains(0) && isAllowed($0) } ? $0 : nil },
            write: { $0 })
    }
}

extension Setting where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    static func choice(
        _ key: String, _ standard: Value, takesEffect: SettingInForce.Effect = .atOnce, _ meaning: String
    ) -> Self {
        let words = Value.allCases.map(\.rawValue)
        return Self(
            key: key, standard: standard, allowed: words.joined(separator: ", "), meaning: meaning,
            takesEffect: takesEffect,
            parse: { single($0).flatMap { Value(rawValue: $0) } }, write: { [$0.rawValue] })
    }
}

extension Setting where Value == String {
    /// What an analyzer lets people set; its value stays text until the analyzer reads it.
    static func analyzer(_ setting: any AnyAnalyzerSetting, of analyzer: any Analyzer.Type) -> Self {
        Self(
            key: "analyzers.\(AnalyzerSettings.key(of: setting, analyzer))", standard: setting.standardText,
            allowed: setting.allowed, meaning: setting.meaning, parse: { single($0).flatMap(setting.canonical) },
            write: { [$0] })
    }
}

private func single(_ text: [String]) -> String? {
    text.count == 1 ? text.first : nil
}

/// Words as lines.
enum TextLines {
    /// Words with commas between them, in as few lines as a width allows.
    static func joined(_ words: [String], width: Int) -> [String] {
        var lines: [String] = []
        for (index, word) in words.enumerated() {
            let word = index < words.count - 1 ? word + "," : word + "."
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }
}

/// Sizes as people write them.
enum ByteSize {
    private static let units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40)]

    static func parse(_ text: String) -> Int? {
        let (digits, unit) = split(text)
        guard let number = Int(digits), number >= 0 else { return nil }
        if unit.isEmpty || unit == "B" { return number }
        guard let shift = units.first(where: { $0.0 == unit })?.1 else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : bytes
    }

    /// A size to be read, not to be given: two digits or three of the unit that fits.
    static func rounded(_ bytes: Int) -> String {
        guard let (name, shift) = units.last(where: { bytes >= 1 << $0.1 }) else {
            return bytes == 1 ? "1 byte" : "\(bytes) bytes"
        }
        let tenths = (bytes * 10 + 1 << (shift - 1)) >> shift
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(name)" : "\((tenths + 5) / 10) \(name)"
    }

    static func text(_ bytes: Int) -> String {
        for (name, shift) in units.reversed() where bytes >= 1 << shift && bytes & (1 << shift - 1) == 0 {
            return "\(bytes >> shift) \(name)"
        }
        return String(bytes)
    }
}

/// Times as people write them.
enum TimeSpan {
    private static let units = [("ms", 1), ("s", 1_000), ("min", 60_000), ("h", 3_600_000)]

    static func parse(_ text: String) -> Duration? {
        let (digits, unit) = split(text)
        guard let number = Int(digits), number >= 0, let factor = units.first(where: { $0.0 == unit })?.1 else {
            return nil
        }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : .milliseconds(milliseconds)
    }

    static func text(_ time: Duration) -> String {
        let milliseconds = time.components.seconds * 1_000 + time.components.attoseconds / 1_000_000_000_000_000
        for (name, factor) in units.reversed() where milliseconds >= factor && milliseconds % Int64(factor) == 0 {
            return "\(milliseconds / Int64(factor)) \(name)"
        }
        return "\(milliseconds) ms"
    }
}

/// A number and the unit after it, with or without a space between.
private func split(_ text: String) -> (digits: Substring, unit: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    return (digits, String(text.dropFirst(digits.count).drop { $0 == " " }))
}
