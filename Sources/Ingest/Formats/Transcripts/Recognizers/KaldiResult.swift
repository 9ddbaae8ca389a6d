/// A result of Vosk, or of Kaldi's server: `result` with words and times and `text`, or `hypotheses`.
struct KaldiResult: TranscriptJSON {
    var language: String? { nil }
    private var words: [Word] = []
    private var text: String?
    private var speaker: SpeakerID?
    private var start: Double?
    private var length: Double?

    private struct Word: Decodable {
        var word: String?
        var start: LenientNumber?
        var end: LenientNumber?
    }

    private struct Alternative: Decodable {
        var text: String?
        var result: [Word]?
    }

    private struct Server: Decodable {
        var hypotheses: [Hypothesis]?
        var final: Bool?
    }

    private struct Hypothesis: Decodable {
        var transcript: String?
    }

    private enum Keys: String, CodingKey {
        case result, text, alternatives, speaker
        case start = "segment-start"
        case length = "segment-length"
    }

    init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        text = try container.decodeIfPresent(String.self, forKey: .text)
        speaker = try container.decodeIfPresent(SpeakerID.self, forKey: .speaker)
        start = try container.decodeIfPresent(LenientNumber.self, forKey: .start)?.value
        length = try container.decodeIfPresent(LenientNumber.self, forKey: .length)?.value
        if let best = try container.decodeIfPresent([Alternative].self, forKey: .alternatives)?.first {
            text = best.text
            words = best.result ?? []
        } else if let server = try? container.decodeIfPresent(Server.self, forKey: .result) {
            // What is not final comes again.
            if server.final != false { text = server.hypotheses?.first?.transcript }
        } else {
            words = try container.decodeIfPresent([Word].self, forKey: .result) ?? []
        }
    }

    func write(to writer: inout TranscriptWriter) {
        guard !words.isEmpty else {
            let end = start.flatMap { start in length.map { start + $0 } }
            writer.add((text ?? "").trimmed, by: .init(speaker), from: start, to: end)
            return
        }
        for word in words {
            writer.add((word.word ?? "").trimmed, by: .init(speaker), from: word.start?.value, to: word.end?.value)
        }
    }
}
