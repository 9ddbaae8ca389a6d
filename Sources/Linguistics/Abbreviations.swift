/// Words that are written with a dot, and what the dot says about the sentence.
enum Abbreviations {
    /// Whether a word's following dot belongs to it.
    static func keepsDot(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count <= 6 else { return false }
        let hash = WordHash(folding: text, range)
        if beforeNumber.contains(hash) { return isFollowedByNumber(text, range.upperBound + 1) }
        if neverEnding.contains(hash) {
            // "No." and "Fig." before a number, titles before a name: else the dot is the sentence's.
            return text[range.lowerBound].isASCIIUppercase || lowercase.contains(hash)
        }
        return maybeEnding.contains(hash) && (text[range.lowerBound].isASCIIUppercase || lowercase.contains(hash))
    }

    /// Whether the sentence goes on after the abbreviation, whatever follows.
    static func neverEnds(_ hash: WordHash) -> Bool { neverEndingWithDot.contains(hash) }

    private static let titles = [
        "mr", "mrs", "ms", "messrs", "dr", "prof", "gen", "lt", "col", "maj", "capt", "cpl", "sgt", "cmdr", "adm",
        "rep", "sen", "gov", "rev", "hon", "pres", "st", "mt", "ft", "amb", "supt", "det", "insp", "pvt", "pte", "fr",
        "sr.", "sts", "mme", "mlle", "msgr", "atty",
    ]
    private static let beforeSomething = [
        "vs", "v", "cf", "e.g", "i.e", "approx", "no", "nos", "fig", "vol", "pp", "ed",
    ]
    /// Abbreviations before a number only: circa, opus, extension, page and the like.
    private static let numberLabels = ["c", "ca", "op", "ext", "p", "ch", "sec", "art", "tel", "para", "pt"]
    private static let beforeNumber = Set(numberLabels.map { WordHash(folding: $0) })

    private static func isFollowedByNumber(_ text: Span<UInt8>, _ start: Int) -> Bool {
        var index = start
        while index < text.count, index - start < 2,
            text[index] == UInt8(ascii: " ") || text[index] == 0xC2 || text[index] == 0xA0
        {
            index += 1
        }
        return index > start && index < text.count && text[index].isASCIIDigit
    }

    private static let others = [
        "jr", "sr", "inc", "corp", "co", "ltd", "llc", "bros", "plc", "etc", "al", "ave", "blvd", "rd", "dept", "univ",
        "assn", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue",
        "tues", "wed", "thu", "thurs", "fri", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill",
        "ind", "kan", "ky", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "tenn",
        "tex", "va", "vt", "wash", "wis", "wyo", "ph.d", "est",
    ]
    private static let neverEnding = Set((titles + beforeSomething).map { WordHash(folding: $0) })
    private static let neverEndingWithDot = Set(
        (titles + beforeSomething + numberLabels + ["p.s"]).map {
            WordHash(folding: $0 + ".")
        })
    private static let maybeEnding = Set(others.map { WordHash(folding: $0) })
    private static let lowercase = Set(["vs", "v", "cf", "approx", "etc", "al", "pp"].map { WordHash(folding: $0) })
}
