import AnalyzerKit
import Discourse
@testable import Ingest
import Linguistics
import Testing

/// Outlook's files, written here sector by sector as [MS-CFB] and [MS-OXMSG] say.
@Suite struct OutlookMessageTests {
    /// A storage or a stream to write.
    indirect enum Item {
        case stream(String, [UInt8])
        case storage(String, [Item])
    }

    /// Writes a file of sectors of 512 bytes; short streams go into the small ones, as the format asks.
    struct Writer {
        private var sectors: [[UInt8]] = []
        private var table: [UInt32] = []
        private var small: [UInt8] = []
        private var smallTable: [UInt32] = []
        private var directory: [[UInt8]] = []

        static func file(_ items: [Item]) -> [UInt8] {
            var writer = Writer()
            writer.directory.append([])
            let child = writer.add(items)
            let (first, _) = writer.chain(writer.small)
            writer.directory[0] = entry("Root Entry", 5, child, first, writer.small.count)
            let (directory, _) = writer.chain(writer.directory.flatMap { $0 })
            let (smallTable, count) = writer.chain(bytes(of: writer.smallTable))
            // The table has a sector for each 128 sectors, its own among them.
            let tables = (writer.sectors.count + 127) / 127
            let place = writer.sectors.count
            writer.table += [UInt32](repeating: 0xFFFF_FFFD, count: tables)
            writer.table += [UInt32](repeating: 0xFFFF_FFFF, count: tables * 128 - writer.table.count)
            var head = [UInt8](repeating: 0, count: 512)
            head.replaceSubrange(0..<8, with: CompoundFile.signature)
            head.replaceSubrange(24..<34, with: [0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0])
            func set(_ offset: Int, _ number: Int) {
                head.replaceSubrange(offset..<offset + 4, with: bytes(of: [UInt32(number)]))
            }
            set(44, tables)
            set(48, Int(directory))
            set(56, 4096)
            set(60, Int(smallTable))
            set(64, count)
            set(68, 0xFFFF_FFFE)
            for index in 0..<109 { set(76 + 4 * index, index < tables ? place + index : 0xFFFF_FFFF) }
            return head + writer.sectors.flatMap { $0 } + bytes(of: writer.table)
        }

        private mutating func add(_ items: [Item]) -> UInt32 {
            guard !items.isEmpty else { return 0xFFFF_FFFF }
            let start = directory.count
            directory += [[UInt8]](repeating: [], count: items.count)
            for (index, item) in items.enumerated() {
                let next = index + 1 < items.count ? UInt32(start + index + 1) : 0xFFFF_FFFF
                switch item {
                case .stream(let name, let bytes):
                    let first = bytes.count < 4096 ? addSmall(bytes) : chain(bytes).first
                    directory[start + index] = Self.entry(name, 2, 0xFFFF_FFFF, first, bytes.count, right: next)
                case .storage(let name, let inner):
                    let child = add(inner)
                    directory[start + index] = Self.entry(name, 1, child, 0, 0, right: next)
                }
            }
            return UInt32(start)
        }

        private mutating func addSmall(_ bytes: [UInt8]) -> UInt32 {
            guard !bytes.isEmpty else { return 0xFFFF_FFFE }
            let first = UInt32(smallTable.count)
            let count = (bytes.count + 63) / 64
            small += bytes + [UInt8](repeating: 0, count: count * 64 - bytes.count)
            smallTable += (1..<count).map { first + UInt32($0) } + [0xFFFF_FFFE]
            return first
        }

        private mutating func chain(_ bytes: [UInt8]) -> (first: UInt32, count: Int) {
            guard !bytes.isEmpty else { return (0xFFFF_FFFE, 0) }
            let first = UInt32(sectors.count)
            let count = (bytes.count + 511) / 512
            for index in 0..<count {
                let part = bytes[(index * 512)..<min(bytes.count, index * 512 + 512)]
                sectors.append(part + [UInt8](repeating: 0, count: 512 - part.count))
            }
            table += (1..<count).map { first + UInt32($0) } + [0xFFFF_FFFE]
            return (first, count)
        }

        private static func bytes(of numbers: [UInt32]) -> [UInt8] {
            numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) } }
        }

        private static func entry(
            _ name: String, _ type: UInt8, _ child: UInt32, _ first: UInt32, _ size: Int, right: UInt32 = 0xFFFF_FFFF
        ) -> [UInt8] {
            let units = Array(name.utf16) + [0]
            var entry = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            entry += [UInt8](repeating: 0, count: 64 - entry.count) + [UInt8(units.count * 2), 0, type, 1]
            entry += bytes(of: [0xFFFF_FFFF, right, child]) + [UInt8](repeating: 0, count: 36)
            return entry + bytes(of: [first, UInt32(size), 0])
        }
    }

    private static func text(_ id: String, _ words: String) -> Item {
        .stream("__substg1.0_\(id)001F", words.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    }

    /// The properties of fixed length: when it was sent, 100 nanoseconds from 1601.
    private static func fixed(_ headBytes: Int, sent: UInt64) -> Item {
        let property: [UInt8] =
            [0x40, 0, 0x39, 0, 6, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: sent >> UInt64(8 * $0)) }
        return .stream("__properties_version1.0", [UInt8](repeating: 0, count: headBytes) + property)
    }

    private static let long = Array(
        String(repeating: "The mill was sold in 1921, and its wheel turned for nine years more. ", count: 90).utf8)

    private static let message: [Item] = [
        fixed(32, sent: 134_170_056_600_000_000), text("0037", "RE: The mill"), text("0C1A", "Karl Voss"),
        text("5D01", "karl.voss@bote.example"),
        text(
            "1000",
            "The text is attached.\r\n\r\nKarl\r\n\r\nFrom: Ana Ruiz\r\nSent: Tuesday\r\nTo: Karl Voss\r\nSubject: The mill\r\n\r\nMay we have the text?\r\n"
        ),
        .storage(
            "__attach_version1.0_#00000000",
            [text("3707", "mill.txt"), text("370E", "text/plain"), .stream("__substg1.0_37010102", long)]),
        .storage(
            "__attach_version1.0_#00000001",
            [
                .storage(
                    "__substg1.0_3701000D",
                    [
                        fixed(24, sent: 134_170_056_600_000_000), text("0037", "The wheel"), text("0C1A", "Ina Roth"),
                        text("1000", "The wheel lies in the river."),
                    ])
            ]),
    ]

    @Test func aMessageIsReadWithWhatIsInIt() throws {
        let documents = try Decoder.documents(from: Writer.file(Self.message), path: "a.msg")
        #expect(documents.map(\.title) == ["The mill", nil, "The wheel"])
        #expect(documents.map(\.authors) == [["Karl Voss"], [], ["Ina Roth"]])
        #expect(documents[0].ownWords == ["The text is attached."])
        #expect(documents[0].quotedMails.map(\.speaker) == ["Ana Ruiz"])
        #expect(documents[0].metadata.published == "2026-03-03T10:01:00Z")
        #expect(documents[0].source.mediaType == "application/vnd.ms-outlook")
        #expect(documents[1].metadata.part?.name == "mill.txt")
        #expect(documents[1].text.bytes.count == Self.long.count - 1 || documents[1].text.bytes == Self.long)
        #expect(documents[2].ownWords == ["The wheel lies in the river."])
    }

    @Test func whatHasNoWordsIsRefused() {
        let file = Writer.file([.stream("__substg1.0_10090102", [1, 2, 3])])
        let error = #expect(throws: DecodeError.self) { try Decoder.document(from: file, path: "a.msg") }
        #expect(error?.reason == "unsupported-format" && error?.description.contains(".eml") == true)
    }

    /// Cut anywhere, or with any number of its tables wrong, it is a document or a sentence.
    @Test func nothingInItEndsTheProcess() {
        let file = Writer.file(Self.message)
        var files = stride(from: 8, to: file.count, by: 211).map { Array(file.prefix($0)) }
        for seed in 0..<400 {
            var wrong = file
            var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
            for _ in 0..<8 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let place = Int(state >> 33) % (file.count - 8) + 8
                wrong[place] = UInt8(truncatingIfNeeded: state >> 20)
            }
            files.append(wrong)
        }
        for file in files {
            do throws(DecodeError) {
                _ = try Decoder.documents(from: file, path: "a.msg")
            } catch {
                #expect(error.description.hasSuffix("."))
            }
        }
    }
}
