import Foundation

/// A report put together by hand, for tests of what reads reports.
public struct ReportJSON {
    /// The text that all offsets refer to.
    public var text: String
    /// What stands in `document` instead of the usual.
    public var document: [String: Any] = [:]
    /// The blocks; one paragraph without them.
    public var blocks: [[String: Any]] = []
    /// Whom and what the document names.
    public var entities: [[String: Any]] = []
    /// Where it does.
    public var mentions: [[String: Any]] = []
    /// The quotes.
    public var quotes: [[String: Any]] = []
    /// The speakers.
    public var speakers: [[String: Any]] = []
    /// The tone of sentences.
    public var sentences: [[String: Any]] = []
    /// The tone of quotes.
    public var quoteTones: [[String: Any]] = []
    /// How entities are judged.
    public var targets: [[String: Any]] = []
    /// The problems.
    public var problems: [[String: Any]] = []

    /// A report that found nothing.
    public init(_ text: String) { self.text = text }

    /// The span of some code points, with its words.
    public func span(_ range: Range<Int>) -> [String: Any] {
        let scalars = Array(text.unicodeScalars)[range]
        return [
            "start": range.lowerBound, "end": range.upperBound,
            "text": String(String.UnicodeScalarView(scalars)),
        ]
    }

    /// The code points of words' first place in the text.
    public func place(of words: String) -> Range<Int> {
        let (scalars, wanted) = (Array(text.unicodeScalars), Array(words.unicodeScalars))
        for start in 0...max(0, scalars.count - wanted.count) where scalars[start...].starts(with: wanted) {
            return start..<(start + wanted.count)
        }
        return 0..<0
    }

    /// Adds an entity with a mention of its name.
    public mutating func name(_ name: String, _ type: String) {
        let id = "e\(entities.count + 1)"
        entities.append([
            "id": id, "name": name, "type": type, "aliases": [name], "codes": [String: String](), "mentions": 1,
        ])
        mention(place(of: name), type, of: id)
    }

    /// Adds a mention.
    public mutating func mention(_ range: Range<Int>, _ type: String, of entity: String) {
        mentions.append(span(range).merging(["type": type, "entity": entity, "confidence": 0.9]) { $1 })
    }

    /// Adds a quote.
    public mutating func quote(_ range: Range<Int>, _ kind: String, by speaker: String? = nil) {
        let id = "q\(quotes.count + 1)"
        let attribution: [String: Any]? = speaker.map { name in
            span(place(of: name)).merging(["name": name, "entities": [String]()]) { $1 }
        }
        quotes.append(
            span(range).merging([
                "id": id, "kind": kind, "within": NSNull(), "continues": NSNull(), "cue": NSNull(),
                "speaker": attribution as Any? ?? NSNull(), "confidence": 0.9,
            ]) { $1 })
    }

    /// The report's file.
    public func bytes() throws -> [UInt8] {
        let count = text.unicodeScalars.count
        let paragraph: [String: Any] = [
            "start": 0, "end": count, "kind": "paragraph", "level": NSNull(), "source": NSNull(),
        ]
        let usual: [String: Any] = [
            "path": "a/story.txt", "sha256": String(repeating: "0a", count: 32), "bytes": text.utf8.count,
            "characters": count, "mediaType": "text/plain", "charset": "utf-8", "language": "en", "title": NSNull(),
            "authors": [String](), "published": NSNull(), "modified": NSNull(), "publisher": NSNull(), "url": NSNull(),
            "wire": NSNull(), "part": NSNull(), "reading": "auto", "words": 3, "sentences": 1, "paragraphs": 1,
            "text": text, "blocks": blocks.isEmpty && count > 0 ? [paragraph] : blocks,
        ]
        let tone: [String: Any] = ["score": 0.1, "label": "neutral", "strength": 0.5]
        let report: [String: Any] = [
            "schema": 2, "copydesk": "0.1.0", "document": usual.merging(document) { $1 }, "problems": problems,
            "analyzers": [
                "entities": ["version": "2", "findings": ["entities": entities, "mentions": mentions]],
                "quotes": ["version": "2", "findings": ["quotes": quotes, "speakers": speakers]],
                "sentiment": [
                    "version": "2",
                    "findings": [
                        "document": tone.merging(["voice": tone]) { $1 }, "sentences": sentences, "quotes": quoteTones,
                        "targets": targets,
                    ],
                ],
            ],
        ]
        return [UInt8](try JSONSerialization.data(withJSONObject: report, options: [.sortedKeys]))
    }

    /// A wire's envelope that says nothing, with some fields filled.
    public static func wire(_ fields: [String: Any]) -> [String: Any] {
        var wire: [String: Any] = ["signals": [String](), "keywords": [String](), "subjects": [String]()]
        for name in ["id", "version", "status", "embargo", "urgency", "slugline", "dateline", "source", "ednote"] {
            wire[name] = NSNull()
        }
        return wire.merging(fields) { $1 }
    }
}
