import AnalyzerKit
import Compression
import Ingest
import TestSupport
import Testing

@Suite("Archives of documents")
struct PackedFileTests {
    private func documents(_ bytes: [UInt8], _ path: String) throws -> [Document] {
        try Decoder.documents(from: bytes, path: path)
    }

    private static let files: [(name: String, bytes: [UInt8])] = [
        ("a/story.txt", Array("The harbour is open.".utf8)),
        ("a/page.docx", TestOffice.docx(TestOffice.p(TestOffice.r("The pier is closed.")))),
        ("__MACOSX/a/._story.txt", [0, 1, 2]), ("a/.hidden", Array("x".utf8)),
        ("a/photo.jpg", [0xFF, 0xD8, 0, 0, 1, 2]),
        ("a/empty.txt", []),
    ]

    @Test("Each document is one of its own, and what is none is named", arguments: ["zip", "tar"])
    func members(_ kind: String) throws {
        let bytes = kind == "zip" ? TestArchive.zip(Self.files) : TestArchive.tar(Self.files)
        let documents = try documents(bytes, "in/all.\(kind)")
        #expect(documents.map { TestOffice.text($0) } == ["The harbour is open.", "The pier is closed."])
        #expect(documents.map(\.source.path) == ["in/all.\(kind)", "in/all.\(kind)#2"])
        #expect(
            documents.map(\.source.mediaType) == [
                "text/plain", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ])
        #expect(documents.map(\.metadata.part?.name) == ["a/story.txt", "a/page.docx"])
        #expect(documents[0].notices.map(\.reason) == ["left-out"])
        #expect(
            documents[0].notices.first?.message.hasPrefix(
                "A file in the archive was not read: a/photo.jpg: ") == true)
    }

    @Test("A file without a word is no document", arguments: ["\n \n", "\u{FEFF}", "cut"])
    func withoutWords(_ words: String) throws {
        let bytes = words == "cut" ? [0xE9, 0x8B] : Array(words.utf8)
        let files = Self.files.prefix(1) + [(name: "a/blank.txt", bytes: bytes)]
        let documents = try documents(TestArchive.zip(Array(files)), "all.zip")
        #expect(documents.map { TestOffice.text($0) } == ["The harbour is open."])
        #expect(documents[0].notices.first?.message.contains("a/blank.txt") == true)
        let packed = try Zstandard.compressed(bytes)
        #expect(throws: DecodeError.self) { try self.documents(packed, "blank.txt.zst") }
    }

    @Test("A compressed document is a part of its file")
    func compressed() throws {
        let packed = try Zstandard.compressed(Array("The harbour is open.".utf8))
        let document = try #require(try documents(packed, "in/story.txt.zst").first)
        #expect(TestOffice.text(document) == "The harbour is open.")
        #expect(document.metadata.part == Document.Metadata.Part(of: "in/story.txt.zst", number: 1, name: "story.txt"))
        let tar = try Zstandard.compressed(TestArchive.tar(Self.files))
        #expect(try documents(tar, "all.tar.zst").count == 2)
    }

    @Test("Archives in archives are read, four deep and no deeper")
    func nested() throws {
        var bytes = TestArchive.zip([("story.txt", "The harbour is open.")])
        for level in 1..<4 {
            bytes = TestArchive.zip([(name: "inner\(level).zip", bytes: bytes)])
            let document = try #require(try documents(bytes, "a.zip").first)
            #expect(document.metadata.part?.name?.hasSuffix("inner1.zip/story.txt") == true)
        }
        bytes = TestArchive.zip([(name: "outer.zip", bytes: bytes)])
        let error = #expect(throws: DecodeError.self) { try documents(bytes, "a.zip") }
        #expect(error?.reason == "too-large")
        #expect(error?.description.contains("more than 4 deep") == true)
    }

    @Test("An archive that unpacks to far more than its size is refused")
    func bombs() throws {
        let zeros = try Zstandard.compressed([UInt8](repeating: 65, count: 32 << 20))
        let error = #expect(throws: DecodeError.self) { try documents(zeros, "a.txt.zst") }
        #expect(
            error?.description
                == "This Zstandard file is not read: it unpacks to more than 200 times its size. Take out what is to be read, and drop that."
        )
        let many = TestArchive.zip((0..<50).map { (name: "\($0).zst", bytes: zeros) })
        #expect(throws: DecodeError.self) { try documents(many, "a.zip") }
    }

    @Test("What holds no document, is cut off or encrypted says so")
    func refusals() throws {
        func refusal(_ bytes: [UInt8]) throws -> DecodeError {
            try #require(throws: DecodeError.self) { try documents(bytes, "a.zip") }
        }
        let picture = [UInt8]([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52])
        #expect(
            try refusal(TestArchive.zip([(name: "a.png", bytes: picture), (name: "b.png", bytes: picture)])).description
                == "This is a ZIP file with no text in any file of it (a.png, b.png), which is not read. "
                + "Drop the text that belongs to them as a file of its own.")
        #expect(try refusal(TestArchive.zip([(name: String, bytes: [UInt8])]())).reason == "empty")
        #expect(try refusal(Array(TestArchive.zip(Self.files).dropLast(40))).reason == "malformed")
        #expect(try refusal(TestArchive.zip(Self.files, isEncrypted: true)).reason == "unsupported-format")
        let packed = try Zstandard.compressed(Array(String(repeating: "The harbour is open. ", count: 9).utf8))
        #expect(try refusal(Array(packed.dropLast(9))).reason == "malformed")
    }
}

extension PackedFileTests {
    @Test(
        "A compressed file that is cut off says so, however little is left, and zeros are told from nothing",
        arguments: [
            ([0x1F, 0x8B, 8, 0, 0], "gzip file cannot be read: it is damaged, or cut off"),
            (
                [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0x4C],
                "gzip file cannot be read: "
            ),
            (
                [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53],
                "bzip2 file cannot be read: it is damaged, or cut off"
            ),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], "xz file cannot be read: it is damaged, or cut off"),
        ] as [([UInt8], String)])
    func cutOff(bytes: [UInt8], words: String) throws {
        let error = #expect(throws: DecodeError.self) { try documents(bytes, "a.txt.gz") }
        #expect(
            error?.reason == "malformed" && error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.contains("no archive") == false)
        let zeros = try Zstandard.compressed([UInt8](repeating: 0, count: 1 << 20))
        let other = #expect(throws: DecodeError.self) { try documents(zeros, "a.txt.zst") }
        #expect(other?.description.contains("nothing but zeros") == true)
    }
}
