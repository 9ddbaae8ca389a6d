import Compression
import Digest
import SystemPackage
import Testing

@testable import Spool

/// What becomes of a report whose name is taken.
@Suite struct ConflictTests {
    let scene: Scene

    init() throws { scene = try Scene() }

    private static let path: FilePath = "a/story.txt"

    private func claim(_ text: String, _ spool: Spool, at path: FilePath = path) throws -> Claim {
        try scene.drop(text, at: path)
        return try spool.claim(path)
    }

    @discardableResult
    private func deliver(_ claim: Claim, _ spool: Spool, isCompressed: Bool = false) throws -> String {
        let bytes = report(for: claim, at: claim.path.string)
        return try spool.deliver([isCompressed ? Zstandard.compressed(bytes) : bytes], for: claim).paths[0].string
    }

    /// The first digits of a text's SHA-256, as names have them.
    private func digits(_ text: String) -> String { String(SHA256.hexDigest(of: Array(text.utf8)).prefix(8)) }

    /// The text that a report in the outbox is of, found by its digest.
    private func text(of report: String, among texts: [String]) throws -> String? {
        let json = try #require(scene.text(FilePath("outbox/" + report)))
        return texts.first { json.contains(SHA256.hexDigest(of: Array($0.utf8))) }
    }

    @Test func aCorrectedDocumentGetsANameOfItsOwn() throws {
        let spool = try scene.open()
        for text in ["first", "second"] { try deliver(claim(text, spool), spool) }
        #expect(scene.files("outbox") == ["a/story.txt.\(digits("second")).json", "a/story.txt.json"])
        #expect(try text(of: "a/story.txt.json", among: ["first", "second"]) == "first")
    }

    @Test func aCorrectedDocumentsReportTakesTheEarlierOnesPlace() throws {
        let spool = try scene.open { $0.onConflict = .replace }
        for text in ["first", "second", "first", "third"] {
            #expect(try deliver(claim(text, spool), spool) == "a/story.txt.json")
            #expect(try self.text(of: "a/story.txt.json", among: ["first", "second", "third"]) == text)
        }
        #expect(scene.files("outbox") == ["a/story.txt.json"])
        // The originals are all there.
        #expect(scene.files("state/archive").count == 3)
    }

    @Test func aVersionWithFewerDocumentsLeavesNoneOfTheEarlierOnes() throws {
        let spool = try scene.open { $0.onConflict = .replace }
        func deliver(_ text: String, _ count: Int) throws {
            let claim = try claim(text, spool, at: "a/feed.xml")
            let paths = ["a/feed.xml", "a/feed.xml#2", "a/feed.xml#3", "a/feed.xml#4"].prefix(count)
            _ = try spool.deliver(paths.map { report(for: claim, at: $0) }, for: claim)
        }
        try deliver("first", 4)
        #expect(
            scene.files("outbox")
                == ["a/feed.xml.2.json", "a/feed.xml.3.json", "a/feed.xml.4.json", "a/feed.xml.json"])
        try deliver("second", 2)
        #expect(scene.files("outbox") == ["a/feed.xml.2.json", "a/feed.xml.json"])
        for name in scene.files("outbox") { #expect(try text(of: name, among: ["first", "second"]) == "second") }
    }

    @Test func eachOfSeveralDocumentsGetsANameOfItsOwnWhereAnEarlierVersionHasThem() throws {
        let spool = try scene.open()
        for text in ["first", "second"] {
            let claim = try claim(text, spool, at: "feed.xml")
            _ = try spool.deliver(["feed.xml", "feed.xml#2"].map { report(for: claim, at: $0) }, for: claim)
        }
        let mark = digits("second")
        #expect(
            scene.files("outbox")
                == ["feed.xml.2.\(mark).json", "feed.xml.2.json", "feed.xml.\(mark).json", "feed.xml.json"].sorted())
    }

    @Test(arguments: [
        "no report", "{}", #"{ "document": { "path": "a/other.txt", "sha256": "0" } }"#,
        #"{ "claim": "1", "path": "a/story.txt" }"#,
    ])
    func whatIsNoReportOfThatPathStays(there: String) throws {
        scene.makeFolder("outbox/a")
        try scene.write(there, to: "outbox/a/story.txt.json")
        let spool = try scene.open { $0.onConflict = .replace }
        #expect(try deliver(claim("text", spool), spool) == "a/story.txt.\(digits("text")).json")
        #expect(scene.text("outbox/a/story.txt.json") == there)
    }

    @Test(arguments: [ConflictPolicy.version, .replace])
    func theSameBytesAgainHaveOneReport(policy: ConflictPolicy) throws {
        let spool = try scene.open { $0.onConflict = policy }
        for _ in 0..<3 { #expect(try deliver(claim("text", spool), spool) == "a/story.txt.json") }
        #expect(scene.files("outbox") == ["a/story.txt.json"] && scene.files("state/archive") == ["a/story.txt"])
    }

    // Claimed one after the other, delivered the other way round: the last one dropped wins.

    @Test func whatWasDroppedLastHasThePlainNameHoweverTheyEnd() throws {
        let spool = try scene.open { $0.onConflict = .replace }
        let texts = ["first", "second", "third"]
        let claims = try texts.map { try claim($0, spool) }
        for claim in [claims[1], claims[2], claims[0]] { try deliver(claim, spool) }
        #expect(try text(of: "a/story.txt.json", among: texts) == "third")
        #expect(scene.files("outbox") == ["a/story.txt.\(digits("first")).json", "a/story.txt.json"])
        #expect(scene.files("state/archive").count == 3 && scene.files("state/spool") == [])
    }

    @Test func soItIsAfterADeathBetweenTheTwo() throws {
        let texts = ["first", "second"]
        do {
            let spool = try scene.open { $0.onConflict = .replace }
            let claims = try texts.map { try claim($0, spool) }
            try deliver(claims[1], spool)
        }
        let spool = try scene.open { $0.onConflict = .replace }
        for claim in try spool.recover() { try deliver(claim, spool) }
        #expect(try text(of: "a/story.txt.json", among: texts) == "second")
        #expect(scene.files("outbox") == ["a/story.txt.\(digits("first")).json", "a/story.txt.json"])
        // Nobody is out of date for ever: the next one replaces again.
        try deliver(claim("third", spool), spool)
        #expect(try text(of: "a/story.txt.json", among: texts + ["third"]) == "third")
    }

    @Test func aDeathAnywhereLeavesTheLastOneWithThePlainName() throws {
        let texts = ["first", "second"]
        var number = 0
        while true {
            number += 1
            let fault = Fault(.death, at: number)
            let scene = try Scene()
            let path = Self.path
            do {
                let spool = try scene.open { $0.onConflict = .replace }
                let claims = try texts.map { text in
                    try scene.drop(text, at: path)
                    return try spool.claim(path)
                }
                try? fault.inject {
                    for claim in claims.reversed() {
                        _ = try spool.deliver([report(for: claim, at: path.string)], for: claim)
                    }
                }
            }
            let spool = try scene.open { $0.onConflict = .replace }
            for claim in try spool.recover() {
                _ = try spool.deliver([report(for: claim, at: path.string)], for: claim)
            }
            let plain = scene.text("outbox/a/story.txt.json") ?? ""
            #expect(plain.contains(SHA256.hexDigest(of: Array("second".utf8))), "\(fault.testDescription)")
            #expect(scene.files("state/archive").count == 2, "\(fault.testDescription)")
            #expect(scene.files("state/spool") == [], "\(fault.testDescription)")
            if !fault.happened { break }
        }
        #expect(number > 20, "the faults must have met every call")
    }

    @Test func aDocumentThatIsTriedAgainPushesNoLaterOneAway() throws {
        do {
            let spool = try scene.open()
            for text in ["first", "second"] { try deliver(claim(text, spool), spool) }
        }
        let spool = try scene.open { $0.onConflict = .replace }
        try deliver(claim("third", spool), spool)
        #expect(try deliver(claim("second", spool), spool) == "a/story.txt.\(digits("second")).json")
        #expect(try text(of: "a/story.txt.json", among: ["first", "second", "third"]) == "third")
    }

    // Compressed reports

    @Test func aCompressedReportSaysSoInItsName() throws {
        let spool = try scene.open()
        #expect(try deliver(claim("text", spool), spool, isCompressed: true) == "a/story.txt.json.zst")
        #expect(try deliver(claim("text", spool), spool, isCompressed: true) == "a/story.txt.json.zst")
        #expect(
            try deliver(claim("other", spool), spool, isCompressed: true) == "a/story.txt.\(digits("other")).json.zst")
        #expect(scene.files("outbox") == ["a/story.txt.\(digits("other")).json.zst", "a/story.txt.json.zst"])
    }

    @Test(arguments: [false, true])
    func aDocumentHasOneReportHoweverItIsCompressed(first: Bool) throws {
        let spool = try scene.open()
        for isCompressed in [first, !first] { try deliver(claim("text", spool), spool, isCompressed: isCompressed) }
        #expect(scene.files("outbox") == [first ? "a/story.txt.json" : "a/story.txt.json.zst"])
    }

    @Test(arguments: [false, true])
    func aNameIsTakenHoweverTheOtherReportIsCompressed(first: Bool) throws {
        let spool = try scene.open()
        try deliver(claim("text", spool), spool, isCompressed: first)
        let name = try deliver(claim("other", spool), spool, isCompressed: !first)
        #expect(name == "a/story.txt.\(digits("other")).json\(first ? "" : ".zst")")
    }

    @Test(arguments: [false, true])
    func aReportTakesThePlaceOfOneThatIsCompressedOtherwise(first: Bool) throws {
        let spool = try scene.open { $0.onConflict = .replace }
        try deliver(claim("text", spool), spool, isCompressed: first)
        try deliver(claim("other", spool), spool, isCompressed: !first)
        #expect(scene.files("outbox") == [first ? "a/story.txt.json" : "a/story.txt.json.zst"])
    }

    @Test func aDamagedCompressedReportIsSomebodyElses() throws {
        scene.makeFolder("outbox/a")
        let damaged: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
        try scene.write(damaged, to: "outbox/a/story.txt.json.zst")
        let spool = try scene.open { $0.onConflict = .replace }
        #expect(
            try deliver(claim("text", spool), spool, isCompressed: true) == "a/story.txt.\(digits("text")).json.zst")
        #expect(scene.files("outbox").count == 2)
    }
}
