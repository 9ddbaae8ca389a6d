import Compression
import Foundation
import GRDB
import Spool
import SystemPackage
import Testing

@testable import Library

/// A story for the library, as its report tells of it.
struct Story: Sendable {
    struct Named: Sendable {
        var name: String
        var type = "PER"
        var aliases: [String] = []
        var isCountry = false
        var stance: String?
        var news: String?
        /// The number of mentions that the report gives; else how often the text has the name.
        var count: Int?
    }

    struct Said: Sendable {
        var words: String
        /// The numbers of the speakers among those named.
        var by: [Int] = []
        /// What the text calls the speaker; else the name.
        var called: String?
        var kind = "direct"
    }

    var path = "story.txt"
    var text = "Nothing happened."
    var title: String?
    var publisher: String?
    var published: String? = "2026-01-10T12:00:00Z"
    var named: [Named] = []
    var said: [Said] = []
    /// The identifier, version and status of an agency's envelope.
    var wire: (id: String?, version: String?, status: String)?
    /// That of the envelope.
    var embargo: String?
    /// The document's, so that versions differ.
    var sha256 = String(repeating: "ab", count: 32)

    /// The report, whole.
    func report() throws -> Data {
        let scalars = Array(text.unicodeScalars)
        /// Where words stand, in code points.
        func places(of words: String) -> [(start: Int, end: Int)] {
            let wanted = Array(words.unicodeScalars)
            guard !wanted.isEmpty, scalars.count >= wanted.count else { return [] }
            return (0...(scalars.count - wanted.count)).filter {
                scalars[$0..<($0 + wanted.count)].elementsEqual(wanted)
            }
            .map { ($0, $0 + wanted.count) }
        }
        var mentions: [[String: Any]] = []
        var entities: [[String: Any]] = []
        var targets: [[String: Any]] = []
        for (number, one) in named.enumerated() {
            let id = "e\(number + 1)"
            var count = 0
            for form in Set([one.name] + one.aliases).sorted() {
                for place in places(of: form) {
                    count += 1
                    mentions.append([
                        "start": place.start, "end": place.end, "text": form, "type": one.type, "entity": id,
                        "confidence": 0.9,
                    ])
                }
            }
            entities.append([
                "id": id, "name": one.name, "type": one.type, "aliases": Set([one.name] + one.aliases).sorted(),
                "codes": one.isCountry ? ["iso3166": "XX"] : [:], "mentions": one.count ?? max(1, count),
            ])
            let stance: Any =
                one.stance.map { label -> [String: Any] in
                    [
                        "label": label, "score": -0.5, "confidence": 0.8, "critical": label == "critical" ? 1 : 0,
                        "supportive": label == "supportive" ? 1 : 0, "neutral": 0, "evidence": [Any](),
                    ]
                } ?? NSNull()
            let news: Any = one.news.map { ["label": $0, "score": -0.4, "mentions": 1] as [String: Any] } ?? NSNull()
            targets.append(["entity": id, "name": one.name, "mentions": 1, "stance": stance, "news": news])
        }
        let quotes: [[String: Any]] = try said.enumerated().map { number, one in
            let place = try #require(places(of: one.words).first, "'\(one.words)' is not in the text")
            let name = one.by.isEmpty ? one.called : one.by.map { named[$0].name }.joined(separator: " and ")
            let speaker: Any =
                name.map { name -> [String: Any] in
                    [
                        "name": name, "entities": one.by.map { "e\($0 + 1)" }, "start": 0, "end": 1,
                        "text": one.called ?? name,
                    ]
                } ?? NSNull()
            return [
                "id": "q\(number + 1)", "start": place.start, "end": place.end, "text": one.words, "kind": one.kind,
                "within": NSNull(), "continues": NSNull(), "speaker": speaker, "cue": NSNull(), "confidence": 0.9,
            ]
        }
        let tone: [String: Any] = ["score": 0.1, "label": "neutral", "strength": 0.5]
        let document: [String: Any] = [
            "path": path, "sha256": sha256, "bytes": text.utf8.count, "characters": scalars.count,
            "mediaType": "text/plain", "charset": "UTF-8", "language": "en", "title": title ?? NSNull(),
            "authors": [String](), "published": published ?? NSNull(), "modified": NSNull(),
            "publisher": publisher ?? NSNull(), "url": NSNull(),
            "wire": wire.map { wire -> Any in
                [
                    "id": wire.id ?? NSNull(), "version": wire.version ?? NSNull(), "status": wire.status,
                    "signals": [String](), "embargo": embargo ?? NSNull(), "urgency": NSNull(), "slugline": NSNull(),
                    "dateline": NSNull(), "source": NSNull(), "ednote": NSNull(), "keywords": [String](),
                    "subjects": [String](),
                ] as [String: Any]
            } ?? NSNull(), "part": NSNull(), "reading": "auto", "words": 3, "sentences": 1, "paragraphs": 1,
            "text": text, "blocks": [Any](),
        ]
        let analyzers: [String: Any] = [
            "entities": ["version": "2", "findings": ["entities": entities, "mentions": mentions]],
            "quotes": ["version": "2", "findings": ["quotes": quotes, "speakers": [Any]()]],
            "sentiment": [
                "version": "2",
                "findings": [
                    "document": tone.merging(["voice": tone]) { $1 }, "sentences": [Any](), "quotes": [Any](),
                    "targets": targets,
                ] as [String: Any],
            ],
        ]
        return try JSONSerialization.data(
            withJSONObject: [
                "schema": 2, "copydesk": "0.1.0", "document": document, "analyzers": analyzers, "problems": [Any](),
            ], options: [.sortedKeys])
    }
}

/// An outbox and a state folder of their own, removed at the end.
final class Desk {
    let root: FilePath
    var outbox: FilePath { root.appending("outbox") }
    var layout: LibraryLayout { LibraryLayout(state: root.appending("state")) }

    init() throws {
        root = FilePath(FileManager.default.temporaryDirectory.path).appending("copydesk-library-\(UUID())")
        for folder in ["outbox", "state"] {
            try FileManager.default.createDirectory(
                atPath: root.appending(folder).string, withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: root.string) }

    /// Delivers a report as the daemon does: whole, under its name at once.
    func put(_ story: Story, at place: FilePath, isCompressed: Bool = false) throws {
        var bytes = Array(try story.report())
        if isCompressed { bytes = try Zstandard.compressed(bytes) }
        try put(bytes, at: place)
    }

    func put(_ bytes: [UInt8], at place: FilePath) throws {
        let path = outbox.pushing(place)
        let folder = path.removingLastComponent()
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        let hidden = folder.appending(".copydesk-new")
        try Data(bytes).write(to: URL(filePath: hidden.string))
        #expect(rename(hidden.string, path.string) == 0)
    }

    func remove(_ place: FilePath) throws {
        try FileManager.default.removeItem(atPath: outbox.pushing(place).string)
    }

    func keeper(isForRebuilding: Bool = false) throws -> LibraryKeeper {
        try LibraryKeeper(layout, of: outbox, folderMode: 0o770, isForRebuilding: isForRebuilding)
    }

    /// The database in use, opened beside the library.
    func database() throws -> DatabaseQueue {
        try DatabaseQueue(path: LibraryLayout.database(in: try #require(layout.target)).string)
    }

    /// The database in use, which takes in no report on a path until its trigger `refused` is dropped.
    func database(refusing path: String) throws -> DatabaseQueue {
        let database = try database()
        try database.write {
            try $0.execute(
                sql: "CREATE TRIGGER refused BEFORE INSERT ON document WHEN NEW.path = '\(path)' "
                    + "BEGIN SELECT RAISE(ABORT, 'refused by a test'); END")
        }
        return database
    }

    /// The library of what lies in the outbox now, ready to be asked.
    func library() throws -> LibraryReader {
        let keeper = try keeper()
        try keeper.reconcile()
        try keeper.close()
        return try LibraryReader(layout)
    }

    /// All that the library in use knows.
    func dump() throws -> [String] {
        var lines: [String] = []
        try LibraryReader(layout).dump { lines.append($0) }
        return lines
    }

    /// All that a library knows that was made of the outbox from nothing.
    func rebuiltDump() throws -> [String] {
        let other = LibraryLayout(state: root.appending("other-\(UUID())"))
        try FileManager.default.createDirectory(
            atPath: other.folder.removingLastComponent().string, withIntermediateDirectories: true)
        let keeper = try LibraryKeeper(other, of: outbox, folderMode: 0o770)
        try keeper.reconcile()
        try keeper.close()
        var lines: [String] = []
        try LibraryReader(other).dump { lines.append($0) }
        return lines
    }
}
