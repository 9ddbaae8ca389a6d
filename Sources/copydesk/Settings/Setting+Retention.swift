import Spool

extension Setting where Value == Retention {
    /// What a folder keeps: all, things up to an age, things up to a size together, or both.
    static func retention(_ key: String, _ meaning: String) -> Self {
        Self(
            key: key, standard: Retention(),
            allowed:
                "all, an age as 90 d, a size as 20 GiB, or both as 90 d, 20 GiB: what is older goes, then the oldest "
                + "of the rest until it takes no more space; a number has a unit, min, h, d or w for an age, B, KiB, MiB, GiB or TiB "
                + "for a size",
            meaning: meaning,
            parse: { $0.count == 1 ? $0.first.flatMap(RetentionText.parse) : nil },
            write: { [RetentionText.text($0)] })
    }
}

/// What is kept, as people write it.
enum RetentionText {
    static let all = "all"
    private static let units = [("min", 60), ("h", 3_600), ("d", 86_400), ("w", 604_800)]
    /// A hundred years.
    private static let longest = 36_525 * 86_400

    static func parse(_ text: String) -> Retention? {
        var retention = Retention()
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        if parts == [all] { return retention }
        for part in parts {
            if let age = age(part), retention.age == nil {
                retention.age = age
            } else if part.last?.isNumber == false, let bytes = ByteSize.parse(part), bytes > 0, retention.bytes == nil
            {
                // Without a unit nobody knows whether days are meant or bytes.
                retention.bytes = bytes
            } else {
                return nil
            }
        }
        return retention
    }

    private static func age(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = String(text.dropFirst(digits.count).drop { $0 == " " })
        guard let number = Int(digits), number > 0, let factor = units.first(where: { $0.0 == unit })?.1 else {
            return nil
        }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow || seconds > longest ? nil : .seconds(seconds)
    }

    static func text(_ retention: Retention) -> String {
        let size = retention.bytes.map { bytes in
            let text = ByteSize.text(bytes)
            return text.last?.isNumber == true ? text + " B" : text
        }
        let parts = [retention.age.map(text), size].compactMap(\.self)
        return parts.isEmpty ? all : parts.joined(separator: ", ")
    }

    /// An age in days, or where those are not whole in smaller units.
    static func text(_ age: Duration) -> String {
        let seconds = Int(age.components.seconds)
        let days = units.prefix(3).reversed()
        for (name, factor) in days where seconds % factor == 0 { return "\(seconds / factor) \(name)" }
        return "\(seconds / 60) min"
    }
}
