/// Amazon Transcribe: words and marks in `results.items`, speakers beside them.
struct AmazonTranscript: TranscriptJSON {
    private var results: Results

    var language: String? { results.language_code }

    private struct Results: Decodable {
        var language_code: String?
        var transcripts: [Transcript]?
        var items: [Item]?
        var speaker_labels: SpeakerLabels?
        var channel_labels: ChannelLabels?
    }

    private struct Transcript: Decodable {
        var transcript: String?
    }

    private struct Item: Decodable {
        var type: String?
        var start_time: LenientNumber?
        var end_time: LenientNumber?
        var alternatives: [Alternative]?
        var speaker_label: SpeakerID?
        var channel_label: SpeakerID?
    }

    private struct Alternative: Decodable {
        var content: String?
    }

    private struct SpeakerLabels: Decodable {
        var segments: [Segment]?
    }

    private struct Segment: Decodable {
        var start_time: LenientNumber?
        var speaker_label: SpeakerID?
        var items: [SegmentItem]?
    }

    private struct SegmentItem: Decodable {
        var start_time: LenientNumber?
        var speaker_label: SpeakerID?
    }

    private struct ChannelLabels: Decodable {
        var channels: [Channel]?
    }

    private struct Channel: Decodable {
        var channel_label: SpeakerID?
        var items: [Item]?
    }

    func write(to writer: inout TranscriptWriter) {
        var items = results.items ?? []
        if let channels = results.channel_labels?.channels, items.allSatisfy({ $0.channel_label == nil }) {
            items = merged(channels)
        }
        guard !items.isEmpty else {
            for transcript in results.transcripts ?? [] { writer.add((transcript.transcript ?? "").trimmed) }
            return
        }
        var speakers: [Double: SpeakerID] = [:]
        for segment in results.speaker_labels?.segments ?? [] {
            if let start = segment.start_time?.value { speakers[start] = segment.speaker_label }
            for item in segment.items ?? [] {
                if let start = item.start_time?.value { speakers[start] = item.speaker_label ?? segment.speaker_label }
            }
        }
        var voice = TranscriptWriter.Voice.unknown
        for item in items {
            guard let word = item.alternatives?.first?.content?.trimmed else { continue }
            let start = item.start_time?.value
            let isMark = item.type == "punctuation"
            // A mark has no time; it belongs to the word before.
            if !isMark {
                voice = .init(item.speaker_label ?? start.flatMap { speakers[$0] } ?? item.channel_label)
            }
            writer.add(word, by: voice, from: start, to: item.end_time?.value, isAttached: isMark)
        }
    }

    /// The words of all channels by their time; a mark stays behind its word.
    private func merged(_ channels: [Channel]) -> [Item] {
        var timed: [(time: Double, item: Item)] = []
        for channel in channels {
            var time = 0.0
            for item in channel.items ?? [] {
                time = item.start_time?.value ?? time
                var item = item
                item.channel_label = channel.channel_label
                timed.append((time, item))
            }
        }
        return timed.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element.item)
    }
}
