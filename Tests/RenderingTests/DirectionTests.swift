import Rendering
import Testing

/// Marks of direction in words of others.
@Suite struct DirectionTests {
    @Test(arguments: [
        ("plain “words” … €", "plain “words” … €"), ("\u{202E}exe", "\u{202E}exe\u{202C}"),
        ("\u{2066}a\u{2067}b", "\u{2066}a\u{2067}b\u{2069}\u{2069}"), ("a\u{2069}b\u{202C}c", "abc"),
        ("\u{2067}a\u{2069}", "\u{2067}a\u{2069}"),
        ("\u{2068}\u{202B}a\u{2069}\u{202C}b", "\u{2068}\u{202B}a\u{2069}b"),
        ("\u{202A}\u{2068}a\u{202C}b", "\u{202A}\u{2068}ab\u{2069}\u{202C}"), ("\u{200F}\u{200E}", "\u{200F}\u{200E}"),
    ])
    func marksReachNothingBesideTheWords(words: String, written: String) {
        var markup = Markup()
        markup.text(words)
        #expect(String(decoding: markup.bytes, as: UTF8.self) == written)
    }
}
