/// Tells the language of a text by its letters and words.
///
/// The letters' script decides where one language is written in it (Greek, Hangul, Thai); in Latin, Cyrillic, Arabic and
/// Devanagari words do, by a linear model over their runs of letters (see `WordFeatures`, Training/Language and
/// docs/MODELS.md). It reads at most 2 KB, from four places of the text, and fails on nothing.
package enum LanguageIdentifier {
    /// As many bytes are read of each of a text's parts.
    private static let partSize = 512
    private static let partCount = 4
    /// A text up to this size is one part.
    private static let undivided = 400

    /// The languages of every script that it can tell.
    package static var languages: [String] {
        (LanguageModel.shared.tags + Script.allCases.compactMap(\.language) + ["as", "yi"]).sorted()
    }

    /// The language of a text.
    ///
    /// - Parameter bytes: Valid UTF-8.
    /// - Returns: A BCP 47 tag; `und` where the text is too short to tell or like no language known. Where its parts are
    ///   surely in several, `mul` with these behind `x`, as `mul-x-de-fr`, and `mul` alone where only one of them is known.
    /// - Complexity: Constant: at most 2 KB are read.
    package static func language(of bytes: Span<UInt8>) -> String {
        guard bytes.count > undivided else { return Verdict(Evidence(bytes, in: 0..<bytes.count)).tag }
        let size = min(partSize, bytes.count / partCount)
        var all = Evidence()
        var tags: [String] = []
        for part in 0..<partCount {
            let start = part * (bytes.count - size) / (partCount - 1)
            let evidence = Evidence(bytes, in: start..<start + size)
            all.add(evidence)
            tags.append(Verdict(evidence).tag)
        }
        let tag = Verdict(all).tag
        let others = tags.filter { $0 != tag && $0 != "und" && !Verdict.areNear($0, tag) }
        guard others.count >= partCount / 2 else { return tag }
        let told = Set(tags).subtracting(["und"]).sorted()
        return told.count > 1 ? "mul-x-" + told.joined(separator: "-") : "mul"
    }
}
