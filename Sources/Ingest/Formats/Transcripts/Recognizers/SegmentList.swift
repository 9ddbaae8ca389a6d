/// A list of segments with times and perhaps speakers: Whisper, whisper.cpp, WhisperX, Transformers, the podcast namespace,
/// Rev's monologues, AssemblyAI's utterances.
struct SegmentList: TranscriptJSON {
    var language: String?
    private var segments: [Segment] = []

    private enum Keys: String, CodingKey {
        case language, segments, transcription, chunks, utterances, monologues, result
    }

    private enum ResultKeys: CodingKey { case language }

    init(from decoder: any Swift.Decoder) throws {
        // A list without an object around it.
        if let list = try? decoder.singleValueContainer().decode([Segment].self) {
            segments = list
            return
        }
        let container = try decoder.container(keyedBy: Keys.self)
        language = try? container.decodeIfPresent(String.self, forKey: .language)
        if language == nil {
            let result = try? container.nestedContainer(keyedBy: ResultKeys.self, forKey: .result)
            language = try? result?.decodeIfPresent(String.self, forKey: .language)
        }
        for key in [Keys.utterances, .segments, .transcription, .chunks, .monologues] where container.contains(key) {
            segments = try container.decodeIfPresent([Segment].self, forKey: key) ?? []
            // AssemblyAI counts milliseconds.
            if key == .utterances, segments.contains(where: { ($0.end ?? 0) > 3600 * 24 }) || isInMilliseconds {
                for index in segments.indices { segments[index].divideTimes(by: 1000) }
            }
            if !segments.isEmpty { break }
        }
    }

    /// Whether speech of this speed could only be in milliseconds: more than ten seconds a word.
    private var isInMilliseconds: Bool {
        var words = 0
        var time = 0.0
        for segment in segments {
            words += segment.words.utf8.count / 5 + 1
            if let start = segment.start, let end = segment.end { time += max(0, end - start) }
        }
        return time > Double(words) * 20
    }

    func write(to writer: inout TranscriptWriter) {
        // Labels and marks may stand in the words, as in captions.
        if !segments.contains(where: { $0.speaker?.label != nil }) {
            let captions = segments.map { segment in
                Caption(
                    start: segment.start, end: segment.end,
                    lines: segment.words.split(whereSeparator: \.isNewline).map {
                        Caption.Line(words: $0.trimmed)
                    }.filter { !$0.words.isEmpty })
            }
            CaptionTranscript(captions).write(to: &writer)
            return
        }
        for segment in segments {
            writer.add(segment.words, by: .init(segment.speaker), from: segment.start, to: segment.end)
        }
    }

    private struct Segment: Decodable {
        var start: Double?
        var end: Double?
        var words: String
        var speaker: SpeakerID?

        private enum Keys: String, CodingKey {
            case start, end, startTime, endTime, offsets, timestamp, text, body, transcript, speaker, speakerLabel
            case speaker_label, speaker_turn_next, elements, terms
        }

        private struct Offsets: Decodable {
            var from: LenientNumber?
            var to: LenientNumber?
        }

        /// A word or a mark of Rev's or Vosk's monologues.
        private struct Element: Decodable {
            var value: String?
            var text: String?
            var type: String?
            var ts: LenientNumber?
            var end_ts: LenientNumber?
        }

        mutating func divideTimes(by divisor: Double) {
            start = start.map { $0 / divisor }
            end = end.map { $0 / divisor }
        }

        init(from decoder: any Swift.Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            func number(_ keys: Keys...) -> Double? {
                for key in keys {
                    if let number = try? container.decodeIfPresent(LenientNumber.self, forKey: key) {
                        return number.value
                    }
                }
                return nil
            }
            start = number(.start, .startTime)
            end = number(.end, .endTime)
            words = ""
            for key in [Keys.text, .body, .transcript] {
                guard let text = try? container.decodeIfPresent(String.self, forKey: key) else { continue }
                words = text.trimmed
                break
            }
            for key in [Keys.speaker, .speakerLabel, .speaker_label] where speaker?.label == nil {
                speaker = try? container.decodeIfPresent(SpeakerID.self, forKey: key)
            }
            if let offsets = try? container.decodeIfPresent(Offsets.self, forKey: .offsets) {
                start = offsets.from?.value.map { $0 / 1000 }
                end = offsets.to?.value.map { $0 / 1000 }
            }
            if let times = try? container.decodeIfPresent([LenientNumber?].self, forKey: .timestamp) {
                start = times.first??.value
                end = times.count > 1 ? times[1]?.value : nil
            }
            if (try? container.decodeIfPresent(Bool.self, forKey: .speaker_turn_next)) == true, !words.isEmpty {
                words += " " + CaptionTranscript.turn
            }
            guard words.isEmpty else { return }
            let elements =
                (try? container.decodeIfPresent([Element].self, forKey: .elements))
                ?? (try? container.decodeIfPresent([Element].self, forKey: .terms)) ?? []
            // Rev writes the spaces as marks, Vosk none.
            let hasSpaces = elements.contains { $0.type == "punct" }
            words = elements.compactMap { $0.value ?? $0.text }.joined(separator: hasSpaces ? "" : " ").trimmed
            start = start ?? elements.lazy.compactMap(\.ts?.value).first
            end = end ?? elements.lazy.reversed().compactMap(\.end_ts?.value).first
        }
    }
}
