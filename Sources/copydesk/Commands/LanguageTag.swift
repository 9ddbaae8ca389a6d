import Foundation

/// A tag of BCP 47 (RFC 5646) as a person may write it.
struct LanguageTag: Hashable {
    /// The tag with the shortest code that its language has, in lower case, and the rest as it was written: "en-GB" for
    /// "ENG-GB".
    let text: String

    /// Reads a tag; nil where the text has not the shape of one: subtags of up to eight letters or digits, a language
    /// first.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first.map({ $0.lowercased() }), (2...3).contains(first.count),
            first.allSatisfy({ "a"..."z" ~= $0 }),
            parts.dropFirst().allSatisfy({ part in
                (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            })
        else { return nil }
        self.text = ([Self.shortest(first)] + parts.dropFirst().map(String.init)).joined(separator: "-")
    }

    /// The code with two letters where there is one, as RFC 5646 section 2.2.1 asks for.
    private static func shortest(_ code: String) -> String {
        bibliographic[code] ?? Locale.LanguageCode(code).identifier(.alpha2) ?? code
    }

    /// The codes of libraries, which differ from those of linguists (ISO 639-2, code lists B and T).
    private static let bibliographic = [
        "alb": "sq", "arm": "hy", "baq": "eu", "bur": "my", "chi": "zh", "cze": "cs", "dut": "nl", "fre": "fr",
        "geo": "ka", "ger": "de", "gre": "el", "ice": "is", "mac": "mk", "mao": "mi", "may": "ms", "per": "fa",
        "rum": "ro", "slo": "sk", "tib": "bo", "wel": "cy",
    ]
}
