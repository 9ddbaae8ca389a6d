import English
import Foundation
import Linguistics
import Reader
import Testing

@Suite struct WordPiecesTests {
    /// A token with its escapes, a tab, and the pieces that the reference tokenizer cuts it into.
    private static func lines(_ name: String) -> [String] {
        (try? String(decoding: Tiny.fixture(name), as: UTF8.self))?.split(separator: "\n").map(String.init) ?? []
    }

    @Test func hasReferenceLines() {
        #expect(Self.lines("tiny-pieces.tsv").count > 30)
        #expect(Self.lines("pieces.tsv").count > 130)
    }

    @Test(arguments: lines("tiny-pieces.tsv"))
    func cutsAsTheReferenceDoes(_ line: String) throws {
        try expect(line, from: WordPieces(Tiny.model(), unknown: Tiny.unknown))
    }

    @Test(arguments: lines("pieces.tsv"))
    func cutsByTheTrainedVocabulary(_ line: String) throws {
        try expect(line, from: WordPieces(#require(EncoderModel())))
    }

    private func expect(_ line: String, from wordPieces: WordPieces) throws {
        let fields = line.split(separator: "\t")
        let bytes = Array(Self.unescaped(fields[0]).utf8)
        var pieces = ContiguousArray<Int32>()
        wordPieces.append(bytes.span, 0..<bytes.count, to: &pieces)
        #expect(pieces.map { String($0) } == fields[1].split(separator: " ").map(String.init))
    }

    private static func unescaped(_ text: Substring) -> String {
        String(text).replacing(/\\(x..|u....|U........)/) { match in
            UInt32(match.output.1.dropFirst(), radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? "?"
        }
    }

    @Test func marksParagraphs() throws {
        let text = UTF8Text("The readers said. Paris is.\n\nJapan said.")
        let structure = LinguisticStructure(text, rules: .english)
        let wordPieces = WordPieces(try Tiny.model(), unknown: Tiny.unknown)
        var plan = WindowPlan(structure, wordPieces: wordPieces, in: text, longest: 32)
        let window = plan.next()
        #expect(window?.pieces == [101, 19, 35, 18, 16, 23, 24, 20, 1, 24, 102, 32, 23, 24, 102])
        #expect(window?.tokens == [-1, 0, 1, 1, 1, 2, 3, 4, 5, 6, -1, 7, 8, 9, -1])
    }

    @Test(arguments: [
        "The readers read. Paris said so.\n\nJapan, reading, said: don't. \(String(repeating: "us ", count: 40))",
        String(repeating: "a readers' reading (Paris-Japan) ", count: 300) + ".",
        String(repeating: "x", count: 5_000),
        String(repeating: "The us read.\n", count: 200),
        "",
    ])
    func plansWindowsOfWholeSentences(_ string: String) throws {
        let text = UTF8Text(string)
        let structure = LinguisticStructure(text, rules: .english)
        let wordPieces = WordPieces(try Tiny.model(), unknown: Tiny.unknown)
        var plan = WindowPlan(structure, wordPieces: wordPieces, in: text, longest: 32)
        var next = 0
        var began = 0
        while let window = plan.next() {
            #expect(window.pieces.count <= 32)
            #expect(window.pieces.count == window.tokens.count)
            #expect(window.pieces.first == WordPieces.Mark.begins && window.pieces.last == WordPieces.Mark.ends)
            let tokens = window.tokens.filter { $0 >= 0 }
            let first = try #require(tokens.first)
            let last = Int(try #require(tokens.last))
            #expect(Int(first) == next)
            #expect(Set(tokens).count == last - next + 1)
            // It begins with a sentence, or goes on in one with which the window before began.
            let sentence = structure.sentences[Int(structure.sentenceOfToken[next])]
            if sentence.lowerBound < next { #expect(began >= sentence.lowerBound) }
            began = next
            next = last + 1
        }
        #expect(next == structure.tokens.count)
    }
}
