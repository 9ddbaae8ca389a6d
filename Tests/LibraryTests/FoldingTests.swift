import Testing

@testable import Library

/// Names and words as they are compared.
@Suite struct FoldingTests {
    @Test(arguments: [
        ("Wałęsa", "walesa"), ("STRØM", "strom"), ("Đặng Thị Ngọc", "dang thi ngoc"),
        ("Guðmundsdóttir", "gudmundsdottir"),
        ("Þór", "thor"), ("Weiß", "weiss"), ("Æsop", "aesop"), ("Œuvre", "oeuvre"), ("ığdır", "igdir"), ("Ħal", "hal"),
        ("Ŋala", "nala"), ("Ŧo", "to"), ("e\u{301}tude", "etude"), ("ÉTUDE", "etude"), ("ДОМ", "дом"),
        ("ΑΘΗΝΑ", "αθηνα"),
        ("北京", "北京"), ("a1-B2", "a1-b2"), ("", ""),
    ])
    func aTextIsFolded(text: String, folded: String) { #expect(Folding.folded(text) == folded) }

    @Test(arguments: [
        ("J.F. Kennedy", "j f kennedy"), ("J F KENNEDY", "j f kennedy"),
        ("Jean-Claude  Juncker", "jean claude juncker"),
        ("O’Brien", "o brien"), ("O'Brien", "o brien"), ("AT&T", "at t"), ("€", "€"), ("Łódź", "lodz"),
    ])
    func aNameHasAKey(name: String, key: String) { #expect(Folding.key(name) == key) }

    /// What is asked of a folded text must be folded alike, whatever was folded before.
    @Test(arguments: ["Wałęsa", "ẞ", "İzmir", "ﬀ", "Ǆ", "Ṩ", "Ǻ", "ậ", "Ή", "й"])
    func foldingTwiceChangesNothing(text: String) {
        let once = Folding.folded(text)
        #expect(Folding.folded(once) == once)
    }
}

/// Times of documents.
@Suite struct PublishedTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2022-09-16T09:30:00Z", 1_663_320_600),
        ("2022-09-16T11:30:00+02:00", 1_663_320_600),
        ("2022-09-16T04:30:00-05:00", 1_663_320_600), ("2022-09-16T09:30:00", 1_663_320_600),
        ("2022-09-16T09:30Z", 1_663_320_600), ("2022-09-16", 1_663_286_400), ("2024-02-29T23:59:59.5Z", 1_709_251_199),
        ("1969-12-31T23:59:59Z", -1), ("2000-03-01", 951_868_800),
    ])
    func aTimeIsRead(text: String, seconds: Int) { #expect(PublishedTime.seconds(text) == seconds) }

    @Test(arguments: ["", "yesterday", "2022-13-01", "2022/09/16", "20220916", "2022-09"])
    func whatIsNoTimeIsNone(text: String) { #expect(PublishedTime.seconds(text) == nil) }

    @Test(arguments: [-86_401, -1, 0, 1_663_320_600, 951_782_399, 4_102_444_800])
    func aTimeIsWrittenAsItIsRead(seconds: Int) {
        let text = PublishedTime.text(seconds)
        #expect(PublishedTime.seconds(text) == seconds)
        #expect(PublishedTime.text(ofMonth: PublishedTime.month(of: seconds)) == text.prefix(7))
    }
}
