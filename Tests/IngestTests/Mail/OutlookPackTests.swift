import AnalyzerKit
import Discourse
import Foundation
import Ingest
import Linguistics
import TestSupport
import Testing

/// What Outlook packs in `winmail.dat`, alone and in a mail.
@Suite struct OutlookPackTests {
    /// Writes a stream as [MS-OXTNEF] has it.
    private struct Pack {
        private(set) var bytes: [UInt8] = [0x78, 0x9F, 0x3E, 0x22, 1, 0]

        static func number(_ value: Int, _ count: Int = 4) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }

        mutating func add(_ level: UInt8, _ tag: Int, _ data: [UInt8]) {
            bytes += [level] + Self.number(tag) + Self.number(data.count) + data
            bytes += Self.number(data.reduce(0) { $0 + Int($1) }, 2)
        }

        mutating func attach(_ name: String, _ data: [UInt8], properties: [[UInt8]] = []) {
            add(2, 0x0006_9002, [UInt8](repeating: 0, count: 14))
            add(2, 0x0001_8010, Array(name.utf8) + [0])
            if !data.isEmpty { add(2, 0x0006_800F, data) }
            if !properties.isEmpty { add(2, 0x0006_9005, Self.list(properties)) }
        }

        static func list(_ properties: [[UInt8]]) -> [UInt8] { number(properties.count) + properties.flatMap(\.self) }

        static func filled(_ data: [UInt8]) -> [UInt8] { data + [UInt8](repeating: 0, count: -data.count & 3) }

        static func property(_ tag: Int, _ data: [UInt8]) -> [UInt8] {
            number(tag) + number(1) + number(data.count) + filled(data)
        }

        static func wide(_ tag: Int, _ text: String) -> [UInt8] {
            property(tag, (text + "\0").utf16.flatMap { number(Int($0), 2) })
        }

        /// A property with a name of its own, and one of several numbers, which readers must step over.
        static let others: [[UInt8]] = [
            number(0x8000_001E | 0x0003 << 16) + [UInt8](repeating: 7, count: 16) + number(1) + number(6)
                + filled(Array("a\0b\0c\0".utf8)) + number(1) + number(2) + filled(Array("x\0".utf8)),
            number(0x8001_0003) + [UInt8](repeating: 7, count: 16) + number(0) + number(12) + number(5),
            number(0x3701_1003) + number(2) + number(1) + number(2), number(0x0E07_000B) + number(1),
            number(0x0E06_0040) + number(1) + number(2),
        ]
    }

    private static let release = Array("Kestrel Foods opened a plant in Alden on Monday, the company said.\n".utf8)

    private static var whole: [UInt8] {
        var pack = Pack()
        pack.add(1, 0x0006_9007, Pack.number(1252) + Pack.number(0))
        pack.add(1, 0x0001_8004, Array("The plant\0".utf8))
        pack.add(1, 0x0002_800C, Array("Here is the release that we spoke of, Ada.\0".utf8))
        pack.attach("RELEASE.TXT", release, properties: Pack.others + [Pack.wide(0x3707_001F, "Plant – release.txt")])
        pack.attach("logo.png", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 1, 2])
        var inner = Pack()
        inner.add(
            1, 0x0006_9003,
            Pack.list([Pack.wide(0x0037_001F, "Earlier"), Pack.wide(0x1000_001F, "It was late by a year.")]))
        inner.attach("old.txt", Array("The old release said nothing of bread.\n".utf8))
        pack.attach(
            "Earlier", [], properties: [Pack.property(0x3701_000D, [UInt8](repeating: 9, count: 16) + inner.bytes)])
        return pack.bytes
    }

    private static func mail(_ pack: [UInt8]) -> [UInt8] {
        Array(
            ("From: Ada Brandt <ada@alden.example>\nSubject: The plant\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHere it is, as we said.\n"
                + "--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
                + Data(pack).base64EncodedString(options: .lineLength76Characters) + "\n--b--\n").utf8)
    }

    private static func texts(_ bytes: [UInt8], _ path: String) throws -> [(name: String?, text: String)] {
        try Decoder.documents(from: bytes, path: path).map {
            ($0.metadata.part?.name, $0.text.string(in: $0.text.fullRange))
        }
    }

    @Test func whatIsAttachedInAMailsPackAreDocuments() throws {
        let found = try Self.texts(Self.mail(Self.whole), "mail.eml")
        #expect(found.count == 4)
        #expect(found[0].text.contains("Here it is, as we said."))
        #expect(!found.contains { $0.text.contains("Here is the release") }, "the mail says it already")
        #expect(found[1].name == "Plant – release.txt" && found[1].text.contains("opened a plant"))
        #expect(found[2].text.contains("It was late by a year."))
        #expect(found[3].name == "old.txt" && found[3].text.contains("nothing of bread"))
        let notices = try Decoder.document(from: Self.mail(Self.whole), path: "mail.eml").notices
        #expect(notices.allSatisfy { !$0.message.contains("winmail.dat") })
    }

    @Test func aPackAloneHasItsWords() throws {
        let found = try Self.texts(Self.whole, "winmail.dat")
        #expect(found.count == 4 && found[0].text.contains("Here is the release that we spoke of, Ada."))
    }

    @Test func oneWithoutAnythingIsRefused() {
        let error = #expect(throws: DecodeError.self) { try Decoder.documents(from: Pack().bytes, path: "winmail.dat") }
        #expect(error?.reason == "unsupported-format" && error?.description.contains("winmail.dat") == true)
    }

    @Test func whateverIsCutOffOrLiesIsNoTrap() {
        let whole = Self.whole
        for count in 0..<whole.count {
            _ = try? Decoder.documents(from: Array(whole.prefix(count)), path: "winmail.dat")
        }
        for index in whole.indices {
            for value in [0, 0x7F, 0xFF] as [UInt8] {
                var lying = whole
                lying[index] = value
                _ = try? Decoder.documents(from: lying, path: "winmail.dat")
            }
        }
    }

    @Test func packsInPacksEnd() throws {
        var pack = Pack()
        pack.attach("a.txt", Self.release)
        for _ in 0..<40 {
            var outer = Pack()
            outer.attach(
                "m", [], properties: [Pack.property(0x3701_000D, [UInt8](repeating: 9, count: 16) + pack.bytes)])
            pack = outer
        }
        #expect(throws: DecodeError.self) { try Decoder.documents(from: pack.bytes, path: "winmail.dat") }
        var many = Pack()
        for _ in 0..<3000 { many.attach("a.txt", Self.release) }
        let documents = try Decoder.documents(from: many.bytes, path: "winmail.dat")
        #expect(documents.count < 1000 && documents[0].notices.contains { $0.reason == "parts" })
    }
}
