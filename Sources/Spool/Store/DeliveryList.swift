import CLinux
import Glibc
import Synchronization
import SystemPackage

/// The list of what was delivered, `delivered` in the state folder, by which a report is found by its document's name or
/// digest without opening all of an outbox, and by which it is known that there is none.
///
/// A line is `<first 16 digits of the SHA-256> <path of the report under the outbox>`, control characters and `%` in the
/// path written as `%0A`. What stands in it may have been removed since. At 64 MiB, about a million deliveries, it becomes
/// `delivered.1` and a new one is begun.
///
/// Its first line says whether all reports of the outbox are in it: `whole`, if it was begun with an empty outbox and no
/// line was lost since; else `parts`. A line is not synced, but that lines may be lost is: while there are some that are
/// not on disk, `whole` has the machine's boot ID behind it, and where another boot finds that, it is `parts` from then on.
final class DeliveryList: Sendable {
    private struct File {
        let descriptor: Descriptor
        var byteCount: Int
        var header: Header
        /// Whether lines were added since it was synced, and since it was asked for the last time.
        var isDirty = false
        var isBusy = false

        /// Appends bytes in one call: a line is there whole or not at all, unless the machine dies.
        mutating func append(_ bytes: [UInt8]) -> Bool {
            let written = descriptor.withRaw { pwrite($0, bytes, bytes.count, off_t(byteCount)) }
            byteCount += max(0, written)
            return written == bytes.count
        }

        /// Overwrites the first line; that of an older program's list, which is none, stays.
        @discardableResult
        mutating func put(_ header: Header, isDurable: Bool = false) -> Bool {
            guard header != self.header || byteCount == Header.byteCount else { return true }
            let bytes = header.bytes
            let isWritten = descriptor.withRaw { raw in
                pwrite(raw, bytes, bytes.count, 0) == bytes.count && (!isDurable || fdatasync(raw) == 0)
            }
            if isWritten { self.header = header }
            return isWritten
        }
    }

    /// What the first line says.
    enum Header: Hashable {
        /// Not all reports are in the list.
        case parts
        /// All are; the boot ID of the machine while not all of the list is on disk.
        case whole(dirtyIn: String?)

        /// Of one length whatever it says, so that it can be overwritten.
        static let byteCount = 48

        var bytes: [UInt8] {
            let text =
                switch self {
                case .parts: "parts"
                case .whole(let boot): "whole \(boot ?? "")"
                }
            let line = Array(text.utf8.prefix(Self.byteCount - 1))
            return line + Array(repeating: UInt8(ascii: " "), count: Self.byteCount - 1 - line.count) + [0x0A]
        }

        /// Reads a first line; a list without one is an older program's.
        init(_ bytes: [UInt8]) {
            let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
            let words = line.split(separator: " ")
            self = words.first == "whole" ? .whole(dirtyIn: words.count > 1 ? String(words[1]) : nil) : .parts
        }

        init(isWhole: Bool) { self = isWhole ? .whole(dirtyIn: nil) : .parts }
    }

    private let state: FilePath
    private let mode: UInt32
    // Not through `Kernel`: whether it works is of no concern to any step of a document.
    private let file = Mutex<File?>(nil)
    /// Whether a line could not be noted, and the first line not say so.
    private let isLineLost = Atomic(false)
    private static let maxBytes = 64 << 20
    /// How many digits of a digest stand in a line.
    static let digits = 16

    init(in state: FilePath, mode: UInt32) {
        self.state = state
        self.mode = mode
    }

    /// Takes up the list for an outbox that was not in use before: it is whole if nothing lies there.
    func begin(isOutboxEmpty: Bool) {
        let layout = SpoolLayout(state: state)
        let isThere = Self.isThere(layout.delivered) || Self.isThere(layout.olderDelivered)
        guard isThere != isOutboxEmpty else { return }
        file.withLock { file in
            file = open(asWhole: isOutboxEmpty)
            if isThere { file?.put(.parts) }
        }
    }

    /// Notes a delivery; one that cannot be noted is found more slowly.
    func note(_ report: FilePath, sha256: String) {
        let line = Array(sha256.utf8.prefix(Self.digits)) + [UInt8(ascii: " ")] + Self.escaped(report.bytes) + [0x0A]
        file.withLock { file in
            if file == nil { file = open(asWhole: false) }
            if let current = file, current.byteCount > Self.maxBytes {
                settle(&file)
                let layout = SpoolLayout(state: state)
                // With lines that are no longer found, what is left is not all.
                let isWhole = current.header != .parts && !Self.isThere(layout.olderDelivered)
                _ = layout.delivered.withPlatformString { old in
                    layout.olderDelivered.withPlatformString { rename(old, $0) }
                }
                file = open(asWhole: isWhole)
            }
            guard var current = file else {
                isLineLost.store(true, ordering: .relaxed)
                return
            }
            if isLineLost.load(ordering: .relaxed), current.put(.parts) { isLineLost.store(false, ordering: .relaxed) }
            if current.header == .whole(dirtyIn: nil) { current.put(.whole(dirtyIn: Self.bootID), isDurable: true) }
            if current.append(line) {
                (current.isDirty, current.isBusy) = (true, true)
            } else if !current.put(.parts) {
                isLineLost.store(true, ordering: .relaxed)
            }
            file = current
        }
    }

    /// Puts what was noted on disk, and says in the first line that it is there.
    ///
    /// - Parameter isOver: Whether nothing will be noted for now; else it is left for later where something was since this
    ///   was asked last.
    func settle(isOver: Bool) {
        file.withLock { file in
            let isBusy = file?.isBusy ?? false
            file?.isBusy = false
            if isOver || !isBusy { settle(&file) }
        }
    }

    private func settle(_ file: inout File?) {
        guard file?.isDirty == true, (file?.descriptor.withRaw { fdatasync($0) }) == 0 else { return }
        file?.isDirty = false
        if case .whole? = file?.header { file?.put(.whole(dirtyIn: nil), isDurable: true) }
    }

    private func open(asWhole isWhole: Bool) -> File? {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        let raw = SpoolLayout(state: state).delivered.withPlatformString { copydesk_openat(AT_FDCWD, $0, flags, mode) }
        guard raw >= 0 else { return nil }
        let descriptor = Descriptor(adopting: raw)
        let end = Int(lseek(raw, 0, SEEK_END))
        guard end > 0 else {
            var file = File(descriptor: descriptor, byteCount: Header.byteCount, header: .parts)
            return file.put(Header(isWhole: isWhole), isDurable: true) ? file : nil
        }
        var file = File(descriptor: descriptor, byteCount: end, header: Self.header(of: descriptor))
        if case .whole(let boot?) = file.header {
            file.isDirty = true
            if boot != Self.bootID { file.put(.parts) }
        }
        // Behind a line that a power cut tore there is a line feed; the lines that are whole have one before them.
        return file.append([0x0A]) ? file : nil
    }

    private static func header(of file: Descriptor) -> Header {
        var bytes = [UInt8](repeating: 0, count: Header.byteCount)
        let count = file.withRaw { pread($0, &bytes, bytes.count, 0) }
        return Header(Array(bytes.prefix(max(0, count))))
    }

    private static func isThere(_ path: FilePath) -> Bool { path.withPlatformString { access($0, F_OK) } == 0 }

    private static let bootID =
        ProcFile.text("/proc/sys/kernel/random/boot_id").map { String($0.prefix { $0 != "\n" }) } ?? "unknown"

    // Looking up

    /// Whether every report of the outbox that this daemon or an earlier one put there is in the list.
    static func isWhole(in state: FilePath) -> Bool {
        let layout = SpoolLayout(state: state)
        let oldest = isThere(layout.olderDelivered) ? layout.olderDelivered : layout.delivered
        for place in Set([oldest, layout.delivered]) {
            guard let file = try? Kernel.openFile(place), case .whole(let boot) = header(of: file),
                boot == nil || boot == bootID
            else { return false }
        }
        return true
    }

    /// The reports that were delivered of documents whose path under the inbox, or file name alone, is given.
    ///
    /// They are paths under the outbox that may lead nowhere by now, or to the report of a document with a longer name or
    /// path: the caller looks.
    static func reports(on name: FilePath, in state: FilePath) -> [FilePath] {
        lines(with: escaped(beginning(of: name)), in: state) { line, match in
            // It begins a component.
            match > 0 && (line[match - 1] == UInt8(ascii: "/") || line[match - 1] == UInt8(ascii: " "))
        }
    }

    /// The reports that were delivered of documents whose SHA-256 begins with these digits, in lower case.
    static func reports(onDigest digits: String, in state: FilePath) -> [FilePath] {
        lines(with: [0x0A] + digits.utf8.prefix(Self.digits), in: state) { _, _ in true }
    }

    /// What the paths of all reports on a document have in common; of a name that is too long for a suffix, and so is cut,
    /// that is less than `OutputName` leaves of any.
    static func beginning(of path: FilePath) -> [UInt8] {
        let name = path.nameBytes
        return name.count > 150 ? Array(name.prefix(100)) : path.bytes + [UInt8(ascii: ".")]
    }

    /// The paths of the lines that hold some bytes, where `isMatch` agrees: it gets the line and the place in it.
    private static func lines(
        with needle: [UInt8], in state: FilePath, where isMatch: (UnsafeRawBufferPointer, Int) -> Bool
    ) -> [FilePath] {
        var found: [FilePath] = []
        let layout = SpoolLayout(state: state)
        for place in [layout.olderDelivered, layout.delivered] {
            guard let file = try? Kernel.openFile(place), let status = try? Kernel.status(of: file),
                status.kind == .regular, status.byteCount > 0
            else { continue }
            // Mapped, for there may be 64 MiB of it; it only grows, or gets another name.
            file.withRaw { raw in
                guard let memory = mmap(nil, status.byteCount, PROT_READ, MAP_PRIVATE, raw, 0), memory != MAP_FAILED
                else {
                    return
                }
                defer { munmap(memory, status.byteCount) }
                let text = UnsafeRawBufferPointer(start: memory, count: status.byteCount)
                var start = 0
                while start < text.count, let rest = text.baseAddress.map({ $0 + start }),
                    let match = copydesk_find(rest, UInt(text.count - start), needle, UInt(needle.count))
                {
                    let offset = match - UnsafeRawPointer(memory)
                    let first = text[..<(offset + 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
                    let end = text[(offset + 1)...].firstIndex(of: 0x0A) ?? text.count
                    start = offset + 1
                    guard end - first > digits + 1 else { continue }
                    let line = UnsafeRawBufferPointer(rebasing: text[first..<end])
                    guard isMatch(line, offset - first) else { continue }
                    found.append(FilePath(bytes: unescaped(line.dropFirst(digits + 1))))
                    start = end
                }
            }
        }
        return Array(Set(found)).sorted { $0.string < $1.string }
    }

    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "%") }
        return isPlain
            ? bytes
            : bytes.flatMap { byte -> [UInt8] in
                guard byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "%") else { return [byte] }
                let digits = String(byte, radix: 16, uppercase: true)
                return Array("%\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            }
    }

    private static func unescaped(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else {
                result.append(byte)
                continue
            }
            result.append(value)
            rest = rest.dropFirst(2)
        }
        return result
    }
}
