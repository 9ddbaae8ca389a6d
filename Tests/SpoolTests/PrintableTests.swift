import SystemPackage
import Testing

@testable import Spool

/// The one form in which names are printed, and from which they are read back.
@Suite struct PrintableTests {
    @Test(
        arguments: [
            ([UInt8]("story.txt".utf8), "story.txt"), (Array("é/ü ‘x’.txt".utf8), "é/ü ‘x’.txt"),
            (Array("line\nfeed".utf8), #"line\x0afeed"#), ([0x1B, 0x5B, 0x4A], #"\x1b[J"#),
            ([0x61, 0xFF, 0xC3, 0x62], #"a\xff\xc3b"#), (Array("a\u{202E}b".utf8), #"a\xe2\x80\xaeb"#),
            (Array("a\u{9B}b".utf8), #"a\xc2\x9bb"#), (Array(#"a\b"#.utf8), #"a\b"#), (Array(#"a\x4"#.utf8), #"a\x4"#),
            // What looks like an escape is none.
            (Array(#"a\x41"#.utf8), #"a\x5cx41"#), (Array(#"\x5cx0A"#.utf8), #"\x5cx5cx0A"#),
        ] as [([UInt8], String)])
    func aNameIsPrintedInOneFormAndReadBack(bytes: [UInt8], text: String) {
        let path = FilePath(bytes: bytes)
        #expect(path.printable == text)
        #expect(FilePath(printed: text).bytes == bytes)
        // A message with it stands as it is.
        #expect(PrintableText.of(text) == text)
    }

    @Test func everyByteComesBack() {
        let bytes = (1...255).map { UInt8($0) }.filter { $0 != UInt8(ascii: "/") }
        for byte in bytes {
            let path = FilePath(bytes: [0x61, byte, 0x5C, 0x78, byte, 0x61])
            #expect(FilePath(printed: path.printable) == path, "\(byte)")
            #expect(!path.printable.unicodeScalars.contains { $0.isControl })
        }
    }

    @Test(
        arguments: [
            (
                [UInt8](#"{"schema": 2, "copydesk":"0.1.0","document":{"path":"a","sha256":"b"}}"#.utf8),
                OwnOutput.report
            ),
            (Array("{\n  \"schema\": 2,\n  \"copydesk\": \"9\", \"document\": {\"sha256\": \"\"".utf8), .report),
            (Array(#"{"attempts" : [], "claim" : "1", "reason" : "x"}"#.utf8), .errorFile),
            (Array(#"{"schema":2,"title":"copydesk","sha256":"x"}"#.utf8), nil), (Array("{}".utf8), nil), ([], nil),
            (Array(#"Ann said {"schema":2,"copydesk":"1","sha256":"x"}"#.utf8), nil),
        ] as [([UInt8], OwnOutput?)])
    func whatTheProgramWroteIsToldByItsBeginning(bytes: [UInt8], kind: OwnOutput?) {
        #expect(OwnOutput(bytes) == kind)
    }
}
