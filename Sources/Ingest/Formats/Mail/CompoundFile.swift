/// A file of streams in storages, as older Microsoft programs write them ([MS-CFB]).
///
/// Whatever its tables say, no chain is longer than its table or its stream, and no entry of the directory is read twice.
struct CompoundFile {
    /// A storage or a stream.
    struct Entry {
        var name: String
        var isStream: Bool
        /// How many bytes a stream has, as the directory says.
        var size: Int
        fileprivate var first: UInt32
        fileprivate var left: UInt32
        fileprivate var right: UInt32
        fileprivate var child: UInt32
    }

    private(set) var entries: [Entry] = []
    private let bytes: [UInt8]
    private let sectorShift: Int
    private let cutoff: Int
    private var sectors: [UInt32] = []
    private var smallSectors: [UInt32] = []
    private var smallBytes: [UInt8] = []

    /// What such a file begins with.
    static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    private static let smallShift = 6
    /// No more entries are read.
    private static let mostEntries = 100_000

    /// Reads a file's tables; nil where it is no such file or cut off before its directory.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 512, bytes.starts(with: Self.signature) else { return nil }
        self.bytes = bytes
        let shift = Int(bytes[30]) | Int(bytes[31]) << 8
        guard shift == 9 || shift == 12 else { return nil }
        sectorShift = shift
        cutoff = 4096
        readTable()
        let directory = chain(from: number(at: 48), in: sectors).reduce(into: [UInt8]()) { $0 += sector($1) }
        for start in stride(from: 0, to: directory.count - 127, by: 128) where entries.count < Self.mostEntries {
            entries.append(Self.entry(directory[start..<start + 128]))
        }
        guard let root = entries.first else { return nil }
        let small = chain(from: number(at: 60), in: sectors).reduce(into: [UInt8]()) { $0 += sector($1) }
        smallSectors = Self.numbers(small[...])
        smallBytes = chain(from: root.first, in: sectors).reduce(into: [UInt8]()) { $0 += sector($1) }
    }

    /// What stands in a storage, by its index.
    func children(of storage: Int) -> [Int] {
        guard entries.indices.contains(storage) else { return [] }
        var found: [Int] = []
        var seen: Set<UInt32> = []
        var pending = [entries[storage].child]
        while let next = pending.popLast() {
            guard Int(next) < entries.count, seen.insert(next).inserted else { continue }
            found.append(Int(next))
            pending.append(entries[Int(next)].left)
            pending.append(entries[Int(next)].right)
        }
        return found
    }

    /// A stream's bytes, as far as the file has them, and no more than so many.
    func bytes(of entry: Int, upTo limit: Int = .max) -> [UInt8] {
        let entry = entries[entry]
        let size = min(entry.size, limit)
        guard entry.isStream, size > 0 else { return [] }
        var content: [UInt8] = []
        if entry.size < cutoff {
            for number in chain(from: entry.first, in: smallSectors, upTo: size >> Self.smallShift + 1) {
                let start = Int(number) << Self.smallShift
                guard start < smallBytes.count else { break }
                content += smallBytes[start..<min(start + 1 << Self.smallShift, smallBytes.count)]
            }
        } else {
            for number in chain(from: entry.first, in: sectors, upTo: size >> sectorShift + 1) {
                content += sector(number)
            }
        }
        return Array(content.prefix(size))
    }

    private mutating func readTable() {
        var tables: [UInt32] = (0..<109).map { number(at: 76 + 4 * $0) }
        // Further ones stand in sectors of their own, each of which names the next.
        var next = number(at: 68)
        var seen: Set<UInt32> = []
        while next < 0xFFFF_FFFA, seen.insert(next).inserted {
            let numbers = Self.numbers(sector(next))
            guard numbers.count > 1 else { break }
            tables += numbers.dropLast()
            next = numbers[numbers.count - 1]
        }
        var used: Set<UInt32> = []
        for table in tables where table < 0xFFFF_FFFA && used.insert(table).inserted {
            sectors += Self.numbers(sector(table))
        }
    }

    /// The sectors from one on, no more than so many: a chain may run in a circle.
    private func chain(from first: UInt32, in table: [UInt32], upTo limit: Int = .max) -> [UInt32] {
        var chain: [UInt32] = []
        var next = first
        while Int(next) < table.count, chain.count < min(limit, table.count) {
            chain.append(next)
            next = table[Int(next)]
        }
        return chain
    }

    private func sector(_ number: UInt32) -> ArraySlice<UInt8> {
        let start = (Int(number) + 1) << sectorShift
        guard start < bytes.count else { return [] }
        return bytes[start..<min(start + 1 << sectorShift, bytes.count)]
    }

    private func number(at offset: Int) -> UInt32 { Self.number(bytes[...], offset) }

    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> UInt32 {
        let start = bytes.startIndex + offset
        return (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
    }

    private static func numbers(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        stride(from: 0, to: bytes.count - 3, by: 4).map { number(bytes, $0) }
    }

    private static func entry(_ bytes: ArraySlice<UInt8>) -> Entry {
        let start = bytes.startIndex
        let length = min(64, max(2, Int(bytes[start + 64]))) - 2
        let units = stride(from: 0, to: length - 1, by: 2).map {
            UInt16(bytes[start + $0]) | UInt16(bytes[start + $0 + 1]) << 8
        }
        return Entry(
            name: String(decoding: units, as: UTF16.self), isStream: bytes[start + 66] == 2,
            size: Int(min(number(bytes, 120), UInt32(Int32.max))), first: number(bytes, 116), left: number(bytes, 68),
            right: number(bytes, 72), child: number(bytes, 76))
    }
}
