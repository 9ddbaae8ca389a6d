/// IBM Watson Speech to Text: results with words and times, and `speaker_labels` that give the speaker by time.
struct WatsonTranscript: TranscriptJSON {
    var language: String? { nil }
    private var results: [Result]?
    private var speaker_labels: [SpeakerLabel]?

    private struct Result: Decodable {
        var alternatives: [Alternative]?
        var final: Bool?
    }

    private struct Alternative: Decodable {
        var transcript: String?
        var timestamps: [Timestamp]?
    }

    /// A word with its start and end, as `["word", 0.1, 0.3]`.
    private struct Timestamp: Decodable {
        var word: String
        var start: Double?
        var end: Double?

        init(from decoder: any Swift.Decoder) throws {
            var container = try decoder.unkeyedContainer()
            word = try container.decode(String.self)
            start = try? container.decode(LenientNumber.self).value
            end = try? container.decode(LenientNumber.self).value
        }
    }

    private struct SpeakerLabel: Decodable {
        var from: LenientNumber?
        var speaker: SpeakerID?
    }

    func write(to writer: inout TranscriptWriter) {
        var speakers: [Double: SpeakerID] = [:]
        for label in speaker_labels ?? [] {
            if let from = label.from?.value { speakers[from] = label.speaker }
        }
        for result in results ?? [] where result.final != false {
            guard let best = result.alternatives?.first else { continue }
            let words = best.timestamps ?? []
            if speakers.isEmpty || words.isEmpty {
                // The transcript is better set than the words one by one.
                let transcript = (best.transcript ?? "").split(separator: " ").filter { $0 != "%HESITATION" }
                writer.add(transcript.joined(separator: " "), from: words.first?.start, to: words.last?.end)
                continue
            }
            for word in words where word.word != "%HESITATION" {
                let speaker = word.start.flatMap { speakers[$0] }
                writer.add(word.word.trimmed, by: .init(speaker), from: word.start, to: word.end)
            }
        }
    }
}
