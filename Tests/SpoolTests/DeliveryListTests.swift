import Foundation
import SystemPackage
import Testing

@testable import Spool

/// The list by which a report is found among hundreds of thousands.
@Suite struct DeliveryListTests {
    let scene: Scene

    init() throws { scene = try Scene() }

    private static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    private func list(_ reports: [FilePath]) -> FilePath {
        let list = DeliveryList(in: scene.folders.state, mode: 0o640)
        for report in reports { list.note(report, sha256: Self.digest) }
        return scene.folders.state
    }

    @Test func aReportIsFoundByItsDocumentsPathAndName() throws {
        scene.makeFolder("state")
        let long = String(repeating: "é", count: 127)
        let cut = OutputName.candidates(for: Array(long.utf8), sha256: Self.digest, suffix: ".json")
        let state = list(
            ["a/story.txt.json", "b/story.txt.12345678.json", "mystory.txt.json", "story.txt.bak.json", "50%.json"]
                + ["two\nlines.json"] + cut.map { FilePath("d").pushing($0) })
        #expect(DeliveryList.reports(on: "a/story.txt", in: state) == ["a/story.txt.json"])
        // Whether the third is of a `story.txt` only the report tells.
        #expect(
            DeliveryList.reports(on: "story.txt", in: state) == [
                "a/story.txt.json", "b/story.txt.12345678.json", "story.txt.bak.json",
            ])
        #expect(DeliveryList.reports(on: "50%", in: state) == ["50%.json"])
        #expect(DeliveryList.reports(on: "two\nlines", in: state) == ["two\nlines.json"])
        #expect(DeliveryList.reports(on: "lines", in: state).isEmpty)
        #expect(Set(DeliveryList.reports(on: FilePath(long), in: state)) == Set(cut.map { FilePath("d").pushing($0) }))
        #expect(DeliveryList.reports(onDigest: "ba7816bf", in: state).count == 10)
        #expect(DeliveryList.reports(onDigest: Self.digest, in: state).count == 10)
        #expect(DeliveryList.reports(onDigest: "a7816bf8", in: state).isEmpty)
    }

    @Test func aLineThatWasTornKeepsNoOtherFromBeingFound() throws {
        scene.makeFolder("state")
        try scene.write("\nba7816bf8f01cfea a/ha", to: "state/delivered")
        let state = list(["b.json"])
        #expect(DeliveryList.reports(on: "b", in: state) == ["b.json"])
        #expect(DeliveryList.reports(on: "nothing", in: state).isEmpty)
    }

    @Test func itIsBegunAnewBeforeItGrowsWithoutEnd() throws {
        scene.makeFolder("state")
        let list = DeliveryList(in: scene.folders.state, mode: 0o640)
        list.note("a.json", sha256: Self.digest)
        let file = scene.folders.state.appending("delivered").string
        // As if a million others had been delivered since.
        #expect(truncate(file, 65 << 20) == 0)
        for report in ["b.json", "c.json"] as [FilePath] {
            DeliveryList(in: scene.folders.state, mode: 0o640).note(report, sha256: Self.digest)
        }
        #expect(FileManager.default.fileExists(atPath: file + ".1"))
        #expect(DeliveryList.reports(onDigest: Self.digest, in: scene.folders.state) == ["a.json", "b.json", "c.json"])
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
        #expect(size.map { $0 < 1_024 } == true)
    }

    @Test func whereNoListTellsTheOutboxIsLookedThrough() throws {
        for folder: FilePath in ["outbox/a", "outbox/b"] { scene.makeFolder(folder) }
        func report(_ path: String) -> String {
            #"{"document":{"path":"\#(path)","sha256":"\#(Self.digest)","bytes":1}}"#
        }
        try scene.write(report("a/x.txt"), to: "outbox/a/x.txt.12345678.json")
        try scene.write(report("b/x.txt"), to: "outbox/b/x.txt.json")
        try scene.write(report("b/x.txt.y"), to: "outbox/b/x.txt.y.json")
        try scene.write("{}", to: "outbox/b/x.txt.z.json")
        func found(_ path: FilePath, inAnyFolder: Bool) -> [FilePath] {
            SpoolInspection.reports(on: path, inAnyFolder: inAnyFolder, of: scene.folders).map(\.place)
        }
        #expect(found("a/x.txt", inAnyFolder: false) == ["a/x.txt.12345678.json"])
        #expect(found("b/x.txt", inAnyFolder: false) == ["b/x.txt.json"])
        #expect(found("x.txt", inAnyFolder: true) == ["a/x.txt.12345678.json", "b/x.txt.json"])
        #expect(found("c/x.txt", inAnyFolder: false).isEmpty && found("../x", inAnyFolder: false).isEmpty)
        #expect(SpoolInspection.reports(onDigest: "ba7816bf", of: scene.folders).count == 3)
        #expect(SpoolInspection.reports(onDigest: "00000000", of: scene.folders).isEmpty)
    }

    @Test func aDeliveryIsListed() throws {
        try scene.drop("text", at: "a/story.txt")
        let spool = try scene.open()
        let claim = try spool.claim("a/story.txt")
        _ = try spool.deliver([Array("{}".utf8)], for: claim)
        #expect(DeliveryList.reports(on: "story.txt", in: scene.folders.state) == ["a/story.txt.json"])
        #expect(DeliveryList.reports(onDigest: claim.sha256, in: scene.folders.state) == ["a/story.txt.json"])
    }
}
