import Foundation

/// What recognisers of speech write in JSON: Whisper and its kin, Amazon Transcribe, Google Speech-to-Text, IBM Watson, Kaldi
/// and Vosk, and transcripts of podcasts.
enum RecognizedSpeech: SourceFormat {
    static let mediaType = "application/json"
    static let name = "a recogniser's JSON"
    static let pathExtensions: [String] = []

    /// The forms that are read.
    enum Form: CaseIterable {
        case segments, amazon, google, watson, kaldi
    }

    static func matches(_ file: SourceFile) -> Bool { form(of: file) != nil }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        guard let form = form(of: file) else { throw .empty(format: name) }
        let decoded = try TextDecoding.decode(file.bytes, declared: "utf-8")
        var text: SourceText
        do {
            let bytes = JSONEscapes.mended(decoded.bytes)
            text =
                switch form {
                case .segments: try read(SegmentList.self, bytes)
                case .amazon: try read(AmazonTranscript.self, bytes)
                case .google: try read(GoogleTranscript.self, bytes)
                case .watson: try read(WatsonTranscript.self, bytes)
                case .kaldi: try readAll(KaldiResult.self, bytes)
                }
        } catch {
            throw .malformed(format: name, byteOffset: nil, reason: Self.reason(of: error))
        }
        guard !text.isEmpty else { throw .empty(format: name) }
        text.charset = decoded.charset
        text.notices = decoded.notices
        return [text]
    }

    /// The form, told by the members of the first object; nil for other JSON.
    private static func form(of file: SourceFile) -> Form? {
        guard let first = file.head.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else { return nil }
        let outline = JSONOutline(file.bytes)
        func has(_ name: StaticString) -> Bool { file.bytes.contains(name) }
        if outline.isObject("results"), has("\"transcripts\"") || has("\"items\"") { return .amazon }
        if outline.isList("results") || outline.isList("result"), has("\"alternatives\"") {
            let isWatson =
                outline.members["result_index"] != nil || outline.isList("speaker_labels") || has("\"timestamps\"")
                || has("\"final\"")
            return isWatson ? .watson : .google
        }
        if outline.isObject("response"), has("\"alternatives\"") { return .google }
        // Members in which recognisers keep their segments.
        for list in ["segments", "transcription", "chunks", "utterances", "monologues"] where outline.isList(list) {
            if has("\"text\"") || has("\"body\"") || has("\"value\"") || has("\"transcript\"") { return .segments }
        }
        let isTimed = outline.members["start"] != nil || outline.members["startTime"] != nil
        if isTimed, outline.isString("text") || outline.isString("body") { return .segments }
        let isKaldi =
            (outline.isList("result") && has("\"word\"")) || (outline.isObject("result") && has("\"hypotheses\""))
            || (outline.isList("alternatives") && has("\"confidence\"") && has("\"text\""))
        return isKaldi && (outline.isString("text") || has("\"hypotheses\"") || has("\"text\"")) ? .kaldi : nil
    }

    private static func read<Transcript: TranscriptJSON>(_ type: Transcript.Type, _ bytes: [UInt8]) throws -> SourceText
    {
        try text(of: [decoder(isSnakeCase: type == GoogleTranscript.self).decode(type, from: Data(bytes))])
    }

    /// Reads one value behind the other, as a program prints them that recognises piece by piece.
    private static func readAll<Transcript: TranscriptJSON>(
        _ type: Transcript.Type, _ bytes: [UInt8]
    ) throws -> SourceText {
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
            return try text(of: decoder().decode([Transcript].self, from: Data(bytes)))
        }
        return try text(of: values(in: bytes).map { try decoder().decode(type, from: Data($0)) })
    }

    private static func text(of parts: [some TranscriptJSON]) throws -> SourceText {
        var writer = TranscriptWriter()
        for part in parts { part.write(to: &writer) }
        var text = writer.finish()
        text.declaredLanguage = parts.lazy.compactMap(\.language).first
        return text
    }

    /// Times may be NaN, which strict JSON has no word for.
    private static func decoder(isSnakeCase: Bool = false) -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        // Client libraries write `speaker_tag` for what the service calls `speakerTag`.
        decoder.keyDecodingStrategy = isSnakeCase ? .convertFromSnakeCase : .useDefaultKeys
        return decoder
    }

    /// The objects of a file that holds one behind the other; what follows the last whole one is one, too, so that a cut is seen.
    private static func values(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var values: [ArraySlice<UInt8>] = []
        var depth = 0
        var start = 0
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if depth == 0 { start = index }
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth <= 0 {
                    values.append(bytes[start...index])
                    depth = 0
                    start = index + 1
                }
            default: break
            }
            index += 1
        }
        if depth > 0 { values.append(bytes[start...]) }
        return values
    }

    private static func reason(of error: any Error) -> String {
        guard let error = error as? DecodingError, case .typeMismatch(_, let context) = error else {
            return "its JSON is cut short or broken"
        }
        let path = context.codingPath.prefix(8).map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? "its JSON has another form" : "\(path) has another form than such files have"
    }
}

/// A recogniser's result in its own form.
protocol TranscriptJSON: Decodable {
    /// The language that it names.
    var language: String? { get }

    /// Hands over what was said, in order.
    func write(to writer: inout TranscriptWriter)
}

/// A number that may be written as a string, as `"1.5"` or `"1.500s"`, or in seconds and nanoseconds; nil for what is none
/// and for NaN.
struct LenientNumber: Decodable {
    let value: Double?

    init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.singleValueContainer()
        var value: Double?
        if let number = try? container.decode(Double.self) {
            value = number
        } else if let words = try? container.decode(String.self) {
            value = Double(words.last == "s" ? words.dropLast() : words[...]) ?? CaptionTime.seconds(Array(words.utf8))
        }
        if value == nil, let parts = try? decoder.container(keyedBy: Keys.self) {
            let seconds = try? parts.decodeIfPresent(LenientNumber.self, forKey: .seconds)
            let nanoseconds = try? parts.decodeIfPresent(Double.self, forKey: .nanos)
            if seconds != nil || nanoseconds != nil {
                value = (seconds?.value ?? 0) + (nanoseconds ?? 0) / 1e9
            }
        }
        self.value = value.flatMap { $0.isFinite && abs($0) < 1e9 ? $0 : nil }
    }
}

extension LenientNumber {
    private enum Keys: CodingKey { case seconds, nanos }
}

/// A speaker's name or number.
struct SpeakerID: Decodable, Hashable {
    let label: String?

    init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let words = try? container.decode(String.self) {
            label = SpeakerName.label(of: words)
        } else if let number = try? container.decode(Int.self) {
            label = SpeakerName.label(of: String(number))
        } else {
            // An object, as Rev and others write it, or null.
            let named = try? decoder.container(keyedBy: Keys.self)
            let name = try? named?.decodeIfPresent(String.self, forKey: .name)
            let id = try? named?.decodeIfPresent(String.self, forKey: .id)
            label = (name ?? id).flatMap { SpeakerName.label(of: $0) }
        }
    }

    private enum Keys: CodingKey { case name, id }
}

extension TranscriptWriter.Voice {
    /// The voice of a speaker whom a recogniser may have told.
    init(_ id: SpeakerID?) {
        self = if let label = id?.label { .named(label) } else { .unknown }
    }
}
