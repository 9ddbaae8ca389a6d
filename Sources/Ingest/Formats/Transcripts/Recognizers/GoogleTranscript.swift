/// Google Speech-to-Text, versions 1 and 2: results with words, whose speakers stand at the words.
struct GoogleTranscript: TranscriptJSON {
    var language: String? { results.lazy.compactMap(\.languageCode).first }
    private var results: [Result]

    private enum Keys: CodingKey { case results, response }

    private struct Response: Decodable {
        var results: [Result]?
    }

    private struct Result: Decodable {
        var alternatives: [Alternative]?
        var languageCode: String?
        var resultEndTime: LenientNumber?
    }

    private struct Alternative: Decodable {
        var transcript: String?
        var words: [Word]?
    }

    private struct Word: Decodable {
        var word: String?
        var startTime: LenientNumber?
        var endTime: LenientNumber?
        var startOffset: LenientNumber?
        var endOffset: LenientNumber?
        var speakerTag: Int?
        var speakerLabel: String?

        var start: Double? { startTime?.value ?? startOffset?.value }
        var end: Double? { endTime?.value ?? endOffset?.value }
        var speaker: String? {
            if let speakerLabel, !speakerLabel.isEmpty { return SpeakerName.label(of: speakerLabel) }
            return speakerTag.flatMap { $0 > 0 ? SpeakerName.label(of: String($0)) : nil }
        }
    }

    init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        if let response = try container.decodeIfPresent(Response.self, forKey: .response) {
            results = response.results ?? []
        } else {
            results = try container.decodeIfPresent([Result].self, forKey: .results) ?? []
        }
    }

    func write(to writer: inout TranscriptWriter) {
        // With speakers told, version 1 says all words again in the last result.
        var results = results[...]
        if let last = results.last?.alternatives?.first?.words, results.count > 1, let first = results.first,
            last.contains(where: { $0.speaker != nil }), let start = last.first?.start,
            let earliest = first.alternatives?.first?.words?.first?.start, start <= earliest
        {
            results = results.suffix(1)
        }
        var time: Double?
        for result in results {
            guard let best = result.alternatives?.first else { continue }
            if let words = best.words, !words.isEmpty {
                for word in words {
                    let voice = word.speaker.map { TranscriptWriter.Voice.named($0) } ?? .unknown
                    writer.add((word.word ?? "").trimmed, by: voice, from: word.start, to: word.end)
                }
            } else {
                writer.add((best.transcript ?? "").trimmed, from: time, to: result.resultEndTime?.value)
            }
            time = result.resultEndTime?.value
        }
    }
}
