import Foundation
import Quotes

/// textacy's `direct_quotations`, which Python users have, on the same documents in the same run.
struct QuotePeer: Decodable {
    /// A quotation: its first code point, the one after its last, and the words that name the speaker.
    struct Found: Decodable {
        var start: Int
        var end: Int
        var speaker: String

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            start = try values.decode(Int.self)
            end = try values.decode(Int.self)
            speaker = try values.decode(String.self)
        }
    }

    /// What was found in each text; `nil` where textacy raised an error.
    var documents: [[Found]?]
    /// What parsing and extracting took together.
    var seconds: Double
    /// What extracting took, the parse being given.
    var extracting: Double

    /// Runs textacy over texts.
    init(_ texts: [String]) async throws {
        self = try await PythonPeer.answer(of: "quote_peer.py", to: texts)
    }

    /// Prints the peer's lines, scored as the analyzer is; a document that it fails on has no quotations found.
    func print(_ documents: [QuoteAccuracy.Gold], words: Int) {
        var score = QuoteScore(isVerbose: false)
        for (gold, found) in zip(documents, self.documents) {
            let quotes = (found ?? []).enumerated().map { index, quote in
                Quotes.Quote(
                    id: "q\(index + 1)", start: quote.start, end: quote.end, text: "", kind: .direct,
                    speaker: quote.speaker.isEmpty
                        ? nil
                        : Quotes.Speaker(name: quote.speaker, entities: [], start: 0, end: 0, text: quote.speaker),
                    speech: 1, confidence: 1)
            }
            score.add(gold, Quotes.Findings(quotes: quotes, speakers: []))
        }
        score.printPeer("textacy")
        let failed = self.documents.count { $0 == nil }
        Swift.print(
            "  textacy fails on \(failed) of \(documents.count) documents; \(Int(Double(words) / max(seconds, 1e-9))) words/s, "
                + "\(Int(Double(words) / max(extracting, 1e-9))) given the parse")
    }
}
