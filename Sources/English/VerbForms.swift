/// The forms of regular verbs.
enum VerbForms {
    /// A verb's base, third person, past and participle, as English spells them.
    ///
    /// A doubled consonant depends on stress, which spelling doesn't show: such verbs have their forms in the table.
    static func regular(_ base: [UInt8]) -> [[UInt8]] {
        let stem = Array(base.dropLast())
        let last = base.last
        if last == UInt8(ascii: "e") { return [base, base + s, base + d, stem + ing] }
        if last == UInt8(ascii: "y"), let before = stem.last, !isVowel(before) {
            return [base, stem + ies, stem + ied, base + ing]
        }
        let isSibilant =
            last == UInt8(ascii: "s") || last == UInt8(ascii: "x")
            || last == UInt8(ascii: "h") && (stem.last == UInt8(ascii: "s") || stem.last == UInt8(ascii: "c"))
        return [base, base + (isSibilant ? es : s), base + ed, base + ing]
    }

    private static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): true
        default: false
        }
    }

    private static let s = Array("s".utf8)
    private static let es = Array("es".utf8)
    private static let d = Array("d".utf8)
    private static let ed = Array("ed".utf8)
    private static let ing = Array("ing".utf8)
    private static let ies = Array("ies".utf8)
    private static let ied = Array("ied".utf8)
}
