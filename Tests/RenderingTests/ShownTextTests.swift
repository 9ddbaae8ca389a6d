import Testing

@testable import Rendering

/// Words on a terminal and on a page are shown alike.
@Suite struct ShownTextTests {
    @Test(arguments: [
        "plain", "\u{1B}[31m\u{7F}\u{7}", "\u{80}\u{9B}\u{9F}", "\u{FFFE}x\u{FFFF}\u{FFFD}", "\u{202E}exe",
        "a\u{202C}\u{2069}b",
        "\u{2066}שלום\u{200F}!", "é\u{301}",
    ])
    func aLineIsWhatAPageShows(words: String) {
        var markup = Markup()
        markup.text(words)
        #expect(String(decoding: markup.bytes, as: UTF8.self) == ShownText.line(words))
    }

    @Test func aLineIsOne() { #expect(ShownText.line("a\tb\nc\rd\u{85}e\u{2028}f\u{2029}g") == "a b c d e f g") }

    /// Nothing is lost: what differs is shown differently.
    @Test func eachCharacterHasAFormOfItsOwn() {
        let values = (0..<0xA0).filter { ![0x09, 0x0A, 0x0D, 0x20, 0x85].contains($0) } + [0xFFFD, 0xFFFE, 0xFFFF]
        let shown = values.compactMap { Unicode.Scalar(UInt32($0)) }.map { ShownText.line(String($0)) }
        #expect(Set(shown).count == values.count)
    }
}
