import Foundation
import Library
import Spool
import SystemPackage
import TestSupport
import Testing
import XML

@testable import ReadingRoom

/// A library of a few reports with a room over it, removed at the end.
final class Shelf: Sendable {
    let root: FilePath
    var outbox: FilePath { root.appending("outbox") }
    var layout: LibraryLayout { LibraryLayout(state: root.appending("state")) }

    /// What hostile reports have wherever words of others stand.
    static let attack = "<script>alert(1)</script>\"'><b onx=1>&lt; \u{202E}gnp.exe\u{202C}\u{2066}\u{7}"

    static let now = 1_796_000_000

    /// One with a library, or without any yet.
    init(hasLibrary: Bool = true) throws {
        root = FilePath(FileManager.default.temporaryDirectory.path).appending("copydesk-room-\(UUID())")
        for folder in ["outbox/a", "state"] {
            try FileManager.default.createDirectory(
                atPath: root.appending(folder).string, withIntermediateDirectories: true)
        }
        guard hasLibrary else { return }
        for (name, bytes) in try Self.reports() {
            try Data(bytes).write(to: URL(filePath: outbox.appending(name).string))
        }
        try build()
    }

    deinit { try? FileManager.default.removeItem(atPath: root.string) }

    /// Brings the library in line with the outbox.
    func build() throws {
        let keeper = try LibraryKeeper(layout, of: outbox, folderMode: 0o770)
        try keeper.reconcile()
        try keeper.close()
    }

    private static func reports() throws -> [(name: String, bytes: [UInt8])] {
        var plain = ReportJSON(
            "Ann Lee said “it rained” in Velmora. The council praised Ann Lee, and Ann Lee was hurt.")
        plain.document = [
            "path": "a/rain & <sun>.txt", "title": "Rain in Velmora", "publisher": "The Courier",
            "published": "2026-03-02T10:00:00Z", "sha256": String(repeating: "1b", count: 32),
        ]
        plain.name("Ann Lee", "PER")
        plain.name("Velmora", "LOC")
        plain.quote(plain.place(of: "it rained"), "direct", by: "Ann Lee")
        plain.quotes[0]["speaker"] = (plain.quotes[0]["speaker"] as? [String: Any])?.merging(["entities": ["e1"]]) {
            $1
        }
        plain.targets = [target("Ann Lee", "supportive", "bad")]
        var embargo = ReportJSON("Ann Lee will say “it is done” to the council.")
        embargo.document = [
            "path": "embargo.txt", "title": "It is done", "published": "2026-05-09T08:00:00Z",
            "sha256": String(repeating: "2c", count: 32),
            "wire": ReportJSON.wire(["status": "usable", "embargo": "2030-01-01T00:00:00Z", "id": "urn:x:1"]),
        ]
        embargo.name("Ann Lee", "PER")
        embargo.quote(embargo.place(of: "it is done"), "direct", by: "Ann Lee")
        embargo.quotes[0]["speaker"] = (embargo.quotes[0]["speaker"] as? [String: Any])?
            .merging(["entities": ["e1"]]) { $1 }
        embargo.targets = [target("Ann Lee", "critical", nil)]
        var killed = ReportJSON("Ann Lee denied it.")
        killed.document = [
            "path": "killed.txt", "title": "Killed story", "sha256": String(repeating: "3d", count: 32),
            "wire": ReportJSON.wire(["status": "canceled", "id": "urn:x:2"]),
        ]
        var hostile = ReportJSON("Before \(attack) after.")
        hostile.document = [
            "path": attack, "title": attack, "publisher": attack, "authors": [attack], "url": attack,
            "language": attack, "published": "2026-04-01T00:00:00Z", "sha256": attack,
            "wire": ReportJSON.wire(["status": attack, "embargo": attack, "id": attack, "signals": [attack]]),
        ]
        hostile.name(attack, "PER")
        hostile.quote(hostile.place(of: attack), "direct", by: attack)
        hostile.quotes[0]["speaker"] = (hostile.quotes[0]["speaker"] as? [String: Any])?
            .merging(["entities": ["e1"]]) { $1 }
        hostile.targets = [target(attack, "critical", "bad")]
        return [
            ("a/rain & <sun>.txt.json", try plain.bytes()), ("embargo.txt.json", try embargo.bytes()),
            ("killed.txt.json", try killed.bytes()), ("hostile.txt.json", try hostile.bytes()),
        ]
    }

    private static func target(_ name: String, _ stance: String, _ news: String?) -> [String: Any] {
        [
            "entity": "e1", "name": name, "mentions": 1,
            "stance": [
                "label": stance, "score": 0.5, "confidence": 0.8, "critical": stance == "critical" ? 1 : 0,
                "supportive": stance == "critical" ? 0 : 1, "neutral": 0, "evidence": [Any](),
            ],
            "news": news.map { ["label": $0, "score": -0.4, "mentions": 1] as [String: Any] } ?? NSNull(),
        ]
    }

    /// A room over it, for whose life it is there.
    func room(
        token: String? = nil, hosts: [String] = [], queue: @escaping @Sendable () throws -> QueueState = { Shelf.queue }
    ) -> ReadingRoom {
        ReadingRoom(
            .init(library: layout, outbox: outbox),
            access: RoomAccess(token: token.flatMap { RoomToken($0) }, hosts: hosts),
            queue: { [self] in try withExtendedLifetime(self) { try queue() } },
            now: { Date(timeIntervalSince1970: Double(Self.now)) })
    }

    static let queue = QueueState(
        rows: [
            .init(label: "Waiting", text: attack, command: nil, isTrouble: false),
            .init(label: "Trouble", text: "The disk is full.", command: "df -h", isTrouble: true),
        ], json: Array("{}\n".utf8))
}

extension ReadingRoom {
    /// What it answers to somebody on this machine.
    func get(_ target: String, _ headers: [String: String] = [:], method: String = "GET") -> RoomResponse {
        response(
            to: RoomRequest(
                method: method, target: target, headers: ["Host": "localhost:8437"].merging(headers) { $1 }))
    }
}

extension RoomResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension XMLNode {
    /// It and all below.
    var all: [XMLNode] { [self] + Array(descendants) }
}
