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
        if !segments.contains(where: { $0.speaker?.label != nil || !$0.runs.isEmpty }) {
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
            guard segment.runs.isEmpty else {
                for run in segment.runs {
                    writer.add(run.words, by: .init(run.speaker), from: run.start, to: run.end)
                }
                continue
            }
            writer.add(segment.words, by: .init(segment.speaker), from: segment.start, to: segment.end)
        }
    }

    private struct Segment: Decodable {
        var start: Double?
        var end: Double?
        var words: String
        var speaker: SpeakerID?
        /// Where several speak in it, as WhisperX tells of each word: what each says.
        var runs: [Run] = []

        /// Words of one speaker.
        struct Run {
            var words: String
            var speaker: SpeakerID?
            var start: Double?
            var end: Double?
        }

        /// A word with who said it.
        private struct Word: Decodable {
            var word: String?
            var text: String?
            var start: LenientNumber?
            var end: LenientNumber?
            var speaker: SpeakerID?
        }

        private enum Keys: String, CodingKey {
            case start, end, startTime, endTime, offsets, timestamp, text, body, transcript, speaker, speakerLabel
            case speaker_label, speaker_turn_next, elements, terms, words
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

        /// Finds who says what in a segment, and its speaker where the segment has none.
        ///
        /// A single word of somebody else between another's is the recogniser's doubt, unless it is a sentence of its own.
        private mutating func readRuns(of spoken: [Word]) {
            guard spoken.contains(where: { $0.speaker?.label != nil }) else { return }
            var found: [Run] = []
            for word in spoken {
                guard let text = (word.word ?? word.text)?.trimmed, !text.isEmpty else { continue }
                if let last = found.last, word.speaker?.label == nil || word.speaker == last.speaker {
                    found[found.count - 1].words += " " + text
                    found[found.count - 1].end = word.end?.value ?? last.end
                } else {
                    found.append(
                        Run(words: text, speaker: word.speaker, start: word.start?.value, end: word.end?.value))
                }
            }
            var whole: [Run] = []
            for (index, run) in found.enumerated() {
                let isDoubt =
                    !run.words.contains(" ") && index > 0
                    && !(Self.endsSentence(run.words) && Self.endsSentence(found[index - 1].words))
                if let last = whole.last, isDoubt || run.speaker == last.speaker {
                    whole[whole.count - 1].words += " " + run.words
                    whole[whole.count - 1].end = run.end ?? last.end
                } else {
                    whole.append(run)
                }
            }
            if whole.count > 1 {
                runs = whole
            } else if speaker?.label == nil {
                speaker = whole.first?.speaker
            }
        }

        private static func endsSentence(_ words: String) -> Bool {
            words.last { !"\"”’'".contains($0) }.map { ".?!…".contains($0) } ?? false
        }

        mutating func divideTimes(by divisor: Double) {
            for index in runs.indices {
                runs[index].start = runs[index].start.map { $0 / divisor }
                runs[index].end = runs[index].end.map { $0 / divisor }
            }
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
            let spoken = (try? container.decodeIfPresent([Word].self, forKey: .words)) ?? []
            readRuns(of: spoken)
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
