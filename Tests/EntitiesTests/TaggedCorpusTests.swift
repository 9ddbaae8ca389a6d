import Corpora
import Testing

/// What is read of texts with bracketed names.
@Suite struct TaggedCorpusTests {
    private static let text = """
        # Written for a test.
        # [ORG Nobody] reads this.

        Shares of [ORG Ardé & Sons]  (ARD)
        #gutted in [LOC Texas]-based [1] yards

        [PER O'Shea, T.]
        """

    private static func names(_ document: TaggedCorpus.Document) -> [String] {
        let bytes = Array(document.text.utf8)
        return document.spans.map { "\($0.type) \(String(decoding: bytes[$0.range], as: UTF8.self))" }
    }

    @Test func textStaysAsItIsWritten() {
        let corpus = TaggedCorpus(bracketed: Self.text)
        #expect(corpus.documents.count == 2)
        let first = TaggedCorpus.render(corpus.documents[0], layout: .lines)
        #expect(first.text == "Shares of Ardé & Sons  (ARD)\n#gutted in Texas-based [1] yards")
        #expect(Self.names(first) == ["ORG Ardé & Sons", "LOC Texas"])
        let second = TaggedCorpus.render(corpus.documents[1], layout: .running)
        #expect(second.text == "O'Shea, T.")
        #expect(Self.names(second) == ["PER O'Shea, T."])
    }

    @Test(arguments: [TaggedCorpus.Casing.lower, .upper])
    func namesKeepTheirPlaceInOtherCasings(casing: TaggedCorpus.Casing) {
        let document = TaggedCorpus.render(
            TaggedCorpus(bracketed: Self.text).documents[0], layout: .paragraphs, casing: casing)
        let written = ["ORG Ardé & Sons", "LOC Texas"].map {
            String($0.prefix(4)) + (casing == .lower ? $0.dropFirst(4).lowercased() : $0.dropFirst(4).uppercased())
        }
        #expect(Self.names(document) == written)
    }

    @Test func everyFifthDocumentIsHeldOut() {
        let corpus = TaggedCorpus(bracketed: (0..<11).map { "[PER P\($0)]" }.joined(separator: "\n\n"))
        #expect(corpus.part(.test).documents.map { $0[0].tokens[0] } == ["P4", "P9"])
        #expect(corpus.part(.train).documents.count == 9)
    }
}
