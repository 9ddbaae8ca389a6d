import Archives
import TestSupport
import Testing

@Suite("Archives")
struct ArchiveTests {
    private func names(_ bytes: [UInt8], as forms: Archive.Forms) throws -> [String] {
        try Archive.members(of: bytes, as: forms, within: UnpackingBudget()) { _ in true }.map {
            "\($0.name): \(String(decoding: $0.bytes, as: UTF8.self))"
        }
    }

    @Test("unpacks what is wanted in order")
    func members() throws {
        let files: [(name: String, bytes: [UInt8])] = [("a/b.txt", Array("one".utf8)), ("ä.txt", Array("two".utf8))]
        #expect(try names(TestArchive.zip(files), as: .zip) == ["a/b.txt: one", "ä.txt: two"])
        #expect(try names(TestArchive.tar(files), as: .tar) == ["a/b.txt: one", "ä.txt: two"])
        let some = try Archive.members(of: TestArchive.zip(files), as: .zip, within: UnpackingBudget()) {
            $0 == "ä.txt"
        }
        #expect(some.map(\.name) == ["ä.txt"])
        #expect(Archive.names(in: TestArchive.zip(files), as: .zip, limit: 1) == ["a/b.txt"])
    }

    @Test("refuses what is no archive, cut off or encrypted")
    func refusals() {
        let zip = TestArchive.zip([(name: "a", bytes: [UInt8](repeating: 65, count: 2000))])
        for bytes in [[], Array("PK".utf8), Array(zip.prefix(1000)), Array(zip.dropLast(30))] {
            #expect(throws: ArchiveError.self) { try names(bytes, as: .zip) }
        }
        #expect(throws: ArchiveError.encrypted) {
            try names(TestArchive.zip([(name: "a", bytes: [65])], isEncrypted: true), as: .zip)
        }
        #expect(throws: ArchiveError.self) { try names([1, 2, 3], as: .tar) }
        // The end of an archive inside is not the end of the whole.
        let outer = TestArchive.zip([(name: "inner.zip", bytes: zip)])
        #expect(throws: ArchiveError.self) { try names(Array(outer.dropLast(40)), as: .zip) }
    }

    @Test("counts what comes out, whatever the archive says")
    func limits() throws {
        let budget = UnpackingBudget()
        let zip = TestArchive.zip([(name: "a", bytes: [UInt8](repeating: 65, count: 3 << 20))])
        let most = UnpackingBudget.bytes / (3 << 20)
        for _ in 0..<most { _ = try Archive.members(of: zip, as: .zip, within: budget) { _ in true } }
        #expect(throws: ArchiveError.tooLarge(limit: UnpackingBudget.bytes)) {
            try Archive.members(of: zip, as: .zip, within: budget) { _ in true }
        }
        let many = TestArchive.tar((0...UnpackingBudget.members).map { (name: "\($0)", bytes: []) })
        #expect(throws: ArchiveError.tooMany(limit: UnpackingBudget.members)) { try names(many, as: .tar) }
    }
}
